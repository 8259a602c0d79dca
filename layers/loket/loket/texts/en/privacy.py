"""The English texts about privacy requests: rights, statuses, the form and all mails."""

TEXTS = {
    # The rights, as people read them.
    "right.access": "see your data",
    "right.rectification": "have your data corrected",
    "right.erasure": "have your data deleted",
    "right.restriction": "have the use of your data paused",
    "right.portability": "take your data with you or have them sent",
    "right.withdrawal": "withdraw your consent",
    "right.objection": "object",
    "status.received": "We have your request. You still have to confirm it.",
    "status.confirmed": "You have confirmed your request. We will start on it.",
    "status.proof_asked": "We are waiting for a copy of your identity document.",
    "status.proof_received": "We have your copy and are looking at it.",
    "status.in_review": "We are dealing with your request.",
    "status.granted": "Your request was granted. We will carry it out.",
    "status.partly_granted": "Your request was granted in part. We will carry that out.",
    "status.refused": "Your request was refused.",
    "status.carrying_out": "We are carrying out your request.",
    "status.completed": "Your request has been carried out.",
    "status.withdrawn": "You have withdrawn your request.",
    "status.lapsed": "Your request was closed without an answer.",
    # Fields that only this form has.
    "field.kind": "What you ask",
    "field.details": "Explanation",
    "field.purpose": "What it is about",
    "field.recipient_name": "Name of the organisation that receives your data",
    "field.recipient_email": "E-mail address of that organisation",
    # Pages.
    "page.privacy_request.title": "We have received your request",
    "page.due_on": "You will have an answer by {date} at the latest.",
    "page.confirm_by_mail": (
        "Confirm your request with the link in the mail that is on its way. The time has started already."
    ),
    # The mail at receipt.
    "mail.request.subject": "We have received your privacy request ({reference})",
    "mail.request.opening": "Your request has reached us safely.",
    "mail.request.registered": "We have registered the request that you made to us.",
    "mail.request.asked": "Your request: {right}.",
    "mail.request.due": "You will have our answer by {date} at the latest.",
    "mail.request.confirm.title": "Confirm your request",
    "mail.request.confirm": (
        "It tells us that the request is yours. The four weeks have started already. "
        "Open this page and press the button: {link}"
    ),
    "mail.request.page": "You can follow your request on this page. There you can also add something or withdraw it: {link}",
    "mail.request.proof.title": "A copy of your identity document",
    "mail.request.proof": (
        "We want to be sure that we give your data to nobody else. So we ask for a copy of your passport, identity card or "
        "driving licence. Black out your photo, your BSN, the document number and the lines of signs at the bottom. "
        "You can do that on your own page, before anything is sent: {link} "
        "We delete the copy as soon as we have looked at it, and after 14 days at the latest."
    ),
    # The mail at each step.
    "mail.step.reason": "The reason: {reason}",
    "mail.step.by": "This was decided by {name}.",
    "mail.step.confirm.subject": "You have confirmed your request ({reference})",
    "mail.step.confirm.opening": "Thank you. Now we know that the request is yours.",
    "mail.step.vouch.subject": "We are dealing with your request ({reference})",
    "mail.step.vouch.opening": "We have made sure that the request is yours. You no longer have to confirm it.",
    "mail.step.send_proof.subject": "We have your copy ({reference})",
    "mail.step.send_proof.opening": "Your copy has reached us safely. We will look at it and then delete it.",
    "mail.step.waive_proof.subject": "We are dealing with your request ({reference})",
    "mail.step.waive_proof.opening": (
        "You do not have to send a copy of your identity document. We are now dealing with your request."
    ),
    "mail.step.take_up.subject": "We are dealing with your request ({reference})",
    "mail.step.take_up.opening": "We have started on your request.",
    "mail.step.carry_out.subject": "We are carrying out your request ({reference})",
    "mail.step.carry_out.opening": "We are doing what you asked. You will hear from us when it is done.",
    "mail.step.add_information.subject": "What you added is in ({reference})",
    "mail.step.add_information.opening": "Thank you. We have put it with your request.",
    "mail.step.ask_proof.subject": "We need something from you ({reference})",
    "mail.step.ask_proof.opening": "For your request we must be sure who you are.",
    "mail.step.accept_proof.subject": "Your copy is fine ({reference})",
    "mail.step.accept_proof.opening": "We have looked at your copy and deleted it. We are now dealing with your request.",
    "mail.step.refuse_proof.subject": "Could you send a new copy? ({reference})",
    "mail.step.refuse_proof.opening": "We could not use your copy. We have deleted it at once.",
    "mail.step.grant.subject": "Our answer to your request ({reference})",
    "mail.step.grant.opening": "We will do what you ask. You will hear from us when it is done.",
    "mail.step.grant_partly.subject": "Our answer to your request ({reference})",
    "mail.step.grant_partly.opening": "We will do part of what you ask. You will hear from us when it is done.",
    "mail.step.refuse.subject": "Our answer to your request ({reference})",
    "mail.step.refuse.opening": "We cannot do what you ask.",
    "mail.step.finish.subject": "Your request has been carried out ({reference})",
    "mail.step.finish.opening": "We have done what you asked.",
    "mail.step.withdraw.subject": "Your request was withdrawn ({reference})",
    "mail.step.withdraw.opening": "Your request was withdrawn. We do nothing more with it. You can always make a new one.",
    "mail.step.lapse.subject": "Your request was closed ({reference})",
    "mail.step.lapse.opening": (
        "We have closed your request without an answer. Do you still want an answer? Then confirm the request on your page."
    ),
    "mail.step.extend.subject": "Our answer will be later ({reference})",
    "mail.step.extend.opening": "We need more time for your request.",
    "mail.step.renew_link.subject": "A new link to your request ({reference})",
    "mail.step.renew_link.opening": "This is a new link to your page. Older links no longer work.",
    # The mail where a date is going to be missed.
    "mail.delay.subject": "Our answer is later than we promised ({reference})",
    "mail.delay.opening": (
        "We promised you an answer by {date}. It looks as if we will not make it. We are sorry about that."
    ),
    "mail.delay.reason": (
        "We do not know the reason yet. A member of staff will write to you about it as soon as possible. You do "
        "not have to do "
        "anything."
    ),
    "mail.delay.expected": "We expect that you will have an answer by {date} at the latest.",
    # Mails to staff: without personal data.
    "mail.staff.request.subject": "New privacy request {reference}",
    "mail.staff.request.opening": "A privacy request has come in with reference {reference}. Answer it by {date}.",
    "mail.staff.step.confirm.subject": "New privacy request {reference}",
    "mail.staff.step.confirm.opening": "Privacy request {reference} has been confirmed. Answer it by {date}.",
    "mail.staff.step.send_proof.subject": "Copy received for {reference}",
    "mail.staff.step.send_proof.opening": "A copy has come in for privacy request {reference}. Look at it at the desk.",
    "mail.staff.step.add_information.subject": "Something was added to {reference}",
    "mail.staff.step.add_information.opening": "Something was added to privacy request {reference}. Read it at the desk.",
    "mail.staff.step.withdraw.subject": "Withdrawn: {reference}",
    "mail.staff.step.withdraw.opening": "Privacy request {reference} was withdrawn. There is nothing more to do.",
    "mail.staff.digest.subject": "Privacy requests whose date comes near or has passed: {number}",
    "mail.staff.digest.subject_held": "Privacy requests that somebody has to look at: {number}",
    "mail.staff.digest.held_alone": (
        "There are privacy requests that look like abuse. So the sender gets no mail until you have looked."
    ),
    "mail.staff.digest.opening": (
        "The due date of these privacy requests comes near, or has passed. The most urgent comes first."
    ),
    "mail.staff.digest.title": "What is urgent",
    "mail.staff.digest.rest": "What else waits",
    "mail.staff.digest.left": "{days} days left",
    "mail.staff.digest.tomorrow": "One day left",
    "mail.staff.digest.today": "Today",
    "mail.staff.digest.yesterday": "One day overdue",
    "mail.staff.digest.over": "{days} days overdue",
    "mail.staff.digest.more": "More requests at the desk: {number}. {link}",
    "mail.staff.digest.unconfirmed": (
        "Requests that nobody has confirmed yet: {number}. We do not name them here. They are at the desk: {link}"
    ),
    "mail.staff.digest.overdue": "Of these the date has passed: {number}. Only a privacy officer can let them lapse.",
    "mail.staff.digest.held": "Of these the mail to the sender is held: {number}. See whether somebody really sent them.",
    "mail.staff.digest.tasks": "Open tasks on the list: {number}. {link}",
    "mail.staff.digest.most": "{number} or more",
    "mail.staff.digest.right.access": "access",
    "mail.staff.digest.right.rectification": "rectification",
    "mail.staff.digest.right.erasure": "erasure",
    "mail.staff.digest.right.restriction": "restriction",
    "mail.staff.digest.right.portability": "portability",
    "mail.staff.digest.right.withdrawal": "withdrawal of consent",
    "mail.staff.digest.right.objection": "objection",
}

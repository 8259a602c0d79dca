"""The English texts about privacy requests: rights, statuses, the form and all mails."""

TEXTS = {
    # The rights, as people read them.
    "right.access": "see your data",
    # The rights, as people read them.
    "right.rectification": "have your data corrected",
    # The rights, as people read them.
    "right.erasure": "have your data deleted",
    # The rights, as people read them.
    "right.restriction": "have the use of your data paused",
    # The rights, as people read them.
    "right.portability": "take your data with you or have them sent",
    # The rights, as people read them.
    "right.withdrawal": "withdraw your consent",
    # The rights, as people read them.
    "right.objection": "object",
    # The rights, as people read them.
    "status.received": "We have your request. You still have to confirm it.",
    # The rights, as people read them.
    "status.confirmed": "You have confirmed your request. We will start on it.",
    # The rights, as people read them.
    "status.proof_asked": "We are waiting for a copy of your identity document.",
    # The rights, as people read them.
    "status.proof_received": "We have your copy and are looking at it.",
    # The rights, as people read them.
    "status.in_review": "We are dealing with your request.",
    # The rights, as people read them.
    "status.granted": "Your request was granted. We will carry it out.",
    # The rights, as people read them.
    "status.partly_granted": "Your request was granted in part. We will carry that out.",
    # The rights, as people read them.
    "status.refused": "Your request was refused.",
    # The rights, as people read them.
    "status.carrying_out": "We are carrying out your request.",
    # The rights, as people read them.
    "status.completed": "Your request has been carried out.",
    # The rights, as people read them.
    "status.withdrawn": "You have withdrawn your request.",
    # The rights, as people read them.
    "status.lapsed": "Your request was closed without an answer.",
    # Fields that only this form has.
    "field.kind": "What you ask",
    # Fields that only this form has.
    "field.details": "Explanation",
    # Fields that only this form has.
    "field.purpose": "What it is about",
    # Fields that only this form has.
    "field.recipient_name": "Name of the organisation that receives your data",
    # Fields that only this form has.
    "field.recipient_email": "E-mail address of that organisation",
    # Pages.
    "page.privacy_request.title": "We have received your request",
    # Pages.
    "page.due_on": "You will have an answer by {date} at the latest.",
    # Pages.
    "page.confirm_by_mail": (
        "Confirm your request with the link in the mail that is on its way. The time has started already."
    ),
    # The mail at receipt.
    "mail.request.subject": "We have received your privacy request ({reference})",
    # The mail at receipt.
    "mail.request.opening": "Your request has reached us safely.",
    # The mail at receipt.
    "mail.request.registered": "We have registered the request that you made to us.",
    # The mail at receipt.
    "mail.request.asked": "Your request: {right}.",
    # The mail at receipt.
    "mail.request.due": "You will have our answer by {date} at the latest.",
    # The mail at receipt.
    "mail.request.confirm.title": "Confirm your request",
    # The mail at receipt.
    "mail.request.confirm": (
        "It tells us that the request is yours. The four weeks have started already. "
        "Open this page and press the button: {link}"
    ),
    # The mail at receipt.
    "mail.request.page": "You can follow your request on this page. There you can also add something or withdraw it: {link}",
    # The mail at receipt.
    "mail.request.proof.title": "A copy of your identity document",
    # The mail at receipt.
    "mail.request.proof": (
        "We want to be sure that we give your data to nobody else. So we ask for a copy of your passport, identity card or "
        "driving licence. Black out your photo, your BSN, the document number and the lines of signs at the bottom. "
        "You can do that on your own page, before anything is sent: {link} "
        "We delete the copy as soon as we have looked at it, and after 14 days at the latest."
    ),
    # The mail at each step.
    "mail.step.reason": "The reason: {reason}",
    # The mail at each step.
    "mail.step.by": "This was decided by {name}.",
    # The mail at each step.
    "mail.step.confirm.subject": "You have confirmed your request ({reference})",
    # The mail at each step.
    "mail.step.confirm.opening": "Thank you. Now we know that the request is yours.",
    # The mail at each step.
    "mail.step.vouch.subject": "We are dealing with your request ({reference})",
    # The mail at each step.
    "mail.step.vouch.opening": "We have made sure that the request is yours. You no longer have to confirm it.",
    # The mail at each step.
    "mail.step.send_proof.subject": "We have your copy ({reference})",
    # The mail at each step.
    "mail.step.send_proof.opening": "Your copy has reached us safely. We will look at it and then delete it.",
    # The mail at each step.
    "mail.step.waive_proof.subject": "We are dealing with your request ({reference})",
    # The mail at each step.
    "mail.step.waive_proof.opening": (
        "You do not have to send a copy of your identity document. We are now dealing with your request."
    ),
    # The mail at each step.
    "mail.step.take_up.subject": "We are dealing with your request ({reference})",
    # The mail at each step.
    "mail.step.take_up.opening": "We have started on your request.",
    # The mail at each step.
    "mail.step.carry_out.subject": "We are carrying out your request ({reference})",
    # The mail at each step.
    "mail.step.carry_out.opening": "We are doing what you asked. You will hear from us when it is done.",
    # The mail at each step.
    "mail.step.add_information.subject": "What you added is in ({reference})",
    # The mail at each step.
    "mail.step.add_information.opening": "Thank you. We have put it with your request.",
    # The mail at each step.
    "mail.step.ask_proof.subject": "We need something from you ({reference})",
    # The mail at each step.
    "mail.step.ask_proof.opening": "For your request we must be sure who you are.",
    # The mail at each step.
    "mail.step.accept_proof.subject": "Your copy is fine ({reference})",
    # The mail at each step.
    "mail.step.accept_proof.opening": "We have looked at your copy and deleted it. We are now dealing with your request.",
    # The mail at each step.
    "mail.step.refuse_proof.subject": "Could you send a new copy? ({reference})",
    # The mail at each step.
    "mail.step.refuse_proof.opening": "We could not use your copy. We have deleted it at once.",
    # The mail at each step.
    "mail.step.grant.subject": "Our answer to your request ({reference})",
    # The mail at each step.
    "mail.step.grant.opening": "We will do what you ask. You will hear from us when it is done.",
    # The mail at each step.
    "mail.step.grant_partly.subject": "Our answer to your request ({reference})",
    # The mail at each step.
    "mail.step.grant_partly.opening": "We will do part of what you ask. You will hear from us when it is done.",
    # The mail at each step.
    "mail.step.refuse.subject": "Our answer to your request ({reference})",
    # The mail at each step.
    "mail.step.refuse.opening": "We cannot do what you ask.",
    # The mail at each step.
    "mail.step.finish.subject": "Your request has been carried out ({reference})",
    # The mail at each step.
    "mail.step.finish.opening": "We have done what you asked.",
    # The mail at each step.
    "mail.step.withdraw.subject": "Your request was withdrawn ({reference})",
    # The mail at each step.
    "mail.step.withdraw.opening": "Your request was withdrawn. We do nothing more with it. You can always make a new one.",
    # The mail at each step.
    "mail.step.lapse.subject": "Your request was closed ({reference})",
    # The mail at each step.
    "mail.step.lapse.opening": "We have closed your request without an answer. You can always make a new one.",
    # The mail at each step.
    "mail.step.extend.subject": "Our answer will be later ({reference})",
    # The mail at each step.
    "mail.step.extend.opening": "We need more time for your request.",
    # The mail at each step.
    "mail.step.renew_link.subject": "A new link to your request ({reference})",
    # The mail at each step.
    "mail.step.renew_link.opening": "This is a new link to your page. Older links no longer work.",
    # The mail where a date is going to be missed.
    "mail.delay.subject": "Our answer is later than we promised ({reference})",
    # The mail where a date is going to be missed.
    "mail.delay.opening": (
        "We promised you an answer by {date}. It looks as if we will not make it. We are sorry about that."
    ),
    # The mail where a date is going to be missed.
    "mail.delay.reason": (
        "We do not know the reason yet. A member of staff will write to you about it as soon as possible. You do "
        "not have to do "
        "anything."
    ),
    # The mail where a date is going to be missed.
    "mail.delay.expected": "We expect that you will have an answer by {date} at the latest.",
    # Notices to staff: without personal data.
    "mail.staff.request.subject": "New privacy request {reference}",
    # Notices to staff: without personal data.
    "mail.staff.request.opening": "A privacy request has come in with reference {reference}. Answer it by {date}.",
    # Notices to staff: without personal data.
    "mail.staff.step.send_proof.subject": "Copy received for {reference}",
    # Notices to staff: without personal data.
    "mail.staff.step.send_proof.opening": "A copy has come in for privacy request {reference}. Look at it at the desk.",
    # Notices to staff: without personal data.
    "mail.staff.step.add_information.subject": "Something was added to {reference}",
    # Notices to staff: without personal data.
    "mail.staff.step.add_information.opening": "Something was added to privacy request {reference}. Read it at the desk.",
    # Notices to staff: without personal data.
    "mail.staff.step.withdraw.subject": "Withdrawn: {reference}",
    # Notices to staff: without personal data.
    "mail.staff.step.withdraw.opening": "Privacy request {reference} was withdrawn. There is nothing more to do.",
    # Notices to staff: without personal data.
    "mail.staff.due.subject": "{days} days left for {reference}",
    # Notices to staff: without personal data.
    "mail.staff.due.opening": "Privacy request {reference} must be answered by {date}. That is in {days} days.",
    # Notices to staff: without personal data.
    "mail.staff.due.tomorrow.subject": "One day left for {reference}",
    # Notices to staff: without personal data.
    "mail.staff.due.tomorrow.opening": (
        "Privacy request {reference} must be answered by tomorrow ({date}). The person is told of a delay now."
    ),
    # Notices to staff: without personal data.
    "mail.staff.due.today.subject": "An answer today for {reference}",
    # Notices to staff: without personal data.
    "mail.staff.due.today.opening": "Privacy request {reference} must be answered today ({date}).",
    # Notices to staff: without personal data.
    "mail.staff.due.yesterday.subject": "Too late: {reference}",
    # Notices to staff: without personal data.
    "mail.staff.due.yesterday.opening": (
        "Privacy request {reference} had to be answered yesterday ({date}). Please end it today."
    ),
    # Notices to staff: without personal data.
    "mail.staff.due.over.subject": "Too late: {reference}",
    # Notices to staff: without personal data.
    "mail.staff.due.over.opening": (
        "Privacy request {reference} had to be answered by {date}. That was {days} days ago. Please end it today."
    ),
}

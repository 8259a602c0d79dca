"""The English texts of the person's own page about a privacy request, and of the page on which a copy is made."""

TEXTS = {
    # What can go wrong, and the fields.
    "problem.move_forbidden.title": "That is not possible now",
    "problem.move_forbidden.detail": "Your request is already further on. Open your page again with the link in our mail.",
    "problem.request_additions.title": "No more fits",
    "problem.request_additions.detail": (
        "You have added much to your request already. Is there something else? Then answer a mail that you had from us."
    ),
    "problem.request_moved.title": "Your request has just changed",
    "problem.request_moved.detail": "Something happened at the same moment. Open your page again and see how it stands now.",
    "problem.proof_missing.title": "Your copy has not reached us",
    "problem.proof_missing.detail": (
        "We do not have a copy from you yet. Go back and send it again, or get in touch with us."
    ),
    "field.action": "What you want to do",
    "field.information": "What you want to add",
    # What has happened.
    "step.receive": "Your request reached us.",
    "step.confirm": "You confirmed your request.",
    "step.vouch": "We have seen in another way that the request is yours.",
    "step.ask_proof": "We asked you for a copy of your identity document.",
    "step.send_proof": "You sent a copy.",
    "step.waive_proof": "You do not have to send a copy.",
    "step.accept_proof": "Your copy was fine. We looked at it and deleted it.",
    "step.refuse_proof": "We could not use your copy, and deleted it.",
    "step.take_up": "We started on your request.",
    "step.grant": "Your request was granted.",
    "step.grant_partly": "Your request was granted in part.",
    "step.refuse": "Your request was refused.",
    "step.carry_out": "We started doing what you asked.",
    "step.finish": "We have done what you asked.",
    "step.withdraw": "The request was withdrawn.",
    "step.lapse": "The request was closed without an answer.",
    "step.extend": "We need more time. You will have our answer later.",
    "step.escalate": "We told you that our answer will be later than we promised.",
    "step.add_information": "You added something.",
    "step.renew_link": "You were given a new link to this page.",
    # The page.
    "page.request.title": "Your privacy request",
    "page.request.standing": "How it stands",
    "page.request.due": "You will have an answer by {date} at the latest.",
    "page.request.overdue": (
        "You should have had an answer by {date}. We did not make it. We are sorry, and are working on it."
    ),
    "page.request.now": "What we ask of you now",
    "page.request.nothing": "You do not have to do anything now. We mail you at every step.",
    "page.request.confirm": (
        "Press the button. Then we know that this request is yours. The four weeks have started already."
    ),
    "page.request.revive": (
        "This request was closed because nobody had confirmed or completed it. Is it yours and do you still want an answer? "
        "Then press the button. You will have an answer within four weeks."
    ),
    "page.request.confirm.button": "Yes, this request is mine",
    "page.request.proof": (
        "Send us a copy of your identity document. On the next page you first black out what we do not need. Your photo "
        "does not leave your device."
    ),
    "page.request.proof.button": "Make a copy",
    "page.request.decision": "Our answer",
    "page.request.reason": "The reason",
    "page.request.by": "This was decided by {name}. Not by a computer.",
    "page.request.asked": "What you asked",
    "page.request.steps": "What has happened",
    "page.request.added": "You wrote",
    "page.request.add": "Add something",
    "page.request.add.label": "What else would you like us to know?",
    "page.request.add.hint": "Do not write a BSN, an account number or a passport number here. If you do, we take it out.",
    "page.request.add.button": "Add",
    "page.request.add.full": "You have added much already, and no more fits. Is there anything else? Write to {contact}.",
    "page.request.withdraw": "Withdraw the request",
    "page.request.withdraw.what": (
        "We then stop working on your request. If you have sent a copy, we delete it at once. You can always make a new "
        "request."
    ),
    "page.request.withdraw.button": "Withdraw my request",
    "page.request.help": "Do you have a question? Write to {contact} and name your reference.",
    "page.request.complaint": "Do you disagree with us? Then you can complain to the Autoriteit Persoonsgegevens:",
    # The page on which a copy is made.
    "page.proof.title": "A copy of your identity document",
    "page.proof.back": "Back to your request",
    "page.proof.why": (
        "We want to be sure that we give your data to nobody else. So we ask for a copy of your passport, identity card "
        "or driving licence. You black out here what we do not need. The photo that you choose stays on your device: we "
        "only get the copy with the black boxes."
    ),
    "page.proof.black": "Black out these",
    "page.proof.black.photo": "your photo: we do not have to see your face;",
    "page.proof.black.bsn": "your BSN (citizen service number): we are not allowed to keep it;",
    "page.proof.black.number": "the document number: with it somebody could pretend to be you;",
    "page.proof.black.mrz": "the lines of letters, digits and the sign < at the bottom: everything is in there once more.",
    "page.proof.leave": "Leave your name. We compare it with your request.",
    "page.proof.kept": "How long we keep the copy",
    "page.proof.kept.until": (
        "Until we have looked at it, and never longer than 14 days. After that it is really gone: no backup of it is left."
    ),
    "page.proof.other": (
        "Does it not work, or would you rather not send a copy? Write to {contact} or call us. Together we will find "
        "another way."
    ),
    "page.proof.without_script": (
        "To black out your photo on your own device, this page needs JavaScript. It is switched off. That is all right: "
        "write to {contact} or call us. We will then make sure in another way who you are. Please do not mail us an "
        "ordinary copy."
    ),
    "page.proof.choose": "1. Choose a photo",
    "page.proof.choose.label": "Photo of the side with your name",
    "page.proof.choose.hint": "Take one with your telephone, or choose one that you have (JPEG, PNG or WebP).",
    "page.proof.blacken": "2. Black out",
    "page.proof.blacken.how": "Drag a box with your mouse or finger over everything that must be black.",
    "page.proof.blacken.keys": (
        "With the keyboard: press “Add a box”. Move the box with the arrow keys. Make it larger or smaller with Shift and "
        "an arrow key. Delete takes it away."
    ),
    "page.proof.blacken.canvas": "Your photo, to put boxes on",
    "page.proof.add": "Add a box",
    "page.proof.undo": "Take away the last box",
    "page.proof.send": "3. Check and send",
    "page.proof.send.what": "We send exactly this copy, and nothing else. Is everything black that must be?",
    "page.proof.preview": "The copy as you are going to send it",
    "page.proof.send.button": "Send this copy",
    "page.proof.says.unreadable": "We cannot open this photo. Choose a JPEG, PNG or WebP.",
    "page.proof.says.opened": "Your photo is open. Now black out what must be black.",
    "page.proof.says.nothing_black": "Nothing is black yet. First put at least one black box on the photo.",
    "page.proof.says.count": "Number of black boxes: {count}.",
    "page.proof.says.place": "Box {number}: {left}% from the left, {top}% from the top, {width}% wide, {height}% high.",
    "page.proof.says.sending": "Your copy is being sent…",
    "page.proof.says.failed": "Sending did not work. Check your connection, load this page again and try once more.",
}

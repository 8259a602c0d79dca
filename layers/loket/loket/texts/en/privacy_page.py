"""The English texts of the person's own page about a privacy request, and of the page on which a copy is made."""

TEXTS = {
    # What can go wrong, and the fields.
    "problem.move_forbidden.title": "That is not possible now",
    "problem.move_forbidden.detail": "Your request is already further on. Open your page again with the link in our mail.",
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
    # What has happened.
    "step.confirm": "You confirmed your request.",
    # What has happened.
    "step.vouch": "We have seen in another way that the request is yours.",
    # What has happened.
    "step.ask_proof": "We asked you for a copy of your identity document.",
    # What has happened.
    "step.send_proof": "You sent a copy.",
    # What has happened.
    "step.waive_proof": "You do not have to send a copy.",
    # What has happened.
    "step.accept_proof": "Your copy was fine. We looked at it and deleted it.",
    # What has happened.
    "step.refuse_proof": "We could not use your copy, and deleted it.",
    # What has happened.
    "step.take_up": "We started on your request.",
    # What has happened.
    "step.grant": "Your request was granted.",
    # What has happened.
    "step.grant_partly": "Your request was granted in part.",
    # What has happened.
    "step.refuse": "Your request was refused.",
    # What has happened.
    "step.carry_out": "We started doing what you asked.",
    # What has happened.
    "step.finish": "We have done what you asked.",
    # What has happened.
    "step.withdraw": "The request was withdrawn.",
    # What has happened.
    "step.lapse": "The request was closed without an answer.",
    # What has happened.
    "step.extend": "We need more time. You will have our answer later.",
    # What has happened.
    "step.escalate": "We told you that our answer will be later than we promised.",
    # What has happened.
    "step.add_information": "You added something.",
    # What has happened.
    "step.renew_link": "You were given a new link to this page.",
    # The page.
    "page.request.title": "Your privacy request",
    # The page.
    "page.request.standing": "How it stands",
    # The page.
    "page.request.due": "You will have an answer by {date} at the latest.",
    # The page.
    "page.request.overdue": (
        "You should have had an answer by {date}. We did not make it. We are sorry, and are working on it."
    ),
    # The page.
    "page.request.now": "What we ask of you now",
    # The page.
    "page.request.nothing": "You do not have to do anything now. We mail you at every step.",
    # The page.
    "page.request.confirm": (
        "Press the button. Then we know that this request is yours. The four weeks have started already."
    ),
    # The page.
    "page.request.confirm.button": "Yes, this request is mine",
    # The page.
    "page.request.proof": (
        "Send us a copy of your identity document. On the next page you first black out what we do not need. Your photo "
        "does not leave your device."
    ),
    # The page.
    "page.request.proof.button": "Make a copy",
    # The page.
    "page.request.decision": "Our answer",
    # The page.
    "page.request.reason": "The reason",
    # The page.
    "page.request.by": "This was decided by {name}. Not by a computer.",
    # The page.
    "page.request.asked": "What you asked",
    # The page.
    "page.request.steps": "What has happened",
    # The page.
    "page.request.added": "You wrote",
    # The page.
    "page.request.add": "Add something",
    # The page.
    "page.request.add.label": "What else would you like us to know?",
    # The page.
    "page.request.add.hint": "Do not write a BSN, an account number or a passport number here. If you do, we take it out.",
    # The page.
    "page.request.add.button": "Add",
    # The page.
    "page.request.withdraw": "Withdraw the request",
    # The page.
    "page.request.withdraw.what": (
        "We then stop working on your request. If you have sent a copy, we delete it at once. You can always make a new "
        "request."
    ),
    # The page.
    "page.request.withdraw.button": "Withdraw my request",
    # The page.
    "page.request.help": "Do you have a question? Write to {contact} and name your reference.",
    # The page.
    "page.request.complaint": "Do you disagree with us? Then you can complain to the Autoriteit Persoonsgegevens:",
    # The page on which a copy is made.
    "page.proof.title": "A copy of your identity document",
    # The page on which a copy is made.
    "page.proof.back": "Back to your request",
    # The page on which a copy is made.
    "page.proof.why": (
        "We want to be sure that we give your data to nobody else. So we ask for a copy of your passport, identity card "
        "or driving licence. You black out here what we do not need. The photo that you choose stays on your device: we "
        "only get the copy with the black boxes."
    ),
    # The page on which a copy is made.
    "page.proof.black": "Black out these",
    # The page on which a copy is made.
    "page.proof.black.photo": "your photo: we do not have to see your face;",
    # The page on which a copy is made.
    "page.proof.black.bsn": "your BSN (citizen service number): we are not allowed to keep it;",
    # The page on which a copy is made.
    "page.proof.black.number": "the document number: with it somebody could pretend to be you;",
    # The page on which a copy is made.
    "page.proof.black.mrz": "the lines of letters, digits and the sign < at the bottom: everything is in there once more.",
    # The page on which a copy is made.
    "page.proof.leave": "Leave your name. We compare it with your request.",
    # The page on which a copy is made.
    "page.proof.kept": "How long we keep the copy",
    # The page on which a copy is made.
    "page.proof.kept.until": (
        "Until we have looked at it, and never longer than 14 days. After that it is really gone: no backup of it is left."
    ),
    # The page on which a copy is made.
    "page.proof.other": (
        "Does it not work, or would you rather not send a copy? Write to {contact} or call us. Together we will find "
        "another way."
    ),
    # The page on which a copy is made.
    "page.proof.without_script": (
        "To black out your photo on your own device, this page needs JavaScript. It is switched off. That is all right: "
        "write to {contact} or call us. We will then make sure in another way who you are. Please do not mail us an "
        "ordinary copy."
    ),
    # The page on which a copy is made.
    "page.proof.choose": "1. Choose a photo",
    # The page on which a copy is made.
    "page.proof.choose.label": "Photo of the side with your name",
    # The page on which a copy is made.
    "page.proof.choose.hint": "Take one with your telephone, or choose one that you have (JPEG, PNG or WebP).",
    # The page on which a copy is made.
    "page.proof.blacken": "2. Black out",
    # The page on which a copy is made.
    "page.proof.blacken.how": "Drag a box with your mouse or finger over everything that must be black.",
    # The page on which a copy is made.
    "page.proof.blacken.keys": (
        "With the keyboard: press “Add a box”. Move the box with the arrow keys. Make it larger or smaller with Shift and "
        "an arrow key. Delete takes it away."
    ),
    # The page on which a copy is made.
    "page.proof.blacken.canvas": "Your photo, to put boxes on",
    # The page on which a copy is made.
    "page.proof.add": "Add a box",
    # The page on which a copy is made.
    "page.proof.undo": "Take away the last box",
    # The page on which a copy is made.
    "page.proof.send": "3. Check and send",
    # The page on which a copy is made.
    "page.proof.send.what": "We send exactly this copy, and nothing else. Is everything black that must be?",
    # The page on which a copy is made.
    "page.proof.preview": "The copy as you are going to send it",
    # The page on which a copy is made.
    "page.proof.send.button": "Send this copy",
    # The page on which a copy is made.
    "page.proof.says.unreadable": "We cannot open this photo. Choose a JPEG, PNG or WebP.",
    # The page on which a copy is made.
    "page.proof.says.opened": "Your photo is open. Now black out what must be black.",
    # The page on which a copy is made.
    "page.proof.says.nothing_black": "Nothing is black yet. First put at least one black box on the photo.",
    # The page on which a copy is made.
    "page.proof.says.count": "Number of black boxes: {count}.",
    # The page on which a copy is made.
    "page.proof.says.place": "Box {number}: {left}% from the left, {top}% from the top, {width}% wide, {height}% high.",
    # The page on which a copy is made.
    "page.proof.says.sending": "Your copy is being sent…",
    # The page on which a copy is made.
    "page.proof.says.failed": "Sending did not work. Check your connection, load this page again and try once more.",
}

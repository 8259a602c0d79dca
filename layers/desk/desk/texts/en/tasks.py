"""The English texts of the desk about work: messages, enrollments and payments."""

TEXTS = {
    # The list of tasks.
    "desk.work.none": "Nothing waits for a member of staff. Well done.",
    "desk.work.age": "Waiting",
    "desk.work.what": "What",
    "desk.work.about": "About",
    "desk.work.state": "Status",
    "desk.work.older": "Next page",
    "desk.work.first": "Back to the start",
    "desk.work.message": "Message",
    "desk.work.enrollment": "Enrollment",
    "desk.work.notify_invoice": "Invoice asked for",
    "desk.work.notify_overpaid": "Paid twice",
    "desk.work.notify_paid_without_place": "Paid without a place",
    "desk.work.notify_paid_after_erasure": "Paid after deletion",
    "desk.work.notify_chargeback": "Charged back",
    "desk.work.notify_chargeback_reversed": "Chargeback reversed",
    "desk.work.notify_refund_failed": "Refund failed",
    "desk.work.notify_quarantine": "Payment does not match",
    "desk.work.notify_refunded": "All paid back",
    "desk.work.notify_shortfall": "More went back than was paid",
    "desk.work.notify_too_many_refunds": "Too many refunds",
    "desk.age.minutes": "{number} minutes",
    "desk.age.minutes.one": "{number} minute",
    "desk.age.hours": "{number} hours",
    "desk.age.hours.one": "{number} hour",
    "desk.age.days": "{number} days",
    "desk.age.days.one": "{number} day",
    # Where things stand.
    "desk.state.message.received": "waits for an answer",
    "desk.state.message.in_review": "held",
    "desk.state.message.answered": "answered",
    "desk.state.message.spam": "spam",
    "desk.state.enrollment.received": "received",
    "desk.state.enrollment.waiting_for_payment": "waits for payment",
    "desk.state.enrollment.paid": "paid",
    "desk.state.enrollment.unpaid": "not paid, place came free",
    "desk.state.enrollment.paid_without_place": "paid, without a place",
    "desk.state.enrollment.cancelled": "cancelled",
    "desk.state.enrollment.in_review": "held",
    "desk.state.enrollment.spam": "spam",
    "desk.state.payment.open": "open",
    "desk.state.payment.pending": "on its way",
    "desk.state.payment.authorized": "authorized",
    "desk.state.payment.canceled": "cancelled",
    "desk.state.payment.expired": "expired",
    "desk.state.payment.failed": "failed",
    "desk.state.payment.paid": "paid",
    # A message, an enrollment or a payment.
    "desk.item.received": "Received",
    "desk.item.kept": "Kept until",
    "desk.item.facts": "Details",
    "desk.item.doubts": "Why this was held or stood out",
    "desk.item.person": "Everything kept under this e-mail address",
    "desk.item.payments": "Payments",
    "desk.item.acts": "What would you like to do?",
    "desk.item.answer.label": "Your answer",
    "desk.item.answer.hint": (
        "This goes to {who} by mail, in {language}. Your name is below it. A BSN, IBAN or document number is cut out."
    ),
    "desk.item.language.nl": "Dutch",
    "desk.item.language.en": "English",
    "desk.item.act.answer": "Send the answer",
    "desk.item.act.release": "This is no spam: process it",
    "desk.item.act.place": "Give a place",
    "desk.item.act.mark_spam": "This is spam",
    "desk.item.act.cancel": "Cancel the enrollment",
    "desk.item.act.unmark_spam": "Not spam after all",
    "desk.item.why.release.message": (
        "The sender gets a confirmation after all. The message stays on the list until it is answered."
    ),
    "desk.item.why.release.enrollment": (
        "The enrollment gets a place and the participant a confirmation, with a link to pay where needed."
    ),
    "desk.item.why.place.enrollment": "The participant gets a place, if there is one, and a mail that it is certain.",
    "desk.item.why.mark_spam.message": "Nobody gets mail. You can undo this until the retention period is over.",
    "desk.item.why.mark_spam.enrollment": (
        "Nobody gets mail. If a place is taken, it becomes free. You can undo this until the retention period is over."
    ),
    "desk.item.why.cancel.enrollment": (
        "The participant gets a mail. If a place is taken, it comes free. Was it paid? Then pay it back at the payment "
        "service; that comes on the list of tasks. This cannot be undone."
    ),
    "desk.item.why.unmark_spam": "It comes back on the list as held.",
    "desk.item.nothing": "There is nothing left to do here.",
    "desk.task.title": "On the list of tasks",
    "desk.task.done": "Done: {outcome}, by {who}, {moment}.",
    "desk.task.since": "Since {moment}",
    "desk.task.amount": "It is about {amount}.",
    "desk.task.help.notify_invoice": (
        "Send the invoice for this payment. Name and address are on this page, and so is the number in the books."
    ),
    "desk.task.help.notify_overpaid": "Refund the second payment at the payment service.",
    "desk.task.help.notify_paid_without_place": (
        "This enrollment has no place: the course was full, or we cancelled it. Pay the amount back at the payment service, "
        "or give a place after all. Please contact the participant."
    ),
    "desk.task.help.notify_paid_after_erasure": "The enrollment is gone. Refund the amount at the payment service.",
    "desk.task.help.notify_chargeback": "The bank took the money back. Contact the participant.",
    "desk.task.help.notify_chargeback_reversed": "The money is ours again. Usually there is nothing to do.",
    "desk.task.help.notify_refund_failed": "Try the refund again at the payment service.",
    "desk.task.help.notify_quarantine": "Check the payment at the payment service. Nothing was processed.",
    "desk.task.help.notify_refunded": (
        "The place is still taken. If this person takes part no more, cancel the enrollment: then the place comes free."
    ),
    "desk.task.help.notify_shortfall": "Find out at the payment service why more went back than came in.",
    "desk.task.help.notify_too_many_refunds": "See at the payment service whether there are more, and book those by hand.",
    "desk.task.help.notify_staff": "Done without sending anything? Say so here, and this leaves the list.",
    "desk.outcome.done": "Done",
    "desk.outcome.refunded": "Refunded at the payment service",
    "desk.outcome.contacted": "Contacted the person",
    "desk.outcome.ignored": "Checked, nothing needed",
    "desk.outcome.invoiced": "Invoice sent",
    "desk.outcome.handled": "Processed",
    "desk.payment.enrollment": "To the enrollment",
    # Fields, and what is wrong with them.
    "desk.field.answer": "Your answer",
    "desk.field.outcome": "How it was done",
    # What can go wrong.
    "desk.problem.moved.title": "A colleague was first",
    "desk.problem.moved.detail": "Nothing was changed. Open the page again and see how it stands now.",
    "desk.problem.still_held.title": "Look at it first",
    "desk.problem.still_held.detail": "This is held. Process it, or say that it is spam. Then it is done.",
    "desk.problem.money_went_back.title": "The money went back",
    "desk.problem.money_went_back.detail": (
        "What was paid for this enrollment is not with us any more. Nothing was changed and nobody got mail. Does this "
        "person take part after all? Ask for a new enrollment then, and cancel this one."
    ),
    "desk.problem.no_seat.title": "The course is full",
    "desk.problem.no_seat.detail": (
        "There is no place left. Nothing was changed and nobody got mail. Will there be none? Cancel the enrollment then: "
        "that tells the participant."
    ),
}

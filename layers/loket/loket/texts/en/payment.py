"""The English texts about paying and paying back: the pages, and mails to people and to staff."""

TEXTS = {
    # What can go wrong.
    "problem.payment_unavailable.title": "Paying does not work right now",
    "problem.payment_unavailable.detail": (
        "Your enrollment is safe with us. Please try again in a few minutes, by the link in your mail. No money was taken."
    ),
    # Pages.
    "page.payment.amount": "Amount",
    "page.payment.none": "There is nothing to pay for this course.",
    "page.payment.unknown": ("We cannot show here how your payment stands. Would you like to know? Then please contact us."),
    "page.payment.open": (
        "We are still waiting for your payment. Have you just paid? Then look at this page again in a minute."
    ),
    "page.payment.pending": "The bank is still working on your payment. You will get a mail as soon as it has arrived.",
    "page.payment.authorized": "The bank has approved your payment. You will get a mail as soon as it has arrived.",
    "page.payment.canceled": "You stopped the payment. No money was taken.",
    "page.payment.expired": "The time to pay was over. No money was taken.",
    "page.payment.failed": "The payment did not succeed. No money was taken.",
    "page.payment.paid": "Your payment has arrived. Your place is certain. Thank you! You will get a mail as well.",
    "page.payment.returned": "Your payment had arrived. The whole amount has gone back to you.",
    "page.payment.due": "This course costs {amount}. You can pay now, or later by the link in your mail.",
    "page.payment.mailed": "This course costs {amount}. The link to your payment is in our mail to you.",
    "page.payment.pay": "Pay now",
    "page.payment.pay_again": "Pay again",
    "page.payment.on_the_way": "On your way to the payment page",
    "page.payment.continue": "Continue",
    # Mails.
    "mail.payment.title": "Paying",
    "mail.payment.due": (
        "Your place is certain once you have paid {amount}. You can pay with iDEAL | Wero, on this page: {link}"
    ),
    "mail.payment.shared": (
        "For the payment we give our payment service the amount, the course, your reference and your language; nothing else."
    ),
    "mail.offer_payment.subject": "You can pay now ({reference})",
    "mail.offer_payment.opening": "The payment service could not be reached for a while. Now you can pay for {course}.",
    "mail.confirm_payment.subject": "We have received your payment ({reference})",
    "mail.confirm_payment.opening": "Your payment of {amount} for {course} has arrived. Your place is certain. Thank you!",
    "mail.offer_new_payment.subject": "Your payment did not succeed ({reference})",
    "mail.offer_new_payment.opening": (
        "Your payment of {amount} for {course} did not succeed or was stopped. No money was taken."
    ),
    "mail.confirm_refund.subject": "You are getting money back ({reference})",
    "mail.confirm_refund.opening": (
        "We have paid back {amount} to you for {course}. It will be in your account within a few days."
    ),
    "mail.money.books": "The tax office asks us to keep the amount and the date for seven years. Your name is not with it.",
    "mail.money.books_of_invoice": (
        "The tax office asks us to keep the amount and the date for seven years. As you asked for an invoice, the name "
        "and address for it are kept with them."
    ),
    "mail.money.way": "You can pay on this page: {link}",
    "mail.money.again": "Do you still want to take part? Then you can pay again on this page: {link}",
    # Mails to staff: without personal data.
    "mail.staff.notify_invoice.subject": "Invoice asked for: {reference}",
    "mail.staff.notify_invoice.opening": (
        "{amount} was paid for enrollment {reference}, and an invoice was asked for. Please send it: name and address "
        "are at the desk."
    ),
    "mail.staff.notify_overpaid.subject": "Paid twice: {reference}",
    "mail.staff.notify_overpaid.opening": (
        "{amount} was paid for enrollment {reference} although it was paid before. Please pay it back at the "
        "payment service."
    ),
    "mail.staff.notify_paid_without_place.subject": "Paid without a place: {reference}",
    "mail.staff.notify_paid_without_place.opening": (
        "We have {amount} for enrollment {reference}, which has no place: the course was full, or the enrollment was "
        "cancelled. Pay it back at the payment service, or give a place after all. Please contact the participant."
    ),
    "mail.staff.notify_paid_after_erasure.subject": "Paid after erasure: {reference}",
    "mail.staff.notify_paid_after_erasure.opening": (
        "{amount} came in for {reference}, but that enrollment is gone. Please pay it back at the payment service."
    ),
    "mail.staff.notify_chargeback.subject": "Charged back: {reference}",
    "mail.staff.notify_chargeback.opening": (
        "The bank took back {amount} for enrollment {reference}. Please contact the participant."
    ),
    "mail.staff.notify_chargeback_reversed.subject": "Chargeback reversed: {reference}",
    "mail.staff.notify_chargeback_reversed.opening": (
        "The chargeback of {amount} for enrollment {reference} was reversed. The money is ours again."
    ),
    "mail.staff.notify_refund_failed.subject": "Refund failed: {reference}",
    "mail.staff.notify_refund_failed.opening": (
        "The refund of {amount} for enrollment {reference} failed. Please try again at the payment service."
    ),
    "mail.staff.notify_quarantine.subject": "Payment does not match: {reference}",
    "mail.staff.notify_quarantine.opening": (
        "A message of the payment service does not match enrollment {reference} ({amount}). Nothing was "
        "processed. Please check it at the payment service."
    ),
    "mail.staff.notify_refunded.subject": "All paid back: {reference}",
    "mail.staff.notify_refunded.opening": (
        "All that was paid for enrollment {reference} was paid back ({amount}). The place is still "
        "taken. If this person takes part no more, cancel the enrollment: then the place comes free."
    ),
    "mail.staff.notify_shortfall.subject": "More went back than was paid: {reference}",
    "mail.staff.notify_shortfall.opening": (
        "For enrollment {reference}, {amount} more was paid back and charged back than was paid. "
        "Please check it at the payment service."
    ),
    "mail.staff.notify_too_many_refunds.subject": "Too many refunds: {reference}",
    "mail.staff.notify_too_many_refunds.opening": (
        "Of the payment of {amount} for enrollment {reference}, 500 refunds and chargebacks are now in the books. "
        "No more are booked by themselves. Please see at the payment service whether there are more, and book those by hand."
    ),
}

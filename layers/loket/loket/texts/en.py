"""The English texts. Tone: warm and plain; short sentences; no jargon."""

TEXTS = {
    # What is wrong with a form as a whole.
    "problem.form_refused.title": "Something is not right yet",
    "problem.form_refused.detail": "Check the fields below and send the form again. Nothing has been stored yet.",
    "problem.key_reused.title": "This is another form",
    "problem.key_reused.detail": "This Idempotency-Key belongs to another form. Use a new one.",
    "problem.body_malformed.title": "We cannot read this",
    "problem.body_malformed.detail": "The content does not match its type. Send JSON or a plain form, in UTF-8.",
    "problem.body_too_large.title": "This is too large",
    "problem.body_too_large.detail": "A form may be 64 kB at most. Please make your message shorter.",
    "problem.content_type.title": "We do not know this type of content",
    "problem.content_type.detail": "Send application/json or application/x-www-form-urlencoded.",
    "problem.origin.title": "This form is not on our website",
    "problem.origin.detail": "We only accept forms that are on our own website.",
    "problem.too_many.title": "One moment please",
    "problem.too_many.detail": "Many forms were sent in a short time. Please try again in ten minutes.",
    "problem.unavailable.title": "This does not work right now",
    "problem.unavailable.detail": "Nothing has been stored. Please try again in a few seconds.",
    "problem.unexpected.title": "Something went wrong on our side",
    "problem.unexpected.detail": "It is not your fault. We are looking into it. Please try again later or call us.",
    # What is wrong with one field.
    "error.required": "Please fill in this field.",
    "error.unknown": "We do not know this field. We do not store it.",
    "error.repeated": "This field was sent more than once.",
    "error.text": "Please enter plain text here.",
    "error.too_long": "This is too long. Please make it shorter.",
    "error.control_character": "This holds characters that we cannot read. Please type it again.",
    "error.choice": "Please choose one of the options.",
    "error.invalid": "We cannot read this.",
    "error.email": "Enter an e-mail address such as name@example.com.",
    "error.phone": "Enter a telephone number such as 06 12345678. For a number abroad: start with + and the country code.",
    "error.iban": "This IBAN is not right. Please check it on your bank card.",
    "error.bsn": "This BSN is not right. It has nine digits.",
    "error.postcode": "Enter a postcode such as 1234 AB.",
    "error.date": "Enter a date that exists, such as 31-12-1980.",
    "error.date_of_birth": "Enter your date of birth.",
    "error.course_unknown": "This course does not exist (any more). Please choose another course.",
    "error.course_closed": "You can no longer enroll in this course.",
    "error.course_full": "This course is full. Please contact us for the waiting list.",
    "error.challenge": "The check against spam failed. Refresh the page and try again.",
    "error.expired": "The check against spam is out of date. Refresh the page and try again.",
    "error.spent": "This check was used before. Refresh the page and try again.",
    "error.return_to": "We do not send anybody back to this address.",
    # The names of fields.
    "field.course": "Course",
    "field.name": "Name",
    "field.first_name": "First name",
    "field.last_name": "Last name",
    "field.email": "E-mail address",
    "field.phone": "Telephone number",
    "field.street": "Street",
    "field.house_number": "House number",
    "field.postcode": "Postcode",
    "field.city": "Town or city",
    "field.country": "Country",
    "field.date_of_birth": "Date of birth",
    "field.place_of_birth": "Place of birth",
    "field.gender": "Gender",
    "field.education_level": "Level of education",
    "field.iban": "IBAN",
    "field.bsn": "Citizen service number (BSN)",
    "field.nationality": "Nationality",
    "field.marital_status": "Marital status",
    "field.employer": "Employer",
    "field.message": "Message",
    "field.topic": "Topic",
    "field.consent_extra_data": "Consent for extra data",
    "field.consent_newsletter": "Consent for the newsletter",
    "field.language": "Language",
    "field.altcha": "Check against spam",
    "field.return_to": "Address to return to",
    "field.website": "Website",
    "topic.course": "a course",
    "topic.enrollment": "an enrollment",
    "topic.payment": "a payment",
    "topic.complaint": "a complaint",
    "topic.privacy": "privacy",
    "topic.other": "something else",
    # What people agree to, word for word. Other words: a new number, and the old one stays.
    "consent.extra_data.1": (
        "I agree that you keep the answers that are not required, for the purpose given with each. "
        "I can withdraw this at any time."
    ),
    "consent.newsletter.1": "I would like to receive the newsletter by e-mail. I can unsubscribe at any time.",
    # Pages for who uses no script.
    "page.enrollment.title": "We have received your enrollment",
    "page.contact.title": "We have received your message",
    "page.thanks": "Thank you. You will get a confirmation by e-mail.",
    "page.reference": "Your reference",
    "page.kept_until": "We keep your data up to and including {date}.",
    "page.discarded": "We did not keep the following, because it is not needed: {fields}.",
    "page.redacted": "Your text held a number that we may not keep. We removed it from: {fields}.",
    "page.back": (
        "Use your browser's back button to return to the form. Your answers are still there. Only "
        "your BSN must be filled in again, if we asked for it."
    ),
    # Mails.
    "retention.standard": "2 years",
    "retention.fiscal": "until 7 years after the book year",
    "mail.greeting": "Dear {name},",
    "mail.closing": "Kind regards,",
    "mail.sender": "The course team",
    "mail.enrollment.subject": "We have received your enrollment ({reference})",
    "mail.enrollment.opening": "Thank you for your enrollment. It has reached us safely.",
    "mail.enrollment.next": "Within a few working days you will hear from us what happens next.",
    "mail.contact.subject": "We have received your message ({reference})",
    "mail.contact.opening": "Thank you for your message. It has reached us safely and we will answer as soon as we can.",
    "mail.answer.subject": "Our answer to your message ({reference})",
    "mail.answer.opening": "You wrote to us on {date} about {topic}. Below is our answer.",
    "mail.answer.title": "Our answer",
    "mail.answer.by": "This answer is by {name}.",
    "mail.reference": "Your reference is {reference}. Please mention it when you call or write to us.",
    "mail.received.title": "What we received from you",
    "mail.received.course": "Your enrollment in: {course}",
    "mail.received.topic": "Your message about {topic}.",
    "mail.received.fields": "These data: {fields}",
    "mail.left_out.title": "What we did not keep",
    "mail.left_out.discarded": "This was not needed, so we threw it away at once: {fields}.",
    "mail.left_out.redacted": (
        "Your text held a number that we may not keep, such as a BSN, IBAN or passport number. We removed it from: {fields}."
    ),
    "mail.kept.title": "How long we keep your data",
    "mail.kept.until": "We keep your data up to and including {date}. After that we delete them without being asked.",
    "mail.rights.title": "Your rights",
    "mail.rights.what": (
        "You may see your data, have them corrected or deleted, or take them with you. You may also withdraw your consent "
        "or object."
    ),
    "mail.rights.how": "To do so, send a mail to {contact}. You will have an answer within four weeks.",
    "mail.rights.complaint": (
        "Are we unable to solve it together? Then you can complain to the Dutch data protection authority, the Autoriteit "
        "Persoonsgegevens: https://www.autoriteitpersoonsgegevens.nl"
    ),
    "mail.mistake": "Did you not send this yourself? Tell us at {contact}, and we will delete it.",
    # Notices to staff: without personal data.
    "mail.staff.enrollment.subject": "New enrollment {reference}",
    "mail.staff.enrollment.opening": "An enrollment has come in with reference {reference}.",
    "mail.staff.contact.subject": "New message {reference}",
    "mail.staff.contact.opening": "A message has come in with reference {reference}.",
    "mail.staff.doubts": "Please look at it first, because: {doubts}.",
    "mail.staff.held": "The confirmation to the sender was not sent.",
    "doubt.honeypot": "a field that people cannot see was filled in",
    "doubt.too_fast": "the form was filled in faster than anybody can",
    "doubt.no_proof": "it came without the check against spam (without JavaScript)",
    "doubt.many_links": "it holds many links",
    "doubt.link_as_name": "a web address was given for a name",
    "page.enrollment.yours": "Your enrollment",
    "page.payment.amount": "Amount",
    "page.payment.none": "There is nothing to pay for this course.",
    "page.payment.open": (
        "We are still waiting for your payment. Have you just paid? Then look at this page again in a minute."
    ),
    "page.payment.pending": "The bank is still working on your payment. You will get a mail as soon as it has arrived.",
    "page.payment.authorized": "The bank has approved your payment. You will get a mail as soon as it has arrived.",
    "page.payment.canceled": "You stopped the payment. No money was taken.",
    "page.payment.expired": "The time to pay was over. No money was taken.",
    "page.payment.failed": "The payment did not succeed. No money was taken.",
    "page.payment.paid": "Your payment has arrived. Your place is certain. Thank you! You will get a mail as well.",
    "page.payment.due": "This course costs {amount}. You can pay now, or later by the link in your mail.",
    "page.payment.pay": "Pay now",
    "page.payment.pay_again": "Pay again",
    "page.payment.on_the_way": "On your way to the payment page",
    "page.payment.continue": "Continue",
    "problem.link.title": "This link does not work (any more)",
    "problem.link.detail": "Use the link in our latest mail, or contact us.",
    "problem.payment_unavailable.title": "Paying does not work right now",
    "problem.payment_unavailable.detail": (
        "Your enrollment is safe with us. Please try again in a few minutes, by the link in your mail. No money was taken."
    ),
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
    "mail.money.way": "You can pay on this page: {link}",
    "mail.money.again": "Do you still want to take part? Then you can pay again on this page: {link}",
    "mail.staff.notify_overpaid.subject": "Paid twice: {reference}",
    "mail.staff.notify_overpaid.opening": (
        "{amount} was paid for enrollment {reference} although it was paid before. Please pay it back at the "
        "payment service."
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
}

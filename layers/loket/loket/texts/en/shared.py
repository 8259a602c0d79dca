"""The English texts of every form and every mail. Tone of all: warm and plain; short sentences; no jargon."""

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
    "problem.too_many.detail": "Much came from you in a short time. Please try again in ten minutes, or in an hour.",
    "problem.unavailable.title": "This does not work right now",
    "problem.unavailable.detail": "Nothing has been stored. Please try again in a few seconds.",
    "problem.unexpected.title": "Something went wrong on our side",
    "problem.unexpected.detail": "It is not your fault. We are looking into it. Please try again later or call us.",
    "problem.link.title": "This link does not work (any more)",
    "problem.link.detail": "Use the link in our latest mail, or contact us.",
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
    "field.invoice_name": "Name for the invoice",
    "field.invoice_address": "Address for the invoice",
    "field.topic": "Topic",
    "field.consent_extra_data": "Consent for extra data",
    "field.consent_newsletter": "Consent for the newsletter",
    "field.language": "Language",
    "field.altcha": "Check against spam",
    "field.return_to": "Address to return to",
    "field.website": "Website",
    # Pages for who uses no script.
    "page.thanks": "Thank you. You will get a confirmation by e-mail.",
    "page.reference": "Your reference",
    "page.kept_until": "We keep your data up to and including {date}.",
    "page.discarded": "We did not keep the following, because it is not needed: {fields}.",
    "page.redacted": "Your text held a number that we may not keep. We removed it from: {fields}.",
    "page.back": (
        "Use your browser's back button to return to the form. Your answers are still there. Only "
        "your BSN must be filled in again, if we asked for it."
    ),
    # How long something is kept.
    "retention.standard": "2 years",
    "retention.fiscal": "until 7 years after the book year",
    # Mails.
    "mail.greeting": "Dear {name},",
    "mail.closing": "Kind regards,",
    "mail.sender": "The course team",
    "mail.reference": "Your reference is {reference}. Please mention it when you call or write to us.",
    "mail.received.title": "What we received from you",
    "mail.received.fields": "These data: {fields}",
    "mail.left_out.title": "What we did not keep",
    "mail.left_out.discarded": "This was not needed, so we threw it away at once: {fields}.",
    "mail.left_out.redacted": (
        "Your text held a number that we may not keep, such as a BSN, IBAN or passport number. We removed it from: {fields}."
    ),
    "mail.kept.title": "How long we keep your data",
    "mail.kept.until": "We keep your data up to and including {date}. After that we delete them without being asked.",
    "mail.kept.invoice": (
        "You asked for an invoice. Once you have paid, the tax law makes us keep its name and address up to seven years "
        "after the book year, also when we delete your other data."
    ),
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
}

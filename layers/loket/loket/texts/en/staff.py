"""The English texts of the mail to staff that something came in: without personal data."""

TEXTS = {
    "mail.staff.enrollment.subject": "New enrollment {reference}",
    "mail.staff.enrollment.opening": "An enrollment has come in with reference {reference}.",
    "mail.staff.contact.subject": "New message {reference}",
    "mail.staff.contact.opening": "A message has come in with reference {reference}.",
    "mail.staff.doubts": "Please look at it first, because: {doubts}.",
    "mail.staff.held": "The confirmation to the sender was not sent.",
    # Why something is held or stands out.
    "doubt.honeypot": "a field that people cannot see was filled in",
    "doubt.too_fast": "the form was filled in faster than anybody can",
    "doubt.no_proof": "it came without the check against spam (without JavaScript)",
    "doubt.many_links": "it holds many links",
    "doubt.link_as_name": "a web address was given for a name",
    "doubt.many_to_one_address": "many confirmations went to this address within a day already",
    "doubt.twice": "this person enrolled in this course before",
}

"""The English texts about messages: the page of thanks, the confirmation and the answer."""

TEXTS = {
    # What a message is about.
    "topic.course": "a course",
    "topic.enrollment": "an enrollment",
    "topic.payment": "a payment",
    "topic.complaint": "a complaint",
    "topic.privacy": "privacy",
    "topic.waiting_list": "a place in a full course",
    "topic.other": "something else",
    # The page of thanks.
    "page.contact.title": "We have received your message",
    # Mails.
    "mail.contact.subject": "We have received your message ({reference})",
    "mail.contact.waiting_list": (
        "We have noted that you would like a mail if a place comes free in {course}. A member of staff sends you that mail. "
        "No place is reserved for you now."
    ),
    "mail.contact.opening": "Thank you for your message. It has reached us safely and we will answer as soon as we can.",
    "mail.contact.answered": "Thank you for your message. We have received it. Our answer is in another mail.",
    "mail.answer.subject": "Our answer to your message ({reference})",
    "mail.answer.opening": "You wrote to us on {date} about {topic}. Below is our answer.",
    "mail.answer.title": "Our answer",
    "mail.answer.by": "This answer is by {name}.",
    "mail.received.topic": "Your message about {topic}.",
}

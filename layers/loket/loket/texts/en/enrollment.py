"""The English texts about courses, consent and enrollments."""

TEXTS = {
    # What is wrong with the course that was chosen.
    "error.course_unknown": "This course does not exist (any more). Please choose another course.",
    "error.course_closed": "You can no longer enroll in this course.",
    "error.already_enrolled": (
        "Somebody of this name and address is enrolled in this course already. All of it "
        "is in the mail that you got. Do you mean to enroll once more? Then tick this."
    ),
    "field.confirm_again": "Enroll once more all the same",
    "error.course_full": "This course is full. Would you like a mail if a place comes free? Then leave your e-mail address.",
    # What people agree to, word for word. Other words: a new number, and the old one stays.
    "consent.extra_data.1": (
        "I agree that you keep the answers that are not required, for the purpose given with each. "
        "I can withdraw this at any time."
    ),
    "consent.newsletter.1": "I would like to receive the newsletter by e-mail. I can unsubscribe at any time.",
    # Pages.
    "page.enrollment.title": "We have received your enrollment",
    "page.enrollment.yours": "Your enrollment",
    # Mails.
    "mail.enrollment.subject": "We have received your enrollment ({reference})",
    "mail.enrollment.opening": "Thank you for your enrollment. It has reached us safely.",
    "mail.enrollment.next": "Within a few working days you will hear from us what happens next.",
    "mail.enrollment.twice": (
        "You were enrolled in this course already, and this is a second enrollment. Do you mean that? Then "
        "you need not do anything. Do you not? Then answer this mail, and we take one of them away."
    ),
    "mail.received.course": "Your enrollment in: {course}",
}

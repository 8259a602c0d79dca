"""The English texts about courses, consent, enrollments and places."""

TEXTS = {
    # What is wrong with the course that was chosen.
    "error.course_unknown": "This course does not exist (any more). Please choose another course.",
    "error.course_closed": "You can no longer enroll in this course.",
    "error.already_enrolled": (
        "Somebody of this name and address has enrolled in this course already. All of it "
        "is in the mails that you got. Do you mean to enroll once more? Then tick this."
    ),
    "field.confirm_again": "Enroll once more all the same",
    "error.course_full": (
        "This course is full. Would you like a mail if a place comes free? Then leave your e-mail address, by the link "
        "above the form."
    ),
    # What people agree to, word for word. Other words: a new number, and the old one stays.
    "consent.extra_data.1": (
        "I agree that you keep the answers that are not required, for the purpose given with each. "
        "I can withdraw this at any time."
    ),
    "consent.newsletter.1": "I would like to receive the newsletter by e-mail. I can unsubscribe at any time.",
    # Pages.
    "page.enrollment.title": "We have received your enrollment",
    "page.enrollment.yours": "Your enrollment",
    "page.enrollment.received": "Your enrollment has reached us. You will hear from us what happens next.",
    "page.place.held": (
        "Your place is reserved up to and including {date}. If your payment is not here by then, the place comes free."
    ),
    "page.place.unpaid": (
        "No payment came in time, so your place came free. There is still room: you can take a place again."
    ),
    "page.place.again": (
        "The course costs {amount}. We then hold your place for {days} days; after that it comes free again."
    ),
    "page.place.take_up": "Take a place again and pay",
    "page.place.by_mail": (
        "No payment came in time, so your place came free. There is still room. We send you a mail about it: with "
        "the link in that mail you can take a place again."
    ),
    "page.place.full": (
        "No payment came in time, so your place came free. The course is full now. If a place comes free, you can "
        "take it with the link in our last mail to you."
    ),
    "page.place.gone": ("No payment came in time, so your place came free. You can no longer enroll in this course."),
    "page.place.free": (
        "No payment came in time, so your place came free. The course costs nothing now and there is room: enroll "
        "again with the form on our website."
    ),
    "page.place.cancelled": "We have cancelled your enrollment. You do not have to do anything more for it.",
    "page.place.cancelled_paid": (
        "We have cancelled your enrollment. Your payment did arrive. A member of staff will contact you about your money."
    ),
    "page.place.paid_without_place": (
        "Your payment has arrived, but your place had come free by then, and there was none left. A member of staff will "
        "contact you: about a place, or about your money."
    ),
    # Mails.
    "mail.enrollment.subject": "We have received your enrollment ({reference})",
    "mail.enrollment.opening": "Thank you for your enrollment. It has reached us safely.",
    "mail.enrollment.next": "Within a few working days you will hear from us what happens next.",
    "mail.enrollment.twice": (
        "You enrolled in this course before, and this is a second enrollment. Do you mean that? Then "
        "you need not do anything. Do you not? Then answer this mail, and we take one of them away."
    ),
    "mail.place.held": (
        "We hold your place up to and including {date}. If your payment is not here by then, the place comes free. You will "
        "get a mail before that."
    ),
    "mail.place.pay": "You can pay on this page: {link}",
    "mail.place.again": "Do you still want to take part? Then see on this page whether there is still room: {link}",
    "mail.warn_place.subject": "Your place is about to come free ({reference})",
    "mail.warn_place.opening": (
        "Your place in {course} is reserved up to and including {date}. No payment has reached us yet. If there is none "
        "by then, the place comes free. Does paying not work? Then please contact us."
    ),
    "mail.tell_unpaid.subject": "Your place came free ({reference})",
    "mail.tell_unpaid.opening": (
        "No payment has reached us for {course}. That is why your place came free. Did paying not work? Then please "
        "contact us."
    ),
    "mail.tell_cancelled.subject": "Your enrollment is cancelled ({reference})",
    "mail.tell_cancelled.opening": (
        "We have cancelled your enrollment in {course}. You do not have to do anything more for it."
    ),
    "mail.tell_cancelled.paid": "Your payment did arrive. A member of staff will contact you about your money.",
    "mail.tell_paid_without_place.subject": "Your payment has arrived, your place is not certain ({reference})",
    "mail.tell_paid_without_place.opening": (
        "Your payment of {amount} for {course} has arrived, but your place was gone by then. A member of staff will contact "
        "you: about a place, or about your money."
    ),
    "mail.received.course": "Your enrollment in: {course}",
}

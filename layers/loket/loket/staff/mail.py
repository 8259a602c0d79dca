"""Mails to staff: a reference and what to look at, and no personal data; the rest is behind the desk's sign-in."""

from loket.contact.message import ContactMessage
from loket.enrollment.domain.enrollment import Enrollment
from loket.mail.letter import Letter, letter_to_staff
from loket.mail.part import tell_doubts


def notify_staff(item: Enrollment | ContactMessage, *, to: str) -> Letter:
    """Return the mail to staff that something has come in; they are addressed in Dutch."""
    name = "enrollment" if isinstance(item, Enrollment) else "contact"
    return letter_to_staff(f"mail.staff.{name}", *tell_doubts(item.doubts), to=to, reference=item.reference)

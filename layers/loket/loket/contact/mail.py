"""Mails about a contact message: that it was received, and the answer that a member of staff gave."""

from loket.contact.message import ContactFields, ContactMessage, ContactStatus
from loket.core.retention import local_date_of
from loket.mail.letter import Letter, Section
from loket.mail.part import tell_left_out, tell_received, tell_reference, tell_retention, tell_rights
from loket.texts import text
from loket.texts.dates import in_words


def confirm_contact_message(message: ContactMessage, *, contact: str) -> Letter:
    """Return the letter that confirms a contact message; `contact` is the address at which people use their rights."""
    language = message.language
    topic = text("mail.received.topic", language, topic=text(f"topic.{message.topic}", language))
    kept = [
        name for name in ContactFields.model_fields if name not in {"topic", "course"} and getattr(message, name) is not None
    ]
    return _letter(
        "contact",
        message,
        Section(title=None, paragraphs=(_opening(message), tell_reference(message.reference, language))),
        tell_received(topic, kept, language),
        *tell_left_out(language, redacted=message.redacted),
        tell_retention(message.expires_at, language),
        tell_rights(contact, language),
    )


def answer_contact_message(message: ContactMessage, *, contact: str) -> Letter:
    """Return the letter that answers a contact message in a member of staff's own words."""
    language = message.language
    received = in_words(local_date_of(message.received_at), language)
    opening = text("mail.answer.opening", language, date=received, topic=text(f"topic.{message.topic}", language))
    signed = text("mail.answer.by", language, name=message.answered_by)
    words = tuple(line.strip() for line in (message.answer or "").splitlines() if line.strip())
    return _letter(
        "answer",
        message,
        Section(title=None, paragraphs=(opening,)),
        Section(title=text("mail.answer.title", language), paragraphs=(*words, signed)),
        Section(title=None, paragraphs=(tell_reference(message.reference, language),)),
        tell_rights(contact, language),
    )


def _opening(message: ContactMessage) -> str:
    language = message.language
    if message.status is ContactStatus.ANSWERED:
        return text("mail.contact.answered", language)
    if message.course_title:
        return text("mail.contact.waiting_list", language, course=message.course_title)
    return text("mail.contact.opening", language)


def _letter(name: str, message: ContactMessage, *sections: Section) -> Letter:
    language = message.language
    return Letter(
        to=message.email,
        language=language,
        subject=text(f"mail.{name}.subject", language, reference=message.reference),
        greeting=text("mail.greeting", language, name=message.name),
        sections=sections,
    )

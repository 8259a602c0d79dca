"""The answer to a contact message: a member of staff's own words, with the question it answers and the person's rights."""

from collections.abc import Mapping
from typing import Any

from loket.domain.language import Language
from loket.domain.retention import local_date_of
from loket.mail.confirmation import tell_rights
from loket.mail.letter import Letter, Section
from loket.texts import text
from loket.texts.dates import in_words


def answer_contact_message(item: Mapping[str, Any], *, contact: str) -> Letter:
    """Return the letter that answers a contact message; `contact` is the address at which people use their rights."""
    language = Language(item["language"])
    asked = in_words(local_date_of(item["received_at"]), language)
    topic = text(f"topic.{item['topic']}", language)
    opening = text("mail.answer.opening", language, date=asked, topic=topic)
    signed = text("mail.answer.by", language, name=item["answered_by"])
    words = tuple(line.strip() for line in item["answer"].splitlines() if line.strip())
    reference = text("mail.reference", language, reference=item["reference"])
    return Letter(
        to=item["email"],
        language=language,
        subject=text("mail.answer.subject", language, reference=item["reference"]),
        greeting=text("mail.greeting", language, name=item["name"]),
        sections=(
            Section(title=None, paragraphs=(opening,)),
            Section(title=text("mail.answer.title", language), paragraphs=(*words, signed)),
            Section(title=None, paragraphs=(reference,)),
            tell_rights(contact, language),
        ),
    )

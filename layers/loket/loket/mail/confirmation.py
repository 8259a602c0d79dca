"""Confirmations: what was received, what was not kept, until when the rest is kept, and the person's rights."""

from collections.abc import Mapping
from typing import Any

from loket.domain.contact import Words
from loket.domain.enrollment import Answers
from loket.domain.inventory import Declared
from loket.domain.language import Language
from loket.domain.retention import local_date_of
from loket.mail.letter import Letter, Section
from loket.texts import text
from loket.texts.dates import in_words
from loket.texts.money import amount_in_words

type Item = Mapping[str, Any]


def confirm_enrollment(item: Item, *, contact: str, due: int | None, link: str) -> Letter:
    """Return the letter that confirms an enrollment; `contact` is the address at which people use their rights.

    `due` is what there is to pay, in cents, or None; `link` leads to the page on which one pays.
    """
    language = Language(item["language"])
    course = text("mail.received.course", language, course=item["course_title"])
    received = _received(item, Answers, course)
    opening = [text("mail.enrollment.opening", language), text("mail.enrollment.next", language)]
    name = f"{item['first_name']} {item['last_name']}"
    sections = [*_due(due, link, language), received]
    return _letter("enrollment", item, name=name, opening=opening, sections=sections, contact=contact)


def confirm_contact_message(item: Item, *, contact: str) -> Letter:
    """Return the letter that confirms a contact message; `contact` is the address at which people use their rights."""
    language = Language(item["language"])
    topic = text("mail.received.topic", language, topic=text(f"topic.{item['topic']}", language))
    received = _received(item, Words, topic)
    opening = [text("mail.contact.opening", language)]
    return _letter("contact", item, name=item["name"], opening=opening, sections=[received], contact=contact)


def _letter(kind: str, item: Item, *, name: str, opening: list[str], sections: list[Section], contact: str) -> Letter:
    language = Language(item["language"])
    reference = text("mail.reference", language, reference=item["reference"])
    parts = [
        Section(title=None, paragraphs=(*opening, reference)),
        *sections,
        *left_out(item, language),
        tell_retention(item, language),
        tell_rights(contact, language),
    ]
    return Letter(
        to=item["email"],
        language=language,
        subject=text(f"mail.{kind}.subject", language, reference=item["reference"]),
        greeting=text("mail.greeting", language, name=name),
        sections=tuple(parts),
    )


def _due(due: int | None, link: str, language: Language) -> list[Section]:
    if not due:
        return []
    pay = text("mail.payment.due", language, amount=amount_in_words(due, language), link=link)
    shared = text("mail.payment.shared", language)
    return [Section(title=text("mail.payment.title", language), paragraphs=(pay, shared))]


def _received(item: Item, model: type[Declared], received: str) -> Section:
    language = Language(item["language"])
    kept = [name for name in model.model_fields if name in item and name != "topic"]
    fields = text("mail.received.fields", language, fields=_names(kept, language))
    return Section(title=text("mail.received.title", language), paragraphs=(received, f"{fields}."))


def left_out(item: Item, language: Language) -> list[Section]:
    """Return the part of a letter that says what was sent and not kept; none where everything was kept."""
    told = [
        text(f"mail.left_out.{what}", language, fields=_names(item[what], language))
        for what in ("discarded", "redacted")
        if item.get(what)
    ]
    return [Section(title=text("mail.left_out.title", language), paragraphs=tuple(told))] if told else []


def tell_retention(item: Item, language: Language) -> Section:
    """Return the part of a letter that says until when the data is kept."""
    date = in_words(local_date_of(item["expires_at"]), language)
    return Section(title=text("mail.kept.title", language), paragraphs=(text("mail.kept.until", language, date=date),))


def tell_rights(contact: str, language: Language, *, of_form: bool = True) -> Section:
    """Return the part of a letter that says which rights people have and how to use them.

    With `of_form` the letter follows from something that somebody sent in the person's name, who may not have been they.
    """
    told = [text(f"mail.rights.{part}", language, contact=contact) for part in ("what", "how", "complaint")]
    mistake = [text("mail.mistake", language, contact=contact)] if of_form else []
    return Section(title=text("mail.rights.title", language), paragraphs=(*told, *mistake))


def _names(fields: list[str], language: Language) -> str:
    return ", ".join(text(f"field.{name}", language) for name in fields)

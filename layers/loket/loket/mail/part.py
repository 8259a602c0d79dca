"""Parts that many letters share: what was left out, until when data is kept, the person's rights, and doubts for staff."""

from collections.abc import Iterable

from loket.core.doubt import Doubt, must_hold_mail
from loket.core.language import Language
from loket.core.retention import local_date_of
from loket.mail.letter import Section
from loket.texts import text
from loket.texts.dates import in_words


def names_in_words(fields: Iterable[str], language: Language) -> str:
    """Return the names of fields as people read them."""
    return ", ".join(text(f"field.{name}", language) for name in fields)


def tell_received(received: str, kept: Iterable[str], language: Language) -> Section:
    """Return the part of a letter that says what was received, and which fields were kept of it."""
    fields = text("mail.received.fields", language, fields=names_in_words(kept, language))
    return Section(title=text("mail.received.title", language), paragraphs=(received, f"{fields}."))


def tell_left_out(language: Language, *, discarded: tuple[str, ...] = (), redacted: tuple[str, ...]) -> list[Section]:
    """Return the part of a letter that says what was sent and not kept; none where everything was kept."""
    left_out = {"discarded": discarded, "redacted": redacted}
    paragraphs = [
        text(f"mail.left_out.{what}", language, fields=names_in_words(fields, language))
        for what, fields in left_out.items()
        if fields
    ]
    return [Section(title=text("mail.left_out.title", language), paragraphs=tuple(paragraphs))] if paragraphs else []


def tell_retention(expires_at: int, language: Language, *longer: str) -> Section:
    """Return the part of a letter that says until when the data is kept, and what of it is kept `longer`."""
    until = text("mail.kept.until", language, date=in_words(local_date_of(expires_at), language))
    return Section(title=text("mail.kept.title", language), paragraphs=(until, *longer))


def tell_rights(contact: str, language: Language, *, of_form: bool = True) -> Section:
    """Return the part of a letter that says which rights people have and how to use them.

    With `of_form` the letter follows from something that somebody sent in the person's name, who may not have been they.
    """
    rights = [text(f"mail.rights.{part}", language, contact=contact) for part in ("what", "how", "complaint")]
    mistake = [text("mail.mistake", language, contact=contact)] if of_form else []
    return Section(title=text("mail.rights.title", language), paragraphs=(*rights, *mistake))


def tell_reference(reference: str, language: Language) -> str:
    """Return the line of a letter by which people find back what it is about."""
    return text("mail.reference", language, reference=reference)


def tell_doubts(doubts: Iterable[Doubt]) -> tuple[str, ...]:
    """Return what staff are told about the doubts there are, in Dutch, and whether mail was held for them."""
    raised = frozenset(doubts)
    if not raised:
        return ()
    named = "; ".join(text(f"doubt.{doubt}", Language.NL) for doubt in sorted(raised))
    held = [text("mail.staff.held", Language.NL)] if must_hold_mail(raised) else []
    return (text("mail.staff.doubts", Language.NL, doubts=named), *held)

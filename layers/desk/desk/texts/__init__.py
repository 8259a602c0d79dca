"""Every text of the desk, in both languages, beside what it shares with the rest of Loket (rights, statuses, fields)."""

from functools import cache

from loket.domain.language import Language
from loket.texts import texts as shared_texts


@cache
def texts(language: Language) -> dict[str, str]:
    """Return all texts of a language, by id; those of the desk begin with `desk.`."""
    if language is Language.NL:
        from desk.texts.ledger.nl import TEXTS as ABOUT_LEDGER
        from desk.texts.nl import TEXTS
        from desk.texts.work.nl import TEXTS as ABOUT_WORK
    else:
        from desk.texts.en import TEXTS
        from desk.texts.ledger.en import TEXTS as ABOUT_LEDGER
        from desk.texts.work.en import TEXTS as ABOUT_WORK
    return shared_texts(language) | TEXTS | ABOUT_WORK | ABOUT_LEDGER


def text(name: str, language: Language, /, **values: object) -> str:
    """Return the text with an id, its placeholders filled in; raise `KeyError` where no such text was written."""
    return texts(language)[name].format(**values)


def error_in_words(code: str, language: Language) -> str:
    """Return what is wrong with a field, as the desk says it, or else as everybody is told."""
    words = texts(language)
    return words.get(f"desk.error.{code}") or words[f"error.{code}"]

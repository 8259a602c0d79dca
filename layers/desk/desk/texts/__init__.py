"""Every text of the desk, in both languages, beside what it shares with the rest of Loket (rights, statuses, fields).

There is one file per part of the desk and language.
"""

from collections.abc import Mapping
from functools import cache

from loket.core.language import Language


@cache
def texts(language: Language) -> Mapping[str, str]:
    """Return all texts of a language, by id; those of the desk begin with `desk.`."""
    from loket.texts.files import Texts

    from desk.texts.files import FILES

    return Texts(language, FILES)


def text(name: str, language: Language, /, **values: object) -> str:
    """Return the text with an id, its placeholders filled in; raise `KeyError` where no such text was written."""
    return texts(language)[name].format(**values)


def error_in_words(code: str, language: Language) -> str:
    """Return what is wrong with a field, as the desk says it, or else as everybody is told."""
    words = texts(language)
    return words.get(f"desk.error.{code}") or words[f"error.{code}"]

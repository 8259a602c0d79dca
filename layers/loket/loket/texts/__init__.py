"""Every text that people read, in both languages: plain Dutch (B1) and English; one file per capability and language.

`text("error.required", Language.NL)` looks a text up by its id. A test holds the two languages to the same ids and the same
placeholders, and every text to the file that `FILES` says it is in.
"""

from collections.abc import Mapping
from functools import cache

from loket.core.language import Language


def text(name: str, language: Language, /, **values: object) -> str:
    """Return the text with an id, its placeholders filled in; raise `KeyError` where no such text was written."""
    return texts(language)[name].format(**values)


@cache
def texts(language: Language) -> Mapping[str, str]:
    """Return all texts of a language, by id."""
    from loket.texts.files import FILES, Texts

    return Texts(language, FILES)

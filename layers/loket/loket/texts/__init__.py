"""Every text that people read, in both languages: plain Dutch (B1) and English.

`text("error.required", Language.NL)` looks a text up by its id. A test holds the two languages to the same ids and the same
placeholders.
"""

from functools import cache

from loket.domain.language import Language


def text(name: str, language: Language, /, **values: object) -> str:
    """Return the text with an id, its placeholders filled in; raise `KeyError` where no such text was written."""
    return texts(language)[name].format(**values)


@cache
def texts(language: Language) -> dict[str, str]:
    """Return all texts of a language, by id."""
    if language is Language.NL:
        from loket.texts.follow.nl import TEXTS as OF_PAGES
        from loket.texts.nl import TEXTS
        from loket.texts.request.nl import TEXTS as ABOUT_REQUESTS
    else:
        from loket.texts.en import TEXTS
        from loket.texts.follow.en import TEXTS as OF_PAGES
        from loket.texts.request.en import TEXTS as ABOUT_REQUESTS
    return TEXTS | ABOUT_REQUESTS | OF_PAGES

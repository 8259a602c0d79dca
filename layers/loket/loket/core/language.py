"""The two languages in which people are addressed."""

from enum import StrEnum
from operator import itemgetter


class Language(StrEnum):
    """A language of ours, by its ISO 639-1 code."""

    NL = "nl"
    EN = "en"


def preferred_language(accept_language: str) -> Language:
    """Return the language that an Accept-Language header (RFC 9110, section 12.5.4) asks for first; Dutch if none."""
    wanted = sorted(map(_weighted, accept_language.split(",")), key=itemgetter(0), reverse=True)
    return next((Language(tag) for weight, tag in wanted if weight > 0 and tag in Language), Language.NL)


def _weighted(part: str) -> tuple[float, str]:
    tag, _, quality = part.replace(" ", "").partition(";q=")
    try:
        weight = float(quality or 1)
    except ValueError:
        weight = 0.0
    return weight, tag.partition("-")[0].lower()

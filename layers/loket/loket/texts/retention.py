"""Retention periods as people read them."""

from loket.domain.enrollment import Answers
from loket.domain.inventory import declarations
from loket.domain.language import Language
from loket.texts import text


def kept_in_words(field: str) -> dict[str, str]:
    """Return how long a field of the enrollment form is kept, in both languages."""
    retention = declarations(Answers)[field].retention
    return {language.value: text(f"retention.{retention.name.lower()}", language) for language in Language}

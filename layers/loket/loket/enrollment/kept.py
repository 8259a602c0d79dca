"""Retention periods as people read them."""

from loket.core.inventory import declarations
from loket.core.language import Language
from loket.enrollment.domain.enrollment import EnrollmentFields
from loket.texts import text


def kept_in_words(field: str) -> dict[str, str]:
    """Return how long a field of the enrollment form is kept, in both languages."""
    retention = declarations(EnrollmentFields)[field].retention
    return {language.value: text(f"retention.{retention.name.lower()}", language) for language in Language}

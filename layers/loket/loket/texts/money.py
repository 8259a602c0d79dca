"""Money as people read it."""

from loket.core.language import Language


def amount_in_words(cents: int, language: Language) -> str:
    """Return an amount in euro: "€ 1.234,50" in Dutch, "€1,234.50" in English."""
    english = f"{cents // 100:,}.{cents % 100:02}"
    if language is Language.EN:
        return f"€{english}"
    return "€ " + english.translate(str.maketrans(",.", ".,"))

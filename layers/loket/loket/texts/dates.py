"""Dates as people read them."""

from datetime import date

from loket.core.language import Language

_DUTCH = "januari februari maart april mei juni juli augustus september oktober november december"
_ENGLISH = "January February March April May June July August September October November December"
_MONTHS = {Language.NL: _DUTCH.split(), Language.EN: _ENGLISH.split()}


def in_words(iso_date: str, language: Language) -> str:
    """Return a date (`yyyy-mm-dd`) as "3 mei 2028" or "3 May 2028"."""
    day = date.fromisoformat(iso_date)
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"

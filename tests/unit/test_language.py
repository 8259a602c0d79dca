"""People are answered in the language that their browser asks for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from loket.core.language import Language, preferred_language

ASKED = {
    "": "nl",
    "nl": "nl",
    "en": "en",
    "EN-gb": "en",
    "en,nl": "en",
    "nl,en": "nl",
    "nl-NL,nl;q=0.9,en;q=0.8": "nl",
    "nl;q=0.5, en; q=0.9": "en",
    "de,en;q=0.1": "en",
    "de,fr": "nl",
    "en;q=0": "nl",
    "*": "nl",
    "enm": "nl",
    "en;q=abc": "nl",
    ";;;,,,": "nl",
}


def test_the_language_is_the_first_of_ours_that_is_asked_for() -> None:
    assert {asked: preferred_language(asked) for asked in ASKED} == ASKED


@given(st.text() | st.text("enl-;q=0.19,* "))
def test_any_header_has_a_language(header: str) -> None:
    assert preferred_language(header) in Language

"""Cutting numbers out of a text takes time in proportion to its length, whatever is in it."""

from __future__ import annotations

import sys

from loket.core.redaction import redact

HOSTILE = ("A", "1", "1 ", "AB12 ", "AB12", "A<", "1-1-2000 ", "+1 ", "document ", "sofi", "identiteit", "a1", ". ", "0031 ")


def test_hostile_text_is_read_within_the_time_of_a_request() -> None:
    """A search that grows with the square or the cube of the text would not come back from this one."""
    assert [hostile for hostile in HOSTILE if not redact((hostile * 40_000)[:40_000])[0]] == []


def count_steps(text: str) -> int:
    """Return how many calls it takes to redact a text."""
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1

    sys.setprofile(count)
    try:
        redact(text)
    finally:
        sys.setprofile(None)
    return steps


def test_the_work_grows_with_the_text_and_no_faster() -> None:
    def grows_faster(hostile: str) -> bool:
        redact(hostile)
        once, twice = (count_steps((hostile * length)[:length]) for length in (2_000, 4_000))
        return twice > 2.2 * once + 100

    assert [hostile for hostile in HOSTILE if grows_faster(hostile)] == []

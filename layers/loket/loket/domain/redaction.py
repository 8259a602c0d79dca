"""Cutting numbers that may not be held out of free text: BSN, IBAN, document number and MRZ.

A wrong cut costs a number that nobody needed in a message; a missed one breaks a promise. So in doubt this cuts.
"""

import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import NamedTuple

_MARKS = {"bsn": "[BSN]", "iban": "[IBAN]", "document": "[document]", "mrz": "[MRZ]"}

# A machine readable zone (ICAO Doc 9303): lines of 30, 36 or 44 signs of A-Z, 0-9 and the filler "<".
_MRZ = re.compile(r"[A-Z0-9<]{6,}<<[A-Z0-9<]*|[A-Z0-9]{9,}(?=[A-Z0-9<]*<)[A-Z0-9<]{10,}", re.ASCII | re.IGNORECASE)
_MRZ_SHORTEST = 20
_IBAN_START = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?=[ .\-]?[A-Z0-9])", re.ASCII | re.IGNORECASE)
_IBAN_LENGTHS = range(34, 14, -1)
_DIGITS = re.compile(r"\d+(?:[ .\-]\d+)*")
_BSN_LENGTH = 9
_GROUP = re.compile(r"\d+")
# The number of a Dutch passport or identity card: two letters, six letters or digits, one digit, never the letter O.
_DOCUMENT = re.compile(r"\b[A-NP-Z]{2}[A-NP-Z0-9]{6}\d\b", re.ASCII)
_NAMED_DOCUMENT = re.compile(
    r"\b(?:paspoort|passport|id-?kaart|identiteit\w*|identity|rijbewijs|licen[cs]e|document)\w*[^\w\n]{1,5}"
    r"(?:\w{1,10}[^\w\n]{1,3}){0,3}?((?=\w*\d\w*\d\w*\d)[a-z0-9]{8,10})\b",
    re.ASCII | re.IGNORECASE,
)
_NAMED_BSN = re.compile(r"\b(?:bsn|sofi\w*|burgerservice\w*)\D{0,20}(\d{8})(?!\d)", re.IGNORECASE)


class Cut(NamedTuple):
    """A stretch of text that must go, and what it was."""

    start: int
    end: int
    kind: str


def redact(text: str) -> tuple[str, frozenset[str]]:
    """Return the text with each forbidden number replaced by a mark such as `[BSN]`, and the kinds that were cut."""
    kinds: set[str] = set()
    for find in _FINDERS:
        cuts = list(find(text))
        kinds.update(cut.kind for cut in cuts)
        text = _without(text, cuts)
    return text, frozenset(kinds)


def _without(text: str, cuts: list[Cut]) -> str:
    for cut in sorted(cuts, reverse=True):
        text = text[: cut.start] + _MARKS[cut.kind] + text[cut.end :]
    return text


def _find_mrz(text: str) -> Iterator[Cut]:
    for match in _MRZ.finditer(text):
        if len(match[0]) >= _MRZ_SHORTEST:
            yield Cut(match.start(), match.end(), "mrz")


def _find_iban(text: str) -> Iterator[Cut]:
    done = 0
    for match in _IBAN_START.finditer(text):
        end = _iban_end(text, match.start())
        if end and match.start() >= done:
            yield Cut(match.start(), end, "iban")
            done = end


def _iban_end(text: str, start: int) -> int | None:
    from stdnum import iban

    signs = [at for at in range(start, min(len(text), start + 80)) if text[at].isalnum() and text[at].isascii()]
    for length in _IBAN_LENGTHS:
        if length <= len(signs) and iban.is_valid("".join(text[at] for at in signs[:length])):
            return signs[length - 1] + 1
    return None


def _find_bsn(text: str) -> Iterator[Cut]:
    for run in _DIGITS.finditer(text):
        yield from _bsn_in_run(run)
    for match in _NAMED_BSN.finditer(text):
        yield Cut(match.start(1), match.end(1), "bsn")


def _bsn_in_run(run: re.Match[str]) -> Iterator[Cut]:
    groups = [(group.start() + run.start(), group[0]) for group in _GROUP.finditer(run[0])]
    skip_until = 0
    for first in range(len(groups)):
        end = _bsn_end(groups[first:])
        if end and groups[first][0] >= skip_until:
            yield Cut(groups[first][0], end, "bsn")
            skip_until = end


def _bsn_end(groups: list[tuple[int, str]]) -> int | None:
    from stdnum.nl import bsn

    lengths = list(accumulate(len(digits) for _, digits in groups))
    if _BSN_LENGTH not in lengths:
        return None
    last = lengths.index(_BSN_LENGTH)
    number = "".join(str(int(digit)) for _, digits in groups[: last + 1] for digit in digits)
    return groups[last][0] + len(groups[last][1]) if bsn.is_valid(number) else None


def _find_document(text: str) -> Iterator[Cut]:
    for match in _DOCUMENT.finditer(text):
        yield Cut(match.start(), match.end(), "document")


def _find_named_document(text: str) -> Iterator[Cut]:
    for match in _NAMED_DOCUMENT.finditer(text):
        yield Cut(match.start(1), match.end(1), "document")


# From the longest to the shortest, so that no cut leaves a part of a longer number behind.
_FINDERS: tuple[Callable[[str], Iterator[Cut]], ...] = (
    _find_mrz,
    _find_iban,
    _find_bsn,
    _find_document,
    _find_named_document,
)

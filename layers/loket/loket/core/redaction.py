"""Cutting numbers that may not be kept out of free text: BSN, IBAN, document number and MRZ.

A wrong cut costs a number that nobody needed in a message; a missed one breaks a promise. So in doubt this cuts.
"""

import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import NamedTuple

_MARKS = {"bsn": "[BSN]", "iban": "[IBAN]", "document": "[document]", "mrz": "[MRZ]"}

# What people and word processors put between groups of digits, invisible signs included.
_GAP = r"[ \t\xa0\xad\u2000-\u200d\u2010-\u2015\u202f\u2060\u2212\ufeff./_\-]{0,3}"
# A machine readable zone (ICAO Doc 9303): lines of 30, 36 or 44 signs of A-Z, 0-9 and the filler "<".
_MRZ = re.compile(r"[A-Z0-9<]{20,}", re.ASCII | re.IGNORECASE)
# Its last line holds two dates with check digits, around the sex.
_MRZ_DATES = re.compile(r"\d{7}[MFX<]\d{7}", re.ASCII | re.IGNORECASE)
_MRZ_DIGITS = 6
_IBAN_START = re.compile(rf"[A-Z]{{2}}{_GAP}\d{_GAP}\d(?={_GAP}[A-Z0-9])", re.ASCII | re.IGNORECASE)
_IBAN_LENGTHS = range(34, 14, -1)
_DIGITS = re.compile(rf"\d(?:{_GAP}\d)*")
_BSN_LENGTH = 9
_GROUP = re.compile(r"\d+")
# Digits that are something else for certain: a date beside a time, and a telephone number with its country code.
_DATE = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d|(?:19|20)\d\d([-/.])\d\d?\2\d\d?)(?!\d)"
)
_TELEPHONE = re.compile(
    rf"(?:\+|(?<!\d)00)(?:31{_GAP}(?:\(0\){_GAP})?\d(?:{_GAP}\d){{8}}|(?!31)[1-9]\d{{0,2}}(?:{_GAP}\d){{6,10}})(?!\d)"
)
# The number of a Dutch passport or identity card: two letters, six letters or digits, one digit, never the letter O.
_DOCUMENT = re.compile(r"\b[A-NP-Z]{2}[A-NP-Z0-9]{6}\d\b", re.ASCII)
# A mark of ours names a kind too, so what follows it is no number of that kind.
_NAMED_DOCUMENT = re.compile(
    r"\b(?<!\[)(?:paspoort|passport|id-?kaart|identiteit|identity|rijbewijs|licen[cs]e|document)\w*[^\w\n]{1,5}"
    r"(?:\w{1,10}[^\w\n]{1,3}){0,3}?((?=\w*\d\w*\d\w*\d)[a-z0-9]{8,10})\b",
    re.ASCII | re.IGNORECASE,
)
_NAMED_BSN = re.compile(r"\b(?<!\[)(?:bsn|sofi\w*|burgerservice\w*)\D{0,20}(\d{8})(?!\d)", re.IGNORECASE)


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
        if _is_mrz(match[0]):
            yield Cut(match.start(), match.end(), "mrz")


def _is_mrz(line: str) -> bool:
    digits = sum(sign.isdigit() for sign in line)
    return "<<" in line or ("<" in line and digits >= _MRZ_DIGITS) or bool(_MRZ_DATES.search(line))


def _find_iban(text: str) -> Iterator[Cut]:
    done = 0
    for match in _IBAN_START.finditer(text):
        end = _iban_end(text, match.start()) if match.start() >= done else None
        if end:
            yield Cut(match.start(), end, "iban")
            done = end


def _iban_end(text: str, start: int) -> int | None:
    signs = [at for at in range(start, min(len(text), start + 110)) if text[at].isalnum() and text[at].isascii()]
    number = "".join(text[at] for at in signs[: _IBAN_LENGTHS[0]])
    values = [str(int(sign, 36)) for sign in number]
    for length in _IBAN_LENGTHS:
        # The sum is cheap and the library's look-up is not; a text can hold a thousand beginnings of an IBAN.
        if length <= len(number) and int("".join(values[4:length] + values[:4])) % 97 == 1 and _is_iban(number[:length]):
            return signs[length - 1] + 1
    return None


def _is_iban(number: str) -> bool:
    from stdnum import iban

    return bool(iban.is_valid(number, check_country=False))


def _find_bsn(text: str) -> Iterator[Cut]:
    for known in (_DATE, _TELEPHONE):
        text = known.sub(lambda match: "x" * len(match[0]), text)
    for run in _DIGITS.finditer(text):
        yield from _bsn_in_run(run)


def _bsn_in_run(run: re.Match[str]) -> Iterator[Cut]:
    groups = [(group.start() + run.start(), group[0]) for group in _GROUP.finditer(run[0])]
    skip_until = 0
    for first in range(len(groups)):
        end = _bsn_end(groups[first : first + _BSN_LENGTH])
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


def _find_named_bsn(text: str) -> Iterator[Cut]:
    for match in _NAMED_BSN.finditer(text):
        yield Cut(match.start(1), match.end(1), "bsn")


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
    _find_named_bsn,
    _find_document,
    _find_named_document,
)

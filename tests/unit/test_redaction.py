"""Numbers that may not be kept are cut out of free text; what merely looks like a number stays."""

from __future__ import annotations

import string
import sys
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from loket.core.redaction import redact
from stdnum import iban as iban_checker

GAPS = st.sampled_from(
    ["", " ", ".", "-", "/", "_", "\N{NO-BREAK SPACE}", "\N{EN DASH}", " - ", "\N{ZERO WIDTH SPACE}", "\t"]
)
# Words without a digit, and none that begins with a letter of a number beside it.
WORDS = st.text(string.ascii_lowercase + " ,;:!?()éü\n", max_size=40)


def is_bsn(digits: str) -> bool:
    """Tell whether nine digits pass the 11-test, written out here once more as an oracle."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return int(digits) > 0 and total % 11 == 0


@st.composite
def bsns(draw: st.DrawFn) -> str:
    """Draw a valid BSN: eight digits and the ninth that makes the test hold."""
    start = draw(st.integers(1_000_000, 99_999_999))
    digits = f"{start:08d}"
    last = sum((9 - at) * int(digit) for at, digit in enumerate(digits)) % 11
    assume(last < 10)
    return f"{digits}{last}"


@st.composite
def ibans(draw: st.DrawFn) -> str:
    """Draw a valid Dutch IBAN."""
    account = f"{draw(st.integers(0, 10**10 - 1)):010d}"
    bank = draw(st.sampled_from(["ABNA", "INGB", "RABO", "TRIO", "BUNQ"]))
    return f"NL{iban_checker.calc_check_digits(f'NL00{bank}{account}')}{bank}{account}"


def grouped(number: str, sizes: list[int], gap: str) -> str:
    """Return a number in groups with something between them."""
    starts = [sum(sizes[:at]) for at in range(len(sizes))]
    return gap.join(number[start : start + size] for start, size in zip(starts, sizes, strict=True))


@given(WORDS, bsns(), st.sampled_from([[9], [3, 3, 3], [4, 2, 3], [2, 2, 2, 3], [4, 5], [5, 4], [1] * 9]), GAPS, WORDS)
def test_every_bsn_is_cut(before: str, number: str, sizes: list[int], gap: str, after: str) -> None:
    assert is_bsn(number)

    text, kinds = redact(f"{before}{grouped(number, sizes, gap)}{after}")

    assert kinds == {"bsn"}
    assert text == f"{before}[BSN]{after}"


@given(WORDS, ibans(), st.sampled_from([[18], [4, 4, 4, 4, 2], [2, 2, 4, 10], [2, 2, 4, 4, 4, 2]]), GAPS, WORDS)
def test_every_iban_is_cut(before: str, number: str, sizes: list[int], gap: str, after: str) -> None:
    text, kinds = redact(f"{before} {grouped(number, sizes, gap)} {after}")

    assert kinds == {"iban"}
    assert text == f"{before} [IBAN] {after}"


@pytest.mark.parametrize(
    "number",
    [
        "DE89370400440532013000",
        "BE68539007547034",
        "FR1420041010050500013M02606",
        "GB29NWBK60161331926819",
        "nl91abna0417164300",
        "IBANNL91ABNA0417164300",
    ],
)
def test_an_iban_of_another_country_or_case_is_cut(number: str) -> None:
    text, kinds = redact(f"Mijn rekening is {number}, dank u.")

    assert kinds == {"iban"}
    assert "[IBAN], dank u." in text


@given(WORDS, st.from_regex(r"\A[A-NP-Z]{2}[A-NP-Z0-9]{6}[0-9]\Z"), WORDS)
def test_every_dutch_document_number_is_cut(before: str, number: str, after: str) -> None:
    text, kinds = redact(f"{before} {number} {after}")

    assert number not in text
    assert kinds


@pytest.mark.parametrize(
    "text",
    [
        "paspoortnummer: ab12cd345",
        "Mijn rijbewijs heeft nummer 5012345678.",
        "My passport no. is C01X00T47",
        "id-kaart IX1234567",
    ],
)
def test_a_document_number_that_is_named_is_cut(text: str) -> None:
    assert redact(text)[1] == {"document"}


def test_an_old_bsn_of_eight_digits_is_cut_where_it_is_named() -> None:
    assert redact("Mijn BSN is 12345678.") == ("Mijn BSN is [BSN].", frozenset({"bsn"}))
    assert redact("bsn 12345678 2 is mijn nummer") == ("bsn [BSN] is mijn nummer", frozenset({"bsn"}))


@pytest.mark.parametrize(
    "line",
    [
        "P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<",
        "SPECI20142NLD6503101F2401151999999990<<<<<82",
        "I<NLDSPECI20142999999990<<<<<<8",
        "6503101F2401151NLD<<<<<<<<<<<8",
        "DE<BRUIJN<<WILLEKE<LISELOTTE<<",
        "L898902C36UTO7408122F1204159ZE184226B1234510",
        "p<nldde<bruijn<<willeke<liselotte<<<<<<<<<<<",
    ],
)
@given(before=WORDS, after=WORDS)
def test_every_line_of_an_mrz_is_cut(line: str, before: str, after: str) -> None:
    text, kinds = redact(f"{before} {line} {after}")

    assert kinds == {"mrz"}
    assert text == f"{before} [MRZ] {after}"


@pytest.mark.parametrize(
    "text",
    [
        "Bel mij op 06 12345678 of 06-12345678 of 0612345678.",
        "Mijn nummer: 06 12 34 56 78, of 06-1234 5678.",
        "Kantoor 020 123 4567, 020-1234567 en (020) 123 45 67.",
        "Het kost € 1.250,00 en niet € 795,- of EUR 2.495.",
        "The price is 1,250.00 or 795.00 euro.",
        "Op 1-12-2026 om 14.30 uur, of 03/05/2027 10:15.",
        "Van 2026-11-23 tot 2027-01-05.",
        "Op 13-5-2024 10:30 en 1-02-2023 12:30 was ik er.",
        "Postcode 1234 AB, huisnummer 12-3.",
        "Groep 8, lokaal 12, 25 leerlingen, 100%.",
        "Cursus rekencoach-po, kenmerk E-7Q2MK-9XKDT.",
        "Ik hou van leeeeeeeeeeeeeeeeeeeeeeeezen <3",
        "KVK 12345678",
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert redact(text) == (text, frozenset())


@given(
    st.integers(10_000_000, 99_999_999),
    st.sampled_from(["+31 6 ", "+316", "0031 6 ", "+31 (0)6 ", "+31-6-", "06 ", "06-", "06"]),
)
def test_every_mobile_number_stays(number: int, start: str) -> None:
    text = f"Bel {start}{number} graag"

    assert redact(text) == (text, frozenset())


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%d-%m-%Y %H:%M", "%d/%m/%Y", "%d.%m.%Y %H uur", "%Y-%m-%d"]),
)
def test_every_date_of_our_time_stays(day: date, pattern: str) -> None:
    text = f"Ik kom op {day:{pattern}}."

    assert redact(text) == (text, frozenset())


@given(st.integers(1, 9), st.integers(1, 12), st.integers(1900, 2099), st.integers(10, 23))
def test_a_date_beside_a_time_stays_where_together_they_look_like_a_bsn(day: int, month: int, year: int, hour: int) -> None:
    text = f"Ik kom op {day}-{month:02}-{year} {hour}.30 uur."

    assert redact(text) == (text, frozenset())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("SPECI2014 en order 20241234", "[document] en order 20241234"),
        ("123456782, bel 12345678", "[BSN], bel 12345678"),
    ],
)
def test_a_mark_of_ours_is_not_read_as_the_name_of_the_next_number(text: str, left: str) -> None:
    assert redact(text)[0] == left


@given(st.text(max_size=200) | st.text("0123456789 .-<ABNLabsn[]", max_size=200))
def test_once_is_enough(text: str) -> None:
    once, _ = redact(text)

    assert redact(once) == (once, frozenset())


@given(st.lists(st.one_of(bsns(), ibans(), WORDS, st.just("document"), st.just("bsn")), max_size=8))
def test_once_is_enough_for_many_numbers(parts: list[str]) -> None:
    once, _ = redact(" ".join(parts))

    assert redact(once)[0] == once


HOSTILE = ("A", "1", "1 ", "AB12 ", "AB12", "A<", "1-1-2000 ", "+1 ", "document ", "sofi", "identiteit", "a1", ". ", "0031 ")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_read_within_the_time_of_a_request(hostile: str) -> None:
    """A search that grows with the square or the cube of the text would not come back from this one."""
    text = (hostile * 40_000)[:40_000]

    assert redact(text)[0]


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


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_work_grows_with_the_text_and_no_faster(hostile: str) -> None:
    redact(hostile)
    once, twice = (count_steps((hostile * length)[:length]) for length in (2_000, 4_000))

    assert twice <= 2.2 * once + 100

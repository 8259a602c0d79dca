"""Numbers that may not be kept are cut out of free text; what merely looks like a number stays."""

from __future__ import annotations

import re
import string
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st
from loket.core.redaction import redact

from tests.unit.number import bsns, grouped, ibans, is_bsn

GAPS = st.sampled_from(
    ["", " ", ".", "-", "/", "_", "\N{NO-BREAK SPACE}", "\N{EN DASH}", " - ", "\N{ZERO WIDTH SPACE}", "\t"]
)
# Words without a digit, and none that begins with a letter of a number beside it.
WORDS = st.text(string.ascii_lowercase + " ,;:!?()éü\n", max_size=40)


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


ZONES = (
    "P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<",
    "SPECI20142NLD6503101F2401151999999990<<<<<82",
    "I<NLDSPECI20142999999990<<<<<<8",
    "6503101F2401151NLD<<<<<<<<<<<8",
    "DE<BRUIJN<<WILLEKE<LISELOTTE<<",
    "L898902C36UTO7408122F1204159ZE184226B1234510",
    "p<nldde<bruijn<<willeke<liselotte<<<<<<<<<<<",
    "l898902c36uto7408122f1204159ze184226b1234510",
)
# What may be planted, each with the mark that takes its place; some in groups, as people write them.
PLANTED = st.one_of(
    st.tuples(bsns(), st.just("[BSN]")),
    st.tuples(st.builds(grouped, bsns(), st.just([3, 3, 3]), st.sampled_from([".", "-", " "])), st.just("[BSN]")),
    st.tuples(ibans(), st.just("[IBAN]")),
    st.tuples(st.builds(grouped, ibans(), st.just([4, 4, 4, 4, 2]), st.just(" ")), st.just("[IBAN]")),
    st.tuples(st.sampled_from(["SPECI2014", "NP1A2B3C4", "IXABCDEF8"]), st.just("[document]")),
    st.tuples(st.sampled_from(ZONES), st.just("[MRZ]")),
)
# What certainly ends a number: more than three signs, or words.
APART = st.sampled_from([", en ", " | ", "\n", "; ", " (", " is niet ", "\n\n- ", " = "])


@given(st.lists(st.tuples(PLANTED, APART), min_size=2, max_size=4))
def test_of_several_numbers_of_any_kind_each_is_cut_and_marked(parts: list[tuple[tuple[str, str], str]]) -> None:
    text, kinds = redact("Hallo: " + "".join(f"{number}{apart}" for (number, _), apart in parts))

    assert text == "Hallo: " + "".join(f"{mark}{apart}" for (_, mark), apart in parts)
    assert kinds == {mark.strip("[]").lower() for (_, mark), _ in parts}


@given(st.lists(st.tuples(PLANTED, st.sampled_from([" ", "  ", ".", ",", "-", "/", "\n", " - "])), min_size=2, max_size=4))
def test_of_numbers_side_by_side_no_whole_one_stays(parts: list[tuple[tuple[str, str], str]]) -> None:
    """Where one ends and the next begins nobody can tell, so a part of a neighbour may be cut too; no whole one stays."""
    sent = "".join(f"{number}{gap}" for (number, _), gap in parts)
    # A group that begins with 00, and more digits after it, is a telephone number with its country code.
    assume(not re.search(r"\b00", sent))
    text, kinds = redact(sent)
    left = "".join(sign for sign in text if sign.isalnum())

    assert kinds
    whole = ["".join(sign for sign in number if sign.isalnum()) for (number, _), _ in parts]
    assert [number for number in whole if number in left] == []


ADJACENT = [
    ("123456782 111222333", "[BSN] [BSN]", "bsn"),
    ("1112 22333 123456782", "[BSN] [BSN]", "bsn"),
    ("123.456.782/111-222-333", "[BSN]/[BSN]", "bsn"),
    ("NL91ABNA0417164300 123456782", "[IBAN] [BSN]", "iban bsn"),
    ("123456782 NL91ABNA0417164300", "[BSN] [IBAN]", "iban bsn"),
    ("123456782NL91ABNA0417164300", "[BSN][IBAN]", "iban bsn"),
    ("NL91ABNA0417164300NL91ABNA0417164300", "[IBAN][IBAN]", "iban"),
    ("NL91ABNA0417164300DE89370400440532013000", "[IBAN][IBAN]", "iban"),
    ("SPECI2014 123456782", "[document] [BSN]", "document bsn"),
    ("bsn 12345678 en 123456782", "bsn [BSN] en [BSN]", "bsn"),
    ("Passport SPECI2014, BSN 123456782", "Passport [document], BSN [BSN]", "document bsn"),
    ("SPECI20142NLD6503101F2401151999999990<<<<<82 123456782", "[MRZ] [BSN]", "mrz bsn"),
]


def test_numbers_that_touch_or_overlap_leave_nothing_of_each_other() -> None:
    found = {text: redact(text) for text, _, _ in ADJACENT}

    assert {text: told for text, left, kinds in ADJACENT if (told := found[text]) != (left, frozenset(kinds.split()))} == {}


ABROAD = (
    "DE89370400440532013000",
    "BE68539007547034",
    "FR1420041010050500013M02606",
    "GB29NWBK60161331926819",
    "nl91abna0417164300",
    # The shortest and the longest there are.
    "NO9386011117947",
    "MT84MALT011000012345MTLCAST001S",
    "RU0204452560040702810412345678901",
)


def test_an_iban_of_any_country_length_or_case_is_cut() -> None:
    found = {number: redact(f"Mijn rekening is {number}, dank u.") for number in ABROAD}

    assert {told for told in found.values() if told != ("Mijn rekening is [IBAN], dank u.", frozenset({"iban"}))} == set()
    assert redact("IBANNL91ABNA0417164300")[0].endswith("[IBAN]")


@given(WORDS, st.from_regex(r"\A[A-NP-Z]{2}[A-NP-Z0-9]{6}[0-9]\Z"), WORDS)
def test_every_dutch_document_number_is_cut(before: str, number: str, after: str) -> None:
    text, kinds = redact(f"{before} {number} {after}")

    assert number not in text
    assert kinds


NAMED = {
    "paspoortnummer: ab12cd345": "paspoortnummer: [document]",
    "Mijn rijbewijs heeft nummer 5012345678.": "Mijn rijbewijs heeft nummer [document].",
    "My passport no. is C01X00T47": "My passport no. is [document]",
    "id-kaart IX1234567": "id-kaart [document]",
    "idkaart: a1b2c3d4": "idkaart: [document]",
    "identiteitskaart ab1cd2ef3g": "identiteitskaart [document]",
    "identity card no: a1b2c3d4e": "identity card no: [document]",
    "licence a1234567": "licence [document]",
    "license a1234567": "license [document]",
    "DOCUMENT - a1234567": "DOCUMENT - [document]",
    # Too short, too long, or not three digits: no number of a document.
    "paspoort a123456": "paspoort a123456",
    "paspoort a1234567890": "paspoort a1234567890",
    "paspoort abcdef12": "paspoort abcdef12",
    "mijn xpaspoort a1234567": "mijn xpaspoort a1234567",
}


def test_a_document_number_that_is_named_is_cut() -> None:
    told = {text: redact(text) for text in NAMED}

    assert {text: left for text, (left, _) in told.items()} == NAMED
    assert {
        text: kinds for text, (_, kinds) in told.items() if kinds != ({"document"} if NAMED[text] != text else set())
    } == {}


def test_an_old_bsn_of_eight_digits_is_cut_where_it_is_named() -> None:
    for name in ("BSN", "bsn-nummer", "sofi", "Sofinummer", "burgerservicenummer"):
        assert redact(f"{name}: 12345678") == (f"{name}: [BSN]", frozenset({"bsn"})), name
    assert redact(f"BSN{' ' * 20}12345678")[0].endswith("[BSN]")
    assert redact(f"BSN{' ' * 21}12345678")[0].endswith("12345678")
    assert redact("Mijn BSN is 12345678.") == ("Mijn BSN is [BSN].", frozenset({"bsn"}))
    assert redact("bsn 12345678 2 is mijn nummer") == ("bsn [BSN] is mijn nummer", frozenset({"bsn"}))


@given(st.sampled_from(ZONES), WORDS, WORDS)
def test_every_line_of_an_mrz_is_cut(line: str, before: str, after: str) -> None:
    text, kinds = redact(f"{before} {line} {after}")

    assert kinds == {"mrz"}
    assert text == f"{before} [MRZ] {after}"


ORDINARY = (
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
    # Eleven signs that would be an IBAN with two more; a sum that is right and a length that is none.
    "sofie 1234567 en bsn 123456789",
    # Shorter than any line of a zone; a line with one filler and few digits.
    "A<<BCDEFGHIJKLMNOPQ",
    "ABCDEFGHIJKLMNO<PQRSTU12345",
)


def test_ordinary_text_stays_as_it_is() -> None:
    assert {text: redact(text) for text in ORDINARY if redact(text) != (text, frozenset())} == {}


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


def test_a_mark_of_ours_is_not_read_as_the_name_of_the_next_number() -> None:
    assert redact("SPECI2014 en order 20241234")[0] == "[document] en order 20241234"
    assert redact("123456782, bel 12345678")[0] == "[BSN], bel 12345678"


@given(st.text(max_size=200) | st.text("0123456789 .-<ABNLabsn[]", max_size=200))
def test_once_is_enough(text: str) -> None:
    once, _ = redact(text)

    assert redact(once) == (once, frozenset())


@given(st.lists(st.one_of(bsns(), ibans(), WORDS, st.just("document"), st.just("bsn")), max_size=8))
def test_once_is_enough_for_many_numbers(parts: list[str]) -> None:
    once, _ = redact(" ".join(parts))

    assert redact(once)[0] == once


def test_a_number_within_a_longer_one_goes_with_it() -> None:
    """Nine digits of this account are a BSN; cut first, they would leave the rest of the account behind."""
    assert redact("Mijn rekening is NL66 ABNA 100023757 0.") == ("Mijn rekening is [IBAN].", frozenset({"iban"}))

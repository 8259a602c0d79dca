"""What people send is cleaned or refused under a code of ours, and nothing else can come out of it."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.core.text import (
    check_bsn,
    check_email,
    check_iban,
    check_not_blank,
    check_phone,
    clean_line,
    clean_paragraphs,
    postcode_in,
    read_date,
    read_yes,
)
from pydantic_core import PydanticCustomError

from tests.unit.number import bsns, grouped, ibans

REORDERING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CONTROLS = [chr(sign) for sign in [*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029]]


def code_of(refused: pytest.ExceptionInfo[PydanticCustomError]) -> str:
    context = refused.value.context
    assert context is not None
    return str(context["code"])


@given(st.text())
def test_a_clean_line_is_one_line_or_refused(text: str) -> None:
    try:
        cleaned = clean_line(text)
    except PydanticCustomError:
        return
    assert not any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in cleaned)
    assert not set(cleaned) & set(REORDERING)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
    assert clean_line(cleaned) == cleaned


@given(st.text())
def test_clean_paragraphs_hold_line_feeds_at_most(text: str) -> None:
    try:
        cleaned = clean_paragraphs(text)
    except PydanticCustomError:
        return
    assert not any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in cleaned)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean_paragraphs(cleaned) == cleaned


@pytest.mark.parametrize("control", CONTROLS)
def test_a_control_character_is_refused_in_a_line(control: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        clean_line(f"San{control}ne")

    assert code_of(refused) == "control_character"


@pytest.mark.parametrize("control", [sign for sign in CONTROLS if sign not in "\n\r\t"])
def test_a_control_character_is_refused_in_paragraphs(control: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        clean_paragraphs(f"San{control}ne")

    assert code_of(refused) == "control_character"


@pytest.mark.parametrize("mark", REORDERING)
def test_a_mark_that_reorders_text_is_removed(mark: str) -> None:
    assert clean_line(f"San{mark}ne") == "Sanne"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  Sanne \u00a0 de  Vries ", "Sanne de Vries"),
        ("Rene\u0301e", "Ren\u00e9e"),
        ("عائشة", "عائشة"),
        ("👩‍🏫 Özgür", "👩‍🏫 Özgür"),
        ("=1+1", "=1+1"),
        ("<b>'; DROP TABLE--", "<b>'; DROP TABLE--"),
    ],
)
def test_names_keep_their_letters(sent: str, kept: str) -> None:
    assert clean_line(sent) == kept


def test_line_ends_become_line_feeds() -> None:
    assert clean_paragraphs(" een\r\ntwee\rdrie\n\n") == "een\ntwee\ndrie"


@pytest.mark.parametrize("blank", ["", " ", "\u200b", "\u00a0", "\u200d\u2060", "\ufeff"])
def test_text_in_which_nothing_can_be_seen_is_no_answer(blank: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        check_not_blank(blank)

    assert code_of(refused) == "required"


@given(st.dates())
def test_every_date_is_read_in_both_ways_of_writing(day: date) -> None:
    assert read_date(day.isoformat()) == day
    assert read_date(f"{day.day}-{day.month}-{day.year:04d}") == day
    assert read_date(day) == day


@pytest.mark.parametrize(
    "sent",
    [
        "2026-02-29",
        "30-02-2000",
        "2026-13-01",
        "0000-01-01",
        "",
        "31-12-80",
        "1/2/1980",
        "\u0661-\u0661-\u0661\u0669\u0668\u0660",
        19800101,
        True,
        [],
        {},
    ],
)
def test_a_date_that_does_not_exist_is_refused(sent: Any) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        read_date(sent)

    assert code_of(refused) == "date"


@given(st.text() | st.text("0123456789-TW:.Z"))
def test_reading_a_date_never_fails_otherwise(text: str) -> None:
    with suppress(PydanticCustomError):
        assert isinstance(read_date(text), date)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("06 12345678", "+31612345678"),
        ("06-12 34 56 78", "+31612345678"),
        ("+31 (0)6 12345678", "+31612345678"),
        ("0031612345678", "+31612345678"),
        ("020 123 4567", "+31201234567"),
        ("+32 475 12 34 56", "+32475123456"),
    ],
)
def test_a_telephone_number_gets_its_country_code(sent: str, kept: str) -> None:
    assert check_phone(sent) == kept


@pytest.mark.parametrize("sent", ["1", "06", "06 1234567", "abc", "+999 1234567", "06 12345678 06 12345678", "112", "🤙"])
def test_what_is_no_telephone_number_is_refused(sent: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        check_phone(sent)

    assert code_of(refused) == "phone"


@given(bsns(), st.sampled_from(["", " ", ".", "-"]))
def test_a_bsn_that_passes_the_test_is_taken(number: str, gap: str) -> None:
    assert check_bsn(grouped(number, [3, 3, 3], gap)) == number


@given(bsns(), st.integers(0, 8), st.integers(1, 9))
def test_a_bsn_with_one_wrong_digit_is_refused(number: str, at: int, more: int) -> None:
    wrong = f"{number[:at]}{(int(number[at]) + more) % 10}{number[at + 1 :]}"

    with pytest.raises(PydanticCustomError) as refused:
        check_bsn(wrong)

    assert code_of(refused) == "bsn"


@given(ibans())
def test_an_iban_is_taken_in_any_writing(number: str) -> None:
    assert check_iban(number) == number
    assert check_iban(grouped(number, [4, 4, 4, 4, 2], " ").lower()) == number


@given(ibans(), st.integers(8, 17), st.integers(1, 9))
def test_an_iban_with_one_wrong_digit_is_refused(number: str, at: int, more: int) -> None:
    wrong = f"{number[:at]}{(int(number[at]) + more) % 10}{number[at + 1 :]}"

    with pytest.raises(PydanticCustomError) as refused:
        check_iban(wrong)

    assert code_of(refused) == "iban"


@given(st.text(max_size=50))
def test_a_checker_refuses_whatever_else_comes(text: str) -> None:
    for check in (check_bsn, check_iban, check_phone, check_email):
        with suppress(PydanticCustomError):
            assert check(text).isascii()


@pytest.mark.parametrize(
    ("country", "sent", "kept"),
    [
        ("NL", "1234ab", "1234 AB"),
        ("NL", "1234 AB", "1234 AB"),
        ("NL", "0123 AB", None),
        ("NL", "1234 SS", None),
        ("NL", "1234", None),
        ("BE", "2000", "2000"),
        ("DE", "10115", "10115"),
        ("GB", "sw1a 1aa", "SW1A 1AA"),
        ("BE", "=2000", None),
        ("BE", "B" * 11, None),
    ],
)
def test_a_postcode_is_that_of_its_country(country: str, sent: str, kept: str | None) -> None:
    assert postcode_in(country, sent) == kept


@pytest.mark.parametrize("sent", ["on", "ON", "true", "True", "yes", "1", True])
def test_a_ticked_box_says_yes(sent: object) -> None:
    assert read_yes(sent) is True


@pytest.mark.parametrize("sent", ["off", "false", "no", "0", False])
def test_an_empty_box_says_no(sent: object) -> None:
    assert read_yes(sent) is False


@pytest.mark.parametrize("sent", ["", "maybe", 1, 0, 1.0, [], ["on"], {}, "ja\x00"])
def test_a_box_says_nothing_else(sent: object) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        read_yes(sent)

    assert code_of(refused) == "choice"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("sanne@example.nl", "sanne@example.nl"),
        ("Sanne@EXAMPLE.nl", "Sanne@example.nl"),
        ("a+b@bücher.de", "a+b@xn--bcher-kva.de"),
    ],
)
def test_an_address_is_written_as_mail_needs_it(sent: str, kept: str) -> None:
    assert check_email(sent) == kept


@pytest.mark.parametrize(
    "sent",
    [
        "sanne",
        "@example.nl",
        "a@",
        "a@b",
        "a b@example.nl",
        "a@example.nl, b@example.nl",
        "<a@example.nl>",
        "sänne@example.nl",
    ],
)
def test_what_is_no_address_is_refused(sent: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        check_email(sent)

    assert code_of(refused) == "email"

"""Telephone numbers: the quick way of telling a Dutch mobile number agrees with the library that judges the others."""

import phonenumbers
from hypothesis import given
from hypothesis import strategies as st
from loket.core.text import check_phone
from pydantic_core import PydanticCustomError

_GAP = st.sampled_from(["", "", "", " ", "-"])
_SIGNS = st.tuples(st.sampled_from("0123456789"), _GAP).map("".join)
_REST = st.lists(_SIGNS, min_size=6, max_size=8).map("".join)
_STARTS = st.sampled_from(["06", "+316", "00316", "06-", "+31 6 ", "0031-6", "+3106", "07", "020"])


def _judge(text: str) -> str | None:
    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _ours(text: str) -> str | None:
    try:
        return check_phone(text)
    except PydanticCustomError:
        return None


@given(st.builds(str.__add__, _STARTS, _REST))
def test_a_number_is_judged_as_the_library_judges_it(text: str) -> None:
    assert _ours(text) == _judge(text)


@given(st.integers(10_000_000, 59_999_999))
def test_a_dutch_mobile_number_is_taken(rest: int) -> None:
    assert _ours(f"06 {rest}") == f"+316{rest}"

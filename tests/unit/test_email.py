"""Addresses: the quick way of telling an ordinary one agrees with the library that judges the others."""

import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st
from loket.core.text import check_email
from pydantic_core import PydanticCustomError

_LETTERS = "abzAZ019"
_WORDS = st.text(_LETTERS, min_size=1, max_size=70)
_LOCAL = st.lists(st.tuples(_WORDS, st.sampled_from([".", "_", "+", "-", "..", ""])), min_size=1, max_size=3).map(
    lambda parts: "".join(word + joint for word, joint in parts)
)
_LABELS = st.text(f"{_LETTERS}-", min_size=1, max_size=66)
_LAST = st.one_of(st.sampled_from(["nl", "COM", "test", "local", "arpa", "invalid", "onion", "example", "123"]), _LABELS)
_ADDRESSES = st.builds(
    lambda local, labels, last: f"{local}@{'.'.join([*labels, last])}", _LOCAL, st.lists(_LABELS, max_size=3), _LAST
)


def _judge(address: str) -> str | None:
    try:
        return validate_email(
            address, check_deliverability=False, allow_smtputf8=False, test_environment=True, strict=True
        ).normalized
    except ValueError:
        return None


def _ours(address: str) -> str | None:
    try:
        return check_email(address)
    except PydanticCustomError:
        return None


@given(_ADDRESSES)
def test_an_address_is_judged_as_the_library_judges_it(address: str) -> None:
    assert _ours(address) == _judge(address)


@pytest.mark.parametrize("address", ["Jan.de-Vries+school@Sub.Example.NL", "a@b.nl", "x_y@1a.co"])
def test_the_domain_of_an_ordinary_address_is_put_in_lower_case(address: str) -> None:
    local, _, domain = address.partition("@")
    assert _ours(address) == f"{local}@{domain.lower()}"


def test_a_part_of_an_address_has_the_length_that_mail_allows() -> None:
    """RFC 5321, section 4.5.3.1.1, and RFC 1035, section 2.3.4."""
    for local, label in (("a" * 65, "b"), ("a", "b" * 64)):
        assert _ours(f"{local}@{label}.{label}.nl") is _ours(f"{local}@{label}.{label}") is None
        assert _ours(f"{local[:64]}@{label[:63]}.{label[:63]}.nl") is not None

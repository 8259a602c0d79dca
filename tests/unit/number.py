"""Numbers that may not be kept in free text, drawn at random and written as people write them."""

from __future__ import annotations

from hypothesis import assume
from hypothesis import strategies as st
from stdnum import iban as iban_checker


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

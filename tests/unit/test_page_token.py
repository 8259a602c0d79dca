"""A token of a page is read as what a page of ours can have written, and as nothing else."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.core.page_token import LONGEST_TOKEN, read_token, write_token
from loket.core.refusal import FormRefused

SHAPES = ((int, str), (str,))


def encode(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(positions: Any) -> Any:
    return read_token(encode(json.dumps(positions)), SHAPES)


NAMES = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=256)


@given(st.tuples(st.none() | st.tuples(st.integers(0, 10**12 - 1), NAMES), st.none() | st.tuples(NAMES)))
def test_what_was_written_is_read(positions: tuple[tuple[int | str, ...] | None, ...]) -> None:
    assert read_token(write_token(positions), SHAPES) == list(positions)


TAKEN: tuple[Any, ...] = ([None, None], [[0, "a"], ["a" * 256]], [[10**12 - 1, "~"], None])
REFUSED: tuple[Any, ...] = (
    None,
    7,
    "ab",
    {"a": 1, "b": 2},
    [],
    [None],
    [None, None, None],
    [7, None],
    ["ab", None],
    [None, {"a": 1}],
    [None, "a"],
    [[1], None],
    [[1, "a", "b"], None],
    [["1", "a"], None],
    [[True, "a"], None],
    [[1.0, "a"], None],
    [[1, None], None],
    [[1, ["a"]], None],
    [[-1, "a"], None],
    [[10**12, "a"], None],
    [None, [""]],
    [None, ["a" * 257]],
    [None, ["\u00e9"]],
    [None, ["a\n"]],
)


def test_what_no_page_can_have_written_is_refused() -> None:
    assert [read(positions) for positions in TAKEN] == [
        [tuple(one) if one else None for one in positions] for positions in TAKEN
    ]
    for positions in REFUSED:
        with pytest.raises(FormRefused) as refused:
            read(positions)
        assert str(refused.value) == "after: invalid", positions


@pytest.mark.parametrize("token", ["x", "~", "\u00e9", "=", encode("{"), encode("[" * 3_000)])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(FormRefused):
        read_token(token, SHAPES)


def test_a_token_is_so_long_and_no_longer() -> None:
    longest = encode("[null,null]".ljust(LONGEST_TOKEN * 3 // 4))
    assert (len(longest), read_token(longest, SHAPES)) == (LONGEST_TOKEN, [None, None])
    with pytest.raises(FormRefused):
        read_token(encode("[null,null]".ljust(LONGEST_TOKEN * 3 // 4 + 1)), SHAPES)

"""Tokens: where a page of a list ended, as a part of an address, so that the next one begins exactly there.

A token comes back from outside, so it is read as nothing but what a page of ours can have written.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from loket.core.refusal import FieldError, FormRefused

# What tells an item from the others of its query, in the order of the query; None stands before all of them.
type Position = tuple[str | int, ...] | None

# A key of ours is far shorter than DynamoDB takes (1,024 bytes), and a token of eight positions shorter than this.
_LONGEST_PART = 256
_LARGEST = 10**12
LONGEST_TOKEN = 4096


def write_token(positions: Sequence[Position]) -> str:
    """Return the token that holds where each query of a page ended."""
    return urlsafe_b64encode(json.dumps(positions, separators=(",", ":")).encode()).decode().rstrip("=")


def read_token(token: str, shapes: Sequence[tuple[type, ...]]) -> list[Position]:
    """Return the positions in a token, one of each shape; raise `FormRefused` for what no page of ours wrote."""
    positions = _decode(token)
    if not isinstance(positions, list) or len(positions) != len(shapes):
        raise _refusal()
    return [_check(position, shape) for position, shape in zip(positions, shapes, strict=True)]


def _decode(token: str) -> object:
    if len(token) > LONGEST_TOKEN:
        raise _refusal()
    try:
        return json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except ValueError:
        raise _refusal() from None


def _check(position: object, shape: tuple[type, ...]) -> Position:
    if position is None:
        return None
    if not isinstance(position, list) or tuple(map(type, position)) != shape or not all(map(_fits, position)):
        raise _refusal()
    return tuple(position)


def _fits(part: str | int) -> bool:
    if isinstance(part, int):
        return 0 <= part < _LARGEST
    return 0 < len(part) <= _LONGEST_PART and part.isascii() and part.isprintable()


def _refusal() -> FormRefused:
    return FormRefused(FieldError("after", "invalid"))

"""Stripe's form encoding: `a[b][0][c]=d` stands for nested values."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from local.payments.api import Refusal

type Json = dict[str, Any]

NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
PART = re.compile(r"\[([^\[\]]*)\]")


def read_form(body: bytes) -> Json:
    """Return the nested values of a form."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body))
    except ValueError as error:
        raise Refusal(400, "Invalid request: the body is no form") from error
    return nest(pairs)


def nest(pairs: list[tuple[str, str]]) -> Json:
    """Return the nested values that names with brackets stand for."""
    root: Json = {}
    for name, value in pairs:
        place, *_, last = [root, *_split(name)]
        for part in _split(name)[:-1]:
            place = _step_into(place, part)
        place[str(len(place)) if last == "" else last] = value
    return {name: _make_lists(value) for name, value in root.items()}


def _split(name: str) -> list[str]:
    matched = NAME.fullmatch(name)
    if matched is None:
        raise Refusal(400, f"Invalid request: {name} is no parameter", field=name, code="parameter_unknown")
    return [matched[1], *PART.findall(matched[2])]


def _step_into(place: Json, part: str) -> Json:
    name = str(len(place)) if part == "" else part
    inner = place.setdefault(name, {})
    if not isinstance(inner, dict):
        raise Refusal(400, f"Invalid request: {part} is both a value and a hash", field=part)
    return inner


def _make_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _make_lists(member) for name, member in value.items()}
    if inner and all(name.isdecimal() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner

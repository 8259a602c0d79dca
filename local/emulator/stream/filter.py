"""Lambda's event filters, as far as a template of ours may use them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.errors import CannotStart

if TYPE_CHECKING:
    from collections.abc import Sequence

type Json = dict[str, Any]


class FilterRuleUnknown(CannotStart):
    """A filter uses a rule that the local stack would not apply as Lambda does."""


KNOWN_RULES = frozenset({"prefix", "exists", "anything-but"})


def check_pattern(pattern: Json) -> Json:
    """Return the pattern, or refuse it when it holds a rule that is not known here."""
    for rules in pattern.values():
        if isinstance(rules, dict):
            check_pattern(rules)
        elif any(isinstance(rule, dict) and not rule.keys() <= KNOWN_RULES for rule in rules):
            raise FilterRuleUnknown(str(rules))
    return pattern


def matches_any(record: Json, patterns: Sequence[Json]) -> bool:
    """Tell whether a record passes at least one pattern; without patterns everything passes."""
    return not patterns or any(matches(record, pattern) for pattern in patterns)


def matches(record: Json, pattern: Json) -> bool:
    """Tell whether a record has everything that a pattern asks."""
    return all(_matches_field(record, name, rules) for name, rules in pattern.items())


def _matches_field(record: Json, name: str, rules: Json | list[object]) -> bool:
    if isinstance(rules, dict):
        inner = record.get(name)
        return isinstance(inner, dict) and matches(inner, rules)
    return any(_passes(record, name, rule) for rule in rules)


def _passes(record: Json, name: str, rule: object) -> bool:
    value = record.get(name)
    match rule:
        case {"prefix": str(start)}:
            return isinstance(value, str) and value.startswith(start)
        case {"exists": bool(wanted)}:
            return (name in record) == wanted
        case {"anything-but": list(unwanted)}:
            return name in record and value not in unwanted
        case _:
            return name in record and value == rule

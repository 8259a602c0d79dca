"""What is past its retention is said in one place; no other can compare, compute or forget the end of an item."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tests.architecture.source import LOKET, OURS, Source, function_of

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPIRY = "expires_at"
# Where the end of an item may go: into words for people, and into the one function that says whether it is over.
TOLD = {"local_date_of", "tell_retention", "is_over"}
# Whose end is not a retention period: a challenge that was spent.
OWN_END = {f"{LOKET}/storage/guard.py"}


def names_expiry(node: ast.AST) -> bool:
    """Return whether a node is the end of an item: as an attribute, a name, or a key."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name) | ast.Constant(value=name):
            return name in {EXPIRY, "expiry"}
        case ast.Subscript(slice=part):
            return names_expiry(part)
        case ast.MatchClass(kwd_attrs=names):
            return EXPIRY in names
        case _:
            return False


def test_one_function_says_what_is_past_its_retention() -> None:
    compared = [
        source.name for source in OURS for node in source.nodes(ast.Compare) if any(map(names_expiry, ast.walk(node)))
    ]
    conditions = [source.name for source in OURS if any(map(is_condition, source.texts))]

    assert compared == [f"{LOKET}/core/retention.py"]
    assert conditions == [f"{LOKET}/storage/transaction.py"]


def is_condition(text: str) -> bool:
    return bool(re.search(r"expires_at\s*[<>=]+\s*:|[<>=]+\s*expires_at|expires_at BETWEEN", text)) and "SET " not in text


def test_an_end_is_told_or_asked_about_and_nothing_else() -> None:
    """So it cannot be compared under another name."""
    other = {f"{source.name}:{node.lineno}": ast.unparse(node) for source in OURS for node in uses_of_expiry(source)}

    assert other == {}


def uses_of_expiry(source: Source) -> Iterator[ast.expr | ast.MatchClass]:
    """Yield each time that the end of an item is read, but for where it may go."""
    allowed = {id(value) for call in source.calls for value in passed_on(call)} | set(map(id, written(source)))
    read = source.nodes(ast.Attribute, ast.Subscript)
    yield from (node for node in read if names_expiry(node) and id(node) not in allowed)
    yield from filter(names_expiry, source.nodes(ast.MatchClass))
    yield from (call for call in source.calls if function_of(call).endswith(".get") and any(map(names_expiry, call.args)))


def passed_on(call: ast.Call) -> Iterator[ast.expr]:
    """Yield the values of a call by which an end is told, asked about, or handed on under its own name."""
    if function_of(call) in TOLD:
        yield from call.args
    yield from (keyword.value for keyword in call.keywords if keyword.arg == EXPIRY)
    # An effect ends with what it is about, at the latest.
    if function_of(call) in {"store_effects", "new_effect"}:
        yield from (keyword.value for keyword in call.keywords if keyword.arg == "until")


def written(source: Source) -> Iterator[ast.expr]:
    """Yield the values of a write that sets an end, or asks that it is the one that was seen."""
    for pairs in source.nodes(ast.Dict):
        named = zip(pairs.keys, pairs.values, strict=True)
        yield from (value for key, value in named if isinstance(key, ast.Constant) and key.value in {":end", ":kept"})


def test_an_end_is_made_by_the_table_of_periods() -> None:
    made = {
        source.name: ast.unparse(value) for source in OURS for value in ends_given(source) if not is_made_by_table(value)
    }
    computed = {
        source.name: ast.unparse(node)
        for source in OURS
        for node in source.nodes(ast.BinOp)
        if any(isinstance(side, ast.Call) and function_of(side) == EXPIRY for side in (node.left, node.right))
    }

    assert set(made) <= OWN_END
    assert computed == {}


def ends_given(source: Source) -> Iterator[ast.expr]:
    """Yield what is stored or passed on as the end of an item."""
    yield from (keyword.value for call in source.calls for keyword in call.keywords if keyword.arg == EXPIRY)
    for pairs in source.nodes(ast.Dict):
        yield from (value for key, value in zip(pairs.keys, pairs.values, strict=True) if key and names_expiry(key))


def is_made_by_table(value: ast.expr) -> bool:
    return isinstance(value, ast.Name | ast.Attribute) or (isinstance(value, ast.Call) and function_of(value) == EXPIRY)

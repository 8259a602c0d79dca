"""Each rule stands in one place: what is past its retention, how items are read, how keys are spelled, what follows."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.template import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

LAYERS = PROJECT / "layers"
LOKET = LAYERS / "loket" / "loket"
OURS = sorted([*LAYERS.rglob("*.py"), *(PROJECT / "functions").rglob("*.py")])
# A key of a table, or a partition of an index, spelled out.
KEY = re.compile(
    r"^(PERSON|PAYMENT|STEP|OUTBOX|ENROLLMENT|MESSAGE|CONSENT|PRIVACY_REQUEST|FISCAL|DISCLOSURE|COURSE|REQUEST|WORK|"
    r"SUBMISSION|CHALLENGE|SENDER|SESSION|SIGN_IN)#|^CATALOGUE$"
)
REFERENCE = re.compile(r"\[?[A-Z]\]?-\[")
READS = {"get_item", "batch_get_item", "query", "scan", "transact_get_items"}
# Who turns attributes into records, or asks for them.
READERS = re.compile(r"loket/storage/|loket/payment/store\.py|loket/\w+/store/|desk/(auth/session|sign_in)\.py")
# Where it may stand which effect a thing has: where effects are decided, and where each is carried out.
DECIDERS = re.compile(r"loket/core/effect|loket/\w+/domain/|contact/message|loket/letters|loket/\w+/mail|relay_outbox/")


def name_of(place: Path) -> str:
    return str(place.relative_to(PROJECT))


@cache
def parse(place: Path) -> ast.Module:
    return ast.parse(place.read_text(encoding="utf-8"))


def texts_in(tree: ast.AST) -> Iterator[str]:
    """Yield every text in a module that is no docstring."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def speaks_of_expiry(node: ast.AST) -> bool:
    parts = list(ast.walk(node))
    return any(
        (isinstance(part, ast.Attribute) and part.attr == "expires_at")
        or (isinstance(part, ast.Name) and part.id == "expires_at")
        or (isinstance(part, ast.Name) and part.id == "expiry")
        or (isinstance(part, ast.Constant) and part.value == "expires_at")
        for part in parts
    )


def test_one_function_says_what_is_past_its_retention() -> None:
    compared = {
        name_of(place): ast.unparse(node)
        for place in OURS
        for node in ast.walk(parse(place))
        if isinstance(node, ast.Compare) and speaks_of_expiry(node)
    }
    conditions = {
        name_of(place): text
        for place in OURS
        for text in texts_in(parse(place))
        if re.search(r"expires_at\s*[<>=]+\s*:", text) and "SET " not in text
    }

    assert list(compared) == [name_of(LOKET / "core" / "retention.py")]
    assert list(conditions) == [name_of(LOKET / "storage" / "transaction.py")]


def test_a_table_is_read_in_one_place() -> None:
    """So no read can forget the rule."""
    reading = {name_of(place) for place in OURS if calls_in(parse(place)) & READS}

    assert reading == {name_of(LOKET / "storage" / "read.py")}


def calls_in(tree: ast.Module) -> set[object]:
    """Return the names of what is called on a client of AWS, or by its name."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    of_clients = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}
    return of_clients | {call.args[0].value for call in calls if call.args and isinstance(call.args[0], ast.Constant)}


def test_attributes_become_records_where_they_are_read() -> None:
    raw = {"loket.storage.read", "loket.storage.record", "loket.storage.attribute"}
    others = [place for place in OURS if not READERS.search(place.as_posix())]

    assert [name_of(place) for place in others if modules_in(parse(place)) & raw] == []


def modules_in(tree: ast.Module) -> set[str]:
    """Return the modules from which a module imports."""
    return {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_a_key_is_spelled_in_one_place() -> None:
    spelled = {name_of(place) for place in OURS for text in texts_in(parse(place)) if KEY.search(text)}
    composed = {name_of(place) for place in OURS if "#" in texts_between(parse(place))}

    assert spelled == {name_of(LOKET / "core" / "key.py")}
    assert composed == {name_of(LOKET / "core" / "key.py"), name_of(LOKET / "core" / "partition.py")}


def texts_between(tree: ast.Module) -> set[str]:
    """Return what stands between the values of texts that are put together."""
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    return {str(part.value) for node in joined for part in node.values[1:] if isinstance(part, ast.Constant)}


def test_the_form_of_a_reference_is_said_in_one_place() -> None:
    said = {name_of(place) for place in OURS for text in texts_in(parse(place)) if REFERENCE.search(text)}

    assert said == {name_of(LOKET / "core" / "reference.py")}


def test_what_follows_from_what_is_decided_in_the_domain() -> None:
    others = [place for place in OURS if not DECIDERS.search(place.as_posix())]

    assert {name_of(place): named for place in others if (named := effects_in(parse(place)))} == {}


def effects_in(tree: ast.Module) -> set[str]:
    """Return the effects that a module names."""
    attributes = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    return {named for named in attributes if re.fullmatch(r"EffectKind\.[A-Z_]+", named)}


def test_an_event_of_api_gateway_is_read_in_one_place() -> None:
    """Elsewhere a request has a method, a path, a query and path parameters of its own."""
    parts = {"requestContext", "rawPath", "pathParameters"}
    reading = {name_of(place) for place in OURS if parts & set(texts_in(parse(place)))}

    assert reading == {name_of(LOKET / "http" / "request.py"), name_of(LAYERS / "desk" / "desk" / "context.py")}

"""Each rule stands in one place: what is past its retention, how items are read, how keys are spelled, what follows."""

from __future__ import annotations

import ast
import importlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from desk.auth.attempt import SignInAttempt
from desk.auth.session import SessionItem
from loket.core.item import Record
from loket.enrollment.store.course import CourseItem
from loket.payment.store import PaidFor
from loket.storage.guard import Submission
from loket.storage.record import names_in

from tests.template import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

LAYERS = PROJECT / "layers"
LOKET = LAYERS / "loket" / "loket"
OURS = sorted([*LAYERS.rglob("*.py"), *(PROJECT / "functions").rglob("*.py")])
# A key of a table, or a partition of an index, spelled out.
KEY = re.compile(r"^[A-Z_]+#|^#$|^CATALOGUE$")
COMPOSED = re.compile(r"#(?![a-z])")
REFERENCE = re.compile(r"[A-Z]\]?-[\[(]|A-HJ|9ABCDEFGHJK")
READS = {
    "get_item",
    "batch_get_item",
    "query",
    "scan",
    "transact_get_items",
    "execute_statement",
    "batch_execute_statement",
    "execute_transaction",
    "get_records",
    "get_paginator",
}
# What makes a write a read: the answer holds what stood there, or what stands there now.
SHOWN = re.compile(r"^ReturnValues")
# Where a moment of expiry may go: into words for people, and into the one function that says whether it is over.
TOLD = {"local_date_of", "tell_retention", "is_over"}
# Names in an expression of DynamoDB: what is set, removed, compared, or asked about.
NAMED = re.compile(r"#?([a-z_]+)(?= (?:=|<|>|<=|>=) )|(?:_exists\()#?([a-z_]+)|(?:REMOVE |SET )#?([a-z_]+)")
PURE = re.compile(r"loket/core/|loket/contact/message|/domain/")
# Who turns attributes into records, or asks for them.
READERS = re.compile(r"loket/storage/|loket/payment/store\.py|loket/\w+/store/|desk/auth/")
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


def test_a_moment_of_expiry_is_told_or_asked_about_and_nothing_else() -> None:
    """So it cannot be compared under another name."""
    other = {
        f"{name_of(place)}:{node.lineno}": ast.unparse(node) for place in OURS for node in asking_for_expiry(parse(place))
    }

    assert other == {}


def asking_for_expiry(tree: ast.Module) -> Iterator[ast.Attribute | ast.Subscript]:
    """Yield each time that a moment of expiry is read, but for where it may go."""
    allowed = {id(value) for node in ast.walk(tree) if isinstance(node, ast.Call) for value in passed_on(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and names_expiry(node) and id(node) not in allowed:
            yield node


def passed_on(call: ast.Call) -> Iterator[ast.expr]:
    """Yield the values of a call by which an expiry is told, asked about, or handed on under its own name."""
    if isinstance(call.func, ast.Name) and call.func.id in TOLD:
        yield from call.args
    yield from (keyword.value for keyword in call.keywords if keyword.arg == "expires_at")


def names_expiry(node: ast.Attribute | ast.Subscript) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == "expires_at"
    return isinstance(node.slice, ast.Constant) and node.slice.value == "expires_at"


def test_a_table_is_read_in_one_place() -> None:
    """So no read can forget the rule; a write that is refused may show what stands there, through the same rule."""
    reading = {name_of(place) for place in OURS if calls_in(parse(place)) & READS}
    showing = {name_of(place) for place in OURS if any(map(SHOWN.match, words_in(parse(place))))}

    assert reading == {name_of(LOKET / "storage" / "read.py")}
    assert showing == {name_of(LOKET / "storage" / "transaction.py")}


def words_in(tree: ast.Module) -> set[str]:
    """Return the texts of a module, and the names under which it passes values."""
    return {*texts_in(tree), *(str(node.arg) for node in ast.walk(tree) if isinstance(node, ast.keyword))}


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
    spelled = {name_of(place) for place in OURS if any(map(KEY.search, texts_alone(parse(place))))}
    composed = {name_of(place) for place in OURS if any(map(COMPOSED.search, texts_between(parse(place))))}

    assert spelled == {name_of(LOKET / "core" / "key.py")}
    assert composed == {name_of(LOKET / "core" / "key.py"), name_of(LOKET / "core" / "partition.py")}


def texts_alone(tree: ast.Module) -> list[str]:
    """Return the texts of a module that are no part of texts that are put together."""
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    alone = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in parts]
    return [node.value for node in alone if isinstance(node.value, str)]


def texts_between(tree: ast.Module) -> list[str]:
    """Return what stands between the values of texts that are put together, but for a name in DynamoDB's expressions."""
    joined = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    return [re.sub(r"\{[^{}]*\}", "{}", re.sub(r"^(f.)#", r"\1", text)) for text in joined]


def test_the_form_of_a_reference_is_said_in_one_place() -> None:
    said = {name_of(place) for place in OURS for text in texts_in(parse(place)) if REFERENCE.search(text)}

    assert said == {name_of(LOKET / "core" / "reference.py")}


def test_what_follows_from_what_is_decided_in_the_domain() -> None:
    others = [place for place in OURS if not DECIDERS.search(place.as_posix())]

    assert {name_of(place): named for place in others if (named := effects_in(parse(place)))} == {}


def effects_in(tree: ast.Module) -> set[str]:
    """Return the effects that a module names, or makes from a text."""
    parts = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Call | ast.Subscript)]
    return {named for named in parts if re.match(r"EffectKind(\.[A-Z_]+$|[(\[])", named)}


def test_an_event_of_api_gateway_is_read_in_one_place() -> None:
    """Elsewhere a request has a method, a path, a query and path parameters of its own."""
    parts = {"requestContext", "rawPath", "pathParameters"}
    reading = {name_of(place) for place in OURS if parts & set(texts_in(parse(place)))}

    assert reading == {name_of(LOKET / "http" / "request.py"), name_of(LAYERS / "desk" / "desk" / "context.py")}


def test_letters_are_written_where_they_are_sent_and_nowhere_else() -> None:
    """So whoever answers a form or a webhook waits for no letter, and cannot write one twice."""
    functions = sorted((PROJECT / "functions").rglob("*.py"))
    writing = [name_of(place) for place in functions if modules_in(parse(place)) & {"loket.letters", "loket.letter_context"}]

    assert writing == ["functions/send_mail/app.py"]


def test_what_a_write_changes_or_asks_about_is_an_attribute_of_a_record() -> None:
    """An expression is a text, which no type checker reads: a misspelt name would be written, and never read back."""
    expressions = {text for place in OURS for text in expressions_in(parse(place))}
    named = {name for text in expressions for found in NAMED.findall(text) for name in found if name}

    assert {"status", "paid_by", "seats_taken", "due_at", "seen_at"} <= named
    assert named - attributes() == set()


def expressions_in(tree: ast.Module) -> Iterator[str]:
    """Yield the texts of a module that are expressions of DynamoDB, with `{}` for what is put into them."""
    for text in [*texts_alone(tree), *texts_between(tree)]:
        if re.search(r"\bSET |\bREMOVE |_exists|[a-z] [=<>]+ :[a-z]", text):
            yield text


def attributes() -> set[str]:
    """Return the names of all that is stored: what records are read with, keys, and what only conditions ask about."""
    for place in OURS:
        if LAYERS in place.parents:
            importlib.import_module(".".join(place.relative_to(LAYERS).with_suffix("").parts[1:]))
    records = [*subclasses(Record), PaidFor, Submission, CourseItem, SessionItem, SignInAttempt]
    return {name for model in records for name in names_in(model)} | {"pk", "day", "hits", "places"}


def subclasses(model: type) -> Iterator[type]:
    """Yield a class and all that are made from it."""
    yield model
    heirs: list[type] = model.__subclasses__()
    for made in heirs:
        yield from subclasses(made)


def test_the_pure_parts_take_addresses_apart_and_open_none() -> None:
    """The contracts of import-linter see no deeper than `urllib`."""
    pure = [place for place in OURS if PURE.search(place.as_posix())]
    opening = {"urllib.request", "urllib.error", "urllib"}

    assert [name_of(place) for place in pure if imported_by(parse(place)) & opening] == []


def imported_by(tree: ast.Module) -> set[str]:
    return modules_in(tree) | {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}

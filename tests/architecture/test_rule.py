"""Each rule stands in one place: how items are read, how keys are spelled, what follows, and what the pure parts may do."""

from __future__ import annotations

import ast
import re

from tests.architecture.source import LOKET, OURS, Source, function_of

# A key of a table, or a partition of an index, spelled out; `#name` is a name in DynamoDB's expressions.
KEY = re.compile(r"#(?![a-z{(])|\w#|\}#|^CATALOGUE$")
REFERENCE = re.compile(r"[A-Z]\]?-[\[(]|A-HJ|9ABCDEFGHJK")
READS = {
    *("get_item", "batch_get_item", "query", "scan", "transact_get_items", "get_records", "get_paginator"),
    *("execute_statement", "batch_execute_statement", "execute_transaction"),
}
# Who turns attributes into records, or asks for them.
READERS = re.compile(r"loket/storage/|loket/payment/(store|due|sweep)\.py|loket/\w+/store/|desk/auth/")
# Where it may stand which effect a thing has: where effects are decided, and where each is carried out.
DECIDERS = re.compile(r"loket/core/effect|loket/\w+/domain/|contact/message|loket/letters|loket/\w+/mail|relay_outbox/")
KINDS = "loket.core.effect.EffectKind"
PURE = re.compile(r"loket/core/|loket/contact/message|/domain/")
# What the pure parts may import: of the standard library what computes, and the libraries that know a kind of data.
COMPUTING = {
    *("base64", "calendar", "collections.abc", "dataclasses", "datetime", "enum", "functools", "hashlib", "hmac"),
    *("itertools", "json", "operator", "re", "secrets", "types", "typing", "unicodedata", "urllib.parse", "zoneinfo"),
    *("email_validator", "phonenumbers", "pydantic", "pydantic_core", "stdnum", "stdnum.exceptions", "stdnum.nl", "ulid"),
    # What an address is, without asking anybody.
    "ipaddress",
}
# What opens something without being imported.
OPENING = {"open", "exec", "eval", "compile", "__import__"}


def test_a_table_is_read_in_one_place() -> None:
    """So no read can forget the rule; a write that is refused may show what stands there, through the same rule."""
    reading = [source.name for source in OURS if names_called(source) & READS]
    showing = [source.name for source in OURS if any(name.startswith("ReturnValues") for name in words_in(source))]

    assert reading == [f"{LOKET}/storage/read.py"]
    # The lease of a mail is taken in the call that reads what to send.
    assert showing == [f"{LOKET}/storage/outbox.py", f"{LOKET}/storage/transaction.py"]


def names_called(source: Source) -> set[object]:
    """Return the names of what is called on a client of AWS, or by its name."""
    of_clients = {call.func.attr for call in source.calls if isinstance(call.func, ast.Attribute)}
    first = [call.args[0] for call in source.calls if call.args]
    return of_clients | {value.value for value in first if isinstance(value, ast.Constant)}


def words_in(source: Source) -> set[str]:
    """Return the texts of a module, and the names under which it passes values."""
    return {*source.texts, *(str(node.arg) for node in source.nodes(ast.keyword))}


def test_attributes_become_records_where_they_are_read() -> None:
    raw = {"loket.storage.read", "loket.storage.record", "loket.storage.attribute"}
    others = [source for source in OURS if not READERS.search(source.name)]

    assert [source.name for source in others if source.imported & raw] == []


def test_a_key_is_spelled_in_one_place() -> None:
    spelled = {source.name for source in OURS if any(map(KEY.search, source.texts))}
    made = {source.name for source in OURS if any(map(is_made_of_text, source.calls))}

    assert spelled == {f"{LOKET}/core/key.py", f"{LOKET}/core/partition.py"}
    assert made == {f"{LOKET}/core/key.py"}


def is_made_of_text(call: ast.Call) -> bool:
    """Return whether a call makes a key with a text in it, instead of what stands in a key already."""
    texts = (ast.Constant, ast.JoinedStr, ast.BinOp)
    return function_of(call) in {"Key", "GuardKey"} and any(isinstance(part, texts) for part in call.args)


def test_the_form_of_a_reference_is_said_in_one_place() -> None:
    assert [source.name for source in OURS if any(map(REFERENCE.search, source.texts))] == [f"{LOKET}/core/reference.py"]


def test_what_follows_from_what_is_decided_in_the_domain() -> None:
    """Elsewhere an effect has no name: only the outbox knows that there are kinds of them, as it stores what it is given."""
    others = [source for source in OURS if not DECIDERS.search(source.name)]

    assert [source.name for source in others if KINDS in source.imported] == [f"{LOKET}/storage/outbox.py"]
    assert {source.name: named for source in others if (named := effects_in(source))} == {}


def effects_in(source: Source) -> set[str]:
    """Return the effects that a module names by whatever path, or makes from a text."""
    parts = map(ast.unparse, source.nodes(ast.Attribute, ast.Call, ast.Subscript))
    return {part for part in parts if re.search(r"EffectKind(\.[A-Z_]+$|[(\[])", part)}


def test_an_event_of_api_gateway_is_read_in_one_place() -> None:
    """Elsewhere a request has a method, a path, a query and path parameters of its own."""
    parts = {"requestContext", "rawPath", "pathParameters"}
    reading = [source.name for source in OURS if parts & set(source.texts)]

    assert reading == ["layers/desk/desk/context.py", f"{LOKET}/http/request.py"]


def test_letters_are_written_where_they_are_sent_and_nowhere_else() -> None:
    """So whoever answers a form or a webhook waits for no letter, and cannot write one twice."""
    letters = {"loket.delivery", "loket.letters", "loket.letter_context"}
    functions = [source for source in OURS if source.name.startswith("functions/")]

    assert [source.name for source in functions if source.imported & letters] == ["functions/send_mail/app.py"]


def test_the_pure_parts_compute_and_open_nothing() -> None:
    """import-linter's contracts know our own packages and AWS's; this knows the standard library, to its last module."""
    pure = [source for source in OURS if PURE.search(source.name)]
    foreign = {source.name: names for source in pure if (names := foreign_to(source) - COMPUTING)}
    opening = [source.name for source in pure for call in source.calls if function_of(call) in OPENING]

    assert foreign == {}
    assert opening == []


def foreign_to(source: Source) -> set[str]:
    return {name for name in source.modules if not re.match(r"loket\b", name)}

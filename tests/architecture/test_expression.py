"""DynamoDB's expressions are texts, which no type checker reads: a misspelt name would be written, and never read back."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING

from desk.auth.attempt import SignInAttempt
from desk.auth.session import SessionItem
from loket.core.item import Record
from loket.enrollment.store.course import CourseItem
from loket.enrollment.twice import Enrolled
from loket.payment.store import PaidFor
from loket.storage.guard import Submission
from loket.storage.record import names_in

from tests.architecture.source import OURS, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPRESSION = re.compile(r"\b(SET|REMOVE|ADD|DELETE) [#a-z]|\w_exists\(|begins_with\(|[a-z_] ?[=<>]+ ?:[a-z]")
# What in an expression names no attribute.
OTHER_WORDS = re.compile(
    r":\w+|\b(SET|REMOVE|ADD|DELETE|AND|OR|NOT|IN|BETWEEN|begins_with|contains|size|list_append|if_not_exists|"
    r"attribute_exists|attribute_not_exists)\b"
)
# Beside what a record has: keys, and what only expressions speak of.
UNREAD = {"pk", "sk", "day", "hits", "places"}


def test_what_a_write_changes_or_asks_about_is_an_attribute_of_a_record() -> None:
    named = {name for source in OURS for text in expressions_in(source) for name in names_of(text)}

    assert {"status", "paid_by", "seats_taken", "due_at", "done_by", "seen_at", "sk"} <= named
    assert named - attributes() == set()


def expressions_in(source: Source) -> list[str]:
    return [text for text in source.texts if EXPRESSION.search(text)]


def names_of(expression: str) -> set[str]:
    return set(re.findall(r"[A-Za-z_]\w*", OTHER_WORDS.sub(" ", expression)))


def attributes() -> set[str]:
    """Return the names of all that is stored."""
    for source in OURS:
        if source.name.startswith("layers/"):
            importlib.import_module(".".join(source.name.removesuffix(".py").split("/")[2:]))
    records = [*subclasses(Record), PaidFor, Submission, Enrolled, CourseItem, SessionItem, SignInAttempt]
    return {name for model in records for name in names_in(model)} | UNREAD


def subclasses(model: type) -> Iterator[type]:
    """Yield a class and all that are made from it."""
    yield model
    heirs: list[type] = model.__subclasses__()
    for heir in heirs:
        yield from subclasses(heir)

"""Everything that the running system has written down, wherever that is.

Left out on purpose: the journal in STATE. It is what the local tables and mailbox are stored in, so it holds what they hold.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import closing

from tests.running import Json, RunningStack
from tests.system.planting import Plant
from tests.template import TABLE, resources

PEOPLE = "PersonalDataTable"
QUEUE = "AWS::SQS::Queue"

type Findings = dict[str, str]


def read_everything(stack: RunningStack, senders: Collection[str]) -> Findings:
    """Return all that is written down, in lower case, by place; mails to the senders apart from all others."""
    found: dict[str, list[str]] = defaultdict(list)
    for place, content in _read_places(stack, senders):
        found[place].append(content)
    return {place: "\n".join(contents).lower() for place, contents in found.items()}


def find_places(plant: Plant, findings: Findings) -> set[str]:
    """Return the places where a planted value is found."""
    return {place for place, content in findings.items() if plant.is_in(content)}


def _read_places(stack: RunningStack, senders: Collection[str]) -> Iterator[tuple[str, str]]:
    for item in stack.table(PEOPLE):
        yield from _read_item(item)
    for name in resources(TABLE).keys() - {PEOPLE}:
        yield f"table {name}", _write(stack.table(name))
    for name in resources(QUEUE):
        yield f"queue {name}", _write(stack.queue(name))
    yield from _read_provider(stack)
    for mail in stack.mails():
        yield "mail to the sender" if mail["to"] in senders else "mail to staff", _write(mail)
    for line in stack.logs():
        yield f"log of {line['function']}", line["message"]
    for log in stack.state.glob("*.log"):
        yield f"output {log.name}", log.read_text(encoding="utf-8", errors="replace")


def _read_item(item: Json) -> Iterator[tuple[str, str]]:
    # A line of the books has a sort key of the provider's making.
    kind = item.get("kind") or item["sk"].partition("#")[0]
    for name, value in item.items():
        yield f"table {PEOPLE} {kind}.{name}", _write(value)


def read_orders(stack: RunningStack) -> list[Json]:
    """Return what the payment provider was asked to do, in the words in which it was asked."""
    with _open_provider(stack) as base:
        return [json.loads(asked)[1] for (asked,) in base.execute("select asked from answer")]


def _open_provider(stack: RunningStack) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(f"file:{stack.state}/provider.sqlite3?mode=ro", uri=True))


def _read_provider(stack: RunningStack) -> Iterator[tuple[str, str]]:
    """Read the payment provider's books: what it was asked and answered, and what its webhooks say."""
    with _open_provider(stack) as base:
        for (name,) in base.execute("select name from sqlite_master where type = 'table'").fetchall():
            yield f"provider {name}", repr(base.execute(f"select * from {name}").fetchall())  # noqa: S608 - its own names


def _write(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

"""Everything that the running system has written down, wherever that is.

Left out on purpose: the journal in STATE. It is what the local tables and mailbox are stored in, so it holds what they hold.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator

from tests.running import Json, RunningStack
from tests.system.planting import Plant

TABLES = ("LedgerTable", "CourseTable", "GuardTable")
QUEUES = ("MailQueue", "MailDeadLetterQueue", "RelayDeadLetterQueue")

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
    for item in stack.table("PersonalDataTable"):
        yield from _read_item(item)
    for kind, names, read in (("table", TABLES, stack.table), ("queue", QUEUES, stack.queue)):
        for name in names:
            yield f"{kind} {name}", _write(read(name))
    for mail in stack.mails():
        yield "mail to the sender" if mail["to"] in senders else "mail to staff", _write(mail)
    for line in stack.logs():
        yield f"log of {line['function']}", line["message"]
    for log in stack.state.glob("*.log"):
        yield f"output {log.name}", log.read_text(encoding="utf-8", errors="replace")


def _read_item(item: Json) -> Iterator[tuple[str, str]]:
    kind = item["sk"].partition("#")[0]
    for name, value in item.items():
        yield f"table PersonalDataTable {kind}.{name}", _write(value)


def _write(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

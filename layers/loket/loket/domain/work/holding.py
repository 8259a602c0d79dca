"""Everything held about whoever uses an e-mail address, told apart by name.

A mailbox can be shared: a school's office enrolls its teachers from one address. So what is held is grouped by the name in
it, and staff see which of it is whose before anything is given, changed or erased.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from loket.domain.item import ItemKind

type Item = Mapping[str, Any]


@dataclass(slots=True)
class Bearer:
    """The items under one name; the name is None where an item does not say and nothing it belongs to does."""

    name: str | None
    items: list[Item] = field(default_factory=list)


def group_by_name(items: Iterable[Item]) -> tuple[Bearer, ...]:
    """Return the items by the name they bear; what only belongs to another item goes with that one.

    Spelling differs in capitals and spaces alone where it is the same name. Names come in the order of the first item.
    """
    held = list(items)
    owners = {key: item for item in held if name_in(item) for key in (item["sk"], item.get("reference")) if key}
    found: dict[str | None, Bearer] = {}
    for item in held:
        name = name_in(owners.get(_belongs_to(item), item))
        bearer = found.setdefault(_folded(name), Bearer(name))
        bearer.items.append(item)
    return tuple(found.values())


def group_by_kind(items: Iterable[Item]) -> dict[ItemKind, list[Item]]:
    """Return the items by kind, in the order in which the kinds are declared."""
    held = list(items)
    grouped = {kind: [item for item in held if item["kind"] == kind] for kind in ItemKind}
    return {kind: found for kind, found in grouped.items() if found}


def name_in(item: Item) -> str | None:
    """Return the name that an item bears itself, or None."""
    if "first_name" in item:
        return f"{item['first_name']} {item['last_name']}"
    return item.get("name")


def _belongs_to(item: Item) -> str | None:
    match item["kind"]:
        case ItemKind.CONSENT | ItemKind.OUTBOX:
            return str(item["about"])
        case ItemKind.STEP:
            return str(item["request"])
        case ItemKind.PAYMENT:
            return str(item["enrollment_reference"])
        case _:
            return None


def _folded(name: str | None) -> str | None:
    return " ".join(name.split()).casefold() if name else None

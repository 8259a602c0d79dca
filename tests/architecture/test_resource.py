"""Every resource of the template is exactly what was promised: its type has a row, and each of its parts is judged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.architecture.resources_beside import KINDS
from tests.template import template

if TYPE_CHECKING:
    from collections.abc import Iterator

RESOURCES = template()["Resources"]


def test_every_type_of_resource_has_a_row_and_every_row_a_resource() -> None:
    assert {resource["Type"] for resource in RESOURCES.values()} == set(KINDS)


def test_every_resource_is_what_its_row_says_and_nothing_else() -> None:
    """What is too much is as wrong as what is missing: nobody judged it."""
    differing = {}
    for name, resource in RESOURCES.items():
        kind = KINDS[resource["Type"]]
        found, expected = kind.found(resource), kind.expected(name)
        if found != expected:
            parts = found.keys() | expected.keys()
            differing[name] = {part for part in parts if found.get(part, ...) != expected.get(part, ...)}

    assert differing == {}


def test_every_row_is_about_a_resource_that_is_there() -> None:
    names = {kind: {name for name, one in RESOURCES.items() if one["Type"] == kind} for kind in KINDS}

    assert {kind: set(row.own) - names[kind] for kind, row in KINDS.items() if set(row.own) - names[kind]} == {}


def names_in(part: Any) -> Iterator[str]:
    """Yield every name of a resource, a parameter or a condition that a part of the template refers to."""
    match part:
        case {"Ref": str(name)} | {"Condition": str(name)}:
            yield name
        case {"Fn::GetAtt": str(path)}:
            yield path.partition(".")[0]
        case {"Fn::Sub": str(text)}:
            yield from (name.partition(".")[0] for name in re.findall(r"\$\{([^}]+)\}", text))
        case {"Fn::If": [str(condition), *_]}:
            yield condition
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for one in inner:
        yield from names_in(one)


def test_every_name_leads_to_something_and_every_parameter_and_condition_is_used() -> None:
    read = template()
    meant = {name for part in ("Resources", "Outputs", "Rules", "Conditions", "Globals") for name in names_in(read[part])}
    known = {*RESOURCES, *read["Parameters"], *read["Conditions"]}

    assert {name for name in meant if "::" not in name} - known == set()
    assert (set(read["Parameters"]) | set(read["Conditions"])) - meant == set()

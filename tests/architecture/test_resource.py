"""Every resource of the template is exactly what was promised: its type has a row, and each of its parts is judged."""

from __future__ import annotations

from tests.architecture.resources_beside import KINDS
from tests.template import template

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

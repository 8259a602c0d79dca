"""What must hold for the resources of a type: what all of them have, what each has of its own, and what is only words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

type Json = dict[str, Any]

OF_PERSONS = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
WITH_POOL = {"Condition": "HasStaffPool"}
IN_PRODUCTION_ONLY = {"Fn::If": ["IsProduction", True, False]}


@dataclass(frozen=True)
class Kind:
    """One type of resources. What is judged elsewhere is named, with the test that does; all else is here, to the letter."""

    shared: Mapping[str, object] = field(default_factory=dict)
    own: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    of_each: Callable[[str], Mapping[str, object]] = lambda _: {}
    words: frozenset[str] = frozenset({"Description"})
    judged_by: Mapping[str, str] = field(default_factory=dict)

    def expected(self, name: str) -> Json:
        """Return what a resource must have, by the paths of its parts."""
        return {**self.shared, **self.of_each(name), **self.own.get(name, {})}

    def found(self, resource: Json) -> Json:
        """Return what a resource has, without what is only words and what another test judges."""
        parts = {**{name: part for name, part in resource.items() if name not in {"Type", "Properties"}}}
        parts |= resource.get("Properties", {})
        return {name: part for name, part in parts.items() if name not in self.words | self.judged_by.keys()}


def ref(name: str) -> Json:
    """Return a reference to a resource or a parameter."""
    return {"Ref": name}


def attribute(name: str, part: str = "Arn") -> Json:
    """Return an attribute of a resource."""
    return {"Fn::GetAtt": f"{name}.{part}"}


def written(text: str) -> Json:
    """Return a text into which names are put."""
    return {"Fn::Sub": text}


OUR_KEY = attribute("DataKey")

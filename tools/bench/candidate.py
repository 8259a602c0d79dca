"""What is measured: a handler's folder, the packages beside it, its event, and the answer that shows it did its work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Candidate:
    """One handler in one packaging."""

    name: str
    folder: Path
    event: bytes
    status: int
    packages: Path | None = None
    variables: dict[str, str] = field(default_factory=dict)

    def own_variables(self, runtime: Path) -> dict[str, str]:
        """Return what its process has of its own: its settings, and the import path in Lambda's order."""
        folders = [self.folder, self.packages, runtime]
        return {**self.variables, "PYTHONPATH": ":".join(str(folder) for folder in folders if folder)}


def read_variables(template: Mapping[str, Any], logical_id: str) -> dict[str, str]:
    """Return a function's environment variables; a resource is known by its logical id, a parameter by its default."""
    function = template["Resources"][logical_id]["Properties"]
    places = [template["Globals"]["Function"], function]
    declared = {key: value for place in places for key, value in _variables(place).items()}
    return {key: _resolve(value, template["Parameters"]) for key, value in declared.items()}


def _variables(place: Mapping[str, Any]) -> dict[str, Any]:
    variables: dict[str, Any] = place.get("Environment", {}).get("Variables", {})
    return variables


def _resolve(value: Any, parameters: Mapping[str, Any]) -> str:
    match value:
        case {"Ref": str(name)}:
            return str(parameters[name]["Default"]) if name in parameters else name
        case {"Fn::GetAtt": [str(name), *_]} | {"Fn::GetAtt": str(name)}:
            return name
        case _:
            return str(value)

"""What the emulator made of the template."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from local.emulator.template import name_folders

type Json = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """A deployed table: its names, its key, and the stream of its changes."""

    logical_id: str
    name: str
    key: tuple[str, ...]
    stream: str | None


@dataclass
class Deployment:
    """The template as written and as plain CloudFormation, and the physical ids of what was made of it."""

    template: Json
    plain: Json
    parameters: dict[str, str]
    ids: dict[str, str]
    api_hosts: dict[str, str] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)

    def list_functions(self) -> dict[str, str]:
        """Return the physical name of the function in each folder."""
        return {folder: self.ids[name] for name, folder in name_folders(self.template).items()}

"""The project as a syntax tree for each module: what it imports, calls, writes out and puts together."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tests.template import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LAYERS = PROJECT / "layers"
LOKET = "layers/loket/loket"


@dataclass(frozen=True)
class Source:
    """One module of ours, by its path within the project."""

    name: str
    lines: int
    tree: ast.Module

    @cached_property
    def every_node(self) -> list[ast.AST]:
        """Return every node."""
        return list(ast.walk(self.tree))

    def nodes[N: ast.AST](self, *kinds: type[N]) -> Iterator[N]:
        """Yield every node of some kinds."""
        return (node for node in self.every_node if isinstance(node, kinds))

    @cached_property
    def calls(self) -> list[ast.Call]:
        """Return every call."""
        return list(self.nodes(ast.Call))

    @cached_property
    def texts(self) -> list[str]:
        """Return every text that is no docstring; where values are put into one, with `{}` for each."""
        joined = list(self.nodes(ast.JoinedStr))
        docstrings = {id(node.value) for node in self.nodes(ast.Expr)}
        parts = {id(part) for node in joined for part in node.values}
        alone = [node.value for node in self.nodes(ast.Constant) if id(node) not in docstrings | parts]
        written = [re.sub(r"\{[^{}]*\}", "{}", ast.unparse(node)[2:-1]) for node in joined]
        return [text for text in (*alone, *written) if isinstance(text, str)]

    @cached_property
    def modules(self) -> set[str]:
        """Return the modules that it imports, or takes something from."""
        return {name.name for node in self.nodes(ast.Import) for name in node.names} | {
            str(node.module) for node in self.nodes(ast.ImportFrom)
        }

    @cached_property
    def imported(self) -> set[str]:
        """Return the modules that it imports and, by its whole name, what it takes from them: that can be a module too."""
        taken = {f"{node.module}.{name.name}" for node in self.nodes(ast.ImportFrom) for name in node.names}
        return self.modules | taken


def _read(place: Path) -> Source:
    text = place.read_text(encoding="utf-8")
    return Source(str(place.relative_to(PROJECT)), len(text.splitlines()), ast.parse(text))


# What ships, and what stands beside it.
OURS = tuple(map(_read, sorted([*LAYERS.rglob("*.py"), *(PROJECT / "functions").rglob("*.py")])))
BESIDE = ("local", "website", "tools", "tests")
ALL = (*OURS, *(_read(place) for folder in BESIDE for place in sorted((PROJECT / folder).rglob("*.py"))))


def function_of(call: ast.Call) -> str:
    """Return what is called, as it is written."""
    return ast.unparse(call.func)

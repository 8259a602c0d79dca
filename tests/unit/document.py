"""What documents name, and what there is: the names in the code, the files, and the resources."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

from tests.template import PROJECT, template

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The generated ones take their names from the code itself; what changed since may have had other names in its day.
LEFT_OUT = {"lifecycle.md", "privacy.md", "promises.md", "CHANGELOG.md"}
WRITTEN = [*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md"), *PROJECT.glob("docs/*.toml")]
DOCUMENTS = sorted(str(place.relative_to(PROJECT)) for place in WRITTEN if place.name not in LEFT_OUT)
SOURCES = ("functions", "layers", "local", "tools", "website")
CONFIGURED = ("template.yaml", "dashboard.yaml", "samconfig.toml", "Makefile", "pyproject.toml")
# From where our documents name a file, as nobody wants to read the same four folders each time.
ROOTS = ("", "tests", "layers/loket/loket", "layers/desk", "layers/desk/desk", "layers/loket/loket/texts")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def text_of(document: str) -> str:
    """Return the text of a document."""
    return (PROJECT / document).read_text("utf-8")


def told(document: str) -> set[str]:
    """Return everything that stands between backticks in a document, on one line."""
    return {" ".join(one.split()) for one in re.findall(r"`([^`]+)`", FENCE.sub("", text_of(document)))}


def commands(document: str) -> list[str]:
    """Return every line that is to be typed: in blocks of code, and between backticks."""
    return [line.strip() for block in FENCE.findall(text_of(document)) for line in block.splitlines()] + sorted(
        told(document)
    )


def rows(document: str, heading: str) -> list[list[str]]:
    """Return the cells of each row of the first table that has a heading."""
    lines = text_of(document).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    table = lines[start + 2 :]
    end = next((number for number, line in enumerate(table) if not line.startswith("|")), len(table))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[:end]]


def is_place(path: str) -> bool:
    """Return whether a path leads to something in the project, from where documents name it, or by a name of its own."""
    alone = [] if "/" in path else PROJECT.glob(f"layers/**/{path}")
    return any((PROJECT / root / path).exists() for root in ROOTS) or any(alone)


@cache
def names() -> frozenset[str]:
    """Return every name and every word of a text in what ships, stands around it or is configured; no comment counts."""
    python = [place for folder in SOURCES for place in (PROJECT / folder).rglob("*.py")]
    python.append(PROJECT / "tests" / "machine.py")
    found = {word for place in python for part in _parts(place) for word in NAME.findall(part)}
    return frozenset(found | {word for name in CONFIGURED for word in NAME.findall(_without_comments(PROJECT / name))})


def resource_names() -> set[str]:
    """Return the logical ids, parameters and outputs of the template."""
    return {name for part in ("Resources", "Parameters", "Outputs") for name in template()[part]}


def _without_comments(place: Path) -> str:
    return re.sub(r"(^|\s)#.*", "", place.read_text("utf-8"))


def _parts(place: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(place.read_bytes())):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            # A docstring tells of names, and is none. It is walked over next, so it is made empty here.
            node.value.value = ""
        for attribute in ("id", "attr", "name", "arg", "module", "value"):
            part = getattr(node, attribute, None)
            if isinstance(part, str):
                yield part
    yield place.stem
    yield place.parent.name

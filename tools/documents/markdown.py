"""The few forms of Markdown that the generated documents need."""

from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]

NOTICE = "<!-- Made by `make docs`; change what it is made from, not this file. -->"


class PlaceMissing(Exception):
    """A document points at a file, or at a test, that does not exist."""


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; a bar inside a cell stays a bar."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def link(place: str) -> str:
    """Return a link from the documents' folder to a file of the project; raise `PlaceMissing` where there is none.

    A place in a file of tests is written as pytest writes it: `tests/unit/test_key.py::test_name`.
    """
    path, _, test = place.partition("::")
    if not (ROOT / path).exists():
        raise PlaceMissing(place)
    if test and f"def {test}(" not in (ROOT / path).read_text("utf-8"):
        raise PlaceMissing(place)
    return f"[{test or path}](../{path})"

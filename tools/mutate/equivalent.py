"""Faults that are none: what they change, nobody can see. Each has a row in equivalent.toml that says why."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tools.mutate.mutant import Mutant, changed_lines, find_mutants

ROWS = Path(__file__).parent / "equivalent.toml"


@dataclass(frozen=True, slots=True)
class Equivalent:
    """One row: in which file, what stands there, what may stand there as well, and why."""

    file: str
    line: str
    instead: str
    why: str


def read_equivalents(path: Path = ROWS) -> list[Equivalent]:
    """Return the rows."""
    return [Equivalent(**row) for row in tomllib.loads(path.read_text("utf-8")).get("equivalent", [])]


def is_equivalent(rows: Iterable[Equivalent], file: str, source: str, changed: str) -> bool:
    """Return whether a row says that a change is none."""
    line, instead = changed_lines(source, changed)
    return any((row.file, row.line, row.instead) == (file, line, instead) for row in rows)


def find_stale(root: Path, rows: Iterable[Equivalent]) -> list[Equivalent]:
    """Return the rows of which no fault can be made any more."""
    return [row for row in rows if not (root / row.file).exists() or not _is_made(root, row)]


def _is_made(root: Path, row: Equivalent) -> bool:
    source = (root / row.file).read_text("utf-8")
    made = (mutant.apply(source) for mutant in _near(root, row, source))
    return any(changed is not None and changed_lines(source, changed) == (row.line, row.instead) for changed in made)


def _near(root: Path, row: Equivalent, source: str) -> list[Mutant]:
    """Return the faults on lines that are part of a row's; making all of a file's would take long."""
    lines = source.splitlines()
    return [mutant for mutant in find_mutants(root, row.file) if lines[mutant.line - 1].strip() in row.line]

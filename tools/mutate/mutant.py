"""Every small fault that a file can have, each one place and one operator."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from tools.mutate.left_out import LeftOut
from tools.mutate.operator import OPERATORS


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """One fault: an operator applied where it is possible for the so-manieth time in a file."""

    file: str
    line: int
    column: int
    operator: str
    occurrence: int

    def apply(self, source: str) -> str | None:
        """Return the file with the fault; None where that is no Python, or the same."""
        changed = mutate_code(source, OPERATORS[self.operator], self.occurrence)
        try:
            is_same = changed is None or ast.dump(ast.parse(changed)) == ast.dump(ast.parse(source))
        except SyntaxError:
            return None
        return None if is_same else str(changed)


def find_mutants(root: Path, file: str) -> Iterator[Mutant]:
    """Yield every fault that a file can have."""
    source = (root / file).read_text("utf-8")
    left_out, seen = LeftOut(source), Counter[str]()
    for node in ast_nodes(get_ast(source)):
        for name, operator in OPERATORS.items():
            for (line, column), _ in operator.mutation_positions(node):
                if (line, column) not in left_out:
                    yield Mutant(file, line, column, name, seen[name])
                seen[name] += 1


def changed_lines(source: str, changed: str) -> tuple[str, str]:
    """Return the lines that a fault changes: as they were, and as they are with it."""
    old, new = source.splitlines(), changed.splitlines()
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    same = 0
    while same < shorter - start and old[-1 - same] == new[-1 - same]:
        same += 1
    return _joined(old[start : len(old) - same]), _joined(new[start : len(new) - same])


def _joined(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)

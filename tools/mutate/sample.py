"""Which faults are judged: as many of each group, drawn by a seed, no file taking more than its share; none that is none."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tools.mutate.equivalent import Equivalent, is_equivalent, read_equivalents
from tools.mutate.group import group_modules
from tools.mutate.mutant import Mutant, find_mutants

# No file has more than this part of a group's sample, unless there are few files.
_SHARE = 8
_AT_LEAST = 3


def draw(root: Path, *, seed: int, each: int, groups: list[str]) -> Iterator[tuple[str, Mutant, str]]:
    """Yield the faults to judge: the group, the fault, and the file with it."""
    rows = read_equivalents()
    for group in groups:
        random = Random(f"{seed} {group}")  # noqa: S311 - a sample is no secret
        files = sorted(group_modules(root)[group])
        every = [mutant for file in files for mutant in find_mutants(root, file)]
        random.shuffle(every)
        for mutant, changed in spread(root, every, each, rows):
            yield group, mutant, changed


def spread(root: Path, mutants: list[Mutant], count: int, rows: list[Equivalent]) -> Iterator[tuple[Mutant, str]]:
    """Yield the first so many that are Python and a fault, with the file they make, at most a share of them in one file."""
    most, taken = max(_AT_LEAST, count // _SHARE), Counter[str]()
    for mutant in mutants:
        if taken.total() == count:
            return
        source = (root / mutant.file).read_text("utf-8")
        changed = mutant.apply(source) if taken[mutant.file] < most else None
        if changed is not None and not is_equivalent(rows, mutant.file, source, changed):
            taken[mutant.file] += 1
            yield mutant, changed

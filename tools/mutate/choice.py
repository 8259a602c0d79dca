"""Which tests judge a fault, and in which order: those that are about its module and the quick ones come first."""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tools.mutate.lines import Lines
from tools.mutate.mutant import Mutant
from tools.mutate.usage import Usage, module_of

# The goes before the rest: so many tests each, from as many test functions, and so long. Most faults are noticed by the
# first few, and to collect the others takes longer than to run them.
_GOES = ((6, 3.0), (40, 8.0))
# What a fault may cost before it counts as unnoticed.
_MOST_SECONDS = 90


class Choice:
    """What a run of the tests saw, and who uses what."""

    def __init__(self, root: Path, lines: Lines) -> None:
        """Read who uses what, and what tests name."""
        self._lines = lines
        self._usage = Usage(root)
        self._words = {str(path.relative_to(root)): path.read_text("utf-8") for path in (root / "tests").rglob("*.py")}
        self._by_file = defaultdict[str, set[str]](set)
        for test in lines.seconds:
            self._by_file[_file(test)].add(test)

    def of(self, mutant: Mutant) -> list[list[str]]:
        """Return the tests that can notice a fault, the likeliest few in a go of their own."""
        tests = self._candidates(mutant)
        imported = naming(module_of(mutant.file))
        about = {file for file, words in self._words.items() if imported.search(words)}
        ordered = sorted(tests, key=lambda test: (tests[test], _file(test) not in about, self._lines.seconds[test]))
        goes: list[list[str]] = []
        left = _spread(ordered)
        for most, seconds in (*_GOES, (len(left), _MOST_SECONDS)):
            goes.append(self._within(left[:most], seconds))
            left = [test for test in left if test not in set(goes[-1])]
        return [go for go in goes if go]

    def seconds(self, tests: Iterable[str]) -> float:
        """Return how long tests take when all is well."""
        return sum(self._lines.seconds[test] for test in tests)

    def _candidates(self, mutant: Mutant) -> dict[str, int]:
        """Return tests, and how far each is from the fault."""
        lines, runs_in_function, name = self._usage.statement(mutant.file, mutant.line)
        # A function's file is loaded anew by each test; what else is outside a function runs once, when it is imported.
        runs_itself = runs_in_function or mutant.file.startswith("functions/")
        found = dict.fromkeys(self._lines.of(mutant.file, lines), 0) if runs_itself else {}
        if not runs_itself or self._usage.runs_at_import(mutant.file, name):
            for made in self._usage.made_of(mutant.file, name):
                for test in self._naming(*made):
                    found.setdefault(test, 0)
            for file, read in self._usage.readers(mutant.file, name):
                for test in self._lines.of(file, set(read)):
                    found.setdefault(test, 1 if file == mutant.file else 2)
        return found

    def _naming(self, file: str, name: str) -> set[str]:
        imported = naming(module_of(file))
        files = [test for test, words in self._words.items() if name in words and imported.search(words)]
        return {test for path in files for test in self._by_file[path]}

    def _within(self, tests: list[str], most: float) -> list[str]:
        """Return the tests that fit in so many seconds, passing over those that do not; the first always does."""
        taken, found = 0.0, tests[:1]
        for test in tests[1:]:
            if taken + self._lines.seconds[test] <= most:
                taken += self._lines.seconds[test]
                found.append(test)
        return found


def naming(module: str) -> re.Pattern[str]:
    """Return what finds an import of a module, or a name that is made of its own: `from package import module` too."""
    package, _, last = module.rpartition(".")
    return re.compile(rf"\b{re.escape(module)}\b|\bfrom {re.escape(package)} import [^\n]*\b{last}\b")


def _file(test: str) -> str:
    return test.partition("::")[0]


def _spread(tests: list[str]) -> list[str]:
    """Return one case of each test function, then a second one of each, and so on."""
    turns = defaultdict[str, int](int)
    turn_of = {}
    for test in tests:
        function = test.partition("[")[0]
        turn_of[test] = turns[function]
        turns[function] += 1
    return sorted(tests, key=lambda test: turn_of[test])

"""Which tests run which line, from one run of them all; kept until a file of the code or of the tests changes."""

import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from coverage import CoverageData

from tools.mutate.tree import PARTS


@dataclass(frozen=True, slots=True)
class Lines:
    """What a run of the tests saw."""

    # Of each file and line, the tests that run it; None is whatever imports it first.
    tests: dict[str, dict[int, frozenset[str]]]
    seconds: dict[str, float]
    imported: tuple[str, ...]
    failed: tuple[str, ...]

    def of(self, file: str, lines: range | set[int]) -> set[str]:
        """Return the tests that run any of these lines."""
        found = self.tests.get(file, {})
        return {test for line in lines for test in found.get(line, ()) if test in self.seconds}


def trace(root: Path, folder: Path, suites: Sequence[str]) -> Lines:
    """Return what a run of the tests sees; it is made only where what was kept is out of date."""
    mark, sign = folder / "of", _fingerprint(root, suites)
    if not mark.exists() or mark.read_text("utf-8") != sign:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _run(root, folder, suites)
        mark.write_text(sign, "utf-8")
    return read_lines(root, folder)


def read_lines(root: Path, folder: Path) -> Lines:
    """Return what the processes of a run have noted."""
    notes = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("tests.*.json"))]
    tests: dict[str, dict[int, frozenset[str]]] = defaultdict(lambda: defaultdict(frozenset))
    for path in folder.glob("lines.*"):
        data = CoverageData(str(path))
        data.read()
        for measured in data.measured_files():
            found = tests[str(Path(measured).relative_to(root))]
            for line, contexts in data.contexts_by_lineno(measured).items():
                found[line] |= frozenset(contexts) - {""}
    return Lines(
        tests=tests,
        seconds={test: taken for note in notes for test, taken in note["seconds"].items()},
        imported=tuple(sorted({name for note in notes for name in note["imported"]})),
        failed=tuple(test for note in notes for test in note["failed"]),
    )


def _run(root: Path, folder: Path, suites: Sequence[str]) -> None:
    options = ["-q", "-n2", "-p", "no:cacheprovider", "-p", "tools.mutate.trace"]
    # The newer way of following lines cannot tell one test from another.
    environment = {**os.environ, "MUTATE_TRACE": str(folder.resolve()), "COVERAGE_CORE": "ctrace"}
    subprocess.run([sys.executable, "-m", "pytest", *options, *suites], cwd=root, env=environment, check=False)


def _fingerprint(root: Path, suites: Sequence[str]) -> str:
    found = sha256(" ".join(suites).encode())
    for path in _files(root):
        found.update(str(path.relative_to(root)).encode() + sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for part in PARTS:
        for path in sorted((root / part).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and "mutate" not in path.parts:
                yield path

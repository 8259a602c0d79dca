"""What counts the faults that tests notice makes them, leaves out what says nothing, and believes only a test that ran."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.template import PROJECT
from tools.mutate.equivalent import Equivalent, find_stale, is_equivalent, read_equivalents
from tools.mutate.group import SHOWN, find_modules, group_modules
from tools.mutate.judge import Verdict
from tools.mutate.mutant import changed_lines, find_mutants
from tools.mutate.sample import spread

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = '''"""Says nothing."""
from dataclasses import dataclass

log_event = print
LIMITS = {"adult": 18}

@dataclass(frozen=True)
class Visitor:
    age: int | None = None

def may_enter(age: int, *, guided: bool = False) -> bool:
    """Say it."""
    log_event("asked")
    return age >= LIMITS["adult"] or guided
'''
# Each fault that SOURCE can have: what stands there, and what would.
FAULTS = {
    ('LIMITS = {"adult": 18}', 'LIMITS = {"XXadult": 18}'),
    ('LIMITS = {"adult": 18}', 'LIMITS = {"adult": 19}'),
    ('LIMITS = {"adult": 18}', 'LIMITS = {"adult": 17}'),
    ('LIMITS = {"adult": 18}', "LIMITS = {}"),
    (
        "def may_enter(age: int, *, guided: bool = False) -> bool:",
        "def may_enter(age: int, *, guided: bool = True) -> bool:",
    ),
    ('return age >= LIMITS["adult"] or guided', 'return age > LIMITS["adult"] or guided'),
    ('return age >= LIMITS["adult"] or guided', 'return age < LIMITS["adult"] or guided'),
    ('return age >= LIMITS["adult"] or guided', 'return age >= LIMITS["XXadult"] or guided'),
    ('return age >= LIMITS["adult"] or guided', 'return age >= LIMITS["adult"] and guided'),
    ('return age >= LIMITS["adult"] or guided', 'return age >= LIMITS["adult"]'),
    ('return age >= LIMITS["adult"] or guided', "return guided"),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a project of one module, with a test that notices what its limit is and one that does not."""
    (tmp_path / "door.py").write_text(SOURCE, "utf-8")
    (tmp_path / "test_door.py").write_text(
        "from door import may_enter\n"
        "def test_notices(): assert may_enter(18) and not may_enter(17)\n"
        "def test_notices_not(): assert may_enter(30)\n",
        "utf-8",
    )
    return tmp_path


# A judge forks, so it works in a process without threads; the plugins of pytest are what takes long to import.
JUDGING = """
import json, sys
from importlib.metadata import entry_points
from pathlib import Path
from tools.mutate.judge import judge
from tools.mutate.warm import preload
preload([plugin.module for plugin in entry_points(group="pytest11")])
for changed, tests, seconds in json.load(sys.stdin):
    print(judge(Path(sys.argv[1]), "door.py", changed, [(tests, seconds)] if tests else []))
"""


def judged(project: Path, *faults: tuple[str, tuple[str, ...], int]) -> list[str]:
    """Return the verdicts on faults: for each the file with it, the tests, and the seconds that they may take."""
    command = [sys.executable, "-c", JUDGING, str(project)]
    ran = subprocess.run(command, cwd=PROJECT, input=json.dumps(faults), capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    return ran.stdout.split() or [ran.stderr]


def test_every_module_that_ships_is_judged_in_one_group_or_is_only_shown() -> None:
    groups = group_modules(PROJECT)
    judged = [module for modules in groups.values() for module in modules]

    assert min(len(modules) for modules in groups.values()) > 10
    assert len(judged) == len(set(judged))
    assert find_modules(PROJECT, ("functions/*/app.py", "layers/*/*/**/*.py")) == set(judged) | find_modules(PROJECT, SHOWN)


def test_a_fault_is_in_what_the_code_does_and_not_in_types_or_words_for_operators(tmp_path: Path) -> None:
    (tmp_path / "door.py").write_text(SOURCE, "utf-8")
    made = [mutant.apply(SOURCE) for mutant in find_mutants(tmp_path, "door.py")]

    assert {changed_lines(SOURCE, changed) for changed in made if changed} == FAULTS


DOTTED = "except (json.JSONDecodeError, ValueError) as error:"
CATCHING = """try:
    pass
except KeyError:
    pass
except (OSError):
    pass
except (json.JSONDecodeError, ValueError) as error:
    pass
"""


def test_each_exception_that_is_caught_is_replaced_also_one_with_a_dot(tmp_path: Path) -> None:
    (tmp_path / "door.py").write_text(CATCHING, "utf-8")
    made = [mutant.apply(CATCHING) for mutant in find_mutants(tmp_path, "door.py") if mutant.operator == "ReplaceException"]

    assert {changed_lines(CATCHING, changed) for changed in made if changed} == {
        ("except KeyError:", "except NeverRaised:"),
        ("except (OSError):", "except (NeverRaised):"),
        (DOTTED, "except (NeverRaised, ValueError) as error:"),
        (DOTTED, "except (json.JSONDecodeError, NeverRaised) as error:"),
    }


def test_no_file_takes_more_than_its_share_of_a_sample(project: Path) -> None:
    mutants = list(find_mutants(project, "door.py"))

    assert len(mutants) > 8
    drawn = list(spread(project, mutants, 8, []))
    assert len(drawn) == 3

    of, changed = drawn[0]
    row = Equivalent(of.file, *changed_lines(SOURCE, changed), why="nobody can see it")
    others = list(spread(project, mutants, 8, [row]))
    assert (len(others), (of, changed) in others) == (3, False)


def test_a_fault_is_noticed_by_a_test_that_fails_of_it_or_never_ends(project: Path) -> None:
    changed, endless = SOURCE.replace("18", "17"), "def may_enter(age):\n    while True: pass\n"
    notices, notices_not = "test_door.py::test_notices", "test_door.py::test_notices_not"
    verdicts = {
        (changed, (notices,), 60): Verdict.KILLED,
        (changed, (notices_not,), 60): Verdict.SURVIVED,
        (changed, (notices_not, notices), 60): Verdict.KILLED,
        (changed, (), 60): Verdict.UNTESTED,
        (endless, (notices_not,), 6): Verdict.TIMEOUT,
        (SOURCE, (notices, notices_not), 60): Verdict.SURVIVED,
    }

    assert judged(project, *verdicts) == list(verdicts.values())
    assert (project / "door.py").read_text("utf-8") == SOURCE


def test_a_test_that_is_not_there_judges_nothing(project: Path) -> None:
    assert "The tests did not run" in judged(project, (SOURCE, ("test_door.py::test_gone",), 60))[0]


def test_a_row_of_what_is_no_fault_says_something(project: Path) -> None:
    source = (project / "door.py").read_text("utf-8")
    row = Equivalent("door.py", 'LIMITS = {"adult": 18}', 'LIMITS = {"adult": 19}', "nobody is 18")

    assert is_equivalent([row], "door.py", source, source.replace("18", "19"))
    assert not is_equivalent([row], "door.py", source, source.replace("18", "17"))
    assert find_stale(project, [row]) == []
    gone = Equivalent("door.py", 'LIMITS = {"child": 18}', 'LIMITS = {"child": 19}', "nobody is 18")
    assert find_stale(project, [gone]) == [gone]


def test_the_rows_of_what_is_no_fault_say_why() -> None:
    assert [row for row in read_equivalents() if len(row.why) < 20] == []

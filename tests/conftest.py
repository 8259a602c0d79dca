"""How the tests are shared among processes, and the running system, which starts with the first test that needs it."""

from __future__ import annotations

import os
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.machine import list_left_out
from tests.project import run_project

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableSequence

    from xdist.remote import Producer

    from tests.running import RunningStack

TESTS = Path(__file__).parent
# Whose tests mostly wait, for a running system, and whose mostly calculate: taken in turns, they leave no core idle.
WAITING = ("artifact", "system", "attack", "local")
CALCULATING = ("unit", "payment", "places", "architecture")
# The browser comes last: until its last test it holds the main thread's event loop, which the desk's handler needs.
LAST = ("browser",)
# Running systems that outlive a test.
SHARED = ("stack", "sample", "trial", "stripe_trial")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out what this machine cannot run."""
    return True if str(collection_path.relative_to(TESTS.parent)) in list_left_out() else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say at the end, where it is read, what of the folders that were asked for was left out and why."""
    for line in tell_left_out(list_asked(config)):
        terminalreporter.write_line(line, yellow=True)


def tell_left_out(asked: list[Path]) -> list[str]:
    """Return a line for each part of these folders that this machine cannot run; what is itself asked for fails instead."""
    left_out = list_left_out().items()
    return [f"LEFT OUT: {place}. {why}" for place, why in left_out if {*asked} & {*(TESTS.parent / place).parents}]


def list_asked(config: pytest.Config) -> list[Path]:
    """Return the folders and files whose tests were asked for."""
    return [TESTS.parent / argument.partition("::")[0] for argument in config.args]


def pytest_collection_modifyitems(items: MutableSequence[pytest.Item]) -> None:
    """Put the files of tests in their order, each test under an id of its own: of two with one id, only one would be run."""
    for item in items:
        # schemathesis gives one id to the tests of all operations.
        if operation := getattr(item, "operation_label", None):
            item._id = item.id.with_params(operation)  # noqa: SLF001 - there is no other way to name it
    assert len({item.nodeid for item in items}) == len(items)
    groups: dict[str, list[pytest.Item]] = {}
    for item in items:
        groups.setdefault(name_group(item.nodeid), []).append(item)
    in_turns = zip_longest(list_groups(groups, WAITING), list_groups(groups, CALCULATING))
    order = [name for pair in in_turns for name in pair if name] + list_groups(groups, LAST)
    items[:] = [item for name in order for item in groups[name]]


def list_groups(names: dict[str, list[pytest.Item]], folders: tuple[str, ...]) -> list[str]:
    """Return the groups in these folders, folder by folder."""
    return [name for folder in folders for name in names if name.startswith(f"tests/{folder}")]


def name_group(test: str) -> str:
    """Return which tests one process takes together: those of a file, or all for which the project is built."""
    return "tests/artifact" if test.startswith("tests/artifact/") else test.partition("::")[0]


class FileByFile(LoadScopeScheduling):  # type: ignore[misc] # xdist carries no types
    """Gives a process one group of tests at a time, in our order."""

    def _split_scope(self, nodeid: str) -> str:
        return name_group(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FileByFile:
    """Share the tests by group."""
    config.option.loadscopereorder = False
    return FileByFile(config, log)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return how many processes `-n auto` is: twice as many as there are cores for tests that wait, none for a few tests."""
    asked = list_asked(config)
    if not all(place.is_dir() for place in asked):
        return 0
    cores = os.process_cpu_count() or 1
    waits = any(place == TESTS or place.name in {*WAITING, *LAST} for place in asked)
    return cores * 2 if waits else cores


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Start the whole system on a free port with empty state; stop it after the last test."""
    yield from run_project(tmp_path_factory.mktemp("stack"))


@pytest.fixture(autouse=True)
def _no_fault_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Ask every running system that tests share: a fault that outlives its test would be another's."""
    yield
    shared = [request.getfixturevalue(name) for name in SHARED if name in request.fixturenames]
    assert [fault for running in shared for fault in running.faults()] == []
    # What ships is what is tested: no function asked for anything that its own role on AWS would refuse.
    assert [asked for running in shared for asked in running.get("/_local/denied").json] == []


@pytest.fixture
def lift_faults(stack: RunningStack) -> Iterator[None]:
    """Leave no fault behind for the next test."""
    yield
    stack.recover()

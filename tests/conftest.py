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
WAITING = ("artifact", "system", "local")
CALCULATING = ("unit", "payment", "architecture")
# The browser comes last: until its last test it holds the main thread's event loop, which the desk's handler needs.
LAST = ("browser",)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out what this machine cannot run."""
    return True if str(collection_path.relative_to(TESTS.parent)) in list_left_out() else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end, where it is read, what was left out and why."""
    for place, why in list_left_out().items():
        terminalreporter.write_line(f"LEFT OUT: {place}. {why}", yellow=True)


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
    asked = [TESTS.parent / argument.partition("::")[0] for argument in config.args]
    if not all(place.is_dir() for place in asked):
        return 0
    cores = len(os.sched_getaffinity(0))
    waits = any(place == TESTS or place.name in {*WAITING, *LAST} for place in asked)
    return cores * 2 if waits else cores


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Start the whole system on a free port with empty state; stop it after the last test."""
    yield from run_project(tmp_path_factory.mktemp("stack"))


@pytest.fixture
def lift_faults(stack: RunningStack) -> Iterator[None]:
    """Leave no fault behind for the next test."""
    yield
    stack.recover()

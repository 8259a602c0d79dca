"""The order of the tests, and the running system, shared by every test that needs it: it starts with the first of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.running import RunningStack

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableSequence

TESTS = Path(__file__).parent
# What tells most in least time comes first. The browser comes last: until its last test it holds the main thread's event
# loop, which the desk's handler needs for itself.
ORDER = ("architecture", "unit", "payment", "local", "artifact", "system", "browser")


def pytest_collection_modifyitems(items: MutableSequence[pytest.Item]) -> None:
    """Put the folders of tests in their order."""
    items[:] = sorted(items, key=lambda item: ORDER.index(item.path.relative_to(TESTS).parts[0]))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Start the whole system on a free port with empty state; stop it after the last test."""
    running = RunningStack(tmp_path_factory.mktemp("stack"))
    try:
        yield running.start()
    finally:
        running.kill()


@pytest.fixture
def lift_faults(stack: RunningStack) -> Iterator[None]:
    """Leave no fault behind for the next test."""
    yield
    stack.clear_faults()

"""The running system, shared by every test that needs it: it starts with the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.running import RunningStack

if TYPE_CHECKING:
    from collections.abc import Iterator


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

"""The launcher running a small system of its own, in which every effect can be made to fail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.local.providers import Listener, Providers
from tests.running import RunningStack

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parent / "sample"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Run the sample system for all tests that leave it running."""
    running = RunningStack(tmp_path_factory.mktemp("sample"), project=SAMPLE)
    try:
        yield running.start()
    finally:
        running.kill()


@pytest.fixture
def own_sample(tmp_path: Path) -> Iterator[RunningStack]:
    """Prepare a sample system for one test, which starts, stops and kills it itself."""
    running = RunningStack(tmp_path / "state", project=SAMPLE)
    yield running
    running.kill()


@pytest.fixture
def faulty(sample: RunningStack) -> Iterator[RunningStack]:
    """Lend the sample system to a test that orders faults, and lift them afterwards."""
    yield sample
    sample.recover()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Listen to webhooks for one test."""
    with Listener() as listening:
        yield listening


@pytest.fixture
def providers(tmp_path: Path, listener: Listener) -> Iterator[Providers]:
    """Run both payment providers by themselves, with an empty store; minutes take hardly any time."""
    with Providers(tmp_path, public_url=listener.url) as running:
        running.control("/behaviour", {"pace": 0.01})
        yield running

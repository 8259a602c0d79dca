"""The system as it ships, and once more without challenges and with quick retries, for what is attacked without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.system.conftest import run_trial

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.running import RunningStack


@pytest.fixture(scope="session")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Start the system without challenges, with quick retries, and with courses that are soon full."""
    yield from run_trial(tmp_path_factory.mktemp("attacked"))

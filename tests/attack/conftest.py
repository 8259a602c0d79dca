"""The running system as those meet it who mean it harm: a trial, in which waiting takes less long."""

from collections.abc import Iterator

import pytest

from tests.running import RunningStack
from tests.system.conftest import run_trial


@pytest.fixture(scope="session")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Start the system without challenges, and with quick retries."""
    yield from run_trial(tmp_path_factory.mktemp("attack"))

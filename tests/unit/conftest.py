"""Unit tests touch no network: AWS is moto in this process, and every socket is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from loket.store.keys import load_keys
from moto import mock_aws

from tests.unit.cloud import REGION, Cloud, unwatch, watch

if TYPE_CHECKING:
    from collections.abc import Iterator

settings.register_profile(
    "unit", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("unit")


@pytest.fixture(autouse=True)
def _no_sockets(socket_disabled: None) -> None:
    """Close every socket."""


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """Give an AWS of the test's own."""
    load_keys.cache_clear()
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        found = Cloud(monkeypatch)
        watch(found)
        try:
            found.start()
            yield found
        finally:
            unwatch()

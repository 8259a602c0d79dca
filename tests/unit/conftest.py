"""Unit tests touch no network: AWS is moto in this process, and every socket but loopback's is closed.

On loopback nobody answers either, unless a test starts a payment provider there.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from moto import mock_aws
from pytest_socket import _remove_restrictions, socket_allow_hosts

from tests.unit.cloud import REGION, Cloud, unwatch, watch
from tests.unit.secret import forget_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHARED = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.register_profile("unit", _SHARED, max_examples=60, derandomize=True)
# Of `make soak`, which gives another seed each time.
settings.register_profile("soak", _SHARED, max_examples=400, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "unit"))


@pytest.fixture(autouse=True)
def _no_sockets() -> Iterator[None]:
    """Close every socket but loopback's."""
    socket_allow_hosts(["127.0.0.1"])
    yield
    _remove_restrictions()


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """Give an AWS of the test's own."""
    forget_secrets()
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("MOLLIE_URL", "http://127.0.0.1:9")
    with mock_aws():
        found = Cloud(monkeypatch)
        watch(found)
        try:
            found.start()
            yield found
            assert found.judge.trespasses == []
        finally:
            unwatch()

"""What the tests of the payment providers share."""

from collections.abc import Iterator

import pytest

from tests.unit.cloud import Cloud
from tests.unit.payment.provider_server import ProviderServer
from tests.unit.payment.till import Till


@pytest.fixture
def server(socket_enabled: None) -> Iterator[ProviderServer]:  # noqa: ARG001 - opens loopback for this test
    """Run a provider for one test, which fails where the real one would have refused what it was asked."""
    started = ProviderServer().start()
    yield started
    started.stop()
    assert started.refused == []


@pytest.fixture
def till(cloud: Cloud, server: ProviderServer) -> Till:
    """Open a till at which the provider takes orders."""
    return Till(cloud, server).open()

"""What the tests of the payment providers share."""

from collections.abc import Iterator

import pytest

from tests.unit.payment.provider_server import ProviderServer


@pytest.fixture
def server(socket_enabled: None) -> Iterator[ProviderServer]:  # noqa: ARG001 - opens loopback for this test
    """Run a provider for one test."""
    started = ProviderServer().start()
    yield started
    started.stop()

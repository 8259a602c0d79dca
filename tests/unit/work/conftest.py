"""What the desk's store is told by its environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.work.counter import Counter

if TYPE_CHECKING:
    from tests.unit.cloud import Cloud


@pytest.fixture
def counter(cloud: Cloud) -> Counter:
    """Give a counter at which people send forms, and staff work on them."""
    return Counter(cloud)

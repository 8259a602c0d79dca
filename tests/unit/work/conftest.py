"""A counter at which people send forms, and a member of staff behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from desk.role import Role

from tests.unit.work.counter import Counter
from tests.unit.work.desk import Member, sign_in

if TYPE_CHECKING:
    from tests.unit.cloud import Cloud


@pytest.fixture
def counter(cloud: Cloud) -> Counter:
    """Give a counter at which people send forms, and staff work on them."""
    return Counter(cloud)


@pytest.fixture
def hanna(counter: Counter) -> Member:
    """Give a handler who has signed in."""
    return sign_in(counter.cloud, Role.HANDLER)

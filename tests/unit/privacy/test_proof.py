"""Where the bucket of the copies fails, nobody is told that there is none, and nothing is written down as done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.cloud import Fault
from tests.unit.privacy.journey import bring_proof, refusal, snapshot
from tests.unit.privacy.test_press import ask

if TYPE_CHECKING:
    from tests.unit.cloud import Cloud

NO_ANSWER, SLOW_DOWN = 0, 503


@pytest.mark.parametrize("status", [NO_ANSWER, SLOW_DOWN])
@pytest.mark.parametrize(("action", "asks"), [("send_proof", "HeadObject"), ("withdraw", "DeleteObject")])
def test_a_bucket_that_fails_is_our_fault_and_changes_nothing(cloud: Cloud, action: str, asks: str, status: int) -> None:
    journey = ask(cloud)
    journey.press("confirm")
    bring_proof(journey)
    before = snapshot(cloud)
    cloud.fail(Fault(asks, status))

    answer = journey.send({"action": action})
    assert refusal(answer) == (503, "unavailable")
    # That it was pressed is counted all the same.
    assert snapshot(cloud) == {**before, "GuardTable": snapshot(cloud)["GuardTable"]}

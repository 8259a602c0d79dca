"""Every event that ships for `sam local invoke` says what it is called after, on the source as on the build."""

from __future__ import annotations

import json

import pytest

from tests.artifact.test_event import ANSWERS, EVENTS
from tests.unit.cloud import Cloud


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_function_answers_its_event(cloud: Cloud, name: str) -> None:
    cloud.settings["CHALLENGE"] = "off"
    event = json.loads((EVENTS / f"{name}.json").read_bytes())

    answer = cloud.invoke(name.partition("/")[0], event)

    assert (answer["statusCode"] if isinstance(ANSWERS[name], int) else answer) == ANSWERS[name], answer

"""Every event that ships for `sam local invoke` says what it is called after, on the source as on the build."""

from __future__ import annotations

import json

import pytest

from tests.artifact.test_event import ANSWERS, EVENTS
from tests.unit.cloud import Cloud
from tests.unit.function import folders


def test_every_function_has_an_event_and_every_event_an_answer() -> None:
    assert {name.partition("/")[0] for name in ANSWERS} == set(folders())
    assert {str(place.relative_to(EVENTS).with_suffix("")) for place in EVENTS.rglob("*.json")} == ANSWERS.keys()


@pytest.mark.parametrize("folder", folders())
def test_a_function_answers_its_events(cloud: Cloud, folder: str) -> None:
    cloud.settings["CHALLENGE"] = "off"
    expected = {name: answer for name, answer in ANSWERS.items() if name.startswith(f"{folder}/")}

    told = {name: cloud.invoke(folder, json.loads((EVENTS / f"{name}.json").read_bytes())) for name in expected}

    assert expected
    assert {
        name: told[name]["statusCode"] if isinstance(answer, int) else told[name] for name, answer in expected.items()
    } == (expected)

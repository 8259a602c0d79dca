"""Nothing fails unheard: what has an alarm, who hears it, and that somebody wrote down what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.template import FUNCTION, PROJECT, properties, resources

if TYPE_CHECKING:
    from collections.abc import Iterator

ALARM = "AWS::CloudWatch::Alarm"
QUEUE = "AWS::SQS::Queue"


def list_watched(metric: str) -> list[Any]:
    """Return what the alarms on a metric look at."""
    alarms = [alarm["Properties"] for alarm in resources(ALARM).values()]
    return [alarm["Dimensions"][0]["Value"] for alarm in alarms if alarm["MetricName"] == metric]


def test_every_function_has_its_alarms() -> None:
    for metric in ("Errors", "Throttles"):
        assert sorted(value["Ref"] for value in list_watched(metric)) == sorted(resources(FUNCTION)), metric


def test_every_dead_letter_is_heard() -> None:
    dead = {name for name in resources(QUEUE) if name.endswith("DeadLetterQueue")}
    watched = list_watched("ApproximateNumberOfMessagesVisible")

    assert dead
    assert dead == {value["Fn::GetAtt"].partition(".")[0] for value in watched}


def test_every_queue_ends_in_dead_letters() -> None:
    for name in resources(QUEUE):
        assert name.endswith("DeadLetterQueue") or "RedrivePolicy" in properties(name)


def test_every_alarm_is_explained() -> None:
    explained = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    for name in resources(ALARM):
        family = next((f"...{kind}" for kind in ("Errors", "Throttles") if name.endswith(kind)), name)

        assert f"| `{family}` |" in explained


def list_expressions(widgets: list[dict[str, Any]]) -> Iterator[str]:
    """Yield every search of a dashboard."""
    for widget in widgets:
        for metric in widget["properties"].get("metrics", []):
            if isinstance(metric[0], dict):
                yield metric[0]["expression"]


def test_the_dashboard_is_sound() -> None:
    text = (PROJECT / "dashboard.yaml").read_text(encoding="utf-8")
    _, body = text.split("- |\n", 1)
    dashboard = json.loads(body.rpartition("- Api:")[0])
    expressions = list(list_expressions(dashboard["widgets"]))

    assert expressions
    assert all('"${Loket}"' in expression for expression in expressions)
    assert all(widget["x"] + widget["width"] <= 24 for widget in dashboard["widgets"])

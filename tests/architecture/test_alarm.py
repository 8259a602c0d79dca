"""Nothing fails unheard: what has an alarm, who hears it, and that somebody wrote down what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.template import FUNCTION, PROJECT, properties, resources

if TYPE_CHECKING:
    from collections.abc import Iterator

ALARM = "AWS::CloudWatch::Alarm"
QUEUE = "AWS::SQS::Queue"
# What the graphs of the dashboard show; its first part is text.
SHOWN = [
    "",
    "Count 4xx 5xx",
    "Latency ...",
    "Invocations",
    "Errors Throttles",
    "Duration",
    "ApproximateNumberOfMessagesVisible",
    "ApproximateAgeOfOldestMessage IteratorAge",
    "ConsumedWriteCapacityUnits ConsumedReadCapacityUnits ThrottledRequests",
    "Send Bounce Complaint",
]


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


def name_metric(metric: list[Any]) -> str:
    """Return the name of what a line of a graph shows; one that differs from the line before in its statistic has dots."""
    if isinstance(metric[0], dict):
        return str(metric[0]["expression"].partition('MetricName="')[2].partition('"')[0])
    return str(metric[1] if isinstance(metric[1], str) else metric[0])


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

    shown = [" ".join(map(name_metric, widget["properties"].get("metrics", []))) for widget in dashboard["widgets"]]

    assert sorted(shown) == sorted(SHOWN)
    assert all('"${Loket}"' in expression for expression in expressions)
    assert all(widget["x"] + widget["width"] <= 24 for widget in dashboard["widgets"])

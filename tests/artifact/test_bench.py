"""The measuring itself: what it reads, what it refuses, and how it judges. No test here looks at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.report import FLOOR, make_rows
from bench.runtime import InvocationFailed, Sample, measure
from bench.subject import Subject, read_variables

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "AWS_REGION": "eu-central-1"}
ANSWERS = 'def handler(event, context):\n    return {"statusCode": 200, "body": event["said"]}\n'
RAISES = "def handler(event, context):\n    raise ValueError\n"
NEVER_STARTS = "raise ValueError\n"


def write_subject(folder: Path, source: str, *, status: int = 200) -> Subject:
    (folder / "app.py").write_text(source)
    return Subject("written", folder, b'{"said": "hello"}', status)


def run(subject: Subject, runtime: Path) -> Sample:
    return measure(subject, {**ENVIRONMENT, **subject.environment(runtime)}, warm=3)


def test_a_process_is_measured_once_its_first_answer_is_out(tmp_path: Path, runtime: Path) -> None:
    sample = run(write_subject(tmp_path, ANSWERS), runtime)
    assert sample.cold_ms > 0
    assert sample.warm_us > 0


@pytest.mark.parametrize("source", [RAISES, NEVER_STARTS])
def test_a_handler_that_fails_is_not_measured(source: str, tmp_path: Path, runtime: Path) -> None:
    with pytest.raises(InvocationFailed, match="ValueError"):
        run(write_subject(tmp_path, source), runtime)


def test_an_answer_with_another_status_is_not_measured(tmp_path: Path, runtime: Path) -> None:
    with pytest.raises(InvocationFailed, match="hello"):
        run(write_subject(tmp_path, ANSWERS, status=201), runtime)


@pytest.mark.parametrize(
    ("ours", "rival", "broken"),
    [(85.0, 187.0, []), (85.1, 188.0, ["ours"]), (80.0, 175.9, ["rival"]), (90.0, 100.0, ["ours", "rival"])],
)
def test_a_limit_that_is_broken_is_told(ours: float, rival: float, broken: list[str]) -> None:
    samples = {FLOOR: [Sample(10, 1)], "ours": [Sample(ours, 1)], "rival": [Sample(rival, 1)]}
    rows = make_rows(samples, {"ours": "rival"})
    assert [row.name for row in rows if row.broken] == broken


def test_the_median_of_the_rounds_counts() -> None:
    samples = {FLOOR: [Sample(1, 5), Sample(2, 6), Sample(90, 7)]}
    assert [(row.cold_ms, row.warm_us) for row in make_rows(samples, {})] == [(2, 6)]


def test_a_function_is_measured_with_the_variables_of_the_template() -> None:
    template = {
        "Parameters": {"Challenge": {"Default": "on"}},
        "Globals": {"Function": {"Environment": {"Variables": {"SHARED": "yes"}}}},
        "Resources": {
            "SendFunction": {
                "Properties": {
                    "Environment": {
                        "Variables": {
                            "CHALLENGE": {"Ref": "Challenge"},
                            "TABLE": {"Ref": "PersonalDataTable"},
                            "QUEUE": {"Fn::GetAtt": "MailQueue.Arn"},
                        }
                    }
                }
            }
        },
    }
    found = read_variables(template, "SendFunction")
    assert found == {"SHARED": "yes", "CHALLENGE": "on", "TABLE": "PersonalDataTable", "QUEUE": "MailQueue.Arn"}

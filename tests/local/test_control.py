"""What `/_local/` answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.running import RunningStack


def test_schedule_runs_for_a_chosen_moment(sample: RunningStack) -> None:
    """The function sees the moment in UTC, as EventBridge would write it."""
    reply = sample.run_schedule("count_notes", "2031-03-30T02:30:00+02:00")
    assert reply.json["time"] == "2031-03-30T00:30:00Z"


@pytest.mark.parametrize("moment", ["", "tomorrow", "2031-03-30T02:30:00"])
def test_schedule_needs_a_moment(sample: RunningStack, moment: str) -> None:
    """A time without a zone is no moment."""
    assert sample.run_schedule("count_notes", moment).status == 400


def test_invoke_passes_the_event_in_and_the_result_out(sample: RunningStack) -> None:
    """The answer is the function's own."""
    assert sample.invoke("count_notes", {"time": "noon"}).json["time"] == "noon"


def test_invoke_of_a_function_that_raises_says_so(sample: RunningStack) -> None:
    """The exception is a 500 with what Lambda reports."""
    reply = sample.invoke("count_notes", {})
    assert reply.status == 500
    assert "errorType" in reply.json


@pytest.mark.parametrize("path", ["invoke/nothing", "schedules/nothing?time=2031-01-01T00:00:00Z"])
def test_unknown_function_is_not_found(sample: RunningStack, path: str) -> None:
    """Functions are known by their folder."""
    assert sample.post(f"/_local/{path}", {}).status == 404


def test_invoke_with_broken_json_is_refused(sample: RunningStack) -> None:
    """An event is JSON."""
    assert sample.send("POST", "/_local/invoke/count_notes", body=b"{").status == 400


def test_table_shows_plain_values(sample: RunningStack) -> None:
    """Items read as people write them, numbers as numbers."""
    sample.post("/notes", {"to": "plain@example.nl", "text": "Hello", "reference": "plain"})
    [item] = [one for one in sample.table("NoteTable") if one["sk"] == "NOTE#plain"]
    assert (item["text"], item["expires_at"]) == ("Hello", 2**32)


@pytest.mark.parametrize("path", ["tables/Nothing", "queues/Nothing", "queues/NoteTable"])
def test_unknown_resource_is_not_found(sample: RunningStack, path: str) -> None:
    """Tables and queues are known by their logical id."""
    assert sample.get(f"/_local/{path}").status == 404


def test_logs_show_what_a_function_printed(sample: RunningStack) -> None:
    """Each line names its function, and is JSON with the facts that the function added, as on AWS."""
    sample.get("/notes")
    lines = [one["message"] for one in sample.logs() if one["function"] == "keep_note"]
    [line, *_] = [json.loads(one) for one in lines if "a note was shown" in one]
    assert (line["level"], line["message"], line["notes"]) == ("INFO", "a note was shown", 1)


def test_secret_holds_what_the_template_allows(sample: RunningStack) -> None:
    """The emulator would put punctuation in it."""
    secret = sample.get("/notes").json["secret"]
    assert len(secret) == 40
    assert secret.isalnum()


def test_environment_is_what_another_runner_needs(sample: RunningStack) -> None:
    """The same function can run elsewhere, on the same tables."""
    variables = sample.get("/_local/functions").json["KeepNoteFunction"]
    assert variables["NOTE_TABLE"].startswith("loket-NoteTable")
    assert variables["AWS_ENDPOINT_URL"].startswith("http://127.0.0.1:")

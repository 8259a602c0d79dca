"""Registering a request that came otherwise: as of the day it really came, once, with a mail that asks for nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from tests.unit.cloud import Cloud
from tests.unit.desk.colleague import ORIGIN
from tests.unit.event import NOW, PLAIN, queue_event
from tests.unit.secret import named

if TYPE_CHECKING:
    from tests.unit.desk.colleague import Colleague

ASKED = {
    "channel": "phone",
    "received_on": "2026-11-20",
    "kind": "access",
    "name": "Sanne de Vries",
    "email": "sanne.devries@example.nl",
    "language": "nl",
}


def stored(cloud: Cloud) -> list[dict[str, Any]]:
    return cloud.items("PersonalDataTable", kind="PRIVACY_REQUEST#")


def test_the_four_weeks_run_from_the_day_on_which_it_came(cloud: Cloud, handler: Colleague) -> None:
    answer = handler.post("/desk/register", ASKED)

    [item] = stored(cloud)
    assert answer.location == f"/desk/requests/{item['reference']}"
    assert (item["due_at"], item["status"], item["channel"]) == ("2026-12-18T22:59:59+00:00", "confirmed", "phone")
    [step] = cloud.items("PersonalDataTable", kind="STEP#")
    assert (step["event"], step["by"]) == ("receive", "Hanna Bakker")
    [line] = cloud.items("LedgerTable")
    assert (line["event"], line["by"], line["about"]) == ("request", "Hanna Bakker", named(item["reference"]))


def test_the_person_is_told_and_asked_for_nothing(cloud: Cloud, handler: Colleague) -> None:
    handler.post("/desk/register", ASKED)
    [person] = {item["pk"] for item in stored(cloud)}
    outbox = [
        item for item in cloud.items("PersonalDataTable", kind="OUTBOX#") if item["effect"] == "confirm_privacy_request"
    ]

    cloud.invoke("send_mail", queue_event(*(f'{{"pk": "{person}", "sk": "{item["sk"]}"}}' for item in outbox)))

    [mail] = cloud.mails()
    assert "sanne.devries@example.nl" in str(mail)
    assert "18 december 2026" in str(mail)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_on": "2026-11-24"}, "received_on"),
        ({"received_on": "2024-11-20"}, "received_on"),
        ({"received_on": "yesterday"}, "received_on"),
        ({"received_on": ""}, "received_on"),
        ({"channel": "form"}, "channel"),
        ({"channel": ""}, "channel"),
        ({"kind": "everything"}, "kind"),
        ({"email": "sanne"}, "email"),
        ({"name": ""}, "name"),
        ({"details": "x" * 4001}, "details"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_stored(
    cloud: Cloud, handler: Colleague, changes: dict[str, str], field: str
) -> None:
    answer = handler.post("/desk/register", {**ASKED, **changes})

    assert answer.status == 422
    assert f'id="{field}-error"' in answer.text
    assert 'value="Sanne de Vries"' in answer.text or field == "name"
    assert stored(cloud) == []


def test_everything_that_is_wrong_is_said_at_once(handler: Colleague) -> None:
    answer = handler.post("/desk/register", {"received_on": "2027-01-01"})

    for field in ("channel", "received_on", "kind", "name", "email"):
        assert f'id="{field}-error"' in answer.text


def test_a_field_that_comes_twice_is_refused_by_name(cloud: Cloud, handler: Colleague) -> None:
    twice = [("name", "Sanne de Vries"), ("<b>x", "1"), ("<b>x", "2")]
    body = urlencode([*ASKED.items(), ("csrf", handler.token), *twice])
    answer = handler.send("POST", "/desk/register", body=body, content_type=PLAIN["content-type"], origin=ORIGIN)

    assert (answer.status, stored(cloud)) == (422, [])
    for name in ("Name", "bx"):
        assert f"{name}</strong>: This field was sent more than once." in answer.text


def test_the_same_form_twice_is_one_request(cloud: Cloud, handler: Colleague) -> None:
    first, second = (handler.post("/desk/register", ASKED).location for _ in range(2))

    assert first == second
    assert len(stored(cloud)) == 1


def test_the_same_form_after_the_request_ended_is_a_new_one(cloud: Cloud, handler: Colleague) -> None:
    first = handler.post("/desk/register", ASKED).location
    [item] = stored(cloud)
    cloud.put("PersonalDataTable", {**item, "status": "withdrawn"})

    assert handler.post("/desk/register", ASKED).location != first
    assert len(stored(cloud)) == 2


def test_the_empty_form_proposes_today_and_dutch(handler: Colleague) -> None:
    page = handler.get("/desk/register").text

    assert re.search(r'<input[^>]*name="received_on"[^>]*value="2026-11-23"', page)
    assert re.search(r'<option value="nl"[^>]* selected', page)
    assert not re.search(r'<option value="en"[^>]* selected', page)


def test_received_today_is_received_now(cloud: Cloud, handler: Colleague) -> None:
    handler.post("/desk/register", {**ASKED, "received_on": "2026-11-23"})

    [item] = stored(cloud)
    assert item["received_at"] == int(handler.now.timestamp())


def test_today_is_a_day_in_the_netherlands(cloud: Cloud, handler: Colleague) -> None:
    handler.now = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    at = int(handler.now.timestamp())
    handler.provider.changes = {"iat": at, "exp": at + 300}
    handler.sign_in()

    assert handler.post("/desk/register", {**ASKED, "received_on": "2026-11-24"}).status == 303
    assert stored(cloud)[0]["received_at"] == at


def test_what_came_long_ago_is_kept_from_now_on(cloud: Cloud, handler: Colleague) -> None:
    handler.post("/desk/register", {**ASKED, "received_on": "2025-01-10"})

    [item] = stored(cloud)
    assert item["expires_at"] == int(NOW.replace(year=NOW.year + 2).timestamp())


def test_two_who_register_the_same_form_register_two_requests(cloud: Cloud, handler: Colleague, officer: Colleague) -> None:
    """Each of them had somebody before them, and each is led to what they made themselves."""
    assert handler.post("/desk/register", ASKED).location != officer.post("/desk/register", ASKED).location
    assert len(stored(cloud)) == 2


def test_a_program_registers_too(cloud: Cloud, handler: Colleague) -> None:
    answer = handler.post_json("/desk/api/requests", ASKED)

    assert answer.status == 201
    assert [item["reference"] for item in stored(cloud)] == [answer.json["reference"]]
    refused = handler.post_json("/desk/api/requests", {**ASKED, "received_on": "2026-11-24", "shoe_size": "43"})
    assert refused.status == 422

"""Presses of the buttons on a person's own page are counted, and a request holds only so many additions."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from loket.privacy.domain.action import MOST_ADDITIONS
from loket.privacy.domain.lifecycle import RequestEvent

from tests.unit.event import NOW, post_json, solved_challenge
from tests.unit.privacy.journey import Journey

if TYPE_CHECKING:
    from tests.unit.cloud import Cloud

HOUR = timedelta(hours=1)


@pytest.fixture
def journey(cloud: Cloud) -> Journey:
    """Return a request that nobody has confirmed."""
    return ask(cloud)


def ask(cloud: Cloud, kind: str = "access") -> Journey:
    """Send a request and return it, with its link."""
    sent = {"kind": kind, "name": "Noor Visser", "email": "noor@example.nl", "altcha": solved_challenge()}
    answer = cloud.invoke("submit_privacy_request", post_json("POST /privacy-requests", sent))
    found = Journey(cloud, json.loads(answer["body"])["reference"], "")
    found.link = found.new_link()
    return found


def status(answer: dict[str, object]) -> object:
    return answer["statusCode"]


def test_a_button_is_pressed_twenty_times_in_an_hour_and_the_others_stay(journey: Journey) -> None:
    pressed = [status(journey.press("confirm")) for _ in range(21)]
    assert pressed == [303] * 20 + [429]
    assert status(journey.press("withdraw")) in {200, 303}
    assert status(ask(journey.cloud, "erasure").press("confirm")) == 303


def test_a_request_holds_twenty_additions(journey: Journey) -> None:
    assert MOST_ADDITIONS == 20
    for number in range(MOST_ADDITIONS):
        journey.press("add_information", information=f"Nummer {number}", now=NOW + HOUR * number)
    late = NOW + HOUR * MOST_ADDITIONS

    again = journey.press("add_information", information=f"Nummer {MOST_ADDITIONS - 1}", now=late)
    full = journey.press("add_information", information="Nog een", now=late)
    assert status(again) in {200, 303}
    assert status(full) == 409
    assert "Antwoord dan op een mail" in str(full["body"])
    assert len([step for step in journey.tell()["steps"] if step["event"] == "add_information"]) == MOST_ADDITIONS
    page = journey.look(accept="text/html")
    assert "en meer past er niet bij" in str(page["body"])
    assert 'value="add_information"' not in str(page["body"])
    assert status(journey.press("confirm", now=late)) in {200, 303}


def mails_to_staff(journey: Journey) -> list[str]:
    """Return the mails to staff, by name, that follow from what was done with the request."""
    outbox = journey.cloud.items("PersonalDataTable", kind="OUTBOX#")
    return sorted(one["effect"] for one in outbox if one["effect"].startswith("notify"))


def test_staff_hear_of_an_addition_once_the_request_is_confirmed(journey: Journey) -> None:
    """Nobody has made sure that it is meant, and no addition does: the button that confirms is another one."""
    for number in range(3):
        assert status(journey.press("add_information", information=f"Nummer {number}")) == 303
    assert (journey.item["status"], mails_to_staff(journey)) == ("received", [])

    journey.press("confirm")
    journey.press("add_information", information="Na de bevestiging.")
    assert mails_to_staff(journey) == ["notify_addition", "notify_step"]
    assert len([step for step in journey.tell()["steps"] if step["event"] == "add_information"]) == 4


def test_two_additions_at_the_same_moment_are_not_taken_for_one(journey: Journey) -> None:
    """Each said something else: who was second sees that it moved meanwhile, and sends theirs again."""
    journey.press("add_information", information="Eerst dit.")
    journey.cloud.meanwhile = lambda: journey.press("add_information", information="Dan dit.")
    second = journey.press("add_information", information="En dit.")

    assert status(second) == 409
    assert [step["information"] for step in journey.tell()["steps"]] == [None, "Eerst dit.", "Dan dit."]


def test_what_was_done_about_another_request_of_the_same_person_is_not_shown(journey: Journey) -> None:
    other = ask(journey.cloud, "erasure")
    other.press("add_information", information="Van het andere verzoek.")

    assert [step["event"] for step in journey.tell()["steps"]] == ["receive"]
    assert "andere verzoek" not in journey.read()


def test_what_software_wrote_in_between_makes_no_second_press_of_one(journey: Journey) -> None:
    journey.press("confirm")
    late = NOW + timedelta(days=27)
    journey.cloud.invoke("escalate_due_requests", {"time": late.isoformat()})
    steps = journey.tell(now=late)["steps"]
    assert [step["event"] for step in steps] == ["receive", "confirm", "escalate"]

    assert status(journey.press("confirm", now=late)) == 303
    assert journey.tell(now=late)["steps"] == steps


def test_what_ended_is_not_overdue(journey: Journey) -> None:
    late = NOW + timedelta(days=29)
    assert journey.tell(now=late)["overdue"]
    journey.press("withdraw")

    assert not journey.tell(now=late)["overdue"]
    assert "had op" not in journey.read(now=late)


def test_what_staff_did_just_then_is_not_taken_for_the_persons_own(journey: Journey) -> None:
    journey.cloud.meanwhile = lambda: journey.staff(RequestEvent.WITHDRAW, reason="Gevraagd aan de telefoon.")

    assert status(journey.press("withdraw")) == 409
    assert [step["reason"] for step in journey.tell()["steps"]] == [None, "Gevraagd aan de telefoon."]


def test_words_beside_another_button_are_not_kept(journey: Journey) -> None:
    journey.press("confirm", information="Dit hoort bij de andere knop.")

    assert "andere knop" not in str(journey.cloud.items("PersonalDataTable"))


def test_a_wrong_form_is_no_press(journey: Journey) -> None:
    for _ in range(25):
        assert status(journey.press("add_information")) == 422
    assert json.dumps(journey.cloud.items("GuardTable", kind="PRESS#"), default=str) == "[]"

"""The due date of a privacy request in the running system: whatever fails, nobody's four weeks are over in silence."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from loket.core.item import KEPT_FOR, ItemKind
from loket.core.key import new_sort_key
from loket.core.reference import Referred, new_reference
from loket.core.retention import LOCAL_TIME
from loket.privacy.domain.request import Channel, PrivacyRequestForm, take_request
from urllib3.exceptions import HTTPError

from tests.project import run_project
from tests.running import Json, RunningStack
from tests.tables import put

FUNCTION = "escalate_due_requests"
DELAY = "Ons antwoord is later dan wij u beloofden ({})"
RECEIVED = "Uw privacyverzoek is binnen (R)"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Run the system for the requests of these tests alone."""
    yield from run_project(tmp_path_factory.mktemp("escalation"), CHALLENGE="off")


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[RunningStack]:
    """Run the system for the requests of one test, which may kill it."""
    yield from run_project(tmp_path, CHALLENGE="off")


class Asked:
    """A request that somebody sent in by the form."""

    def __init__(self, house: RunningStack) -> None:
        """Send it."""
        self._house = house
        self.email = f"{uuid.uuid4().hex}@example.nl"
        form = {"kind": "access", "name": "Sanne de Vries", "email": self.email, "language": "nl"}
        reply = house.post("/privacy-requests", form)
        assert reply.status == 202, reply.text
        self.reference = reply.json["reference"]
        self.due_on = date.fromisoformat(reply.json["due_on"])

    def moment(self, days_left: int, *, hour: int = 12) -> str:
        """Return a moment so many local days before the due date."""
        return datetime.combine(self.due_on - timedelta(days=days_left), time(hour), LOCAL_TIME).isoformat()

    @property
    def item(self) -> Json:
        """Return what is stored of it."""
        [found] = [one for one in self._house.table("PersonalDataTable") if one.get("reference") == self.reference]
        return found

    def escalations(self) -> list[tuple[int, list[int]]]:
        """Return the levels to which it was escalated, each with those that were skipped."""
        steps = [one for one in self._house.table("PersonalDataTable") if one.get("request") == self.reference]
        escalated = [step for step in steps if step["event"] == "escalate"]
        return sorted(((step["rung"], step["skipped"]) for step in escalated), reverse=True)

    def subjects(self, to: str) -> list[str]:
        """Return the subjects of the mails about it to somebody, with an R for the reference."""
        found = [mail["subject"] for mail in self._house.mails(to) if self.reference in mail["subject"]]
        return sorted(subject.replace(self.reference, "R") for subject in found)

    def wait_for_subjects(self, to: str, count: int) -> list[str]:
        """Return the same as soon as there are this many."""
        return self._house.wait_for(lambda: self.subjects(to), lambda found: len(found) >= count)


def run(house: RunningStack, at: str) -> Json:
    """Run the escalation for a moment."""
    reply = house.run_schedule(FUNCTION, at)
    assert reply.status == 200, reply.text
    answer: Json = reply.json
    return answer


def test_the_whole_policy_over_forty_days(house: RunningStack) -> None:
    asked = Asked(house)
    for days in range(28, -13, -1):
        run(house, asked.moment(days))

    levels = [14, 7, 3, 1, 0, *range(-1, -13, -1)]
    assert asked.wait_for_subjects(asked.email, 2) == sorted([DELAY.format("R"), RECEIVED])
    assert asked.escalations() == [(level, []) for level in levels]


def test_nobodys_four_weeks_are_over_in_silence(house: RunningStack) -> None:
    """Nobody confirms it, nobody looks at it, nobody answers: the person hears, while there is still a day."""
    asked = Asked(house)
    due_at = datetime.fromisoformat(asked.item["due_at"])
    moments = [
        datetime.fromisoformat(asked.moment(days, hour=hour)) for days in (28, 14, 7, 2, 1) for hour in range(0, 24, 3)
    ]
    told_at = [moment for moment in moments if run(house, moment.isoformat())["escalated"] and asked.item["rung"] == 1]

    assert told_at[0] + timedelta(days=1) <= due_at.astimezone(LOCAL_TIME) + timedelta(seconds=1)
    asked.wait_for_subjects(asked.email, 2)
    [mail] = [mail for mail in house.mails(asked.email) if mail["subject"] == DELAY.format(asked.reference)]
    assert "lijkt ons niet te lukken" in mail["text"]
    assert "Wij verwachten dat u uiterlijk op" in mail["text"]
    assert "Autoriteit Persoonsgegevens" in mail["text"]
    assert any(f"/privacy-requests/{asked.reference}" in link for link in mail["links"])


def test_runs_that_come_twice_at_a_time_tell_once(house: RunningStack) -> None:
    asked = Asked(house)
    with ThreadPoolExecutor(6) as pool:
        for days in (14, 3, 1, -2):
            list(pool.map(lambda at: run(house, at), [asked.moment(days)] * 6))

    assert asked.escalations() == [(14, []), (3, [7]), (1, []), (-2, [0, -1])]
    assert len(asked.wait_for_subjects(asked.email, 2)) == 2


def test_after_ten_days_of_sleep_the_highest_level_counts(house: RunningStack) -> None:
    asked = Asked(house)
    run(house, asked.moment(8))
    run(house, asked.moment(-2))

    assert asked.escalations() == [(14, []), (-2, [7, 3, 1, 0, -1])]
    assert DELAY.format("R") in asked.wait_for_subjects(asked.email, 2)


def test_a_run_killed_between_marking_and_mailing_still_mails_and_mails_once(own_house: RunningStack) -> None:
    asked = Asked(own_house)
    hold_mails(own_house)
    run(own_house, asked.moment(1))
    assert asked.item["rung"] == 1
    assert asked.subjects(asked.email) == [RECEIVED]

    own_house.kill()
    own_house.start()
    run(own_house, asked.moment(1, hour=13))

    assert len(asked.wait_for_subjects(asked.email, 2)) == 2
    assert asked.escalations() == [(1, [14, 7, 3])]


def test_a_run_killed_between_requests_is_finished_by_the_next(own_house: RunningStack) -> None:
    requests = [Asked(own_house) for _ in range(8)]
    at = requests[0].moment(1)
    hold_mails(own_house)
    own_house.order_fault("dynamodb", "slow", operation="TransactWriteItems", caller=FUNCTION, seconds=600, delay=0.5)
    killed = threading.Thread(target=run_and_be_killed, args=(own_house, at))
    killed.start()
    own_house.wait_for(lambda: count_escalated(own_house), lambda escalated: escalated >= 2)
    own_house.kill()
    killed.join()

    own_house.start()
    assert 2 <= count_escalated(own_house) < len(requests)
    run(own_house, at)
    assert [asked.escalations() for asked in requests] == [[(1, [14, 7, 3])]] * len(requests)
    for asked in requests:
        assert len(asked.wait_for_subjects(asked.email, 2)) == 2


def hold_mails(house: RunningStack) -> None:
    """Let no new mail go out; those on their way are sent and marked first, so that none is sent again after a kill."""
    house.settle()
    house.order_fault("sqs", "unavailable", seconds=600, caller="relay_outbox")


def run_and_be_killed(house: RunningStack, at: str) -> None:
    """Run the escalation in a system that does not live to answer."""
    with pytest.raises(HTTPError):
        house.run_schedule(FUNCTION, at)


def count_escalated(house: RunningStack) -> int:
    """Return how many requests stand on a level."""
    return len([one for one in house.table("PersonalDataTable") if "rung" in one and "due_bucket" in one])


NOON = datetime(2031, 3, 3, 11, tzinfo=UTC)


def test_a_run_costs_what_is_due_and_not_what_is_stored(own_house: RunningStack) -> None:
    """A thousand open requests, of which ten are near their date, among other things that are stored."""
    put(own_house, [make_request(NOON - timedelta(days=1)) for _ in range(990)])
    put(own_house, [make_request(NOON - timedelta(days=20)) for _ in range(10)])
    first, again = count_calls(own_house, NOON), count_calls(own_house, NOON)
    # The key for the names in the ledger is read once a start.
    key = {"secretsmanager.GetSecretValue": 1}
    assert first == {**key, "dynamodb.Query": 8, "dynamodb.GetItem": 10, "dynamodb.TransactWriteItems": 10}
    assert again == {"dynamodb.Query": 8, "dynamodb.GetItem": 10}

    put(own_house, [make_other(NOON) for _ in range(1_000)])
    put(own_house, [make_request(NOON - timedelta(days=20)) for _ in range(10)])
    assert count_calls(own_house, NOON) == {"dynamodb.Query": 8, "dynamodb.GetItem": 20, "dynamodb.TransactWriteItems": 10}


def count_calls(house: RunningStack, at: datetime) -> dict[str, int]:
    """Return what one run calls."""
    house.reset_calls()
    run(house, at.isoformat())
    return house.calls(FUNCTION)


def make_request(received_at: datetime) -> Json:
    """Return the item of an open request."""
    form = PrivacyRequestForm.model_validate({"kind": "objection", "name": "Sanne de Vries", "email": "sanne@example.nl"})
    reference = new_reference(Referred.PRIVACY_REQUEST)
    asked = take_request(form, reference=reference, doubts=frozenset(), channel=Channel.FORM, received_at=received_at)
    key = {"pk": f"PERSON#{uuid.uuid4().hex}", "sk": new_sort_key(ItemKind.PRIVACY_REQUEST, at=received_at)}
    return {**key, "kind": ItemKind.PRIVACY_REQUEST, "kept_for": KEPT_FOR[ItemKind.PRIVACY_REQUEST], **dict(asked)}


def make_other(received_at: datetime) -> Json:
    """Return an item about somebody that is no request, but is in the same index."""
    key = {"pk": f"PERSON#{uuid.uuid4().hex}", "sk": new_sort_key(ItemKind.MESSAGE, at=received_at)}
    due = {"due_bucket": "WORK#0", "due_at": received_at.isoformat()}
    return {**key, **due, "kind": ItemKind.MESSAGE, "expires_at": int(received_at.timestamp()) + 10**8}

"""A counter in a unit test: people send forms with the real functions, and staff work on what came in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from loket.core.command import Actor, Command
from loket.core.effect import EffectKind, Task
from loket.core.item import Stored
from loket.core.key import Key, payment_key
from loket.core.keyed_hash import person_id
from loket.core.staff_member import StaffMember
from loket.payment.domain.record import PaymentItem
from loket.staff.domain.action import Action, Handled
from loket.staff.handle import finish_task, handle_item
from loket.staff.store.record import read_stored
from loket.storage.outbox import store_effects
from loket.storage.read import get
from loket.storage.transaction import Transaction

from tests.unit.event import KEYS, NOW, post_json, queue_event, solved_challenge
from tests.unit.sample import MESSAGE, enrollment_fields

if TYPE_CHECKING:
    from datetime import datetime

    from loket.staff.domain.outcome import Outcome

    from tests.unit.cloud import Cloud

SETTINGS = {
    "PERSONAL_DATA_TABLE": "PersonalDataTable",
    "LEDGER_TABLE": "LedgerTable",
    "COURSE_TABLE": "CourseTable",
    "KEYS_SECRET": "DeskKeysSecret",
    "PAYMENT_SECRET": "PaymentSecret",
    "PAYMENT_PROVIDER": "mollie",
}
LATER = NOW + timedelta(hours=3)
BY = "Anja Bakker"
# Later than anything that is stored in a test.
NEVER = 9_999_999_999


# A course with a price.
PAID = "flexibele-leerroute-mbo"


def called(name: str) -> StaffMember:
    """Return the member of staff with a name."""
    return StaffMember(id=f"id-{name}", name=name, role="handler")


@dataclass
class Counter:
    """What a test may do."""

    cloud: Cloud

    def write(self, *, now: datetime = NOW, **changes: Any) -> dict[str, Any]:
        """Send a contact message and return it as stored."""
        sent = {**MESSAGE, "altcha": solved_challenge(now=now), **changes}
        answer = self.cloud.invoke("submit_contact_message", post_json("POST /contact-messages", sent, now=now))
        assert answer["statusCode"] == 201, answer
        return self.find(json.loads(answer["body"])["reference"])

    def enroll(self, code: str = "proefles-lesgeven", **changes: Any) -> dict[str, Any]:
        """Send an enrollment and return it as stored."""
        sent = {**enrollment_fields(code), "altcha": solved_challenge(), **changes}
        answer = self.cloud.invoke("submit_enrollment", post_json("POST /enrollments", sent))
        assert answer["statusCode"] == 201, answer
        return self.find(json.loads(answer["body"])["reference"])

    def overpay(self) -> dict[str, Any]:
        """Store an enrollment, and a task as it was paid twice."""
        item = self.enroll(PAID)
        writes = store_effects([EffectKind.NOTIFY_OVERPAID], payment_key(item["attempt"]), cents=249500, at=NOW, until=NEVER)
        Transaction(writes).commit()
        return item

    def find(self, reference: str) -> dict[str, Any]:
        """Return an item as it stands."""
        self.find_tables()
        found = self.cloud.items("PersonalDataTable")
        [item] = [one for one in found if one.get("reference") == reference]
        return item

    def find_tables(self) -> None:
        """Let the desk's store know its tables."""
        self.cloud.set_environment({})
        for name, value in SETTINGS.items():
            self.cloud.monkeypatch.setenv(name, value)

    def handle(
        self, item: dict[str, Any], action: Action, answer: str | None = None, by: str = BY, *, now: datetime = LATER
    ) -> dict[str, Any]:
        """Do something as a member of staff with an item as it was seen, and return the item as it then is."""
        command = Command(event=action, actor=Actor.HANDLER, by=called(by), words=answer)
        handle_item(command, as_handled(item), now=now)
        return self.find(item["reference"])

    def finish(self, task: dict[str, Any], outcome: Outcome, by: str = BY) -> None:
        """Say that a task is done."""
        self.find_tables()
        stored, key = as_task(task), Key(task["pk"], task["about"])
        about = get("PERSONAL_DATA_TABLE", key, now=LATER)
        assert about is not None
        finish_task(stored, as_subject(dict(about)), outcome, by=called(by), now=LATER)

    def tasks(self, effect: str = "notify_staff") -> list[dict[str, Any]]:
        """Return the tasks of a kind, as they are stored."""
        return [one for one in self.cloud.items("PersonalDataTable", kind="OUTBOX#") if one["effect"] == effect]

    def effects(self) -> list[str]:
        """Return the kinds of effect that were stored, tasks for staff left out."""
        stored = self.cloud.items("PersonalDataTable", kind="OUTBOX#")
        return sorted(one["effect"] for one in stored if not one["effect"].startswith("notify"))

    def post(self, effect: str) -> list[dict[str, Any]]:
        """Carry out the effects of a kind and return the mails."""
        stored = [one for one in self.cloud.items("PersonalDataTable", kind="OUTBOX#") if one["effect"] == effect]
        bodies = (json.dumps({"pk": one["pk"], "sk": one["sk"]}) for one in stored)
        answer = self.cloud.invoke("send_mail", queue_event(*bodies, now=LATER))
        assert answer == {"batchItemFailures": []}
        return [mail["Content"]["Simple"] for mail in self.cloud.mails()]

    def ledger(self, event: str = "work") -> list[dict[str, Any]]:
        """Return the ledger's lines of a kind of event."""
        return [line for line in self.cloud.items("LedgerTable") if line["event"] == event]

    def seats(self, code: str) -> int:
        """Return how many places in a course are taken."""
        [course] = [one for one in self.cloud.items("CourseTable") if one["sk"] == f"COURSE#{code}"]
        return int(course["seats_taken"])


def as_handled(item: dict[str, Any]) -> Stored[Handled]:
    """Return a message or an enrollment as our own code reads it."""
    stored = read_stored(item)
    return cast("Stored[Handled]", stored)


def as_subject(item: dict[str, Any]) -> Stored[Handled] | Stored[PaymentItem]:
    """Return what a task is about as our own code reads it."""
    return cast("Stored[Handled] | Stored[PaymentItem]", read_stored(item))


def as_task(item: dict[str, Any]) -> Stored[Task]:
    """Return a task as our own code reads it."""
    return cast("Stored[Task]", read_stored(item))


def person_of_sample() -> str:
    """Return the id of the sample person."""
    return person_id(KEYS, MESSAGE["email"])

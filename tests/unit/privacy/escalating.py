"""What the tests of the escalation share: requests made without a form, runs at chosen moments, and what these left."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from loket.core.command import Actor, Command
from loket.core.key import Key
from loket.core.keyed_hash import person_id
from loket.core.ledger import BY_PERSON
from loket.core.retention import LOCAL_TIME
from loket.core.staff_member import StaffMember
from loket.privacy.domain.lifecycle import RequestEvent
from loket.privacy.domain.request import Channel, PrivacyRequest, PrivacyRequestForm, take_request
from loket.privacy.store.request import store_request
from loket.privacy.transition import carry_out
from loket.storage.item import find as find_item
from loket.storage.item import new_key
from loket.storage.transaction import Transaction

from tests.unit.cloud import spectator
from tests.unit.event import KEYS, NOW, queue_event

if TYPE_CHECKING:
    from datetime import date

    from loket.core.doubt import Doubt

    from tests.unit.cloud import Cloud

type Json = dict[str, Any]

KIM = StaffMember(id="id-Kim", name="Kim", role="privacy_officer")
FUNCTION = "escalate_due_requests"
PERSON, STAFF, OFFICER = "sanne.devries@example.nl", "staff@example.nl", "privacy@example.nl"
BY_TIME = {"tell_delay", "notify_due", "notify_officer_due"}
# The dates of the tests: received on 23 November, due on 21 December; 14, 7 and 3 days before are these.
FOURTEEN, SEVEN, THREE, ONE = "2026-12-07", "2026-12-14", "2026-12-18", "2026-12-20"
FORM = {"kind": "objection", "name": "Sanne de Vries", "email": PERSON, "language": "nl"}


def day(number: float) -> datetime:
    """Return noon, in the Netherlands, so many days after the requests of these tests were received; 28 is the due date."""
    return datetime.combine(NOW.astimezone(LOCAL_TIME).date(), time(12), LOCAL_TIME) + timedelta(days=number)


def keep(
    cloud: Cloud,
    reference: str = "P-00000-00001",
    *,
    doubts: frozenset[Doubt] = frozenset(),
    channel: Channel = Channel.FORM,
    received_at: datetime = NOW,
    **changes: str,
) -> Json:
    """Store a request, whose mail has gone, and return its item: what came by the form, nobody has confirmed."""
    cloud.set_environment(cloud.environment(FUNCTION))
    form = PrivacyRequestForm.model_validate({**FORM, **changes})
    request = take_request(form, reference=reference, doubts=doubts, channel=channel, received_at=received_at)
    Transaction(
        store_request(
            request, new_key(PrivacyRequest, person_id(KEYS, request.email), at=received_at), by=BY_PERSON, at=received_at
        )
    ).commit()
    for effect in cloud.items("PersonalDataTable", kind="OUTBOX#"):
        if effect["effect"] in {"confirm_privacy_request", "notify_request"}:
            cloud.put("PersonalDataTable", {**effect, "sent_at": int(NOW.timestamp())})
    return find(cloud, reference)


def find(cloud: Cloud, reference: str = "P-00000-00001") -> Json:
    """Return the item of a request."""
    [found] = [one for one in cloud.items("PersonalDataTable", kind="PRIVACY_REQUEST#") if one["reference"] == reference]
    return found


def change(cloud: Cloud, item: Json, **values: Any) -> None:
    """Change a stored item past our own code; None takes an attribute away."""
    changed = {name: value for name, value in {**item, **values}.items() if value is not None}
    cloud.put("PersonalDataTable", changed)


def run(cloud: Cloud, at: datetime) -> Json:
    """Run the escalation for a moment."""
    return cloud.invoke(FUNCTION, {"time": at.isoformat()})


def act(
    cloud: Cloud,
    event: RequestEvent,
    at: datetime,
    *,
    until: date | None = None,
    words: str | None = "Wij wachten op het archief.",
) -> None:
    """Let the privacy officer do something with the request."""
    cloud.set_environment(cloud.environment(FUNCTION))
    found = find(cloud)
    stored = find_item(PrivacyRequest, Key(found["pk"], found["sk"]), now=at)
    command = Command(
        event=event,
        actor=Actor.PRIVACY_OFFICER,
        by=KIM,
        words=words,
        until=until,
    )
    carry_out(command, stored, KEYS, now=at)


def effects(cloud: Cloud) -> Counter[str]:
    """Return which mails the escalation asked for."""
    found = cloud.items("PersonalDataTable", kind="OUTBOX#")
    return Counter(one["effect"] for one in found if one["effect"] in BY_TIME)


def digests(cloud: Cloud, audience: str = "staff") -> list[str]:
    """Return the days of the digests that were made for an audience."""
    found = cloud.items("PersonalDataTable", kind="OUTBOX#")
    return sorted(one["sk"].removeprefix("OUTBOX#") for one in found if one["pk"] == f"DIGEST#{audience}")


def escalations(cloud: Cloud) -> list[tuple[int, list[int]]]:
    """Return the levels that requests were escalated to, in their order, each with those that were skipped."""
    steps = [one for one in cloud.items("PersonalDataTable", kind="STEP#") if one["event"] == "escalate"]
    return [(one["rung"], one["skipped"]) for one in sorted(steps, key=lambda one: one["happened_at"])]


def passed(cloud: Cloud) -> list[int]:
    """Return all levels that were reached or skipped, in their order; one that came twice stands twice."""
    return [level for reached, skipped in escalations(cloud) for level in (*skipped, reached)]


def lines(cloud: Cloud) -> list[str]:
    """Return what the ledger says of the escalation, in the order of its keys."""
    return [one["what"] for one in sorted(cloud.items("LedgerTable", kind="ESCALATION#"), key=lambda one: one["sk"])]


def deliver(cloud: Cloud, at: datetime) -> dict[str, list[str]]:
    """Send what waits in the outbox, and return the subjects of all mails so far, by whom they are to."""
    waiting = [one for one in cloud.items("PersonalDataTable", kind="OUTBOX#") if "sent_at" not in one]
    bodies = [json.dumps({"pk": one["pk"], "sk": one["sk"]}) for one in sorted(waiting, key=lambda one: one["sk"])]
    cloud.invoke("send_mail", queue_event(*bodies, now=at))
    told: dict[str, list[str]] = {}
    for mail in cloud.mails():
        [to] = mail["Destination"]["ToAddresses"]
        told.setdefault(to, []).append(mail["Content"]["Simple"]["Subject"]["Data"])
    return told


def empty(cloud: Cloud) -> None:
    """Take everything out of the tables."""
    for table in ("PersonalDataTable", "LedgerTable"):
        for item in cloud.items(table):
            key = {"pk": {"S": item["pk"]}, "sk": {"S": item["sk"]}}
            spectator("dynamodb").delete_item(TableName=table, Key=key)


def at(number: int, hour: int, minute: int = 0) -> datetime:
    """Return an hour on the Dutch clock, so many days after receipt."""
    return datetime.combine(day(number).date(), time(hour, minute), LOCAL_TIME)


def text_to(cloud: Cloud, address: str) -> str:
    """Return the text of the last mail to an address."""
    mails = [mail for mail in cloud.mails() if mail["Destination"]["ToAddresses"] == [address]]
    return str(mails[-1]["Content"]["Simple"]["Body"]["Text"]["Data"])

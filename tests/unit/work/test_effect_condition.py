"""An effect is stored if and only if what it is about is there: a condition on that stands in the same transaction."""

from __future__ import annotations

import ast
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from loket.core.key import Key
from loket.enrollment.domain.enrollment import Enrollment
from loket.enrollment.hold import look_at_hold
from loket.privacy.domain.lifecycle import RequestEvent
from loket.staff.domain.action import Action
from loket.storage.attribute import from_item
from loket.storage.item import find
from loket.storage.outbox import mark_sent
from loket.storage.transaction import KEPT_AS_SEEN, UNEXPIRED

from tests.template import PROJECT
from tests.unit.event import NOW, post_json, solved_challenge
from tests.unit.privacy.journey import Journey
from tests.unit.work.counter import PAID, Counter

if TYPE_CHECKING:
    from collections.abc import Iterator

type Json = dict[str, Any]

# Where effects are stored, but for those about money, which payment's own tests look at.
PLACES = {
    "functions/submit_contact_message/app.py": 1,
    "layers/loket/loket/enrollment/hold.py": 1,
    "layers/loket/loket/enrollment/store/enrollment.py": 2,
    "layers/loket/loket/privacy/store/escalation.py": 1,
    "layers/loket/loket/privacy/store/request.py": 2,
    "layers/loket/loket/staff/handle.py": 2,
}


def calls() -> dict[str, list[ast.Call]]:
    """Return every call that stores effects, by the file that it is in."""
    found: dict[str, list[ast.Call]] = {}
    for place in [*PROJECT.glob("functions/*/app.py"), *PROJECT.glob("layers/**/*.py")]:
        for node in ast.walk(ast.parse(place.read_bytes())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "store_effects":
                found.setdefault(str(place.relative_to(PROJECT)), []).append(node)
    return found


def test_every_place_where_effects_are_stored_is_looked_at() -> None:
    assert {place: len(found) for place, found in calls().items() if "/payment/" not in place} == PLACES


def test_every_effect_ends_with_what_it_is_about() -> None:
    """Only near that end it shows: an effect is kept for a month, and what it is about for years."""
    ends = {
        f"{place}: {ast.unparse(given.value)}"
        for place, found in calls().items()
        for call in found
        for given in call.keywords
        if given.arg == "until"
    }

    assert len(ends) >= len(PLACES)
    assert [end for end in ends if not end.endswith("expires_at")] == []


def test_no_effect_is_stored_about_what_may_be_gone(counter: Counter) -> None:
    asked = {"kind": "access", "name": "Sanne de Vries", "email": "sanne.devries@example.nl", "altcha": solved_challenge()}
    answer = counter.cloud.invoke("submit_privacy_request", post_json("POST /privacy-requests", asked))
    journey = Journey(counter.cloud, json.loads(answer["body"])["reference"], "")
    journey.link = journey.new_link()
    journey.press("confirm")
    journey.staff(RequestEvent.WAIVE_PROOF, reason="Wij kennen u.")
    counter.cloud.invoke("escalate_due_requests", {"time": (NOW + timedelta(days=29)).isoformat()})
    counter.handle(counter.write(), Action.ANSWER, "Ja.")
    for code in (PAID, "proefles-lesgeven"):
        counter.handle(counter.enroll(code, website="https://spam.example"), Action.RELEASE)
    let_hold_end(counter, counter.enroll(PAID))
    paid = counter.enroll(PAID)
    counter.cloud.put("PersonalDataTable", paid | {"status": "paid", "paid_by": paid["attempt"]})
    payments = counter.cloud.items("PersonalDataTable", kind="PAYMENT")
    [payment] = [one for one in payments if one["attempt"] == paid["attempt"]]
    counter.cloud.put("PersonalDataTable", payment | {"status": "paid"})
    counter.handle(counter.find(paid["reference"]), Action.CANCEL)

    stored = [effect for writes in transactions(counter) for effect in effects_in(writes)]
    assert len({effect["effect"] for effect in stored}) >= 15
    assert [
        effect for writes in transactions(counter) for effect in effects_in(writes) if not is_guarded(effect, writes)
    ] == []


def let_hold_end(counter: Counter, item: Json) -> None:
    """Warn whoever has not paid, and let their place come free."""
    # Its payment was to be opened, and no provider is here: what asks for that has had its time.
    [opening] = [one for one in counter.cloud.items("PersonalDataTable", kind="OUTBOX#") if item["attempt"] in one["pk"]]
    counter.cloud.put("PersonalDataTable", opening | {"expires_at": int(NOW.timestamp())})
    key, last_day = Key(item["pk"], item["sk"]), datetime.fromtimestamp(item["held_until"], UTC)
    assert look_at_hold(key, now=last_day) == "warned"
    warning = find(Enrollment, key, now=last_day).record.warning
    assert warning is not None
    mark_sent(Key(key.pk, warning), at=last_day)
    assert look_at_hold(key, now=last_day + timedelta(days=3)) == "ended"


def transactions(counter: Counter) -> Iterator[list[Json]]:
    """Yield the writes of every transaction, each with its action's own name left out."""
    for call in counter.cloud.called("TransactWriteItems"):
        yield [write for action in call.request["TransactItems"] for write in action.values()]


def effects_in(writes: list[Json]) -> list[Json]:
    """Return the effects that are stored with these writes."""
    items = [from_item(write["Item"]) for write in writes if "Item" in write]
    return [item for item in items if str(item.get("sk", "")).startswith("OUTBOX#")]


def is_guarded(effect: Json, writes: list[Json]) -> bool:
    """Return whether what an effect is about is stored with it, or must be there."""
    if effect["pk"].startswith("DIGEST#"):
        # It is about a day, and tells what is there when it is sent.
        return True
    about = {"pk": effect["pk"], "sk": effect["about"]}
    for write in writes:
        found = from_item(write.get("Key") or write["Item"])
        if {name: found.get(name) for name in about} == about:
            return "Item" in write or write["ConditionExpression"].startswith((UNEXPIRED, KEPT_AS_SEEN))
    return False

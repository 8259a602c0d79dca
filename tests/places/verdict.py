"""The verdict on a schedule of places: is each place somebody's, was everybody told, and has whoever paid an answer?"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

type Json = dict[str, Any]

SEATED = {"received", "waiting_for_payment", "paid"}
DAY = timedelta(days=1)
OF_A_HOLD = {"held_until", "due_bucket", "due_at"}
TASKS = {"notify_paid_without_place", "notify_overpaid", "notify_paid_after_erasure"}


def judge_places(items: Iterable[Json], taken: int, places: int, *, now: datetime) -> list[str]:
    """Return what is wrong with the places, in words."""
    known = list(items)
    enrollments = [item for item in known if item["sk"].startswith("ENROLLMENT#")]
    seated = [item for item in enrollments if item["status"] in SEATED]
    wrong = [f"{taken} places are taken, by {len(seated)}"] if taken != len(seated) else []
    wrong += [f"{taken} of {places} places are taken"] if not 0 <= taken <= places else []
    for item in enrollments:
        held = OF_A_HOLD & item.keys()
        if held != (OF_A_HOLD if item["status"] == "waiting_for_payment" else set()):
            wrong.append(f"{item['status']} has {sorted(held)}")
        if item["status"] == "unpaid" and not _was_told(item, known, now=now):
            wrong.append("a place came free untold")
    return wrong


def _was_told(enrollment: Json, items: list[Json], *, now: datetime) -> bool:
    warnings = [item for item in items if item.get("effect") == "warn_place" and item["about"] == enrollment["sk"]]
    return any(item.get("sent_at", 1e12) <= (now - DAY).timestamp() for item in warnings)


def judge_answers(items: Iterable[Json], paid: Iterable[str]) -> list[str]:
    """Return which of the attempts that were paid have no answer: a place, or a task for staff and a mail to the person."""
    known = list(items)
    effects = Counter((item["pk"], item["effect"]) for item in known if item["sk"].startswith("OUTBOX#"))
    attempts = {item["attempt"]: item for item in known if item["sk"] == "PAYMENT"}
    return [word for attempt in paid for word in _judge(attempts[attempt], known, effects)] + _judge_invoices(known)


def _judge_invoices(items: list[Json]) -> list[str]:
    """Judge for whom invoices are: for each enrollment that asked for one, of the attempt that paid it, and no other."""
    receipts = {item["attempt"]: item["receipt"] for item in items if item["sk"] == "PAYMENT"}
    asked = [item for item in items if item.get("invoice_name") and item.get("paid_by")]
    due = sorted(receipts[item["paid_by"]] for item in asked)
    debtors = sorted(item["receipt"] for item in items if item["sk"] == "DEBTOR")
    tasks = [item for item in items if item.get("effect") == "notify_invoice"]
    wrong = f"invoices of {debtors} with {len(tasks)} tasks, not of {due}"
    return [] if (debtors, len(tasks)) == (due, len(due)) else [wrong]


def _judge(attempt: Json, items: list[Json], effects: Counter[tuple[str, str]]) -> list[str]:
    person = f"PERSON#{attempt['person']}"
    [enrollment] = [item for item in items if (item["pk"], item["sk"]) == (person, attempt["enrollment"])]
    if enrollment.get("paid_by") == attempt["attempt"] and enrollment["status"] == "paid":
        return []
    wrong = []
    if not any(effects[attempt["pk"], kind] for kind in TASKS):
        wrong.append(f"paid for what is {enrollment['status']}, and staff do not know")
    mails = ("tell_paid_without_place", "tell_cancelled", "confirm_payment")
    if enrollment.get("paid_by") is None or not any(effects[person, kind] for kind in mails):
        wrong.append(f"paid for what is {enrollment['status']}, and nobody was told")
    return wrong

"""What follows from something that is stored: an effect beside it, kept for a month, or a task that waits for staff."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from loket.core.effect import Effect, EffectKind, Task, new_effect
from loket.core.key import Key
from loket.storage.client import StoreRefused, StoreUnavailable
from loket.storage.item import ItemGone
from loket.storage.outbox import find_effect, mark_sent, store_effects
from loket.storage.transaction import Transaction

from tests.unit.cloud import Cloud, Fault
from tests.unit.event import NOW

AT = int(NOW.timestamp())
NEVER = 9_999_999_999
ABOUT = Key("PERSON#abc", "ENROLLMENT#d")
A_MONTH = int(datetime(2026, 12, 23, 10, 0, tzinfo=UTC).timestamp())
TWO_YEARS = int(datetime(2028, 11, 23, 10, 0, tzinfo=UTC).timestamp())
# Stored with each effect, and on the queue: a kind by another name is a mail that is never written.
MAILS = [
    "confirm_enrollment",
    "confirm_contact_message",
    "answer_contact_message",
    "create_payment",
    "offer_payment",
    "confirm_payment",
    "offer_new_payment",
    "confirm_refund",
    "warn_place",
    "tell_unpaid",
    "tell_cancelled",
    "tell_paid_without_place",
    "confirm_privacy_request",
    "tell_step",
    "tell_delay",
    "notify_request",
    "notify_step",
    "notify_addition",
    "notify_due",
    "notify_officer_due",
]
WORK = [
    "notify_staff",
    "notify_invoice",
    "notify_overpaid",
    "notify_paid_without_place",
    "notify_paid_after_erasure",
    "notify_chargeback",
    "notify_chargeback_reversed",
    "notify_refund_failed",
    "notify_quarantine",
    "notify_refunded",
    "notify_shortfall",
    "notify_too_many_refunds",
]


@pytest.fixture
def table(cloud: Cloud) -> Cloud:
    cloud.set_environment(cloud.environment("send_mail"))
    return cloud


def test_every_effect_is_a_mail_or_a_task() -> None:
    assert sorted(str(kind) for kind in EffectKind) == sorted([*MAILS, *WORK])


def test_an_effect_is_kept_for_a_month_and_a_task_as_long_as_what_it_is_about() -> None:
    for kind in EffectKind:
        made = new_effect(kind, about="ENROLLMENT#d", now=NOW, cents=7, step="STEP#1")
        facts = {"effect": kind, "about": "ENROLLMENT#d", "cents": 7, "step": "STEP#1", "created_at": AT}
        if kind in WORK:
            waits = {"due_bucket": "WORK#3", "due_at": "2026-11-23T10:00:00+00:00", "expires_at": TWO_YEARS}
            assert made == Task.model_validate({**facts, **waits})
            assert isinstance(made, Task)
            assert (made.is_open, made.model_copy(update={"due_bucket": None}).is_open) == (True, False)
        else:
            assert made == Effect.model_validate({**facts, "expires_at": A_MONTH})


def test_no_effect_is_kept_longer_than_what_it_is_about() -> None:
    """Nobody could finish a task that outlives its item."""
    days = {"soon": AT + 3 * 86_400, "late": AT + 100 * 86_400, "never": NEVER}
    found = {
        name: {(kind in WORK, new_effect(kind, about="MESSAGE#d", now=NOW, until=end).expires_at) for kind in EffectKind}
        for name, end in days.items()
    }

    assert found == {
        "soon": {(False, days["soon"]), (True, days["soon"])},
        "late": {(False, A_MONTH), (True, days["late"])},
        "never": {(False, A_MONTH), (True, TWO_YEARS)},
    }


def test_an_effect_is_stored_beside_what_it_is_about(table: Cloud) -> None:
    kinds = (EffectKind.CONFIRM_ENROLLMENT, EffectKind.NOTIFY_STAFF)
    Transaction(store_effects(kinds, ABOUT, at=NOW, until=NEVER, cents=7, step="STEP#1")).commit()

    items = {item["effect"]: item for item in table.items("PersonalDataTable")}
    shared = {"pk": "PERSON#abc", "kind": "OUTBOX", "kept_for": "answering by mail, post or telephone", "cents": 7}
    shared |= {"about": "ENROLLMENT#d", "created_at": AT, "step": "STEP#1"}
    mail, task = items["confirm_enrollment"], items["notify_staff"]
    assert mail == {**shared, "sk": mail["sk"], "effect": "confirm_enrollment", "expires_at": A_MONTH}
    waits = {"due_bucket": "WORK#3", "due_at": "2026-11-23T10:00:00+00:00", "expires_at": TWO_YEARS}
    assert task == {**shared, **waits, "sk": task["sk"], "effect": "notify_staff"}
    assert {item["sk"][:17] for item in items.values()} == {"OUTBOX#01M83XJ880"}
    assert mail["sk"] != task["sk"]
    found = {item["effect"]: type(find_effect(Key(item["pk"], item["sk"]), now=NOW).record) for item in items.values()}
    assert found == {"confirm_enrollment": Effect, "notify_staff": Task}


def test_an_effect_is_stored_for_as_long_as_it_is_told(table: Cloud) -> None:
    soon = AT + 3 * 86_400
    Transaction(store_effects([EffectKind.CONFIRM_ENROLLMENT, EffectKind.NOTIFY_STAFF], ABOUT, at=NOW, until=soon)).commit()

    assert [item["expires_at"] for item in table.items("PersonalDataTable")] == [soon] * 2


def test_what_was_sent_is_marked_once(table: Cloud) -> None:
    Transaction(store_effects([EffectKind.CONFIRM_ENROLLMENT], ABOUT, at=NOW, until=NEVER)).commit()
    [item] = table.items("PersonalDataTable")
    key = Key(item["pk"], item["sk"])

    mark_sent(key, at=NOW)
    mark_sent(key, at=datetime(2027, 1, 1, tzinfo=UTC))
    mark_sent(Key("PERSON#gone", "OUTBOX#gone"), at=NOW)

    assert table.items("PersonalDataTable") == [{**item, "sent_at": AT}]
    with pytest.raises(ItemGone):
        find_effect(Key("PERSON#gone", "OUTBOX#gone"), now=NOW)


def test_a_mark_that_cannot_be_made_is_told(table: Cloud) -> None:
    denied = Fault("UpdateItem", 400, {"__type": "AccessDeniedException"}, times=1)
    for fault, told in ((denied, StoreRefused), (Fault("UpdateItem", times=3), StoreUnavailable)):
        table.fail(fault)
        with pytest.raises(told):
            mark_sent(ABOUT, at=NOW)
    mark_sent(ABOUT, at=NOW)

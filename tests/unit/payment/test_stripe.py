"""Stripe: how its answers are read, against a server that answers as Stripe does."""

from typing import Any

import pytest
from loket.payment.domain.payment import (
    Mode,
    Money,
    NotOurs,
    PaymentStatus,
    Provider,
    Refund,
    RefundStatus,
    Snapshot,
    Standing,
)
from loket.payment.provider.fault import AnswerUnreadable, ProviderUnavailable, StatusUnknown

from tests.unit.payment.provider_server import ProviderServer, reply
from tests.unit.payment.stripe_answer import (
    ATTEMPT,
    INTENT,
    PLANTED,
    SESSION,
    charge,
    dispute,
    intent,
    listing,
    refund,
    session,
)
from tests.unit.payment.stripe_asking import EXPAND, PATH, asked, fetch
from tests.unit.payment.table import failing, refusal


def test_a_session_is_fetched_without_its_payer(server: ProviderServer) -> None:
    told = fetch(server, session())
    assert told == Snapshot(
        provider=Provider.STRIPE,
        payment=SESSION,
        attempt=ATTEMPT,
        amount=Money(cents=19995, currency="EUR"),
        mode=Mode.TEST,
        profile=None,
        standing=Standing(status=PaymentStatus.PAID),
    )
    assert not any(planted in repr(told) for planted in PLANTED)
    assert asked(server) == [(PATH, EXPAND)]


INTENT_STATUSES = {
    "requires_payment_method": PaymentStatus.FAILED,
    "requires_confirmation": PaymentStatus.PENDING,
    "requires_action": PaymentStatus.PENDING,
    "processing": PaymentStatus.PENDING,
    "requires_capture": PaymentStatus.AUTHORIZED,
    "canceled": PaymentStatus.CANCELED,
    "succeeded": PaymentStatus.PAID,
}


STANDINGS: list[tuple[dict[str, Any], PaymentStatus]] = [
    ({"status": "open", "payment_status": "unpaid", "payment_intent": None}, PaymentStatus.OPEN),
    (
        {
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": intent(status="requires_payment_method", latest_charge=None),
        },
        PaymentStatus.OPEN,
    ),
    ({"status": "expired", "payment_status": "unpaid", "payment_intent": None}, PaymentStatus.EXPIRED),
    ({"status": "complete", "payment_status": "paid"}, PaymentStatus.PAID),
    *(
        ({"status": "complete", "payment_status": "unpaid", "payment_intent": intent(status=told)}, status)
        for told, status in INTENT_STATUSES.items()
    ),
]


def test_a_status_is_that_of_the_session_or_of_its_intent(server: ProviderServer) -> None:
    assert failing(STANDINGS, lambda row: fetch(server, session(**row[0])).standing.status is row[1]) == []


def test_refunds_come_with_the_session(server: ProviderServer) -> None:
    refunds = [
        refund(f"pyr_{status}", 100, status) for status in ("pending", "requires_action", "succeeded", "failed", "canceled")
    ]
    told = fetch(server, session(payment_intent=intent(latest_charge=charge(*refunds))))
    assert told.standing.refunds == {
        "pyr_pending": Refund(100, RefundStatus.PENDING),
        "pyr_requires_action": Refund(100, RefundStatus.PENDING),
        "pyr_succeeded": Refund(100, RefundStatus.REFUNDED),
        "pyr_failed": Refund(100, RefundStatus.FAILED),
        "pyr_canceled": Refund(100, RefundStatus.CANCELED),
    }
    assert asked(server) == [(PATH, EXPAND)]


NAMED_ONCE: list[dict[str, Any]] = [
    {"metadata": {}},
    {"metadata": None},
    {"metadata": {"attempt": "another"}},
    {"client_reference_id": None},
    {"client_reference_id": "another"},
]


def test_a_session_that_does_not_name_one_attempt_twice_is_not_ours(server: ProviderServer) -> None:
    """What else is in it is not looked at: others sell under the same account."""
    named = [*NAMED_ONCE, *({**changes, "amount_total": None} for changes in NAMED_ONCE)]

    assert failing(named, lambda changes: bool(refusal(lambda: fetch(server, session(**changes)), NotOurs))) == []


def test_a_live_session_is_live(server: ProviderServer) -> None:
    assert fetch(server, session(livemode=True)).mode is Mode.LIVE


UNKNOWN: list[tuple[dict[str, Any], str]] = [
    ({"payment_status": "no_payment_required"}, "payment"),
    ({"payment_status": "partly"}, "payment"),
    ({"payment_status": "unpaid", "status": "closed"}, "session"),
    ({"payment_status": "unpaid", "payment_intent": intent(status="thinking")}, "intent"),
    ({"payment_intent": intent(latest_charge=charge(refund("pyr_1a2b", 1, "lost")))}, "refund"),
]


def test_an_unknown_status_is_never_guessed(server: ProviderServer) -> None:
    def holds(row: tuple[dict[str, Any], str]) -> bool:
        unknown = refusal(lambda: fetch(server, session(**row[0])), StatusUnknown)
        return unknown.reason == row[1] and isinstance(unknown, ProviderUnavailable)

    assert failing(UNKNOWN, holds) == []


def test_an_unknown_status_of_a_dispute_is_never_guessed(server: ProviderServer) -> None:
    server.replies["/v1/disputes"] = reply(200, listing(dispute("du_1a2b", 1, "thinking"), url="/v1/disputes"))
    with pytest.raises(StatusUnknown, match=r"^dispute$"):
        fetch(server, session(payment_intent=intent(latest_charge=charge(disputed=True))))


def with_charge(**changes: Any) -> dict[str, Any]:
    return {"payment_intent": intent(latest_charge=charge(**changes))}


# What is odd about a session, and the place that the error names.
ODD: list[tuple[dict[str, Any], str]] = [
    ({"id": "cs_test_another1"}, "id"),
    ({"id": INTENT}, "id"),
    ({"amount_total": None}, "amount_total"),
    ({"amount_total": "19995"}, "amount_total"),
    ({"amount_total": 199.95}, "amount_total"),
    ({"amount_total": -1}, "amount_total"),
    ({"amount_total": True}, "amount_total"),
    ({"currency": None}, "currency"),
    ({"currency": "euro"}, "currency"),
    ({"livemode": None}, "livemode"),
    ({"client_reference_id": 1}, "client_reference_id"),
    ({"payment_status": None}, "payment_status"),
    ({"payment_status": "unpaid", "status": None}, "status"),
    ({"payment_status": "unpaid", "payment_intent": None}, "payment_intent"),
    ({"payment_intent": INTENT}, "payment_intent"),
    ({"payment_intent": intent(latest_charge="py_1234")}, "latest_charge"),
    (with_charge(refunds=None), "refunds"),
    (with_charge(refunds={"data": []}), "has_more"),
    (with_charge(refunds={"has_more": False, "data": {}}), "data"),
    (with_charge(disputed=None), "disputed"),
    ({"payment_intent": intent(latest_charge=charge(refund("pyr_1a2b", 1, "failed", currency="usd")))}, "currency"),
    ({"payment_intent": intent(latest_charge=charge(refund("planted/../id", 1, "failed")))}, "id"),
]


def test_an_answer_of_another_shape_is_unreadable_and_not_repeated(server: ProviderServer) -> None:
    def holds(row: tuple[dict[str, Any], str]) -> bool:
        unreadable = refusal(lambda: fetch(server, session(**row[0])), AnswerUnreadable)
        return unreadable.reason == row[1] and not any(planted in repr(unreadable) for planted in PLANTED)

    assert failing(ODD, holds) == []

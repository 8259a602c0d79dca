"""What the Stripe on this machine tells of, by signed events, and where its page leads."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
import stripe

from tests.local.session import CANCEL, ORDER, connect, fetch, list_types, pay

if TYPE_CHECKING:
    from tests.local.providers import Listener, Providers


@pytest.fixture
def vendor(providers: Providers) -> Any:
    """Speak through Stripe's own library."""
    return connect(providers)


def test_paying_at_the_page_leads_back_and_tells(providers: Providers, listener: Listener, vendor: Any) -> None:
    session = vendor.v1.checkout.sessions.create(ORDER)
    reply = providers.choose(session.url, "paid")
    assert (reply.status, reply.headers["location"]) == (303, f"https://www.example.nl/terug?s={session.id}")
    assert {one["state"] for one in providers.wait_for_webhooks(session.id)} == {"delivered"}
    assert list_types(listener) == ["charge.succeeded", "checkout.session.completed", "payment_intent.succeeded"]
    assert {call.path for call in listener.calls} == {"/webhooks/stripe"}


@pytest.mark.parametrize("end", ["paid", "failed"])
def test_payment_that_takes_time_is_told_of_twice(providers: Providers, listener: Listener, vendor: Any, end: str) -> None:
    session = vendor.v1.checkout.sessions.create(ORDER)
    providers.choose(session.url, "pending")
    waiting = fetch(vendor, session)
    assert (waiting.status, waiting.payment_status, waiting.payment_intent.status) == ("complete", "unpaid", "processing")
    providers.control(f"/payments/{session.id}", {"status": end})
    providers.wait_for_webhooks(session.id)
    async_event = "succeeded" if end == "paid" else "failed"
    assert f"checkout.session.async_payment_{async_event}" in list_types(listener)
    assert fetch(vendor, session).payment_status == ("paid" if end == "paid" else "unpaid")


def test_refused_attempt_leads_back_to_the_page(providers: Providers, listener: Listener, vendor: Any) -> None:
    session = vendor.v1.checkout.sessions.create(ORDER)
    reply = providers.choose(session.url, "failed")
    assert reply.headers["location"] == session.url
    assert 'role="alert"' in providers.send("GET", session.url.removeprefix(providers.url)).text
    providers.wait_for_webhooks(session.id)
    assert list_types(listener) == ["payment_intent.payment_failed"]
    providers.choose(session.url, "paid")
    assert fetch(vendor, session).payment_status == "paid"


def test_leaving_the_page_leaves_the_session_open(providers: Providers, vendor: Any) -> None:
    session = vendor.v1.checkout.sessions.create(ORDER)
    assert providers.choose(session.url, "canceled").headers["location"] == CANCEL
    assert fetch(vendor, session).status == "open"
    assert providers.look("/webhooks") == []


def test_session_can_be_expired_by_us_and_by_time(providers: Providers, listener: Listener, vendor: Any) -> None:
    first, second = (vendor.v1.checkout.sessions.create(ORDER) for _ in range(2))
    assert vendor.v1.checkout.sessions.expire(first.id).status == "expired"
    with pytest.raises(stripe.InvalidRequestError):
        vendor.v1.checkout.sessions.expire(first.id)
    providers.control("/behaviour", {"clock_ahead": 24 * 3600 + 1})
    providers.wait_for(lambda: fetch(vendor, second).status, lambda status: status == "expired")
    providers.wait_for_webhooks(second.id)
    assert list_types(listener) == ["checkout.session.expired"] * 2


def test_money_back_is_told_of(providers: Providers, listener: Listener, vendor: Any) -> None:
    session = pay(providers, vendor)
    providers.wait_for_webhooks(session.id)
    listener.calls.clear()
    [refund] = providers.control(f"/payments/{session.id}/refunds", {"status": "pending"})["refunds"]
    providers.control(f"/payments/{session.id}/refunds/{refund['id']}", {"status": "failed"})
    [dispute] = providers.control(f"/payments/{session.id}/chargebacks", {})["chargebacks"]
    providers.control(f"/payments/{session.id}/chargebacks/{dispute['id']}/reversal")
    providers.wait_for_webhooks(session.id)
    assert list_types(listener) == [
        "charge.dispute.closed",
        "charge.dispute.created",
        "charge.dispute.funds_reinstated",
        "charge.dispute.funds_withdrawn",
        "charge.refunded",
        "refund.created",
        "refund.failed",
        "refund.updated",
    ]


def test_the_vendor_library_accepts_every_event(providers: Providers, listener: Listener, vendor: Any) -> None:
    session = pay(providers, vendor)
    providers.control(f"/payments/{session.id}/refunds", {"cents": 100})
    providers.control(f"/payments/{session.id}/chargebacks", {"cents": 100})
    providers.wait_for_webhooks(session.id)
    secret = providers.look("/account")["stripe"]["webhook_secrets"][0]
    for call in listener.calls:
        event = vendor.construct_event(call.body, call.headers["stripe-signature"], secret)
        assert event.data.object.id
    assert len({call.json["id"] for call in listener.calls}) == len(listener.calls) == 7


def test_signature_is_made_anew_for_each_attempt_by_the_clock_there(
    providers: Providers, listener: Listener, vendor: Any
) -> None:
    providers.control("/behaviour", {"clock_ahead": -4000, "sign_with": ["whsec_old", "whsec_new"]})
    pay(providers, vendor)
    providers.wait_for(lambda: len(listener.calls), lambda count: count == 3)
    for call in listener.calls:
        header = call.headers["stripe-signature"]
        assert header.count("v1=") == 2
        assert abs(int(header.split(",")[0].removeprefix("t=")) - (time.time() - 4000)) < 60
        with pytest.raises(stripe.SignatureVerificationError):
            vendor.construct_event(call.body, header, "whsec_new")
        assert vendor.construct_event(call.body, header, "whsec_new", tolerance=5000)


def test_any_2xx_ends_an_event(providers: Providers, listener: Listener, vendor: Any) -> None:
    listener.answers = [204, 201, 202]
    session = pay(providers, vendor)
    assert [one["state"] for one in providers.wait_for_webhooks(session.id)] == ["delivered"] * 3

"""Stripe's events: several for one event of ours, each with the object as it was then."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from local.payments.delivery import Webhook
from local.payments.payment import make_id
from local.payments.stripe.shape import API_VERSION, show_charge, show_dispute, show_intent, show_refund, show_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.payments.change import Event
    from local.payments.delivery import WebhookContext
    from local.payments.payment import Payment

type Json = dict[str, Any]

PAID = ("payment_intent.succeeded", "charge.succeeded")
EVENTS: dict[str, tuple[str, ...]] = {
    "payment.paid": (*PAID, "checkout.session.completed"),
    "payment.pending": ("payment_intent.processing", "charge.pending", "checkout.session.completed"),
    "payment.declined": ("payment_intent.payment_failed",),
    "payment.failed": ("payment_intent.payment_failed", "checkout.session.async_payment_failed"),
    "payment.expired": ("checkout.session.expired",),
    "payment.canceled": ("checkout.session.expired",),
    "chargeback.received": ("charge.dispute.created", "charge.dispute.funds_withdrawn"),
    "chargeback.reversed": ("charge.dispute.closed", "charge.dispute.funds_reinstated"),
}


def name_events(event: Event) -> tuple[str, ...]:
    """Return the types of the events with which Stripe tells of an event."""
    if event.name == "payment.paid" and event.before == "pending":
        return (*PAID, "checkout.session.async_payment_succeeded")
    if not event.name.startswith("refund."):
        return EVENTS.get(event.name, ())
    if event.before is None:
        return ("refund.created", "charge.refunded")
    return ("refund.updated", "refund.failed") if event.name == "refund.failed" else ("refund.updated",)


def write_webhooks(context: WebhookContext, payment: Payment, event: Event) -> Iterator[Webhook]:
    """Yield the events with which Stripe tells of an event."""
    for name in name_events(event):
        body = json.dumps(write_event(context, payment, name, event.about))
        yield Webhook(scheme="stripe", event=name, payment=payment.id, url=context.endpoint, body=body)


def write_event(context: WebhookContext, payment: Payment, name: str, about: str) -> Json:
    """Return an event."""
    return {
        "id": make_id("evt_1", 23),
        "object": "event",
        "api_version": API_VERSION,
        "created": int(context.now),
        "data": {"object": _show_object(context, payment, name, about)},
        "livemode": payment.mode == "live",
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": name,
    }


def _show_object(context: WebhookContext, payment: Payment, name: str, about: str) -> Json:
    match name.split("."):
        case ["checkout", *_]:
            return show_session(payment, context.url)
        case ["payment_intent", *_]:
            return show_intent(payment)
        case ["refund", *_]:
            return show_refund(payment, payment.find_refund(about))
        case ["charge", "dispute", *_]:
            return show_dispute(payment, payment.find_chargeback(about))
        case _:
            return show_charge(payment)

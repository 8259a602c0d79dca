"""The webhooks of Mollie: the classic call that holds only an id, and the newer event that is signed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from local.payments.delivery import Webhook
from local.payments.mollie.shape import DOCUMENTATION, link, show_chargeback, show_payment, show_refund, write_moment
from local.payments.payment import make_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.payments.change import Event
    from local.payments.delivery import WebhookContext
    from local.payments.payment import Payment

type Json = dict[str, Any]

# Nothing for open and pending, for a refund that is queued, pending or canceled, nor for a chargeback's reversal.
CLASSIC = frozenset(
    {
        "payment.paid",
        "payment.authorized",
        "payment.expired",
        "payment.failed",
        "payment.canceled",
        "refund.processing",
        "refund.refunded",
        "refund.failed",
        "chargeback.received",
    }
)
SIGNED = CLASSIC | {
    "payment.pending",
    "refund.queued",
    "refund.pending",
    "refund.canceled",
    "chargeback.reversed",
}


def write_webhooks(context: WebhookContext, payment: Payment, event: Event) -> Iterator[Webhook]:
    """Yield the calls with which Mollie tells of an event."""
    if context.behaviour.mollie_classic and payment.webhook_url and event.name in CLASSIC:
        body = urlencode({"id": payment.id})
        yield Webhook(scheme="classic", event=event.name, payment=payment.id, url=payment.webhook_url, body=body)
    if context.behaviour.mollie_signed and event.name in SIGNED:
        body = json.dumps(write_event(context, payment, event))
        yield Webhook(scheme="mollie", event=event.name, payment=payment.id, url=context.endpoint, body=body)


def write_event(context: WebhookContext, payment: Payment, event: Event) -> Json:
    """Return the event object that Mollie signs."""
    event_id = make_id("event_", 21)
    entity = _show_entity(payment, event, context.url)
    links = {
        "self": link(f"{context.url}/v2/events/{event_id}"),
        "documentation": link(f"{DOCUMENTATION}/webhooks-new", "text/html"),
        "entity": entity["_links"]["self"],
    }
    signed = {
        "resource": "event",
        "id": event_id,
        "type": event.name,
        "entityId": event.about,
        "createdAt": write_moment(context.now),
        "_links": links,
    }
    return signed | ({"_embedded": {"entity": entity}} if context.behaviour.mollie_payload == "snapshot" else {})


def _show_entity(payment: Payment, event: Event, url: str) -> Json:
    match event.name.split(".", maxsplit=1)[0]:
        case "refund":
            return show_refund(payment, payment.find_refund(event.about), url)
        case "chargeback":
            return show_chargeback(payment, payment.find_chargeback(event.about), url)
        case _:
            return show_payment(payment, url)

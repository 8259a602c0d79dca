"""The webhooks of Mollie: the classic call that holds only an id, and the newer event that is signed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from local.payments.mollie.shape import DOCUMENTATION, link, show_chargeback, show_payment, show_refund, write_moment
from local.payments.payment import make_id
from local.payments.webhooks.delivery import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.payments.change import Happening
    from local.payments.payment import Payment
    from local.payments.service import Office

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


def write_notices(office: Office, payment: Payment, happening: Happening) -> Iterator[Notice]:
    """Yield the calls with which Mollie tells of a happening."""
    if office.manner.mollie_classic and payment.webhook_url and happening.name in CLASSIC:
        body = urlencode({"id": payment.id})
        yield Notice(scheme="classic", event=happening.name, payment=payment.id, url=payment.webhook_url, body=body)
    if office.manner.mollie_signed and happening.name in SIGNED:
        body = json.dumps(write_event(office, payment, happening))
        endpoint = office.name_endpoint("mollie")
        yield Notice(scheme="mollie", event=happening.name, payment=payment.id, url=endpoint, body=body)


def write_event(office: Office, payment: Payment, happening: Happening) -> Json:
    """Return the event object that Mollie signs."""
    event_id = make_id("event_", 21)
    entity = _show_entity(payment, happening, office.url)
    links = {
        "self": link(f"{office.url}/v2/events/{event_id}"),
        "documentation": link(f"{DOCUMENTATION}/webhooks-new", "text/html"),
        "entity": entity["_links"]["self"],
    }
    event = {
        "resource": "event",
        "id": event_id,
        "type": happening.name,
        "entityId": happening.about,
        "createdAt": write_moment(office.now()),
        "_links": links,
    }
    return event | ({"_embedded": {"entity": entity}} if office.manner.mollie_payload == "snapshot" else {})


def _show_entity(payment: Payment, happening: Happening, url: str) -> Json:
    match happening.name.split(".", maxsplit=1)[0]:
        case "refund":
            return show_refund(payment, payment.find_refund(happening.about), url)
        case "chargeback":
            return show_chargeback(payment, payment.find_chargeback(happening.about), url)
        case _:
            return show_payment(payment, url)

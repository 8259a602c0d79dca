"""Payments, refunds and chargebacks in Mollie's words (API v2)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from local.payments.payment import Chargeback, Payment, Refund

type Json = dict[str, Any]

DOCUMENTATION = "https://docs.mollie.com/reference"
MOMENTS = {
    "paid": "paidAt",
    "authorized": "authorizedAt",
    "canceled": "canceledAt",
    "expired": "expiredAt",
    "failed": "failedAt",
}
# What Mollie tells of a payer, though nobody asked: planted here, so that a test can look whether it is kept anywhere.
PAYER = {"consumerName": "T. TEST", "consumerAccount": "NL17RABO0213698412", "consumerBic": "TESTNL99"}


def write_amount(cents: int, currency: str) -> Json:
    """Return an amount as Mollie writes it."""
    sign, size = ("-" if cents < 0 else ""), abs(cents)
    return {"value": f"{sign}{size // 100}.{size % 100:02d}", "currency": currency}


def write_moment(moment: float) -> str:
    """Return a moment as Mollie writes it."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def link(href: str, kind: str = "application/hal+json") -> Json:
    """Return a link."""
    return {"href": href, "type": kind}


def show_payment(payment: Payment, url: str, embed: frozenset[str] = frozenset()) -> Json:
    """Return a payment, with what of it was asked to be embedded."""
    shown: Json = {
        "resource": "payment",
        "id": payment.id,
        "mode": payment.mode,
        "createdAt": write_moment(payment.created_at),
        "amount": write_amount(payment.cents, payment.currency),
        "description": payment.description,
        "method": payment.method,
        "metadata": payment.metadata,
        "status": payment.status,
        "locale": payment.locale,
        "profileId": payment.profile,
        "sequenceType": "oneoff",
        "redirectUrl": payment.redirect_url,
        **_show_standing(payment),
        **_show_money(payment),
        "_links": _link_payment(payment, url),
    }
    optional = {"webhookUrl": payment.webhook_url, "cancelUrl": payment.cancel_url}
    shown |= {name: value for name, value in optional.items() if value}
    embedded = _embed(payment, url, embed)
    return shown | ({"_embedded": embedded} if embedded else {})


def _show_standing(payment: Payment) -> Json:
    shown: Json = {}
    if moment := MOMENTS.get(payment.status):
        shown[moment] = write_moment(payment.moments[payment.status])
    if payment.status in {"open", "pending", "authorized"}:
        shown |= {"isCancelable": payment.status == "open", "expiresAt": write_moment(payment.expires_at)}
    if payment.method:
        shown["details"] = PAYER if payment.status == "paid" else {}
    return shown


def _show_money(payment: Payment) -> Json:
    if payment.status != "paid":
        return {}
    shown = {
        "amountRefunded": write_amount(payment.refunded, payment.currency),
        "amountRemaining": write_amount(max(0, payment.cents - payment.refunded), payment.currency),
        "settlementAmount": write_amount(payment.cents, payment.currency),
    }
    if payment.chargebacks:
        shown["amountChargedBack"] = write_amount(payment.charged_back, payment.currency)
    return shown


def _link_payment(payment: Payment, url: str) -> Json:
    own = f"{url}/v2/payments/{payment.id}"
    links = {
        "self": link(own),
        "dashboard": link(f"https://my.mollie.com/dashboard/org_1/payments/{payment.id}", "text/html"),
        "documentation": link(f"{DOCUMENTATION}/get-payment", "text/html"),
    }
    if payment.status == "open":
        links["checkout"] = link(f"{url}/checkout/{payment.token}", "text/html")
    if payment.refunds:
        links["refunds"] = link(f"{own}/refunds")
    if payment.chargebacks:
        links["chargebacks"] = link(f"{own}/chargebacks")
    return links


def _embed(payment: Payment, url: str, embed: frozenset[str]) -> Json:
    embedded: Json = {}
    if "refunds" in embed:
        embedded["refunds"] = [show_refund(payment, refund, url) for refund in payment.refunds]
    if "chargebacks" in embed:
        chargebacks = payment.chargebacks
        embedded["chargebacks"] = [show_chargeback(payment, chargeback, url) for chargeback in chargebacks]
    return embedded


def show_refund(payment: Payment, refund: Refund, url: str) -> Json:
    """Return a refund."""
    own = f"{url}/v2/payments/{payment.id}"
    return {
        "resource": "refund",
        "id": refund.id,
        "mode": payment.mode,
        "amount": write_amount(refund.cents, payment.currency),
        "settlementAmount": write_amount(-refund.cents, payment.currency),
        "status": refund.status,
        "createdAt": write_moment(refund.created_at),
        "description": refund.description or payment.description,
        "metadata": refund.metadata,
        "paymentId": payment.id,
        "_links": {
            "self": link(f"{own}/refunds/{refund.id}"),
            "payment": link(own),
            "documentation": link(f"{DOCUMENTATION}/get-refund", "text/html"),
        },
    }


def show_chargeback(payment: Payment, chargeback: Chargeback, url: str) -> Json:
    """Return a chargeback."""
    own = f"{url}/v2/payments/{payment.id}"
    return {
        "resource": "chargeback",
        "id": chargeback.id,
        "amount": write_amount(chargeback.cents, payment.currency),
        "settlementAmount": write_amount(-chargeback.cents, payment.currency),
        "createdAt": write_moment(chargeback.created_at),
        "reason": {"code": "MD06", "description": "Refund requested by the payer"},
        "paymentId": payment.id,
        "reversedAt": write_moment(chargeback.reversed_at) if chargeback.reversed_at else None,
        "_links": {
            "self": link(f"{own}/chargebacks/{chargeback.id}"),
            "payment": link(own),
            "documentation": link(f"{DOCUMENTATION}/get-chargeback", "text/html"),
        },
    }


def show_list(name: str, shown: list[Json], own: str) -> Json:
    """Return a list, all of it on one page."""
    links = {
        "self": link(own),
        "previous": None,
        "next": None,
        "documentation": link(f"{DOCUMENTATION}/list-{name}", "text/html"),
    }
    return {"count": len(shown), "_embedded": {name: shown}, "_links": links}

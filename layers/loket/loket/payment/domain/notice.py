"""Notices: reading a provider's webhook to the one thing it is trusted with, which payment to ask about.

What happened is never taken from a notice: the provider is asked. So a forged, repeated or late notice can at most make us
ask once more, and a notice that points at nothing of ours is passed over.
"""

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl

from loket.payment.domain.payment import Provider

LARGEST_CLASSIC_NOTICE = 2048
_MOST_FIELDS = 10

# The forms of the ids under which a provider can be asked about a payment. They become part of addresses, so nothing that
# means something in an address is in them. Stripe's are those of a checkout session and of the payment intent within
# it; it has them at 255 characters at most (docs.stripe.com/upgrades).
PAYMENT_ID: Mapping[Provider, re.Pattern[str]] = MappingProxyType(
    {
        Provider.MOLLIE: re.compile(r"tr_[A-Za-z0-9]{4,64}"),
        Provider.STRIPE: re.compile(r"cs_(?:test|live)_[A-Za-z0-9]{4,247}|pi_[A-Za-z0-9]{4,252}"),
    }
)
_MOLLIE_PAYMENT_PATH = re.compile(r"/payments/(tr_[A-Za-z0-9]{4,64})(?:[/?]|\Z)")
_MOLLIE_KINDS = frozenset({"payment", "refund", "chargeback"})
_STRIPE_SESSION = "checkout.session"
_STRIPE_PARTS = frozenset({"charge", "refund", "dispute"})
_STRIPE_TYPE = re.compile(
    r"checkout\.session\.(?:completed|async_payment_succeeded|async_payment_failed|expired)"
    r"|payment_intent\.(?:processing|succeeded|payment_failed|canceled)"
    r"|charge\.(?:refunded|refund\.updated)|charge\.dispute\.[a-z_]+|refund\.(?:created|updated|failed)"
)


class NoticeIgnored(Exception):
    """The notice is about nothing that we act on; `reason` says why and repeats nothing of it."""

    def __init__(self, reason: str) -> None:
        """Name the reason."""
        super().__init__(reason)
        self.reason = reason


class PaymentIdMalformed(ValueError):
    """The id is not of the provider's form, so the provider is not asked about it."""


def check_payment_id(provider: Provider, payment: str) -> str:
    """Return the id of a payment; raise `PaymentIdMalformed` where it does not have the provider's form."""
    if not PAYMENT_ID[provider].fullmatch(payment):
        raise PaymentIdMalformed(provider.value)
    return payment


def read_mollie_notice(body: bytes) -> str:
    """Return the payment that a classic notice of Mollie points at: a form of at most 2 kB with exactly one `id`."""
    if len(body) > LARGEST_CLASSIC_NOTICE:
        raise NoticeIgnored("too_large")
    try:
        sent = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as malformed:
        raise NoticeIgnored("malformed") from malformed
    ids = [value for name, value in sent if name == "id"]
    if len(ids) != 1:
        raise NoticeIgnored("not_one_id")
    return _checked(Provider.MOLLIE, ids[0])


def read_mollie_event(body: bytes) -> str:
    """Return the payment that a next-generation notice of Mollie points at.

    It is an event with the id of what changed, or, in the oldest form of these webhooks, what changed itself.
    """
    sent = _read_object(body)
    resource = str(sent.get("resource"))
    if resource in _MOLLIE_KINDS:
        return _first_id(Provider.MOLLIE, sent.get("id"), sent.get("paymentId"))
    kind = str(sent.get("type")).partition(".")[0]
    if resource != "event" or kind not in _MOLLIE_KINDS:
        raise NoticeIgnored("type")
    entity = _within(sent, "_embedded", "entity")
    return _first_id(Provider.MOLLIE, sent.get("entityId"), entity.get("paymentId"), *_linked(sent))


def read_stripe_event(body: bytes) -> str:
    """Return what an event of Stripe points at: a checkout session, or the payment intent that the event is about."""
    sent = _read_object(body)
    if sent.get("object") != "event" or not _STRIPE_TYPE.fullmatch(str(sent.get("type"))):
        raise NoticeIgnored("type")
    about = _within(sent, "data", "object")
    kind = str(about.get("object"))
    if kind == _STRIPE_SESSION and about.get("mode", "payment") != "payment":
        raise NoticeIgnored("mode")
    if kind in _STRIPE_PARTS:
        return _first_id(Provider.STRIPE, about.get("payment_intent"), _within(about, "payment_intent").get("id"))
    return _first_id(Provider.STRIPE, about.get("id"))


def _read_object(body: bytes) -> Mapping[str, Any]:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as malformed:
        raise NoticeIgnored("malformed") from malformed
    if not isinstance(sent, dict):
        raise NoticeIgnored("malformed")
    return sent


def _within(sent: Mapping[str, Any], *path: str) -> Mapping[str, Any]:
    part: Any = sent
    for name in path:
        part = part.get(name) if isinstance(part, dict) else None
    return part if isinstance(part, dict) else {}


def _linked(sent: Mapping[str, Any]) -> Iterator[str]:
    # A simple event about a refund or chargeback names the payment only in the address of it.
    address = _within(sent, "_links", "entity").get("href")
    return (match[1] for match in _MOLLIE_PAYMENT_PATH.finditer(address if isinstance(address, str) else ""))


def _first_id(provider: Provider, *candidates: object) -> str:
    fitting = [name for name in candidates if isinstance(name, str) and PAYMENT_ID[provider].fullmatch(name)]
    if not fitting:
        raise NoticeIgnored("id")
    return fitting[0]


def _checked(provider: Provider, payment: str) -> str:
    try:
        return check_payment_id(provider, payment)
    except PaymentIdMalformed as malformed:
        raise NoticeIgnored("id") from malformed

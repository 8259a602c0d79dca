"""What the real providers refuse, so that the made-up one refuses it too: each rule says what is wrong with a request."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import stripe
from mollie import models
from pydantic import ValidationError

if TYPE_CHECKING:
    from tests.unit.payment.provider_server import Sent

MOLLIE_KEY = re.compile(r"Bearer (?:test|live)_\w+")
STRIPE_KEY = re.compile(r"Bearer [sr]k_(?:test|live)_\w+")
SESSIONS = "/v1/checkout/sessions"
_FIELDS = {field.alias or name for name, field in models.PaymentRequest.model_fields.items()}
_MOLLIE_NEEDS = {"amount", "description", "redirectUrl", "webhookUrl"}
_STRIPE_NEEDS = {
    *("mode", "success_url", "line_items[0][quantity]", "line_items[0][price_data][currency]"),
    *("line_items[0][price_data][unit_amount]", "line_items[0][price_data][product_data][name]"),
}
_LISTS = {
    SESSIONS: stripe.params.checkout.SessionListParams,
    "/v1/refunds": stripe.params.RefundListParams,
    "/v1/disputes": stripe.params.DisputeListParams,
}
_OWNERS = {
    "": "",
    "line_items": "LineItem",
    "line_items.price_data": "LineItemPriceData",
    "line_items.price_data.product_data": "LineItemPriceDataProductData",
    "payment_intent_data": "PaymentIntentData",
    "adaptive_pricing": "AdaptivePricing",
}


def wrong_with(sent: Sent) -> list[str]:
    """Return what a provider would refuse of a request to it; of one to anybody else nothing is known."""
    if sent.path.startswith("/v2/"):
        return [*_wrong_to_mollie(sent), *_wrong_repeat(sent)]
    if sent.path.startswith("/v1/"):
        return [*_wrong_to_stripe(sent), *_wrong_repeat(sent)]
    return []


def _wrong_repeat(sent: Sent) -> Iterator[str]:
    """Without a key the same order twice is two payments."""
    if sent.method == "POST" and not sent.headers.get("idempotency-key"):
        yield "idempotency-key"
    if sent.method == "GET" and sent.body:
        yield "body"


def _wrong_to_mollie(sent: Sent) -> Iterator[str]:
    if not MOLLIE_KEY.fullmatch(sent.headers.get("authorization", "")):
        yield "authorization"
    if (sent.method, sent.path) == ("POST", "/v2/payments"):
        yield from _wrong_order(sent)
    elif sent.method != "GET" or not re.fullmatch(r"/v2/payments/tr_\w+", sent.path):
        yield "method"
    else:
        asked = [part for name, value in sent.query for part in (value.split(",") if name == "embed" else [name])]
        yield from sorted({*asked} - {"refunds", "chargebacks", "captures"})


def _wrong_order(sent: Sent) -> Iterator[str]:
    if sent.headers.get("content-type") != "application/json":
        yield "content-type"
    try:
        order = json.loads(sent.body)
        models.PaymentRequest.model_validate(order)
    except (ValueError, ValidationError):
        yield "body"
        return
    yield from sorted({*order} - _FIELDS | _MOLLIE_NEEDS - {*order})
    if not re.fullmatch(r"\d+\.\d\d", order.get("amount", {}).get("value", "")) or order["amount"].get("currency") != "EUR":
        yield "amount"
    yield from (name for name in ("redirectUrl", "webhookUrl") if not str(order.get(name)).startswith("https://"))


def _wrong_to_stripe(sent: Sent) -> Iterator[str]:
    if not STRIPE_KEY.fullmatch(sent.headers.get("authorization", "")):
        yield "authorization"
    if sent.headers.get("stripe-version") != stripe.api_version:
        yield "stripe-version"
    if (sent.method, sent.path) == ("POST", SESSIONS):
        yield from _wrong_session(sent)
    elif sent.method != "GET":
        yield "method"
    elif sent.path in _LISTS:
        yield from _wrong_list(sent)
    elif re.fullmatch(rf"{SESSIONS}/cs_(?:test|live)_\w+", sent.path):
        yield from (name for name, value in sent.query if name != "expand[]" or not _is_expandable(value))
    else:
        yield "path"


def _wrong_list(sent: Sent) -> Iterator[str]:
    yield from (name for name, _ in sent.query if name not in _LISTS[sent.path].__annotations__)
    limit = dict(sent.query).get("limit", "10")
    if not (limit.isdecimal() and 1 <= int(limit) <= 100):
        yield "limit"


def _is_expandable(path: str) -> bool:
    first, *more = path.split(".")
    steps = zip(more, (stripe.PaymentIntent, stripe.Charge), strict=False)
    return first in stripe.checkout.Session.__annotations__ and all(one in kind.__annotations__ for one, kind in steps)


def _wrong_session(sent: Sent) -> Iterator[str]:
    if sent.headers.get("content-type") != "application/x-www-form-urlencoded":
        yield "content-type"
    form = dict(parse_qsl(sent.body.decode(), keep_blank_values=True))
    yield from sorted(_STRIPE_NEEDS - {*form})
    yield from (name for name in form if not is_parameter(name))
    amounts = {"line_items[0][quantity]", "line_items[0][price_data][unit_amount]"}
    yield from sorted(name for name in amounts & {*form} if not re.fullmatch(r"[1-9]\d*", form[name]))
    if form.get("line_items[0][price_data][currency]") != "eur":
        yield "currency"
    if form.get("mode") != "payment":
        yield "mode"
    yield from (name for name in ("success_url", "cancel_url") if not form.get(name, "https://").startswith("https://"))


def is_parameter(name: str) -> bool:
    """Return whether a parameter of a new session is, at each depth, one of the library's own types of parameters."""
    path = [part for part in re.split(r"[\[\]]+", name) if part and not part.isdigit()]
    for depth, part in enumerate(path):
        owner = ".".join(path[:depth])
        if owner.endswith("metadata"):
            continue
        kind = getattr(stripe.params.checkout, f"SessionCreateParams{_OWNERS[owner]}") if owner in _OWNERS else None
        if kind is None or part not in kind.__annotations__:
            # A list of plain values has a number where others have names.
            return False
    return True

"""Stripe's `expand`: an id becomes the object it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.payments.api import Refusal
from local.payments.stripe.shape import show_charge, show_intent, show_items, show_list, show_refund

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.payments.payment import Payment

type Json = dict[str, Any]

LEVELS_AT_MOST = 4


def show_refunds(payment: Payment) -> Json:
    """Return the refunds of a charge."""
    shown = [show_refund(payment, refund) for refund in reversed(payment.refunds)]
    return show_list(shown, f"/v1/charges/{payment.charge}/refunds")


EXPANDERS: dict[tuple[str, str], Callable[[Payment], Json]] = {
    ("checkout.session", "payment_intent"): show_intent,
    ("checkout.session", "line_items"): show_items,
    ("payment_intent", "latest_charge"): show_charge,
    ("charge", "payment_intent"): show_intent,
    ("charge", "refunds"): show_refunds,
    ("refund", "charge"): show_charge,
    ("refund", "payment_intent"): show_intent,
    ("dispute", "charge"): show_charge,
    ("dispute", "payment_intent"): show_intent,
}
LISTS = frozenset({"line_items", "refunds"})


def expand(payment: Payment, shown: Json, paths: list[str]) -> Json:
    """Return the object with every path of ids replaced by objects."""
    for path in paths:
        parts = path.split(".")
        if len(parts) > LEVELS_AT_MOST:
            raise Refusal(400, "You cannot expand more than 4 levels of a property.", field="expand")
        shown = _expand_path(payment, shown, parts)
    return shown


def expand_list(shown: Json, payments: list[Payment], paths: list[str]) -> Json:
    """Return the list with every `data.` path expanded in each of its objects."""
    if any(not path.startswith("data.") for path in paths):
        raise Refusal(400, "This property cannot be expanded.", field="expand")
    inner = [path.removeprefix("data.") for path in paths]
    data = [expand(payment, member, inner) for payment, member in zip(payments, shown["data"], strict=True)]
    return {**shown, "data": data}


def _expand_path(payment: Payment, shown: Json, parts: list[str]) -> Json:
    if not parts:
        return shown
    name, *rest = parts
    if shown["object"] == "list" and name == "data":
        return {**shown, "data": [_expand_path(payment, member, rest) for member in shown["data"]]}
    expander = EXPANDERS.get((shown["object"], name))
    if expander is None:
        raise Refusal(400, f"This property cannot be expanded ({name}).", field="expand")
    if shown.get(name) is None and name not in LISTS:
        return shown
    inner = shown[name] if isinstance(shown.get(name), dict) else expander(payment)
    return {**shown, name: _expand_path(payment, inner, rest)}

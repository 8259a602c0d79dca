"""Mollie's Payments API, version 2 (docs.mollie.com/reference/payments-api)."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from loket.core.language import Language
from loket.payment.domain.notice import PAYMENT_ID, check_payment_id
from loket.payment.domain.payment import Chargeback, Money, PaymentStatus, Provider, Refund, RefundStatus, Snapshot, Standing
from loket.payment.provider.account import Account
from loket.payment.provider.answer import (
    Answer,
    choose_status,
    read_attempt,
    read_checkout_url,
    read_currency,
    read_id,
    read_mode,
    read_optional_part,
    read_optional_text,
    read_part,
    read_parts,
    read_text,
)
from loket.payment.provider.fault import AnswerUnreadable
from loket.payment.provider.http import PATIENCE, Call, Deadline, Patience, ask
from loket.payment.provider.order import Checkout, Order

# The statuses are Mollie's own words, which the domain has taken over.
_STATUS: Mapping[str, PaymentStatus] = MappingProxyType({status.value: status for status in PaymentStatus})
_REFUND_STATUS: Mapping[str, RefundStatus] = MappingProxyType({status.value: status for status in RefundStatus})
_LOCALE: Mapping[Language, str] = MappingProxyType({Language.NL: "nl_NL", Language.EN: "en_GB"})
# Mollie writes an amount with as many decimals as the currency has; ours have two.
_AMOUNT = re.compile(r"[0-9]{1,9}\.[0-9]{2}")


def create_payment(order: Order, account: Account, *, patience: Patience = PATIENCE) -> Checkout:
    """Return a new payment by iDEAL | Wero; asked again within an hour, Mollie returns the same one."""
    call = Call(
        method="POST",
        url=f"{account.url}/v2/payments",
        headers={**_headers(account), "Content-Type": "application/json", "Idempotency-Key": order.idempotency_key},
        body=json.dumps(_request(order)).encode(),
    )
    answer = ask(call, Deadline(patience))
    payment = _read_payment_id(answer)
    url = read_text(read_part(read_part(answer, "_links"), "checkout"), "href")
    return Checkout(payment=payment, url=read_checkout_url(url, account_url=account.url))


def fetch_payment(payment: str, account: Account, *, patience: Patience = PATIENCE) -> Snapshot:
    """Return where a payment stands; raise `NotOurs` for one that is not of our making.

    Raise `PaymentIdMalformed` for what is no id, without asking.
    """
    check_payment_id(Provider.MOLLIE, payment)
    url = f"{account.url}/v2/payments/{payment}?embed=refunds,chargebacks"
    answer = ask(Call(method="GET", url=url, headers=_headers(account)), Deadline(patience))
    if _read_payment_id(answer) != payment:
        raise AnswerUnreadable("id")
    attempt, amount = read_attempt(answer), _read_amount(answer)
    return Snapshot(
        provider=Provider.MOLLIE,
        payment=payment,
        attempt=attempt,
        amount=amount,
        mode=read_mode(read_text(answer, "mode")),
        profile=read_text(answer, "profileId"),
        standing=_read_standing(answer, amount.currency),
    )


def _headers(account: Account) -> dict[str, str]:
    return {"Authorization": f"Bearer {account.key}", "Accept": "application/hal+json", "User-Agent": "Loket"}


def _request(order: Order) -> dict[str, object]:
    whole, cents = divmod(order.amount.cents, 100)
    return {
        "amount": {"currency": order.amount.currency, "value": f"{whole}.{cents:02}"},
        "description": order.description,
        "method": "ideal",
        "locale": _LOCALE[order.language],
        "redirectUrl": order.return_url,
        "webhookUrl": order.webhook_url,
        "metadata": {"attempt": order.attempt},
    }


def _read_payment_id(answer: Answer) -> str:
    payment = read_text(answer, "id")
    if not PAYMENT_ID[Provider.MOLLIE].fullmatch(payment):
        raise AnswerUnreadable("id")
    return payment


def _read_amount(answer: Answer) -> Money:
    amount = read_part(answer, "amount")
    value = read_text(amount, "value")
    if not _AMOUNT.fullmatch(value):
        raise AnswerUnreadable("amount")
    return Money(cents=int(Decimal(value).scaleb(2)), currency=read_currency(amount))


def _read_standing(answer: Answer, currency: str) -> Standing:
    embedded = read_optional_part(answer, "_embedded")
    return Standing(
        status=choose_status(_STATUS, read_text(answer, "status"), of="payment"),
        refunds={read_id(refund): _read_refund(refund, currency) for refund in _read_embedded(embedded, "refunds")},
        chargebacks={read_id(back): _read_chargeback(back, currency) for back in _read_embedded(embedded, "chargebacks")},
    )


def _read_embedded(embedded: Answer, name: str) -> list[Answer]:
    return read_parts(embedded, name) if name in embedded else []


def _read_refund(refund: Answer, currency: str) -> Refund:
    status = choose_status(_REFUND_STATUS, read_text(refund, "status"), of="refund")
    return Refund(cents=_read_cents(refund, currency), status=status)


def _read_chargeback(chargeback: Answer, currency: str) -> Chargeback:
    is_reversed = read_optional_text(chargeback, "reversedAt") is not None
    return Chargeback(cents=_read_cents(chargeback, currency), reversed=is_reversed)


def _read_cents(moved: Answer, currency: str) -> int:
    amount = _read_amount(moved)
    if amount.currency != currency:
        raise AnswerUnreadable("currency")
    return amount.cents

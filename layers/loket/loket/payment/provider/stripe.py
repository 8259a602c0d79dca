"""Stripe's Checkout Sessions with iDEAL | Wero (docs.stripe.com/api/checkout/sessions).

Our payment is the session, as that is what exists from the start; the money is in the charge of its payment intent.
"""

from loket.payment.domain.notice import PAYMENT_ID, NoticeIgnored, check_payment_id
from loket.payment.domain.payment import Mode, Money, NotOurs, Provider, Snapshot
from loket.payment.provider.account import Account
from loket.payment.provider.answer import (
    Answer,
    read_attempt,
    read_checkout_url,
    read_currency,
    read_optional_text,
    read_parts,
    read_text,
    read_truth,
    read_whole,
)
from loket.payment.provider.fault import AnswerUnreadable
from loket.payment.provider.http import PATIENCE, Deadline, Patience
from loket.payment.provider.order import Checkout, Order
from loket.payment.provider.stripe_api import get_object, post_form
from loket.payment.provider.stripe_standing import EXPAND, read_standing

_SESSIONS = "checkout/sessions"
_SESSION_PREFIX = "cs_"


def create_payment(order: Order, account: Account, *, patience: Patience = PATIENCE) -> Checkout:
    """Return a new session to pay by iDEAL | Wero; asked again within a day, Stripe returns the same one."""
    key = order.idempotency_key
    answer = post_form(account, _SESSIONS, _form(order), idempotency_key=key, deadline=Deadline(patience))
    url = read_checkout_url(read_text(answer, "url"), account_url=account.url)
    return Checkout(payment=_read_session_id(answer), url=url)


def fetch_payment(payment: str, account: Account, *, patience: Patience = PATIENCE) -> Snapshot:
    """Return where a payment stands, by its session or by the payment intent within it.

    Raise `PaymentIdMalformed` for what is no id, without asking, `NoticeIgnored` for an intent without a session, and
    `NotOurs` for a session that is not of our making.
    """
    check_payment_id(Provider.STRIPE, payment)
    deadline = Deadline(patience)
    session = payment if payment.startswith(_SESSION_PREFIX) else _find_session(payment, account, deadline)
    answer = get_object(account, f"{_SESSIONS}/{session}", [EXPAND], deadline)
    if _read_session_id(answer) != session:
        raise AnswerUnreadable("id")
    attempt = _read_named_attempt(answer)
    return Snapshot(
        provider=Provider.STRIPE,
        payment=session,
        attempt=attempt,
        amount=Money(cents=read_whole(answer, "amount_total"), currency=read_currency(answer)),
        mode=Mode.LIVE if read_truth(answer, "livemode") else Mode.TEST,
        profile=None,
        standing=read_standing(answer, account, deadline),
    )


def _form(order: Order) -> list[tuple[str, str]]:
    price = "line_items[0][price_data]"
    return [
        ("mode", "payment"),
        ("allowed_payment_method_types[0]", "ideal"),
        ("line_items[0][quantity]", "1"),
        (f"{price}[currency]", order.amount.currency.lower()),
        (f"{price}[unit_amount]", str(order.amount.cents)),
        (f"{price}[product_data][name]", order.description),
        # What is paid must be what was asked, not an amount that Stripe converted for the payer.
        ("adaptive_pricing[enabled]", "false"),
        ("client_reference_id", order.attempt),
        ("metadata[attempt]", order.attempt),
        ("payment_intent_data[metadata][attempt]", order.attempt),
        ("payment_intent_data[description]", order.description),
        ("locale", order.language.value),
        ("success_url", order.return_url),
        ("cancel_url", order.return_url),
    ]


def _find_session(intent: str, account: Account, deadline: Deadline) -> str:
    listed = get_object(account, _SESSIONS, [("payment_intent", intent), ("limit", "2")], deadline)
    sessions = read_parts(listed, "data")
    if not sessions:
        # Something else that is sold under the same account.
        raise NoticeIgnored("intent")
    if len(sessions) > 1:
        raise AnswerUnreadable("sessions")
    return _read_session_id(sessions[0])


def _read_session_id(answer: Answer) -> str:
    session = read_text(answer, "id")
    if not session.startswith(_SESSION_PREFIX) or not PAYMENT_ID[Provider.STRIPE].fullmatch(session):
        raise AnswerUnreadable("id")
    return session


def _read_named_attempt(answer: Answer) -> str:
    # The attempt is written in two places; one that somebody set by hand is in one of them.
    attempt = read_attempt(answer)
    if attempt != read_optional_text(answer, "client_reference_id"):
        raise NotOurs("attempt")
    return attempt

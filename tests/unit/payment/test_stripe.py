"""Stripe: what is asked, and how its answers are read, against a server that answers as Stripe does."""

import re
import time
from typing import Any
from urllib.parse import parse_qsl

import pytest
import stripe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loket.domain.language import Language
from loket.domain.notice import NoticeIgnored, PaymentIdMalformed
from loket.domain.payment import Chargeback, Mode, Money, PaymentStatus, Provider, Refund, RefundStatus, Snapshot, Standing
from loket.pay.http import AnswerUnreadable, Patience, PaymentNotFound, ProviderUnavailable, StatusUnknown
from loket.pay.order import Checkout
from loket.pay.stripe import create_payment, fetch_payment
from loket.pay.stripe_api import VERSION

from tests.unit.payment.account_made import QUICK, account, order
from tests.unit.payment.malformed import MALFORMED
from tests.unit.payment.provider_server import Asked, ProviderServer, Reply, hang, reply
from tests.unit.payment.stripe_answer import (
    ATTEMPT,
    INTENT,
    PLANTED,
    SESSION,
    charge,
    dispute,
    intent,
    listing,
    new_session,
    refund,
    session,
)

SESSIONS = "/v1/checkout/sessions"
PATH = f"{SESSIONS}/{SESSION}"
EXPAND = [("expand[]", "payment_intent.latest_charge.refunds")]
ALL_OF_INTENT = [("payment_intent", INTENT), ("limit", "100")]


def fetch(server: ProviderServer, answer: Any, payment: str = SESSION) -> Snapshot:
    server.replies[PATH] = reply(200, answer)
    return fetch_payment(payment, account(Provider.STRIPE, server.url))


def asked(server: ProviderServer) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(sent.path, sent.query) for sent in server.sent]


def create(server: ProviderServer, language: Language = Language.NL) -> Checkout:
    server.replies[SESSIONS] = reply(200, new_session())
    return create_payment(order(language=language), account(Provider.STRIPE, server.url))


def test_a_session_is_created(server: ProviderServer) -> None:
    assert create(server) == Checkout(payment=SESSION, url=f"https://checkout.stripe.com/c/pay/{SESSION}")
    [sent] = server.sent
    assert (sent.method, sent.path, sent.query) == ("POST", SESSIONS, [])
    assert sent.headers["authorization"] == "Bearer sk_test_planted_key"
    assert sent.headers["idempotency-key"] == "key-1"
    assert sent.headers["stripe-version"] == VERSION == stripe.api_version
    assert dict(parse_qsl(sent.body.decode(), strict_parsing=True)) == {
        "mode": "payment",
        "allowed_payment_method_types[0]": "ideal",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "eur",
        "line_items[0][price_data][unit_amount]": "19995",
        "line_items[0][price_data][product_data][name]": "FIRST-AID E-7Q2MK-9XKDT",
        "adaptive_pricing[enabled]": "false",
        "client_reference_id": ATTEMPT,
        "metadata[attempt]": ATTEMPT,
        "payment_intent_data[metadata][attempt]": ATTEMPT,
        "payment_intent_data[description]": "FIRST-AID E-7Q2MK-9XKDT",
        "locale": "nl",
        "success_url": "https://loket.example/enrollments/E-7Q2MK-9XKDT?until=1&signature=a%20b",
        "cancel_url": "https://loket.example/enrollments/E-7Q2MK-9XKDT?until=1&signature=a%20b",
    }


def test_the_request_is_one_to_stripe(server: ProviderServer) -> None:
    """Each name, at each depth, is one of the library's own types of parameters."""
    create(server)
    top = "SessionCreateParams"
    owners = {
        "": top,
        "line_items": f"{top}LineItem",
        "line_items.price_data": f"{top}LineItemPriceData",
        "line_items.price_data.product_data": f"{top}LineItemPriceDataProductData",
        "payment_intent_data": f"{top}PaymentIntentData",
        "adaptive_pricing": f"{top}AdaptivePricing",
    }
    for name, _ in parse_qsl(server.sent[0].body.decode()):
        path = [part for part in re.split(r"[\[\]]+", name) if part and not part.isdigit()]
        for depth, part in enumerate(path):
            owner = ".".join(path[:depth])
            if not owner.endswith("metadata"):
                assert part in getattr(stripe.params.checkout, owners[owner]).__annotations__


@pytest.mark.parametrize("language", list(Language))
def test_a_session_speaks_the_payers_language(server: ProviderServer, language: Language) -> None:
    create(server, language)
    assert ("locale", language.value) in parse_qsl(server.sent[0].body.decode())


@pytest.mark.parametrize(
    "changes",
    [{"url": None}, {"url": "javascript:alert(1)"}, {"url": "cs_test"}, {"id": "pi_1234"}, {"id": "cs_test_a/../b"}],
)
def test_a_created_session_without_a_usable_page_is_unreadable(server: ProviderServer, changes: dict[str, Any]) -> None:
    server.replies[SESSIONS] = reply(200, {**new_session(), **changes})
    with pytest.raises(AnswerUnreadable):
        create_payment(order(), account(Provider.STRIPE, server.url))


def test_a_session_is_fetched_without_its_payer(server: ProviderServer) -> None:
    told = fetch(server, session())
    assert told == Snapshot(
        provider=Provider.STRIPE,
        payment=SESSION,
        attempt=ATTEMPT,
        amount=Money(cents=19995, currency="EUR"),
        mode=Mode.TEST,
        profile=None,
        standing=Standing(status=PaymentStatus.PAID),
    )
    assert not any(planted in repr(told) for planted in PLANTED)
    assert asked(server) == [(PATH, EXPAND)]


def test_a_session_is_found_by_its_intent(server: ProviderServer) -> None:
    server.replies[SESSIONS] = reply(200, listing(session(payment_intent=INTENT), url=SESSIONS))
    assert fetch(server, session(), INTENT).payment == SESSION
    assert asked(server) == [(SESSIONS, [("payment_intent", INTENT), ("limit", "2")]), (PATH, EXPAND)]


def test_an_intent_without_a_session_is_not_ours(server: ProviderServer) -> None:
    server.replies[SESSIONS] = reply(200, listing(url=SESSIONS))
    with pytest.raises(NoticeIgnored):
        fetch_payment(INTENT, account(Provider.STRIPE, server.url))


def test_an_intent_with_two_sessions_is_unreadable(server: ProviderServer) -> None:
    server.replies[SESSIONS] = reply(200, listing(session(), session(), url=SESSIONS))
    with pytest.raises(AnswerUnreadable):
        fetch_payment(INTENT, account(Provider.STRIPE, server.url))


INTENT_STATUSES = {
    "requires_payment_method": PaymentStatus.FAILED,
    "requires_confirmation": PaymentStatus.PENDING,
    "requires_action": PaymentStatus.PENDING,
    "processing": PaymentStatus.PENDING,
    "requires_capture": PaymentStatus.AUTHORIZED,
    "canceled": PaymentStatus.CANCELED,
    "succeeded": PaymentStatus.PAID,
}


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"status": "open", "payment_status": "unpaid", "payment_intent": None}, PaymentStatus.OPEN),
        (
            {
                "status": "open",
                "payment_status": "unpaid",
                "payment_intent": intent(status="requires_payment_method", latest_charge=None),
            },
            PaymentStatus.OPEN,
        ),
        ({"status": "expired", "payment_status": "unpaid", "payment_intent": None}, PaymentStatus.EXPIRED),
        ({"status": "complete", "payment_status": "paid"}, PaymentStatus.PAID),
        *(
            ({"status": "complete", "payment_status": "unpaid", "payment_intent": intent(status=told)}, status)
            for told, status in INTENT_STATUSES.items()
        ),
    ],
)
def test_a_status_is_that_of_the_session_or_of_its_intent(
    server: ProviderServer, changes: dict[str, Any], status: PaymentStatus
) -> None:
    assert fetch(server, session(**changes)).standing.status is status


def test_refunds_come_with_the_session(server: ProviderServer) -> None:
    refunds = [
        refund(f"pyr_{status}", 100, status) for status in ("pending", "requires_action", "succeeded", "failed", "canceled")
    ]
    told = fetch(server, session(payment_intent=intent(latest_charge=charge(*refunds))))
    assert told.standing.refunds == {
        "pyr_pending": Refund(100, RefundStatus.PENDING),
        "pyr_requires_action": Refund(100, RefundStatus.PENDING),
        "pyr_succeeded": Refund(100, RefundStatus.REFUNDED),
        "pyr_failed": Refund(100, RefundStatus.FAILED),
        "pyr_canceled": Refund(100, RefundStatus.CANCELED),
    }
    assert asked(server) == [(PATH, EXPAND)]


def test_more_refunds_than_come_with_the_session_are_asked_for(server: ProviderServer) -> None:
    refunds = [refund(f"pyr_{number:04}", 1, "succeeded") for number in range(12)]
    server.replies["/v1/refunds"] = reply(200, listing(*refunds, url="/v1/refunds"))
    told = fetch(server, session(payment_intent=intent(latest_charge=charge(*refunds[:10], has_more=True))))
    assert len(told.standing.refunds) == 12
    assert asked(server)[1:] == [("/v1/refunds", ALL_OF_INTENT)]


def test_disputes_are_asked_for_where_there_are(server: ProviderServer) -> None:
    moved = {"needs_response": False, "under_review": False, "lost": False, "won": True}
    appealed = {"appeal_needs_response": False, "appeal_under_review": False}
    inquiries = ("warning_needs_response", "warning_under_review", "warning_closed", "prevented")
    disputes = [dispute(f"du_{status}", 19995, status) for status in (*moved, *appealed, *inquiries)]
    server.replies["/v1/disputes"] = reply(200, listing(*disputes, url="/v1/disputes"))
    told = fetch(server, session(payment_intent=intent(latest_charge=charge(disputed=True))))
    expected = {f"du_{status}": Chargeback(19995, reversed=is_won) for status, is_won in (moved | appealed).items()}
    assert told.standing.chargebacks == expected
    assert asked(server)[1:] == [("/v1/disputes", ALL_OF_INTENT)]


@pytest.mark.parametrize(
    "changes",
    [
        {"metadata": {}},
        {"metadata": None},
        {"metadata": {"attempt": "another"}},
        {"client_reference_id": None},
        {"client_reference_id": "another"},
    ],
)
def test_a_session_that_does_not_name_one_attempt_twice_names_none(server: ProviderServer, changes: dict[str, Any]) -> None:
    assert fetch(server, session(**changes)).attempt is None


def test_a_live_session_is_live(server: ProviderServer) -> None:
    assert fetch(server, session(livemode=True)).mode is Mode.LIVE


@pytest.mark.parametrize(
    ("changes", "of"),
    [
        ({"payment_status": "no_payment_required"}, "payment"),
        ({"payment_status": "partly"}, "payment"),
        ({"payment_status": "unpaid", "status": "closed"}, "session"),
        ({"payment_status": "unpaid", "payment_intent": intent(status="thinking")}, "intent"),
        ({"payment_intent": intent(latest_charge=charge(refund("pyr_1a2b", 1, "lost")))}, "refund"),
    ],
)
def test_an_unknown_status_is_never_guessed(server: ProviderServer, changes: dict[str, Any], of: str) -> None:
    with pytest.raises(StatusUnknown, match=rf"^{of}$") as unknown:
        fetch(server, session(**changes))
    assert isinstance(unknown.value, ProviderUnavailable)


def test_an_unknown_status_of_a_dispute_is_never_guessed(server: ProviderServer) -> None:
    server.replies["/v1/disputes"] = reply(200, listing(dispute("du_1a2b", 1, "thinking"), url="/v1/disputes"))
    with pytest.raises(StatusUnknown, match=r"^dispute$"):
        fetch(server, session(payment_intent=intent(latest_charge=charge(disputed=True))))


def with_charge(**changes: Any) -> dict[str, Any]:
    return {"payment_intent": intent(latest_charge=charge(**changes))}


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "cs_test_another1"},
        {"id": INTENT},
        {"amount_total": None},
        {"amount_total": "19995"},
        {"amount_total": 199.95},
        {"amount_total": -1},
        {"amount_total": True},
        {"currency": None},
        {"currency": "euro"},
        {"livemode": None},
        {"client_reference_id": 1},
        {"payment_status": None},
        {"payment_status": "unpaid", "status": None},
        {"payment_status": "unpaid", "payment_intent": None},
        {"payment_intent": INTENT},
        {"payment_intent": intent(latest_charge="py_1234")},
        with_charge(refunds=None),
        with_charge(refunds={"data": []}),
        with_charge(refunds={"has_more": False, "data": {}}),
        with_charge(disputed=None),
        {"payment_intent": intent(latest_charge=charge(refund("pyr_1a2b", 1, "failed", currency="usd")))},
        {"payment_intent": intent(latest_charge=charge(refund("planted/../id", 1, "failed")))},
    ],
)
def test_an_answer_of_another_shape_is_unreadable_and_not_repeated(server: ProviderServer, changes: dict[str, Any]) -> None:
    with pytest.raises(AnswerUnreadable) as unreadable:
        fetch(server, session(**changes))
    assert unreadable.value.reason.isidentifier()
    assert not any(planted in repr(unreadable.value) for planted in PLANTED)


@pytest.mark.parametrize("kind", ["refunds", "disputes"])
def test_a_list_that_is_longer_than_can_be_asked_for_is_unreadable(server: ProviderServer, kind: str) -> None:
    server.replies[f"/v1/{kind}"] = reply(200, listing(url=f"/v1/{kind}", has_more=True))
    told = charge(has_more=kind == "refunds", disputed=kind == "disputes")
    with pytest.raises(AnswerUnreadable, match=r"^has_more$"):
        fetch(server, session(payment_intent=intent(latest_charge=told)))


@pytest.mark.parametrize("malformed", MALFORMED)
def test_nobody_is_asked_about_a_malformed_id(server: ProviderServer, malformed: str) -> None:
    with pytest.raises(PaymentIdMalformed):
        fetch_payment(malformed, account(Provider.STRIPE, server.url))
    assert server.sent == []


@given(st.one_of(st.text(), st.text(alphabet="cspi_telv1/.?#%\n", min_size=4), st.text().map("cs_test_abcd{}/".format)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobody_is_asked_about_any_malformed_id(server: ProviderServer, malformed: str) -> None:
    before = len(server.sent)
    try:
        fetch_payment(malformed, account(Provider.STRIPE, server.url))
    except PaymentIdMalformed:
        assert len(server.sent) == before
    except PaymentNotFound:
        assert malformed.isascii()


def slowly(answer: Any) -> Reply:
    """Return a reply that comes, but takes a good part of the budget."""

    def answer_slowly(asked: Asked) -> None:
        time.sleep(0.2)
        reply(200, answer)(asked)

    return answer_slowly


def test_the_budget_is_for_all_calls_together(server: ProviderServer) -> None:
    """Each call is within its own limit; the third is never made, as nothing is left for it."""
    patience = Patience(connect=60, read=60, total=0.5)
    server.replies[SESSIONS] = slowly(listing(session(payment_intent=INTENT), url=SESSIONS))
    server.replies[PATH] = slowly(session(payment_intent=intent(latest_charge=charge(disputed=True))))
    server.replies["/v1/disputes"] = hang
    with pytest.raises(ProviderUnavailable, match=r"^time$"):
        fetch_payment(INTENT, account(Provider.STRIPE, server.url), patience=patience)
    assert not server.released.is_set()


@pytest.mark.parametrize("path", [PATH, SESSIONS])
def test_stripe_is_not_waited_for_past_the_budget(server: ProviderServer, path: str) -> None:
    server.replies[path] = hang
    ours = account(Provider.STRIPE, server.url)
    with pytest.raises(ProviderUnavailable, match=r"^time$"):
        fetch_payment(SESSION, ours, patience=QUICK) if path == PATH else create_payment(order(), ours, patience=QUICK)
    assert not server.released.is_set()
    assert len(server.sent) == 1

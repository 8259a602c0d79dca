"""Stripe: what it is asked about a payment, what it is never asked, and how long it is waited for."""

import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loket.payment.domain.notice import NoticeIgnored, PaymentIdMalformed
from loket.payment.domain.payment import Chargeback, Provider
from loket.payment.provider.fault import AnswerUnreadable, PaymentNotFound, ProviderUnavailable
from loket.payment.provider.http import Patience
from loket.payment.provider.stripe import create_payment, fetch_payment

from tests.unit.payment.account_made import QUICK, account, order
from tests.unit.payment.malformed import MALFORMED
from tests.unit.payment.provider_server import Asked, ProviderServer, Reply, hang, reply
from tests.unit.payment.stripe_answer import (
    INTENT,
    SESSION,
    charge,
    dispute,
    intent,
    listing,
    refund,
    session,
)
from tests.unit.payment.stripe_asking import EXPAND, PATH, SESSIONS, asked, fetch
from tests.unit.payment.table import failing, refusal

ALL_OF_INTENT = [("payment_intent", INTENT), ("limit", "100")]


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


def test_more_refunds_than_come_with_the_session_are_asked_for(server: ProviderServer) -> None:
    refunds = [refund(f"pyr_{number:04}", 1, "succeeded") for number in range(12)]
    server.replies["/v1/refunds"] = reply(200, listing(*refunds, url="/v1/refunds"))
    told = fetch(server, session(payment_intent=intent(latest_charge=charge(*refunds[:10], has_more=True))))
    assert len(told.standing.refunds) == 12
    assert asked(server)[1:] == [("/v1/refunds", ALL_OF_INTENT)]


def test_a_list_is_asked_for_page_after_page_as_far_as_it_is_taken_in(server: ProviderServer) -> None:
    refunds = [refund(f"pyr_{number:04}", 1, "succeeded") for number in range(700)]

    def turn_page(asked: Asked) -> None:
        after = dict(server.sent[-1].query).get("starting_after")
        start = next((number for number, one in enumerate(refunds, 1) if one["id"] == after), 0)
        page = refunds[start : start + 100]
        reply(200, listing(*page, url="/v1/refunds", has_more=start + 100 < len(refunds)))(asked)

    server.replies["/v1/refunds"] = turn_page
    told = fetch(server, session(payment_intent=intent(latest_charge=charge(*refunds[:10], has_more=True))))
    assert [*told.standing.refunds] == [one["id"] for one in refunds[:600]]
    assert [query[2:] for _, query in asked(server)[1:]] == [
        [],
        *([("starting_after", f"pyr_{number:04}")] for number in range(99, 500, 100)),
    ]


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


@pytest.mark.parametrize("kind", ["refunds", "disputes"])
def test_a_list_that_says_there_is_more_and_shows_none_is_unreadable(server: ProviderServer, kind: str) -> None:
    server.replies[f"/v1/{kind}"] = reply(200, listing(url=f"/v1/{kind}", has_more=True))
    told = charge(has_more=kind == "refunds", disputed=kind == "disputes")
    with pytest.raises(AnswerUnreadable, match=r"^has_more$"):
        fetch(server, session(payment_intent=intent(latest_charge=told)))


def test_nobody_is_asked_about_a_malformed_id(server: ProviderServer) -> None:
    ours = account(Provider.STRIPE, server.url)

    assert failing(MALFORMED, lambda it: bool(refusal(lambda: fetch_payment(it, ours), PaymentIdMalformed))) == []
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

"""Mollie: what is asked, and how its answers are read, against a server that answers as Mollie does."""

import json
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loket.core.language import Language
from loket.payment.domain.notice import PaymentIdMalformed
from loket.payment.domain.payment import (
    Chargeback,
    Mode,
    Money,
    NotOurs,
    PaymentStatus,
    Provider,
    Refund,
    RefundStatus,
    Snapshot,
    Standing,
)
from loket.payment.provider.fault import AnswerUnreadable, PaymentNotFound, ProviderUnavailable, StatusUnknown
from loket.payment.provider.mollie import create_payment, fetch_payment
from loket.payment.provider.order import Checkout
from mollie import models

from tests.unit.payment.account_made import QUICK, account, order
from tests.unit.payment.malformed import MALFORMED, NO_ATTEMPT
from tests.unit.payment.mollie_answer import ATTEMPT, PAYMENT, PLANTED, chargeback, payment, refund
from tests.unit.payment.provider_server import ProviderServer, hang, reply
from tests.unit.payment.table import failing, refusal

PATH = f"/v2/payments/{PAYMENT}"


def fetch(server: ProviderServer, answer: Any) -> Snapshot:
    server.replies[PATH] = reply(200, answer)
    return fetch_payment(PAYMENT, account(Provider.MOLLIE, server.url))


def test_a_payment_is_created(server: ProviderServer) -> None:
    server.replies["/v2/payments"] = reply(201, payment(status="open"))
    made = create_payment(order(), account(Provider.MOLLIE, server.url))
    assert made == Checkout(payment=PAYMENT, url="https://www.mollie.com/checkout/select-issuer/ideal/5B8cwPMG")
    [sent] = server.sent
    assert (sent.method, sent.path, sent.query) == ("POST", "/v2/payments", [])
    assert sent.headers["authorization"] == "Bearer test_planted_key"
    assert sent.headers["idempotency-key"] == "key-1"
    assert sent.headers["content-type"] == "application/json"
    assert (sent.headers["accept"], sent.headers["user-agent"]) == ("application/hal+json", "Loket")
    assert json.loads(sent.body) == {
        "amount": {"currency": "EUR", "value": "199.95"},
        "description": "FIRST-AID E-7Q2MK-9XKDT",
        "method": "ideal",
        "locale": "nl_NL",
        "redirectUrl": "https://loket.example/enrollments/E-7Q2MK-9XKDT?until=1&signature=a%20b",
        "webhookUrl": f"https://loket.example/webhooks/mollie/{ATTEMPT}",
        "metadata": {"attempt": ATTEMPT},
    }


@pytest.mark.parametrize("language", list(Language))
def test_the_request_is_one_to_mollie(server: ProviderServer, language: Language) -> None:
    server.replies["/v2/payments"] = reply(201, payment(status="open"))
    create_payment(order(language=language), account(Provider.MOLLIE, server.url))
    sent = json.loads(server.sent[0].body)
    read = models.PaymentRequest.model_validate(sent)
    assert read.locale in list(models.Locale2)
    assert read.method in list(models.MethodEnum)
    assert {field.alias or name for name, field in models.PaymentRequest.model_fields.items()} >= sent.keys()


def test_an_amount_is_written_with_two_digits(server: ProviderServer) -> None:
    server.replies["/v2/payments"] = reply(201, payment(status="open"))

    def holds(row: tuple[int, str]) -> bool:
        create_payment(replace(order(row[0]), idempotency_key=row[1]), account(Provider.MOLLIE, server.url))
        return bool(json.loads(server.sent[-1].body)["amount"]["value"] == row[1])

    assert failing([(1, "0.01"), (10, "0.10"), (100, "1.00"), (123456, "1234.56")], holds) == []


# What is wrong with a created payment, and the place that the error names.
UNUSABLE: list[tuple[dict[str, Any], str]] = [
    ({"id": "tr_x/../../v2/organizations/me"}, "id"),
    ({"_links": {}}, "checkout"),
    ({"_links": {"checkout": None}}, "checkout"),
    ({"_links": {"checkout": {"href": "javascript:alert(1)"}}}, "url"),
    ({"_links": {"checkout": {"href": "//elsewhere.example"}}}, "url"),
]


def test_a_created_payment_without_a_usable_page_is_unreadable(server: ProviderServer) -> None:
    def holds(row: tuple[dict[str, Any], str]) -> bool:
        server.replies["/v2/payments"] = reply(201, payment(status="open", **row[0]))
        ours = account(Provider.MOLLIE, server.url)
        return refusal(lambda: create_payment(order(), ours), AnswerUnreadable).reason == row[1]

    assert failing(UNUSABLE, holds) == []


def test_a_payment_is_fetched_with_its_money_and_without_its_payer(server: ProviderServer) -> None:
    embedded = {
        "refunds": [refund("re_4qqhO89gsT", "5.00", "refunded"), refund("re_7qqhO89gsT", "10.01", "failed")],
        "chargebacks": [
            chargeback("chb_n9z0tp", "199.95", reversed_at=None),
            chargeback("chb_m9z0tp", "0.05", reversed_at="2026-11-22T09:00:00+00:00"),
        ],
    }
    told = fetch(server, payment(_embedded=embedded))
    assert told == Snapshot(
        provider=Provider.MOLLIE,
        payment=PAYMENT,
        attempt=ATTEMPT,
        amount=Money(cents=19995, currency="EUR"),
        mode=Mode.TEST,
        profile="pfl_QkEhN94Ba",
        standing=Standing(
            status=PaymentStatus.PAID,
            refunds={
                "re_4qqhO89gsT": Refund(500, RefundStatus.REFUNDED),
                "re_7qqhO89gsT": Refund(1001, RefundStatus.FAILED),
            },
            chargebacks={"chb_n9z0tp": Chargeback(19995, reversed=False), "chb_m9z0tp": Chargeback(5, reversed=True)},
        ),
    )
    assert not any(planted in repr(told) for planted in PLANTED)
    assert [(sent.method, sent.path, sent.query) for sent in server.sent] == [
        ("GET", PATH, [("embed", "refunds,chargebacks")])
    ]


def test_every_status_that_mollie_has_is_known(server: ProviderServer) -> None:
    def holds(status: str) -> bool:
        return fetch(server, payment(status=status)).standing.status.value == status

    assert failing([status.value for status in models.PaymentResponseStatus], holds) == []


def test_every_status_that_a_refund_has_at_mollie_is_known(server: ProviderServer) -> None:
    def holds(status: str) -> bool:
        told = fetch(server, payment(_embedded={"refunds": [refund("re_4qqhO89gsT", "5.00", status)]}))
        return told.standing.refunds["re_4qqhO89gsT"].status.value == status

    assert failing([status.value for status in models.RefundResponseStatus], holds) == []


def test_a_payment_that_is_not_of_our_making_is_not_ours_whatever_else_it_is(server: ProviderServer) -> None:
    """Others sell under the same account: in any currency, by names of their own."""
    strange: list[Any] = [None, "text", {}, [ATTEMPT], *({"attempt": name} for name in (*NO_ATTEMPT, 1, None, [ATTEMPT]))]
    shapes: list[dict[str, Any]] = [{}, {"amount": {"currency": "JPY", "value": "5"}}, {"status": "new"}, {"profileId": 1}]

    def holds(metadata: Any) -> bool:
        answers = [{**payment(metadata=metadata), **shape} for shape in shapes]
        return [refusal(partial(fetch, server, answer), NotOurs).mismatch for answer in answers] == ["attempt"] * 4

    assert failing(strange, holds) == []


def test_a_payment_without_embedded_money_has_none(server: ProviderServer) -> None:
    answer = payment()
    del answer["_embedded"]
    assert fetch(server, answer).standing == Standing(status=PaymentStatus.PAID)


UNKNOWN: list[tuple[dict[str, Any], str]] = [
    ({"status": "settling"}, "payment"),
    ({"status": "PAID"}, "payment"),
    ({"_embedded": {"refunds": [refund("re_4qqhO89gsT", "5.00", "lost")]}}, "refund"),
]


def test_an_unknown_status_is_never_guessed(server: ProviderServer) -> None:
    def holds(row: tuple[dict[str, Any], str]) -> bool:
        unknown = refusal(lambda: fetch(server, payment(**row[0])), StatusUnknown)
        return unknown.reason == row[1] and isinstance(unknown, ProviderUnavailable)

    assert failing(UNKNOWN, holds) == []


VALUES = [
    "",
    "199",
    "199.9",
    "199.950",
    "199,95",
    "-1.00",
    "+1.00",
    "1e2",
    "1_0.00",
    " 1.00",
    "1.00\n",
    "\u0661.00",
    ".00",
    "NaN",
    "9" * 20 + ".00",
]


# What is odd about a payment, and the place that the error names.
ODD: list[tuple[dict[str, Any], str]] = [
    *(({"amount": {"currency": "EUR", "value": value}}, "amount") for value in VALUES),
    ({"amount": {"currency": "EUR", "value": 199.95}}, "value"),
    ({"amount": {"currency": "EURO", "value": "199.95"}}, "currency"),
    ({"amount": {"value": "199.95"}}, "currency"),
    ({"amount": None}, "amount"),
    ({"amount": "199.95"}, "amount"),
    ({"id": "tr_another1"}, "id"),
    ({"id": None}, "id"),
    ({"mode": "sandbox"}, "mode"),
    ({"mode": None}, "mode"),
    ({"profileId": None}, "profileId"),
    ({"status": None}, "status"),
    ({"status": ["paid"]}, "status"),
    ({"_embedded": []}, "_embedded"),
    ({"_embedded": {"refunds": None}}, "refunds"),
    ({"_embedded": {"refunds": ["re_4qqhO89gsT"]}}, "refunds"),
    ({"_embedded": {"refunds": [refund("planted/../id", "5.00", "failed")]}}, "id"),
    (
        {"_embedded": {"refunds": [refund("re_4qqhO89gsT", "5.00", "failed", amount={"currency": "USD", "value": "5.00"})]}},
        "currency",
    ),
    (
        {"_embedded": {"chargebacks": [{**chargeback("chb_n9z0tp", "5.00", reversed_at=None), "reversedAt": True}]}},
        "reversedAt",
    ),
]


def test_an_answer_of_another_shape_is_unreadable_and_not_repeated(server: ProviderServer) -> None:
    def holds(row: tuple[dict[str, Any], str]) -> bool:
        unreadable = refusal(lambda: fetch(server, payment(**row[0])), AnswerUnreadable)
        return unreadable.reason == row[1] and not any(planted in repr(unreadable) for planted in PLANTED)

    assert failing(ODD, holds) == []


def test_nobody_is_asked_about_a_malformed_id(server: ProviderServer) -> None:
    ours = account(Provider.MOLLIE, server.url)

    assert failing(MALFORMED, lambda it: bool(refusal(lambda: fetch_payment(it, ours), PaymentIdMalformed))) == []
    assert server.sent == []


@given(st.one_of(st.text(), st.text(alphabet="tr_a1/.?#%\n", min_size=4), st.text().map("tr_abcd{}/".format)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobody_is_asked_about_any_malformed_id(server: ProviderServer, malformed: str) -> None:
    before = len(server.sent)
    try:
        fetch_payment(malformed, account(Provider.MOLLIE, server.url))
    except PaymentIdMalformed:
        assert len(server.sent) == before
    except PaymentNotFound:
        assert server.sent[-1].path == f"/v2/payments/{malformed}"


def test_a_payment_that_mollie_does_not_know_yet_is_asked_about_again(server: ProviderServer) -> None:
    with pytest.raises(PaymentNotFound) as unknown:
        fetch_payment(PAYMENT, account(Provider.MOLLIE, server.url))
    assert isinstance(unknown.value, ProviderUnavailable)


@pytest.mark.parametrize("path", [PATH, "/v2/payments"])
def test_mollie_is_not_waited_for_past_the_budget(server: ProviderServer, path: str) -> None:
    server.replies[path] = hang
    ours = account(Provider.MOLLIE, server.url)
    with pytest.raises(ProviderUnavailable, match=r"^time$"):
        fetch_payment(PAYMENT, ours, patience=QUICK) if path == PATH else create_payment(order(), ours, patience=QUICK)
    assert not server.released.is_set()
    assert len(server.sent) == 1

"""Notices: which payment a webhook points at, and what is passed over."""

import json
from collections.abc import Callable
from itertools import product
from typing import Any
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st
from loket.payment.domain.notice import (
    NoticeIgnored,
    PaymentIdMalformed,
    check_payment_id,
    read_mollie_event,
    read_mollie_notice,
    read_stripe_event,
)
from loket.payment.domain.payment import Provider

from tests.unit.payment import mollie_answer, stripe_answer
from tests.unit.payment.malformed import MALFORMED
from tests.unit.payment.table import failing, refusal

type Json = dict[str, Any]
type Read = Callable[[bytes], str]

MOLLIE = mollie_answer.PAYMENT
REFUND = mollie_answer.refund("re_4qqhO89gsT", "5.00", "failed")
CHARGEBACK = mollie_answer.chargeback("chb_n9z0tp", "5.00", reversed_at=None)
HREF = f"https://api.mollie.com/v2/payments/{MOLLIE}/refunds/re_4qqhO89gsT"
READERS: list[Read] = [read_mollie_notice, read_mollie_event, read_stripe_event]


def encoded(event: Json) -> bytes:
    return json.dumps(event).encode()


def is_ignored(read: Read, body: bytes) -> bool:
    """Return True; what is not passed over is an error, with what was read."""
    return bool(refusal(lambda: read(body), NoticeIgnored).reason)


def test_a_classic_notice_points_at_its_payment() -> None:
    assert read_mollie_notice(b"id=tr_5B8cwPMGnU6qLbRvo7qEZo") == MOLLIE
    assert read_mollie_notice(b"testByMollie=1&id=tr_5B8cwPMGnU6qLbRvo7qEZo") == MOLLIE


OTHER_FORMS: list[bytes] = [
    b"",
    b"id=",
    b"id",
    b"ID=tr_5B8cwPMGnU6qLbRvo7qEZo",
    b"id=tr_5B8cwPMGnU6qLbRvo7qEZo&id=tr_5B8cwPMGnU6qLbRvo7qEZo",
    b"id=tr_5B8cwPMGnU6qLbRvo7qEZo&id=",
    b"id=tr_5B8cwPMGnU6qLbRvo7qEZo%00",
    b"id=tr_5B8cwPMGnU6qLbRvo7qEZo\xff",
    b"id=tr_5B8cwPMGnU6qLbRvo7qEZo%FF",
    b"id=tr_5B8cwPMGnU6qLbRvo7qEZo&" + b"a=1&" * 20,
    b"id=tr_5B8cwPMGnU6qLbRvo7qEZo&a=" + b"a" * 2048,
    b'{"id": "tr_5B8cwPMGnU6qLbRvo7qEZo"}',
]


def test_a_classic_notice_of_another_form_is_passed_over() -> None:
    assert failing(OTHER_FORMS, lambda body: is_ignored(read_mollie_notice, body)) == []


def test_a_classic_notice_is_as_long_as_it_may_be_and_no_longer() -> None:
    """Two thousand and forty-eight bytes, and ten fields."""
    notice = b"id=tr_5B8cwPMGnU6qLbRvo7qEZo&a="
    assert read_mollie_notice(notice.ljust(2048, b"a")) == MOLLIE
    assert refusal(lambda: read_mollie_notice(notice.ljust(2049, b"a")), NoticeIgnored).reason == "too_large"
    assert read_mollie_notice(notice + b"&a=" * 8) == MOLLIE
    assert refusal(lambda: read_mollie_notice(notice + b"&a=" * 9), NoticeIgnored).reason == "malformed"


def test_a_malformed_id_is_passed_over() -> None:
    def holds(payment: str) -> bool:
        classic = urlencode({"id": payment}, errors="surrogatepass").encode()
        mollie = encoded(mollie_answer.event("payment.paid", payment))
        stripe = encoded(stripe_answer.event("refund.failed", {"object": "refund", "payment_intent": payment}))
        return [is_ignored(*one) for one in zip(READERS, (classic, mollie, stripe), strict=True)] == [True] * 3

    assert failing(MALFORMED, holds) == []


def test_a_malformed_id_is_refused() -> None:
    def holds(row: tuple[Provider, str]) -> bool:
        return str(refusal(lambda: check_payment_id(*row), PaymentIdMalformed)) == row[0].value

    assert failing(product(Provider, MALFORMED), holds) == []


MOLLIE_EVENTS: list[Json] = [
    mollie_answer.event("payment.paid", MOLLIE),
    mollie_answer.event("payment.paid", MOLLIE, entity=mollie_answer.payment()),
    mollie_answer.event("refund.failed", "re_4qqhO89gsT", entity=REFUND),
    mollie_answer.event("refund.failed", "re_4qqhO89gsT", href=HREF),
    mollie_answer.event("refund.failed", "re_4qqhO89gsT", href=f"{HREF}?embed=payment"),
    mollie_answer.event("chargeback.reversed", "chb_n9z0tp", entity=CHARGEBACK),
    mollie_answer.payment(),
    REFUND,
    CHARGEBACK,
]


def test_an_event_of_mollie_points_at_its_payment() -> None:
    assert failing(MOLLIE_EVENTS, lambda event: read_mollie_event(encoded(event)) == MOLLIE) == []


ABOUT_NO_MOLLIE_PAYMENT: list[Json] = [
    mollie_answer.event("payout.completed", "baltr_1234"),
    mollie_answer.event("payment-link.paid", "pl_4Y0eZitmBnQ6IDoMqZQKh"),
    mollie_answer.event("hook.ping", "hook_1234"),
    mollie_answer.event("refund.failed", "re_4qqhO89gsT"),
    mollie_answer.event("refund.failed", "re_4qqhO89gsT", href="https://api.mollie.com/v2/payments/tr_1/../x"),
    {**mollie_answer.event("payment.paid", MOLLIE), "resource": "webhook"},
    {**mollie_answer.event("payment.paid", MOLLIE), "type": None},
    {"resource": "event", "type": "refund.failed", "entityId": 1, "_embedded": [], "_links": {"entity": "x"}},
    {"resource": ["payment"], "type": "payment.paid"},
]


def test_an_event_of_mollie_that_is_about_no_payment_is_passed_over() -> None:
    assert failing(ABOUT_NO_MOLLIE_PAYMENT, lambda event: is_ignored(read_mollie_event, encoded(event))) == []


STRIPE_EVENTS: list[tuple[str, Json, str]] = [
    ("checkout.session.completed", stripe_answer.session(), stripe_answer.SESSION),
    ("checkout.session.expired", stripe_answer.new_session(), stripe_answer.SESSION),
    ("payment_intent.succeeded", stripe_answer.intent(), stripe_answer.INTENT),
    # Only of a session it says for what one pays.
    ("payment_intent.succeeded", {**stripe_answer.intent(), "mode": "another"}, stripe_answer.INTENT),
    ("charge.refunded", stripe_answer.charge(), stripe_answer.INTENT),
    ("charge.refunded", stripe_answer.charge(payment_intent=stripe_answer.intent()), stripe_answer.INTENT),
    ("refund.failed", stripe_answer.refund("pyr_1a2b", 500, "failed"), stripe_answer.INTENT),
    ("charge.refund.updated", stripe_answer.refund("pyr_1a2b", 500, "failed"), stripe_answer.INTENT),
    ("charge.dispute.funds_reinstated", stripe_answer.dispute("du_1a2b", 500, "won"), stripe_answer.INTENT),
]


def test_an_event_of_stripe_points_at_its_payment() -> None:
    def holds(row: tuple[str, Json, str]) -> bool:
        return read_stripe_event(encoded(stripe_answer.event(row[0], row[1]))) == row[2]

    assert failing(STRIPE_EVENTS, holds) == []


ABOUT_NO_STRIPE_PAYMENT: list[Json] = [
    stripe_answer.event("customer.created", {"object": "customer", "id": "cus_1234"}),
    stripe_answer.event("invoice.paid", stripe_answer.intent()),
    stripe_answer.event("payment_intent.succeeded\n", stripe_answer.intent()),
    stripe_answer.event("checkout.session.completed", stripe_answer.session(mode="subscription")),
    stripe_answer.event("charge.refunded", stripe_answer.charge(payment_intent=None)),
    stripe_answer.event("charge.refunded", {"object": "charge", "id": "cs_test_1234"}),
    {**stripe_answer.event("refund.failed", stripe_answer.refund("re_12", 1, "failed")), "object": "v2.core.event"},
    {**stripe_answer.event("refund.failed", {}), "data": None},
    {**stripe_answer.event("refund.failed", {}), "type": ["refund.failed"]},
]


def test_an_event_of_stripe_that_is_about_no_payment_is_passed_over() -> None:
    assert failing(ABOUT_NO_STRIPE_PAYMENT, lambda event: is_ignored(read_stripe_event, encoded(event))) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
EVENTS = st.fixed_dictionaries(
    {},
    optional={
        "resource": st.sampled_from(["event", "payment", "refund"]) | JSON,
        "object": st.just("event") | JSON,
        "type": st.sampled_from(["payment.paid", "refund.failed", "charge.refunded"]) | JSON,
        "id": JSON,
        "entityId": JSON,
        "_embedded": st.dictionaries(st.just("entity"), JSON) | JSON,
        "_links": st.dictionaries(st.just("entity"), st.dictionaries(st.just("href"), JSON)) | JSON,
        "data": st.dictionaries(st.just("object"), st.dictionaries(st.sampled_from(["object", "payment_intent"]), JSON))
        | JSON,
    },
)


@given(st.one_of(st.binary(), JSON.map(json.dumps).map(str.encode), EVENTS.map(json.dumps).map(str.encode)))
def test_whatever_comes_is_read_or_passed_over(body: bytes) -> None:
    for read in READERS:
        try:
            found = read(body)
        except NoticeIgnored:
            continue
        assert found.isascii()


HOSTILE = [b"[" * 100_000, b'{"a":' * 100_000, b"1" * 5000, b"\xff\xfe", b"null", b'"x"', b"NaN"]


def test_hostile_json_is_passed_over() -> None:
    assert failing(product(READERS, HOSTILE), lambda row: is_ignored(*row)) == []

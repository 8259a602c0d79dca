"""Opening a payment: at the counter, or from the queue where the provider did not answer; once, and with nobody in it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from loket.core.keyed_hash import person_id
from loket.core.language import Language
from loket.texts import texts

from tests.unit.cloud import Cloud, Fault
from tests.unit.event import KEYS, NOW, post_json, post_plain, solved_challenge
from tests.unit.payment import mollie_answer
from tests.unit.payment.provider_server import hang_up, reply, reply_bytes
from tests.unit.payment.table import failing
from tests.unit.payment.till import COURSE, Purchase, Till
from tests.unit.sample import WHO, enrollment_fields
from tests.unit.secret import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.payment.provider_server import Reply

ORDERS = "/v2/payments"
# What is told where the provider does not answer, to who repeats somebody's form, and of what staff look at first.
NOTHING_BUT_THE_MAIL = {"checkout_url": None, "mailed": True, "amount": {"cents": 45_000, "currency": "EUR"}}
LATER = NOW + timedelta(seconds=1_000_000)
LONG_AGO, HOUR = NOW - timedelta(days=4), 3600
DOWN: dict[str, Reply] = {
    "failing": reply(500, {}),
    "unavailable": reply(503, {}),
    "too_many": reply(429, {}),
    "key_refused": reply(401, {}),
    "half": reply_bytes(201, b'{"id": "tr_'),
    "without_page": reply(201, {**mollie_answer.payment(status="open"), "_links": {}}),
    "gone": hang_up,
}


def waiting(cloud: Cloud) -> list[str]:
    return sorted(item["effect"] for item in cloud.items("PersonalDataTable", kind="OUTBOX#"))


def test_an_enrollment_in_a_course_that_costs_money_leads_to_the_payment(till: Till) -> None:
    purchase = till.sell()

    told = purchase.told["payment"]
    assert told["amount"] == {"cents": 45_000, "currency": "EUR"}
    assert told["checkout_url"].startswith("https://www.mollie.com/checkout/")
    assert purchase.told["status"] == "waiting_for_payment"
    item = till.attempt(purchase)
    assert (item["payment"], item["checkout_url"]) == (purchase.payment, told["checkout_url"])
    assert (item["status"], item["cents"], item["course"], item["vat"]) == ("open", 45_000, COURSE, "high")


def test_what_the_provider_is_given_is_about_nobody(till: Till) -> None:
    purchase = till.sell(message="Ik ben Sanne")

    assert set(purchase.order) == {
        *("amount", "description", "method", "locale", "redirectUrl", "webhookUrl", "metadata"),
    }
    assert purchase.order["description"] == f"{COURSE} {purchase.reference}"
    assert purchase.order["metadata"] == {"attempt": purchase.attempt}
    written = json.dumps(purchase.order).lower()
    hashed = person_id(KEYS, WHO["email"])
    assert not [word for word in ("sanne", "vries", "example.nl%", hashed) if word in written]


def test_what_the_provider_is_given_is_in_the_ledger(till: Till) -> None:
    purchase = till.sell()

    [line] = till.cloud.items("LedgerTable")
    assert line["pk"] == f"PERSON#{person_id(KEYS, WHO['email'])}"
    assert line["sk"] == f"DISCLOSURE#{named(purchase.attempt)}"
    assert line["recipient"].endswith(": mollie")
    assert list(line["fields"]) == ["amount", "course", "enrollment reference", "language"]
    assert line["about"] == named(purchase.reference)
    assert "sanne" not in json.dumps(line, default=list).lower()


def test_a_provider_that_is_down_loses_no_enrollment(till: Till) -> None:
    sold: list[Purchase] = []

    def holds(trouble: str) -> bool:
        till.server.replies[ORDERS] = DOWN[trouble]
        purchase = till.sell(email=f"{trouble}@example.nl")
        sold.append(purchase)
        assert purchase.told["payment"] == NOTHING_BUT_THE_MAIL
        assert till.enrollment(purchase)["status"] == "waiting_for_payment"
        assert waiting(till.cloud) == sorted(["confirm_enrollment", "create_payment", "notify_staff"] * len(sold))
        assert till.cloud.items("LedgerTable") == []
        return till.relay_payments() == [f"message-{number}" for number in range(len(sold))]

    assert failing(DOWN, holds) == []
    till.open()
    assert till.relay_payments() == []
    assert [till.attempt(purchase)["payment"] for purchase in sold] == [purchase.payment for purchase in sold]
    assert till.effects() == ["offer_payment"] * len(DOWN)
    assert len(till.cloud.items("LedgerTable")) == len(DOWN)


def test_a_payment_that_was_opened_is_not_opened_again(till: Till) -> None:
    till.server.replies[ORDERS] = reply(503, {})
    purchase = till.sell()
    till.open()
    till.relay_payments(now=LONG_AGO)
    [offer] = [one for one in till.cloud.items("PersonalDataTable", kind="OUTBOX#") if one["effect"] == "offer_payment"]
    # At the present moment, however long the message has waited.
    assert offer["cents"] == till.attempt(purchase)["cents"]
    assert abs(offer["created_at"] - NOW.timestamp()) < HOUR
    till.forget()

    assert till.relay_payments() == []
    assert (till.asked(), till.effects()) == ([], ["offer_payment"])


def test_what_the_counter_opened_the_queue_leaves_alone(till: Till) -> None:
    till.sell()

    assert till.relay_payments() == []
    assert (till.asked(), till.effects()) == ([], [])


def test_an_order_whose_answer_was_lost_is_the_same_order_again(till: Till) -> None:
    """Neither the person nor the queue makes a second payment: the key and all that is asked are those of the attempt."""
    till.cloud.fail(Fault("TransactWriteItems", about="checkout_url", times=3))
    sent = {**enrollment_fields(COURSE), "altcha": solved_challenge()}
    first = till.cloud.invoke("submit_enrollment", post_json("POST /enrollments", sent))
    assert json.loads(first["body"])["payment"]["checkout_url"] is None
    later = NOW + timedelta(minutes=5)
    again = till.cloud.invoke("submit_enrollment", post_json("POST /enrollments", sent, now=later))
    assert json.loads(again["body"])["payment"]["checkout_url"]
    orders = {(sent.headers["idempotency-key"], sent.body) for sent in till.server.sent}
    assert len(till.server.sent) == 2
    assert len(orders) == 1
    assert (till.relay_payments(), till.effects()) == ([], [])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_of_thanks_says_until_when_the_place_is_held(till: Till, language: str) -> None:
    event = post_plain("POST /enrollments", {**enrollment_fields(COURSE), "language": language}, accept="text/html")
    page = till.cloud.invoke("submit_enrollment", event)["body"]

    day = {"nl": "7 december 2026", "en": "7 December 2026"}[language]
    assert texts(Language(language))["page.place.held"].format(date=day) in page


def test_a_form_that_is_sent_twice_leads_to_one_payment(till: Till) -> None:
    sent = {**enrollment_fields(COURSE), "altcha": solved_challenge()}
    answers = [till.cloud.invoke("submit_enrollment", post_json("POST /enrollments", sent)) for _ in range(2)]

    first, second = (json.loads(answer["body"])["payment"] for answer in answers)
    assert first.pop("page_url").startswith("https://api.example.nl/enrollments/E-")
    assert first.pop("held_until") == "2026-12-07"
    assert second == first
    assert second["checkout_url"]
    assert len({sent.body for sent in till.server.sent}) == 1
    assert len(till.cloud.items("PersonalDataTable", kind="PAYMENT")) == 1


@pytest.mark.parametrize("post", [post_json, post_plain])
def test_a_form_that_is_doubted_the_second_time_is_answered_as_the_first(
    till: Till, post: Callable[[str, Any], Any]
) -> None:
    """A held form begins no attempt; the first one stands, and whoever sent it still learns where to pay."""
    sent = {**enrollment_fields(COURSE), "altcha": solved_challenge()}
    first = json.loads(till.cloud.invoke("submit_enrollment", post_json("POST /enrollments", sent))["body"])
    at_once = {**sent, "altcha": solved_challenge(age=timedelta(seconds=1))}
    again = till.cloud.invoke("submit_enrollment", post("POST /enrollments", at_once))

    assert again["statusCode"] == 201
    assert first["reference"] in again["body"]
    assert first["payment"]["checkout_url"] in again["body"]
    assert [word for word in ("attempt", "stored_at", "page_url", "held_until", "signature") if word in again["body"]] == []
    assert len(till.cloud.items("PersonalDataTable", kind="PAYMENT")) == 1


def from_elsewhere(event: Any) -> Any:
    event["requestContext"]["http"]["sourceIp"] = "198.51.100.1"
    return event


@pytest.mark.parametrize("key", [{}, {"idempotency_key": "known"}])
def test_whoever_repeats_somebodys_form_learns_no_way_to_pay(till: Till, key: dict[str, Any]) -> None:
    """Name, address and course are known to a colleague too: the links are in the mail."""
    sent = {**enrollment_fields(COURSE), "altcha": solved_challenge()}
    first = json.loads(till.cloud.invoke("submit_enrollment", post_json("POST /enrollments", sent, **key))["body"])
    asked = len(till.server.sent)
    others = {**sent, "altcha": solved_challenge()}
    again = till.cloud.invoke("submit_enrollment", from_elsewhere(post_json("POST /enrollments", others, **key)))

    assert json.loads(again["body"]) == {**first, "payment": NOTHING_BUT_THE_MAIL}
    assert len(till.server.sent) == asked
    page = till.cloud.invoke("submit_enrollment", from_elsewhere(post_plain("POST /enrollments", others, **key)))
    assert page["statusCode"] == 201
    assert "mollie" not in page["body"]
    assert "signature" not in page["body"]


def end_by(till: Till, purchase: Purchase, way: str) -> None:
    """Let an enrollment wait for its first payment no more."""
    if way == "paid":
        till.stands(purchase, "paid")
        till.tell(purchase)
    elif way == "turned":
        till.stands(purchase, "expired")
        till.pay_again(purchase)
    else:
        till.cloud.put("PersonalDataTable", {**till.enrollment(purchase), "status": way})


@pytest.mark.parametrize("closes_on", ["2027-06-30", "2026-11-22"])
@pytest.mark.parametrize("way", ["paid", "turned", "unpaid"])
def test_who_sends_a_form_again_opens_no_payment_that_nothing_waits_for(
    till: Till, caplog: pytest.LogCaptureFixture, way: str, closes_on: str
) -> None:
    """Hours later, when the provider may have forgotten the key of the order, and the course may have closed."""
    sent = {**enrollment_fields(COURSE), "altcha": solved_challenge()}
    posted = post_json("POST /enrollments", sent, idempotency_key="known")
    first = json.loads(till.cloud.invoke("submit_enrollment", posted)["body"])
    order = json.loads(till.server.sent[-1].body)
    end_by(till, Purchase(first, order, f"tr_{order['metadata']['attempt'][:20]}"), way)
    [item] = [one for one in till.cloud.items("CourseTable") if one["sk"] == f"COURSE#{COURSE}"]
    till.cloud.put("CourseTable", {**item, "course": {**item["course"], "closes_on": closes_on}})
    till.forget()

    later = NOW + timedelta(hours=23)
    anew = {**sent, "altcha": solved_challenge(now=later)}
    repeated = post_json("POST /enrollments", anew, now=later, idempotency_key="known")
    again = till.cloud.invoke("submit_enrollment", repeated)
    assert (again["statusCode"], till.asked()) == (201, [])
    assert json.loads(again["body"]) == {**first, "payment": NOTHING_BUT_THE_MAIL}
    assert "fault" not in caplog.text


def test_what_is_remembered_opens_nothing(till: Till) -> None:
    """No link, no name of an attempt, no payment: whoever reads the guards can do nothing with them."""
    purchase = till.sell()

    remembered = json.dumps(till.cloud.items("GuardTable"), default=str)
    secrets = (purchase.attempt, purchase.payment, "http", "signature", WHO["email"], WHO["last_name"])
    assert [word for word in secrets if word in remembered] == []


def test_a_form_is_answered_for_the_price_it_was_sent_at(till: Till) -> None:
    """The course became dearer between the two: the first price stands, also at the provider."""
    sent = {**enrollment_fields(COURSE), "altcha": solved_challenge()}
    till.cloud.invoke("submit_enrollment", post_json("POST /enrollments", sent))
    [item] = [one for one in till.cloud.items("CourseTable") if one["sk"] == f"COURSE#{COURSE}"]
    till.cloud.put("CourseTable", {**item, "course": {**item["course"], "price_cents": 99_900}})
    again = till.cloud.invoke("submit_enrollment", post_json("POST /enrollments", sent))

    assert json.loads(again["body"])["payment"]["amount"]["cents"] == 45_000
    assert len({order.body for order in till.server.sent}) == 1


def test_a_payment_that_somebody_else_opened_meanwhile_is_the_one(till: Till) -> None:
    """After an hour Mollie has forgotten the key, and makes another payment: only the first that is bound counts."""
    till.server.replies[ORDERS] = reply(503, {})
    purchase = till.sell()
    item = till.attempt(purchase)
    bound = {**item, "payment": "tr_first", "checkout_url": "https://www.mollie.com/checkout/first"}
    till.cloud.meanwhile = lambda: till.cloud.put("PersonalDataTable", bound)
    till.open()

    assert till.relay_payments() == ["message-0"]
    assert till.relay_payments() == []
    assert till.attempt(purchase)["payment"] == "tr_first"
    assert till.effects() == []


def test_a_payment_that_a_webhook_bound_meanwhile_is_not_replaced(till: Till) -> None:
    till.server.replies[ORDERS] = reply(503, {})
    purchase = till.sell()
    item = till.attempt(purchase)
    till.cloud.meanwhile = lambda: till.cloud.put("PersonalDataTable", {**item, "payment": "tr_first"})
    till.open()

    assert till.relay_payments() == ["message-0"]
    assert till.relay_payments() == []
    assert till.attempt(purchase)["payment"] == "tr_first"
    assert till.effects() == []


@pytest.mark.parametrize("bound", ["", "tr_first"])
def test_what_ends_while_its_payment_is_opened_leads_nobody_to_pay_and_is_followed(
    till: Till, caplog: pytest.LogCaptureFixture, bound: str
) -> None:
    """The payment exists at the provider by then, and money may come by it."""
    till.server.replies[ORDERS] = reply(503, {})
    purchase = till.sell()
    ended, item = {**till.enrollment(purchase), "status": "cancelled"}, till.attempt(purchase)

    def end() -> None:
        till.cloud.put("PersonalDataTable", ended)
        till.cloud.put("PersonalDataTable", {**item, "payment": bound} if bound else item)

    till.cloud.meanwhile = end
    till.open()
    caplog.clear()

    assert till.relay_payments() == ["message-0"]
    assert "ProviderUnavailable from WaitsNoMore" in caplog.text
    assert till.attempt(purchase)["payment"] == (bound or f"tr_{purchase.attempt[:20]}")
    assert till.effects() == []
    assert till.relay_payments() == []


def test_what_another_opened_before_it_ended_leads_nobody_to_pay_either(
    till: Till, caplog: pytest.LogCaptureFixture
) -> None:
    till.server.replies[ORDERS] = reply(503, {})
    purchase = till.sell()

    def open_and_end() -> None:
        assert till.relay_payments() == []
        till.cloud.put("PersonalDataTable", {**till.enrollment(purchase), "status": "cancelled"})

    till.cloud.meanwhile = open_and_end
    till.open()
    caplog.clear()

    assert till.relay_payments() == ["message-0"]
    assert "ProviderUnavailable from WaitsNoMore" in caplog.text


def test_the_mail_of_where_to_pay_is_kept_no_longer_than_the_attempt(till: Till) -> None:
    till.server.replies[ORDERS] = reply(503, {})
    purchase = till.sell()
    ends = int((NOW + timedelta(days=3)).timestamp())
    till.cloud.put("PersonalDataTable", {**till.attempt(purchase), "expires_at": ends})
    till.open()

    assert till.relay_payments() == []
    [mail] = [one for one in till.cloud.items("PersonalDataTable") if one.get("effect") == "offer_payment"]
    assert mail["expires_at"] == ends


def test_an_attempt_whose_time_is_over_is_dropped(till: Till) -> None:
    till.server.replies[ORDERS] = reply(503, {})
    purchase = till.sell()
    till.remove("PersonalDataTable", till.attempt(purchase))
    till.forget()

    assert till.relay_payments() == []
    assert till.asked() == []


def test_who_is_in_doubt_is_asked_for_no_money(till: Till) -> None:
    """Staff look first; a provider is told nothing of who may be a machine."""
    sent = {**enrollment_fields(COURSE), "altcha": solved_challenge(), "website": "https://spam.example"}
    answer = till.cloud.invoke("submit_enrollment", post_json("POST /enrollments", sent))

    told = json.loads(answer["body"])
    assert (told["status"], told["payment"]) == ("waiting_for_payment", NOTHING_BUT_THE_MAIL)
    assert till.asked() == []
    assert waiting(till.cloud) == ["notify_staff"]

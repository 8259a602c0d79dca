"""Mollie's classic webhooks: what is asked, read, written and answered for each that may come."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.payment import reconcile
from loket.payment.domain.payment import PaymentStatus
from loket.payment.provider.http import Patience

from tests.unit.cloud import Cloud, Fault
from tests.unit.event import NOW
from tests.unit.payment.malformed import MALFORMED
from tests.unit.payment.mollie_answer import PAYMENT
from tests.unit.payment.provider_server import hang_up, reply, reply_bytes
from tests.unit.payment.table import failing
from tests.unit.payment.till import Till

if TYPE_CHECKING:
    from tests.unit.payment.provider_server import Reply
    from tests.unit.payment.till import Purchase

FINE = {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": ""}
AGAIN = {"statusCode": 503, "headers": {"content-type": "text/plain", "retry-after": "60"}, "body": ""}


def operations(cloud: Cloud) -> list[str]:
    return [call.operation for call in cloud.called()]


def test_a_webhook_is_one_read_and_one_transaction(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid")

    assert till.tell(purchase) == FINE
    assert [(call.operation, call.tables) for call in till.cloud.called()] == [
        ("GetItem", {"PersonalDataTable"}),
        ("TransactWriteItems", {"PersonalDataTable"}),
    ]
    assert till.enrollment(purchase)["status"] == "paid"
    assert till.effects() == ["confirm_payment"]
    assert till.books() == [("paid", 45_000)]


def test_a_duplicate_is_one_read_and_no_write(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid")
    till.tell(purchase)
    till.forget()

    assert till.tell(purchase) == FINE
    assert operations(till.cloud) == ["GetItem"]
    assert till.effects() == ["confirm_payment"]


def test_an_unknown_attempt_is_answered_like_a_known_one_and_nobody_is_asked(till: Till) -> None:
    for body in (f"id={PAYMENT}", "", "id="):
        till.forget()
        assert till.post("z" * 26, body) == FINE
        assert operations(till.cloud) == ["GetItem"] * body.endswith(PAYMENT)
        assert till.asked() == []


def test_nobody_is_asked_about_a_malformed_id(till: Till) -> None:
    attempt = till.sell().attempt

    assert [till.post(attempt, urlencode({"id": malformed})) for malformed in MALFORMED] == [FINE] * len(MALFORMED)
    assert (till.asked(), operations(till.cloud)) == ([], [])


def test_nobody_is_asked_about_what_is_no_id(till: Till) -> None:
    attempt = till.sell().attempt

    @given(st.one_of(st.text(), st.text(alphabet="tr_a1/.?#%\n&=;", min_size=4), st.text().map("tr_abcd{}/".format)))
    def ask(body: str) -> None:
        till.forget()
        assert till.post(attempt, f"id={body}")["statusCode"] in {200, 503}
        assert all(re.fullmatch(r"/v2/payments/tr_[A-Za-z0-9]{4,64}", path) for path in till.asked())

    ask()


def test_a_body_of_another_form_is_answered_and_nobody_is_asked(till: Till) -> None:
    attempt = till.sell().attempt
    bodies = [f"id={PAYMENT}&id={PAYMENT}", f'{{"id": "{PAYMENT}"}}', f"id={PAYMENT}&x={'y' * 2048}"]

    assert failing(bodies, lambda body: till.post(attempt, body) == FINE) == []
    assert (till.asked(), operations(till.cloud)) == ([], [])


def test_a_body_that_is_far_too_large_is_refused(till: Till) -> None:
    answer = till.post(till.sell().attempt, f"id={PAYMENT}&x=" + "y" * 65_536)

    assert (answer["statusCode"], answer["body"]) == (413, "")
    assert operations(till.cloud) == []


TROUBLE: dict[str, Reply] = {
    "not_found": reply(404, {"status": 404}),
    "too_many": reply(429, {"status": 429}),
    "failing": reply(500, {"status": 500}),
    "unavailable": reply(503, {"status": 503}),
    "key_refused": reply(401, {"status": 401}),
    "elsewhere": reply(302, {}),
    "half": reply_bytes(200, b'{"id": "tr_'),
    "gone": hang_up,
}


def test_a_provider_in_trouble_is_told_to_come_again_and_nothing_is_stored(till: Till) -> None:
    purchase = till.sell()
    before = till.cloud.items("PersonalDataTable")

    def holds(trouble: str) -> bool:
        till.forget()
        till.server.replies[f"/v2/payments/{purchase.payment}"] = TROUBLE[trouble]
        return till.tell(purchase) == AGAIN and operations(till.cloud) == ["GetItem"]

    assert failing(TROUBLE, holds) == []
    assert till.cloud.items("PersonalDataTable") == before
    till.stands(purchase, "paid")
    assert till.tell(purchase) == FINE
    assert till.effects() == ["confirm_payment"]


def test_a_status_that_did_not_exist_before_is_never_guessed(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "settled")

    assert till.tell(purchase) == AGAIN
    assert till.attempt(purchase)["status"] == "open"


@pytest.mark.parametrize("operation", ["GetItem", "TransactWriteItems"])
def test_tables_that_are_gone_make_the_provider_come_again(till: Till, operation: str) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid")
    till.cloud.fail(Fault(operation))

    assert till.tell(purchase) == AGAIN
    till.cloud.faults.clear()
    assert till.effects() == []
    assert till.tell(purchase) == FINE
    assert till.effects() == ["confirm_payment"]


def interfere(till: Till, purchase: Purchase, times: int) -> None:
    """Let somebody else change the payment just before each of the next transactions."""

    def change() -> None:
        nonlocal times
        item = till.attempt(purchase)
        till.cloud.put("PersonalDataTable", {**item, "revision": item["revision"] + 1})
        times -= 1
        till.cloud.meanwhile = change if times else None

    till.cloud.meanwhile = change


def test_what_somebody_else_stored_meanwhile_is_read_and_asked_about_anew(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid")
    interfere(till, purchase, 2)

    assert till.tell(purchase) == FINE
    assert len(till.asked()) == 3
    assert (till.effects(), till.books()) == (["confirm_payment"], [("paid", 45_000)])


def test_where_others_keep_changing_it_the_provider_comes_again(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid")
    interfere(till, purchase, 3)

    assert till.tell(purchase) == AGAIN
    assert till.effects() == []


def test_all_the_tries_together_keep_within_the_time_of_one(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mollie waits for 15 seconds, however often somebody else comes in between."""
    monkeypatch.setattr(reconcile, "PATIENCE", Patience(connect=1, read=1, total=1))
    purchase = till.sell()
    till.stands(purchase, "paid")
    interfere(till, purchase, 1)
    change = till.cloud.meanwhile

    def tarry() -> None:
        time.sleep(1.1)
        assert change
        change()

    till.cloud.meanwhile = tarry

    assert till.tell(purchase) == AGAIN
    assert len(till.asked()) == 1


def test_late_news_is_news(till: Till) -> None:
    """A bank's answer can come after the provider had let the payment expire."""
    purchase = till.sell()
    for hours, status in enumerate(["expired", "paid"], start=1):
        till.stands(purchase, status)
        assert till.tell(purchase, now=NOW + timedelta(hours=hours)) == FINE

    assert till.enrollment(purchase)["status"] == "paid"
    assert till.effects() == ["confirm_payment", "offer_new_payment"]


def test_older_news_changes_nothing(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid")
    till.tell(purchase)

    def holds(older: str) -> bool:
        till.stands(purchase, older)
        till.forget()
        return till.tell(purchase) == FINE and operations(till.cloud) == ["GetItem"]

    assert failing(set(PaymentStatus) - {PaymentStatus.PAID}, holds) == []
    assert till.attempt(purchase)["status"] == "paid"


def test_news_after_its_time_is_passed_over(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid")

    assert till.tell(purchase, now=NOW + timedelta(days=3 * 365)) == FINE
    assert till.asked() == []

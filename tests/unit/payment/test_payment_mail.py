"""Mails about money: each is sent once, says what happened in plain words, and those to staff name nobody."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from loket.core.language import Language
from loket.staff.domain.action import Action
from loket.texts import texts

from tests.unit.event import queue_event
from tests.unit.payment.mollie_answer import chargeback, refund
from tests.unit.payment.table import failing
from tests.unit.payment.till import Purchase, Till
from tests.unit.sample import WHO
from tests.unit.work.counter import Counter

type Json = dict[str, Any]

ADDRESS = WHO["email"]
TEXTS = {language.value: texts(language) for language in Language}
AMOUNT = {"nl": "€ 450,00", "en": "€450.00"}


def deliver(till: Till) -> None:
    """Hand every effect that is a mail to its function, as the queue may: twice."""
    outbox = till.cloud.items("PersonalDataTable", kind="OUTBOX#")
    keys = [{"pk": item["pk"], "sk": item["sk"]} for item in outbox if item["effect"] != "create_payment"]
    for _ in range(2):
        answer = till.cloud.invoke("send_mail", queue_event(*map(json.dumps, keys)))
        assert answer["batchItemFailures"] == []


def mails(till: Till, to: str, about: str) -> list[tuple[str, str]]:
    """Return subject and text of the mails to an address with these words in their subject."""
    sent = [mail for mail in till.cloud.mails() if mail["Destination"]["ToAddresses"] == [to]]
    simple = [mail["Content"]["Simple"] for mail in sent]
    written = [(one["Subject"]["Data"], one["Body"]["Text"]["Data"]) for one in simple]
    return [one for one in written if about in one[0]]


def subject(name: str, language: str, purchase: Purchase) -> str:
    return TEXTS[language][f"mail.{name}.subject"].format(reference=purchase.reference)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_confirmation_says_where_to_pay_and_what_the_provider_gets(till: Till, language: str) -> None:
    purchase = till.sell(language=language)
    deliver(till)

    [(_, text)] = mails(till, ADDRESS, purchase.reference)
    assert AMOUNT[language] in text
    assert f"/enrollments/{purchase.reference}?expires=" in text
    assert TEXTS[language]["mail.payment.shared"] in text
    # Of what was not sent nothing is said, nor of a first time to who comes for the first time.
    assert TEXTS[language]["field.email"] in text
    assert TEXTS[language]["field.phone"] not in text
    assert TEXTS[language]["mail.enrollment.twice"] not in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_payment_is_confirmed_once(till: Till, language: str) -> None:
    purchase = till.sell(language=language)
    till.stands(purchase, "paid")
    till.tell(purchase)
    till.visit(purchase)
    deliver(till)

    [(_, text)] = mails(till, ADDRESS, subject("confirm_payment", language, purchase))
    assert AMOUNT[language] in text
    assert TEXTS[language]["mail.money.books"] in text
    assert "/enrollments/" not in text


def test_a_payment_that_came_to_nothing_comes_with_a_new_way(till: Till) -> None:
    def holds(row: tuple[Language, str]) -> bool:
        language, status = row
        address = f"{language}-{status}@example.nl"
        purchase = till.sell(language=language.value, email=address)
        till.stands(purchase, status)
        till.tell(purchase)
        deliver(till)
        [(_, text)] = mails(till, address, subject("offer_new_payment", language.value, purchase))
        return f"/enrollments/{purchase.reference}?expires=" in text

    assert failing(product(Language, ["expired", "canceled", "failed"]), holds) == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_refund_is_told_with_its_own_amount(till: Till, language: str) -> None:
    purchase = till.sell(language=language)
    till.stands(purchase, "paid", refund("re_4qqhO89gsT", "10.00", "refunded"), refund("re_5qqhO89gsT", "2.50", "refunded"))
    till.tell(purchase)
    deliver(till)

    told = "\n".join(text for _, text in mails(till, ADDRESS, subject("confirm_refund", language, purchase)))
    amounts = {"nl": ("€ 10,00", "€ 2,50"), "en": ("€10.00", "€2.50")}[language]
    assert all(told.count(amount) == 1 for amount in amounts)


def staff_mails(till: Till) -> list[tuple[str, str]]:
    return [mail for mail in mails(till, "staff@example.nl", "") if "inschrijving" not in mail[0]]


def test_staff_are_told_of_what_needs_a_person_and_of_nobody(till: Till) -> None:
    strange, back = till.sell(email="strange@example.nl"), till.sell(email="back@example.nl")
    gone, twice = till.sell(email="gone@example.nl"), till.sell(email="twice@example.nl")
    till.stands(strange, "paid", mode="live")
    taken = chargeback("chb_n9z0tp", "450.00", reversed_at="2026-11-25T10:00:00+00:00")
    till.stands(back, "paid", refund("re_4qqhO89gsT", "12.00", "failed"), chargebacks=(taken,))
    till.remove("PersonalDataTable", till.enrollment(gone))
    till.stands(twice, "expired")
    till.tell(twice)
    again = till.pay_again(twice)
    for purchase in (gone, twice, again):
        till.stands(purchase, "paid")
    for purchase in (strange, back, gone, twice, again):
        till.tell(purchase)
    deliver(till)

    names = {"quarantine": strange, "chargeback": back, "chargeback_reversed": back, "refund_failed": back}
    names |= {"paid_after_erasure": gone, "overpaid": twice}
    expected = sorted(subject(f"staff.notify_{name}", "nl", purchase) for name, purchase in names.items())
    found = staff_mails(till)
    assert sorted(title for title, _ in found) == expected
    assert all("€" in text for _, text in found)
    assert not [
        word for word in ("Sanne", "Vries", "@example.nl", "tr_") if word in str(found).replace("info@example.nl", "")
    ]


def test_who_was_erased_gets_no_mail_about_money(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid")
    till.tell(purchase)
    till.remove("PersonalDataTable", till.enrollment(purchase))
    deliver(till)

    assert mails(till, ADDRESS, "") == []


def test_who_was_cancelled_before_their_mail_left_is_asked_for_no_money(till: Till) -> None:
    """No mail went while all of this happened; then all of them go."""
    purchase = till.sell()
    till.stands(purchase, "canceled")
    till.tell(purchase)
    Counter(till.cloud).handle(till.enrollment(purchase), Action.CANCEL)
    deliver(till)

    sent = mails(till, ADDRESS, "")
    assert {title for title, _ in sent} == {subject(name, "nl", purchase) for name in ("tell_cancelled", "enrollment")}
    assert [text for _, text in sent if "betaald" in text or "betalen" in text or "/enrollments/" in text] == []

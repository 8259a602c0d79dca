"""What is kept of a payment: by allow-list, so that nothing of a provider's answer can come along."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from loket.core.inventory import Recipient
from loket.payment.domain.books import FiscalLine
from loket.payment.domain.record import PaymentItem

from tests.unit.payment import mollie_answer
from tests.unit.payment.mollie_answer import chargeback, refund
from tests.unit.sample import WHO

if TYPE_CHECKING:
    from tests.unit.payment.till import Till

KEYS = {"pk", "sk", "kind", "kept_for"}


def test_nothing_of_the_payer_is_kept_or_logged(till: Till, caplog: pytest.LogCaptureFixture) -> None:
    """The answers hold a name, an account number and reasons: all planted, and none may be found anywhere."""
    purchase = till.sell()
    taken = chargeback("chb_n9z0tp", "450.00", reversed_at=None)
    till.stands(purchase, "paid", refund("re_4qqhO89gsT", "10.00", "refunded"), chargebacks=(taken,))
    till.tell(purchase)
    till.visit(purchase)
    till.stands(purchase, "settled")
    till.tell(purchase)

    assert till.effects()
    for planted in (*mollie_answer.PLANTED, "settled"):
        assert till.cloud.holds(planted) == []
        assert planted not in caplog.text


def test_a_payment_is_written_down_by_its_list_and_points_at_nobody_by_name(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid")
    till.tell(purchase)

    item = till.attempt(purchase)
    assert set(item) <= KEYS | set(PaymentItem.model_fields)
    written = json.dumps(item, default=str)
    assert not [value for value in WHO.values() if value in written]


def test_the_books_outlive_the_person_and_lead_to_nobody(till: Till) -> None:
    """With the person's items and the attempt gone, a line says how much was paid for what, and not by whom."""
    purchase = till.sell()
    till.stands(purchase, "paid")
    till.tell(purchase)
    person = till.attempt(purchase)["person"]
    gone = [item for item in till.cloud.items("PersonalDataTable") if not item["pk"].startswith("FISCAL#")]
    till.remove("PersonalDataTable", *gone)

    [line] = till.cloud.items("PersonalDataTable")
    assert set(line) == KEYS | set(FiscalLine.model_fields)
    assert not [word for word in (person, purchase.reference, *WHO.values()) if word in json.dumps(line, default=str)]
    assert (line["cents"], line["course"], line["vat"]) == (45_000, "nederlands-op-de-werkvloer", "high")


def test_the_disclosure_names_the_recipient_of_the_inventory(till: Till) -> None:
    till.sell()

    [line] = till.cloud.items("LedgerTable")
    assert line["recipient"] == f"{Recipient.PAYMENT_PROVIDER.value}: mollie"

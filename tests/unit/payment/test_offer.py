"""Where to pay is mailed to one address so often a day, whoever lets payments end; their own page says it on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from loket.mail.limit import TO_ADDRESS

from tests.unit.event import NOW
from tests.unit.payment.box import MINUTE, Box
from tests.unit.payment.provider_server import reply

if TYPE_CHECKING:
    from tests.unit.payment.till import Till

MOST = TO_ADDRESS.most


@pytest.fixture
def box(till: Till) -> Box:
    return Box(till)


def test_one_form_does_not_fill_the_mailbox_of_whom_it_names(box: Box) -> None:
    """Cancel at the provider and press again: each round ends a payment, and none takes a mailbox to begin."""
    purchase = box.sell(status="canceled")
    for number in range(MOST + 2):
        now = NOW + number * 4 * MINUTE
        box.till.tell(purchase, now=now)
        box.mail(now)
        purchase = box.till.pay_again(purchase, now=now)
        box.till.stands(purchase, "canceled")

    assert count(box) == MOST
    assert "Opnieuw betalen" in box.page(purchase, NOW + timedelta(hours=1))

    box.till.pay_again(purchase, now=NOW + timedelta(hours=2))
    box.till.tell(purchase, now=NOW + timedelta(days=1, hours=2))
    box.mail(NOW + timedelta(days=1, hours=2))
    assert count(box) > MOST


def test_a_payment_that_is_opened_late_is_mailed_within_the_same_limit(box: Box) -> None:
    """Whatever it is for, and however the address is written in each form."""
    till = box.till
    till.server.replies["/v2/payments"] = reply(503, {})
    for name, email in (("Sanne", "sanne@example.nl"), ("Bo", "SANNE@Example.nl")):
        till.sell(first_name=name, email=email)
    [counted] = till.cloud.items("GuardTable", kind="RECIPIENT#")
    till.cloud.put("GuardTable", {**counted, "hits": [*counted["hits"], *counted["hits"][:1] * (MOST - 3)]})
    till.open()

    assert till.relay_payments() == []
    box.mail(NOW)

    assert (till.effects(), len(box.mails("U kunt nu betalen ("))) == (["offer_payment"] * 2, 1)


def count(box: Box) -> int:
    """Return how many mails the person has had."""
    return sum(mail["Destination"]["ToAddresses"] == ["sanne@example.nl"] for mail in box.till.cloud.mails())

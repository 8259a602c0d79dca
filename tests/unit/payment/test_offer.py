"""Where to pay is mailed to one address so often a day, whoever lets payments end; their own page says it on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from loket.mail.limit import TO_ADDRESS

from tests.unit.event import NOW
from tests.unit.payment.box import MINUTE, Box

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


def count(box: Box) -> int:
    """Return how many mails the person has had."""
    return sum(mail["Destination"]["ToAddresses"] == ["sanne@example.nl"] for mail in box.till.cloud.mails())

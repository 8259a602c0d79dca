"""A payment as it stands here and at the provider: the webhook that is measured finds that it was paid in the meantime."""

from datetime import UTC, datetime, timedelta
from typing import Any

from loket.core.key import payment_key
from loket.core.language import Language
from loket.payment.domain.payment import Mode, PaymentStatus, Provider
from loket.payment.domain.record import PaymentItem
from loket.storage.attribute import to_item

# Those of the event in `events/`.
ATTEMPT = "7f3k9q2m8x4w1v6t5r0p3n8b2c"
PAYMENT = "tr_5B8cwPMGnU6qLbRvo7qEZo"
PROFILE = "pfl_measured"
SECRET = f'{{"mollie": {{"key": "test_0123456789", "profile": "{PROFILE}"}}}}'
ADDRESS = f"/v2/payments/{PAYMENT}?embed=refunds,chargebacks"


def stored_item() -> dict[str, Any]:
    """Return the open attempt as DynamoDB answers it."""
    now = datetime.now(UTC)
    item = PaymentItem(
        attempt=ATTEMPT,
        receipt="7Q2MK-9XKDT-4DBSY",
        person="measured",
        enrollment="ENROLLMENT#measured",
        enrollment_reference="E-7Q2MK-9XKDT",
        language=Language.NL,
        course="praktijkopleider-mbo",
        vat="exempt",
        provider=Provider.MOLLIE,
        payment=PAYMENT,
        cents=12500,
        currency="EUR",
        mode=Mode.TEST,
        profile=PROFILE,
        status=PaymentStatus.OPEN,
        refunds={},
        chargebacks={},
        revision=0,
        received_at=int(now.timestamp()),
        expires_at=int((now + timedelta(days=1)).timestamp()),
    )
    return to_item({**payment_key(ATTEMPT)._asdict(), **dict(item)})


def provider_answer() -> dict[str, Any]:
    """Return what the provider answers about it."""
    return {
        "id": PAYMENT,
        "mode": "test",
        "profileId": PROFILE,
        "status": "paid",
        "amount": {"currency": "EUR", "value": "125.00"},
        "metadata": {"attempt": ATTEMPT},
    }

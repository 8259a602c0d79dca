"""Payments in PersonalDataTable: one item per attempt under the attempt's own key, which the webhook's address carries."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from loket.domain.item import KEPT_FOR, ItemKind
from loket.domain.payment import (
    Chargeback,
    Mode,
    Money,
    Payment,
    PaymentStatus,
    Provider,
    Refund,
    RefundStatus,
    Standing,
)
from loket.domain.payment_item import PaymentItem
from loket.settings import setting
from loket.store.attribute import from_item, to_item
from loket.store.client import call
from loket.store.transaction import AlreadyStored, Refused, Write, put

SORT_KEY = "PAYMENT"
REVISION_UNMOVED = "attribute_exists(pk) AND revision = :known"
NOT_BOUND_ELSEWHERE = "attribute_exists(pk) AND (attribute_not_exists(payment) OR payment = :payment)"
NOT_QUARANTINED = "attribute_exists(pk) AND attribute_not_exists(quarantine)"
PAID_BY_NO_OTHER = "attribute_exists(pk) AND expires_at > :now AND (attribute_not_exists(paid_by) OR paid_by = :attempt)"
WAITS_FOR_THIS = "attribute_exists(pk) AND expires_at > :now AND attribute_not_exists(paid_by) AND attempt = :attempt"
STILL_UNPAID = "attribute_exists(pk) AND expires_at > :now AND attribute_not_exists(paid_by) AND attempt = :last"

# The sweep's index is spread over this many partitions.
_BUCKETS = 4


class AttemptUnknown(LookupError):
    """There is no such attempt, or its time is over."""


class RevisionMoved(Refused):
    """Somebody else changed the payment in the meantime."""


class BoundElsewhere(Refused):
    """The attempt already has another payment at the provider."""


class EnrollmentMoved(Refused):
    """The enrollment is gone, was paid by another attempt, or waits for another one; `found` tells which."""


def payment_key(attempt: str) -> str:
    """Return the partition key of an attempt."""
    return f"PAYMENT#{attempt}"


def attempt_of(pk: str) -> str:
    """Return the attempt whose partition key this is."""
    return pk.removeprefix("PAYMENT#")


def due_bucket(attempt: str) -> str:
    """Return the partition of the sweep's index that an attempt is in."""
    return f"PAYMENT#{sum(attempt.encode()) % _BUCKETS}"


def store_payment(item: PaymentItem) -> Write:
    """Return the write that stores a new attempt."""
    key = {"pk": payment_key(item.attempt), "sk": SORT_KEY, "kind": ItemKind.PAYMENT, "kept_for": KEPT_FOR[ItemKind.PAYMENT]}
    return put(setting("PERSONAL_DATA_TABLE"), {**key, **dict(item)})


def find_payment(attempt: str, *, now: datetime) -> PaymentItem:
    """Return the attempt as it stands now; raise `AttemptUnknown`."""
    request = {
        "TableName": setting("PERSONAL_DATA_TABLE"),
        "Key": to_item({"pk": payment_key(attempt), "sk": SORT_KEY}),
        "ConsistentRead": True,
    }
    item = from_item(call("get_item", **request).get("Item", {}))
    if item.get("expires_at", 0) <= now.timestamp():
        raise AttemptUnknown
    return PaymentItem.model_validate({name: item[name] for name in PaymentItem.model_fields if name in item})


def as_payment(item: PaymentItem) -> Payment:
    """Return what the domain reasons about, of a stored attempt."""
    refunds = {name: Refund(int(back["cents"]), RefundStatus(str(back["status"]))) for name, back in item.refunds.items()}
    chargebacks = {name: Chargeback(int(back["cents"]), bool(back["reversed"])) for name, back in item.chargebacks.items()}
    return Payment(
        attempt=item.attempt,
        provider=Provider(item.provider),
        payment=item.payment,
        amount=Money(cents=item.cents, currency=item.currency),
        mode=Mode(item.mode),
        profile=item.profile,
        standing=Standing(status=PaymentStatus(item.status), refunds=refunds, chargebacks=chargebacks),
        revision=item.revision,
    )


def change_payment(before: Payment, after: Payment, *, check_at: datetime | None) -> Write:
    """Return the write that stores what was learned, refused where somebody else learned something in the meantime.

    `check_at` is when the sweep looks again; None takes the attempt out of its index.
    """
    standing = {
        ":payment": after.payment,
        ":status": after.standing.status,
        ":refunds": {name: asdict(refund) for name, refund in after.standing.refunds.items()},
        ":chargebacks": {name: asdict(chargeback) for name, chargeback in after.standing.chargebacks.items()},
        ":revision": after.revision,
        ":known": before.revision,
    }
    sets = "payment = :payment, #status = :status, refunds = :refunds, chargebacks = :chargebacks, revision = :revision"
    schedule, values = _schedule(after.attempt, check_at)
    return _update(
        payment_key(after.attempt),
        SORT_KEY,
        f"SET {sets}{schedule}",
        condition=REVISION_UNMOVED,
        values={**standing, **values},
        refusal=RevisionMoved,
    )


def bind_payment(attempt: str, payment: str, checkout_url: str) -> Write:
    """Return the write that ties an attempt to its payment at the provider, refused where it has another one."""
    return _update(
        payment_key(attempt),
        SORT_KEY,
        "SET payment = :payment, checkout_url = :url, revision = revision + :one",
        condition=NOT_BOUND_ELSEWHERE,
        values={":payment": payment, ":url": checkout_url, ":one": 1},
        refusal=BoundElsewhere,
    )


def quarantine_payment(attempt: str, mismatch: str) -> Write:
    """Return the write that sets an attempt apart for a person to look at, refused where it was before."""
    return _update(
        payment_key(attempt),
        SORT_KEY,
        "SET quarantine = :mismatch",
        condition=NOT_QUARANTINED,
        values={":mismatch": mismatch},
        refusal=AlreadyStored,
    )


def postpone_check(item: PaymentItem, *, check_at: datetime | None) -> Write:
    """Return the write that sets when the sweep looks again, without anything having been learned."""
    schedule, values = _schedule(item.attempt, check_at)
    return _update(
        payment_key(item.attempt),
        SORT_KEY,
        f"SET revision = :known{schedule}",
        condition=REVISION_UNMOVED,
        values={":known": item.revision, **values},
        refusal=RevisionMoved,
    )


def pay_enrollment(item: PaymentItem, *, now: datetime) -> Write:
    """Return the write that marks an enrollment paid, refused where it is gone or was paid by another attempt."""
    return _update(
        f"PERSON#{item.person}",
        item.enrollment,
        "SET #status = :paid, paid_by = :attempt",
        condition=PAID_BY_NO_OTHER,
        values={":paid": "paid", ":attempt": item.attempt, ":now": int(now.timestamp())},
        refusal=EnrollmentMoved,
    )


def check_enrollment_waits(item: PaymentItem, *, now: datetime) -> Write:
    """Return the check that an enrollment still waits for this attempt, and for no other."""
    request = {
        "TableName": setting("PERSONAL_DATA_TABLE"),
        "Key": to_item({"pk": f"PERSON#{item.person}", "sk": item.enrollment}),
        "ConditionExpression": WAITS_FOR_THIS,
        "ExpressionAttributeValues": to_item({":attempt": item.attempt, ":now": int(now.timestamp())}),
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    return Write(action="ConditionCheck", request=request, refusal=EnrollmentMoved)


def turn_to_attempt(item: PaymentItem, *, last: str, now: datetime) -> Write:
    """Return the write that makes an enrollment wait for a new attempt, refused where it was paid or turned before."""
    return _update(
        f"PERSON#{item.person}",
        item.enrollment,
        "SET attempt = :attempt",
        condition=STILL_UNPAID,
        values={":attempt": item.attempt, ":last": last, ":now": int(now.timestamp())},
        refusal=EnrollmentMoved,
    )


def due_attempts(*, now: datetime, most: int) -> Iterator[str]:
    """Return the attempts whose next check is due, oldest first in each bucket, at most `most` of each."""
    for bucket in range(_BUCKETS):
        request = {
            "TableName": setting("PERSONAL_DATA_TABLE"),
            "IndexName": "by_due",
            "KeyConditionExpression": "due_bucket = :bucket AND due_at <= :now",
            "ExpressionAttributeValues": to_item({":bucket": f"PAYMENT#{bucket}", ":now": now.isoformat()}),
            "Limit": most,
        }
        for item in call("query", **request)["Items"]:
            yield attempt_of(from_item(item)["pk"])


def _schedule(attempt: str, check_at: datetime | None) -> tuple[str, dict[str, Any]]:
    if check_at is None:
        return " REMOVE due_bucket, due_at", {}
    return ", due_bucket = :bucket, due_at = :due", {":bucket": due_bucket(attempt), ":due": check_at.isoformat()}


def _update(
    pk: str,
    sk: str,
    update: str,
    *,
    condition: str,
    values: dict[str, Any],
    refusal: type[Refused],
) -> Write:
    request = {
        "TableName": setting("PERSONAL_DATA_TABLE"),
        "Key": to_item({"pk": pk, "sk": sk}),
        "UpdateExpression": update,
        "ConditionExpression": condition,
        "ExpressionAttributeValues": to_item(values),
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        # "status" is a reserved word of DynamoDB.
        **({"ExpressionAttributeNames": {"#status": "status"}} if "#status" in update else {}),
    }
    return Write(action="Update", request=request, refusal=refusal)

"""A request's rung in PersonalDataTable: climbed once by whoever comes first, with the mails in the same transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from loket.domain.effect import EffectKind
from loket.domain.item import ItemKind
from loket.domain.privacy.ladder import Audience, Climb
from loket.domain.privacy.request import PrivacyRequest, Step, mail_is_held
from loket.settings import setting
from loket.store.attribute import to_item
from loket.store.person import store_effect, store_item
from loket.store.privacy_request import person_of, step_key
from loket.store.transaction import Refused, Write

# Still open, with the same due date, and not expired.
STILL_RUNNING = "attribute_exists(due_bucket) AND due_at = :due AND expires_at > :now"
CLIMBED_NONE = f"{STILL_RUNNING} AND attribute_not_exists(rung)"
ON_SAME_RUNG = f"{STILL_RUNNING} AND rung = :seen"


class RungMoved(Refused):
    """The request was moved up, extended or ended in the meantime."""


def set_rung(item: Mapping[str, Any], request: PrivacyRequest, rung: int, *, now: datetime) -> Write:
    """Return the write that puts a request on a rung, refused (`RungMoved`) where it is not where it was seen.

    The revision stays as it is: who has the request open at the desk decides about the same thing as before.
    """
    seen = {} if request.rung is None else {":seen": request.rung}
    values = {":rung": rung, ":due": request.due_at, ":now": int(now.timestamp()), **seen}
    return Write(
        action="Update",
        request={
            "TableName": setting("PERSONAL_DATA_TABLE"),
            "Key": to_item({"pk": item["pk"], "sk": item["sk"]}),
            "UpdateExpression": "SET rung = :rung",
            "ConditionExpression": ON_SAME_RUNG if seen else CLIMBED_NONE,
            "ExpressionAttributeValues": to_item(values),
        },
        refusal=RungMoved,
    )


def store_climb(
    item: Mapping[str, Any], request: PrivacyRequest, climb: Climb, step: Step, *, now: datetime
) -> Sequence[Write]:
    """Return the writes that note a climb among the steps of a request, and mail everybody whom it concerns."""
    person, about = person_of(item), item["sk"]
    mails = [_MAILS[audience] for audience in Audience if audience in _told(request, climb)]
    return [
        store_item(ItemKind.STEP, person, step, sort_key=step_key(about, at=now)),
        *(store_effect(mail, person, about=about, days_left=climb.rung, at=now) for mail in mails),
    ]


_MAILS = {
    Audience.STAFF: EffectKind.NOTIFY_DUE,
    Audience.PRIVACY_OFFICER: EffectKind.NOTIFY_OFFICER_DUE,
    Audience.PERSON: EffectKind.TELL_DELAY,
}


def _told(request: PrivacyRequest, climb: Climb) -> frozenset[Audience]:
    # The address may be that of a victim, who asked nothing.
    return climb.tells - {Audience.PERSON} if mail_is_held(request) else climb.tells

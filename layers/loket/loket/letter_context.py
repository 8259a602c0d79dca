"""What a letter is written from: the effect that asks for it, what that is about, and the person's own page.

A mail is about one thing, so each kind of item is imported by what reads it: a cold start pays for no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loket.core.item import ItemKind
from loket.core.key import DIGEST, Key, digest_in, kind_in
from loket.http.address import enrollment_address, request_address
from loket.settings import setting
from loket.storage.item import ItemGone, find

if TYPE_CHECKING:
    from datetime import datetime

    from loket.core.effect import Effect, Task
    from loket.core.item import Record, Stored
    from loket.core.keyed_hash import Keys
    from loket.privacy.domain.digest import Digest
    from loket.privacy.domain.request import Step


class LetterUnwritable(Exception):
    """An effect is about another kind of item than its letter tells of, or lacks a fact that it tells."""


class NothingToTell(Exception):
    """What a letter would tell is not so any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MailContext:
    """What a letter is written from: the effect that asks for it, what that is about, the person's own page, and when."""

    effect: Effect | Task
    about: Record | Digest
    step: Step | None
    link: str
    now: datetime

    def item[R: Record | Digest](self, model: type[R]) -> R:
        """Return what the letter is about; raise `LetterUnwritable` where that is something else."""
        if not isinstance(self.about, model):
            raise LetterUnwritable(self.effect.effect)
        return self.about

    @property
    def the_step(self) -> Step:
        """Return the step that the letter tells of; raise `LetterUnwritable` where there is none."""
        return _given(self.step, self)

    @property
    def cents(self) -> int:
        """Return the amount that the letter tells of; raise `LetterUnwritable` where there is none."""
        return _given(self.effect.cents, self)


def _given[T](value: T | None, context: MailContext) -> T:
    if value is None:
        raise LetterUnwritable(context.effect.effect)
    return value


# What a letter is about, and the address of the person's own page about it, or none.
type _About = tuple[Record | Digest, str]


def open_context(effect: Stored[Effect | Task], keys: Keys, *, now: datetime) -> MailContext:
    """Return what the letter of an effect is written from.

    Raise `ItemGone` where that is gone, and `LetterUnwritable` where it is of a kind that no letter tells of.
    """
    partition, record = effect.key.pk, effect.record
    read = _READERS.get(kind_in(record.about))
    if read is None:
        raise LetterUnwritable(record.effect)
    about, link = read(Key(partition, record.about), keys, now)
    step = _read_step(Key(partition, record.step), now=now) if record.step else None
    return MailContext(effect=record, about=about, step=step, link=link, now=now)


def _read_enrollment(key: Key, keys: Keys, now: datetime) -> _About:
    from loket.enrollment.domain.enrollment import Enrollment

    enrollment = find(Enrollment, key, now=now).record
    return enrollment, enrollment_address(enrollment.reference, keys, version=enrollment.link_version, now=now)


def _read_message(key: Key, _keys: Keys, now: datetime) -> _About:
    from loket.contact.message import ContactMessage

    return find(ContactMessage, key, now=now).record, ""


def _read_payment(key: Key, _keys: Keys, now: datetime) -> _About:
    from loket.payment.domain.record import PaymentItem

    return find(PaymentItem, key, now=now).record, ""


def _read_request(key: Key, keys: Keys, now: datetime) -> _About:
    from loket.privacy.domain.request import PrivacyRequest

    request = find(PrivacyRequest, key, now=now).record
    return request, request_address(request.reference, keys, version=request.link_version, now=now)


def _read_digest(key: Key, _keys: Keys, now: datetime) -> _About:
    from loket.privacy.domain.escalation import Audience, digest_moment
    from loket.privacy.store.digest import read_digest

    audience, day = digest_in(key)
    # Never as of before the day that it is for.
    digest = read_digest(Audience(audience), now=max(now, digest_moment(day)))
    if not (digest.lines or digest.held):
        raise ItemGone
    return digest, setting("PUBLIC_URL") + "/desk"


def _read_step(key: Key, *, now: datetime) -> Step:
    from loket.privacy.domain.request import Step

    return find(Step, key, now=now).record


_READERS: Mapping[str, Callable[[Key, Keys, datetime], _About]] = {
    ItemKind.ENROLLMENT: _read_enrollment,
    ItemKind.MESSAGE: _read_message,
    ItemKind.PAYMENT: _read_payment,
    ItemKind.PRIVACY_REQUEST: _read_request,
    DIGEST: _read_digest,
}

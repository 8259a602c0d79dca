"""Delivering an effect that is a mail: written as of now, sent by one of several deliveries at once, then marked sent."""

from datetime import datetime

from loket.core.effect import OFFERS, Effect, Task
from loket.core.item import Stored
from loket.core.key import Key
from loket.core.keyed_hash import Keys
from loket.letter_context import open_context
from loket.letters import write_letter
from loket.log import log_event
from loket.mail.letter import write_mail
from loket.mail.limit import count_to_address, count_to_staff
from loket.mail.send import send
from loket.storage.outbox import begin_sending, mark_sent, stop_sending
from loket.storage.secret import load_keys


def deliver(key: Key, *, is_first_try: bool, now: datetime) -> None:
    """Send the mail that an effect is, where it was not sent before.

    Raise `ItemGone` where there is nobody to tell, `BeingSent` where somebody else is sending it, and `TooOften` where the
    person or staff had as many as they get in a day.
    """
    effect = begin_sending(key, now=now)
    if effect is None:
        return
    try:
        _send(effect, is_first_try=is_first_try, now=now)
    except Exception:
        stop_sending(key)
        raise
    mark_sent(key, at=now)
    log_event("mail.sent", effect=effect.record.effect)


def _send(effect: Stored[Effect | Task], *, is_first_try: bool, now: datetime) -> None:
    keys = load_keys()
    mail = write_mail(write_letter(open_context(effect, keys, now=now)))
    # One that could not be sent at once was counted then.
    if is_first_try:
        _count(effect.record, mail.to, keys, now=now)
    send(mail)


def _count(effect: Effect | Task, to: str, keys: Keys, *, now: datetime) -> None:
    if effect.is_limited:
        count_to_staff(keys, now=now)
    elif effect.effect in OFFERS:
        count_to_address(to, keys, now=now)

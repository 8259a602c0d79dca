"""Reading a provider's answer by an allow-list: each value is asked for by name and type, and nothing else is looked at.

Answers hold the payer's name and account number. So they are read here and dropped: no error repeats a value of them.
"""

import re
from collections.abc import Mapping
from typing import Any

from loket.core.reference import is_attempt
from loket.payment.domain.payment import Mode, NotOurs
from loket.payment.provider.fault import AnswerUnreadable, StatusUnknown

type Answer = Mapping[str, Any]

# Ids become keys of ours.
_ID = re.compile(r"[a-z]{2,8}_[A-Za-z0-9_]{2,250}")
_CURRENCY = re.compile(r"[A-Z]{3}")
# In cents, a billion: no number of DynamoDB's is too small for it.
_LARGEST = 10**11
# What a browser still takes, and an item has room for.
_LONGEST_URL = 2048


def read_text(answer: Answer, name: str) -> str:
    """Return a text."""
    value = answer.get(name)
    if not isinstance(value, str):
        raise AnswerUnreadable(name)
    return value


def read_optional_text(answer: Answer, name: str) -> str | None:
    """Return a text, or None where there is none."""
    return None if answer.get(name) is None else read_text(answer, name)


def read_whole(answer: Answer, name: str) -> int:
    """Return a whole number that is not negative, and no larger than an amount of money is."""
    value = answer.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _LARGEST:
        raise AnswerUnreadable(name)
    return value


def read_truth(answer: Answer, name: str) -> bool:
    """Return a yes or no."""
    value = answer.get(name)
    if not isinstance(value, bool):
        raise AnswerUnreadable(name)
    return value


def read_part(answer: Answer, name: str) -> Answer:
    """Return an object within the answer."""
    value = answer.get(name)
    if not isinstance(value, dict):
        raise AnswerUnreadable(name)
    return value


def read_optional_part(answer: Answer, name: str) -> Answer:
    """Return an object within the answer, an empty one where there is none."""
    return {} if answer.get(name) is None else read_part(answer, name)


def read_parts(answer: Answer, name: str) -> list[Answer]:
    """Return the objects of a list within the answer."""
    value = answer.get(name)
    if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
        raise AnswerUnreadable(name)
    return value


def read_id(answer: Answer) -> str:
    """Return the id of an object."""
    name = read_text(answer, "id")
    if not _ID.fullmatch(name):
        raise AnswerUnreadable("id")
    return name


def read_currency(answer: Answer) -> str:
    """Return a currency, by its ISO 4217 code."""
    currency = read_text(answer, "currency").upper()
    if not _CURRENCY.fullmatch(currency):
        raise AnswerUnreadable("currency")
    return currency


def read_mode(mode: str) -> Mode:
    """Return whether money really moves."""
    if mode not in Mode:
        raise AnswerUnreadable("mode")
    return Mode(mode)


def read_attempt(answer: Answer) -> str:
    """Return the attempt that we named when the payment was created; raise `NotOurs` where it is not of our making.

    It is read before all else: what others sell under the same account may be of any currency and shape.
    """
    metadata = answer.get("metadata")
    attempt = metadata.get("attempt") if isinstance(metadata, dict) else None
    if not isinstance(attempt, str) or not is_attempt(attempt):
        raise NotOurs("attempt")
    return attempt


def read_checkout_url(url: str, *, account_url: str) -> str:
    """Return the address of the page to pay on: one for a browser, as safe as the address that was asked."""
    scheme = account_url.partition("://")[0]
    if not url.startswith(("https://", f"{scheme}://")) or len(url) > _LONGEST_URL:
        raise AnswerUnreadable("url")
    return url


def choose_status[S](statuses: Mapping[str, S], status: str, *, of: str) -> S:
    """Return our name of a status; raise `StatusUnknown` for one that the provider did not have before."""
    if status not in statuses:
        raise StatusUnknown(of)
    return statuses[status]

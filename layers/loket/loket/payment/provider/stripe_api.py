"""Asking Stripe: what every call has in common."""

from collections.abc import Sequence
from urllib.parse import urlencode

from loket.payment.provider.account import Account
from loket.payment.provider.answer import Answer
from loket.payment.provider.http import Call, Deadline, ask

# An account's default version changes with a click; the shapes that are read here are those of this one.
VERSION = "2026-10-28.endive"

type Pairs = Sequence[tuple[str, str]]


def get_object(account: Account, path: str, query: Pairs, deadline: Deadline) -> Answer:
    """Return an object, or a list of them, by its path below the version."""
    url = f"{account.url}/v1/{path}?{urlencode(query)}"
    return ask(Call(method="GET", url=url, headers=_headers(account)), deadline)


def post_form(account: Account, path: str, form: Pairs, *, idempotency_key: str, deadline: Deadline) -> Answer:
    """Return the object that was created; asked again with the same key, the same one."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": idempotency_key}
    call = Call(
        method="POST",
        url=f"{account.url}/v1/{path}",
        headers={**_headers(account), **headers},
        body=urlencode(form).encode(),
    )
    return ask(call, deadline)


def _headers(account: Account) -> dict[str, str]:
    return {"Authorization": f"Bearer {account.key}", "Stripe-Version": VERSION, "User-Agent": "Loket"}

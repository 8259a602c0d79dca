"""Our accounts at the providers: keys and webhook secrets, read once per process from one secret.

The secret (its name is PAYMENT_SECRET) is JSON: for each provider in use its `key`, at Mollie also the `profile`, and the
`webhook_secrets`; while one of those takes over from another, both are listed. Whether money really moves follows from the
key, so the two can never disagree.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from loket.payment.domain.payment import Mode, Provider
from loket.settings import setting
from loket.storage.secret import read_secret

_KEY: Mapping[Provider, re.Pattern[str]] = MappingProxyType(
    {
        Provider.MOLLIE: re.compile(r"(?P<mode>test|live)_[A-Za-z0-9_]+"),
        # A restricted key (rk_) does as well, and can do less.
        Provider.STRIPE: re.compile(r"[sr]k_(?P<mode>test|live)_[A-Za-z0-9_]+"),
    }
)
_PROFILE = re.compile(r"pfl_[A-Za-z0-9]+")
_URL: Mapping[Provider, tuple[str, str]] = MappingProxyType(
    {
        Provider.MOLLIE: ("MOLLIE_URL", "https://api.mollie.com"),
        Provider.STRIPE: ("STRIPE_URL", "https://api.stripe.com"),
    }
)


class AccountMissing(RuntimeError):
    """There is no usable account at a provider; the message names what is missing, and no value."""

    def __init__(self, provider: Provider, lack: str) -> None:
        """Name the provider and what its account lacks."""
        super().__init__(f"{provider.value}: {lack}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """An account at a provider. What is secret stays out of its representation."""

    provider: Provider
    key: str = field(repr=False)
    mode: Mode
    profile: str | None = None
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)
    url: str


@cache
def load_account(provider: Provider) -> Account:
    """Return our account at a provider.

    Raise `AccountMissing` where there is none, or `StoreUnavailable` where the secret cannot be read now.
    """
    return read_account(provider, _load_secret())


def check_accounts() -> None:
    """Refuse to start without an account, or with an incomplete one, at a provider that the secret names.

    Raise `AccountMissing`, or `StoreUnavailable` where the secret cannot be read now.
    """
    for provider in _list_named(_load_secret()) or Provider:
        load_account(provider)


def read_account(provider: Provider, secret: str) -> Account:
    """Return the account at a provider that a secret describes; raise `AccountMissing` where it is not complete."""
    described = _described(provider, secret)
    key = _KEY[provider].fullmatch(_text(described, "key"))
    if key is None:
        raise AccountMissing(provider, "key")
    mode = Mode(key["mode"])
    return Account(
        provider=provider,
        key=key[0],
        mode=mode,
        profile=_profile(provider, described),
        webhook_secrets=_webhook_secrets(provider, described),
        url=_url(provider, mode),
    )


@cache
def _load_secret() -> str:
    return read_secret(setting("PAYMENT_SECRET"))


def _list_named(secret: str) -> list[Provider]:
    try:
        described = json.loads(secret)
    except ValueError:
        return []
    return [provider for provider in Provider if isinstance(described, dict) and provider.value in described]


def _described(provider: Provider, secret: str) -> Mapping[str, Any]:
    try:
        described = json.loads(secret)[provider.value]
    except (ValueError, TypeError, KeyError):
        # Not chained: the message of a JSON error carries the document.
        raise AccountMissing(provider, "account") from None
    if not isinstance(described, dict):
        raise AccountMissing(provider, "account")
    return described


def _text(described: Mapping[str, Any], name: str) -> str:
    value = described.get(name)
    return value if isinstance(value, str) else ""


def _profile(provider: Provider, described: Mapping[str, Any]) -> str | None:
    # A Stripe key has one account behind it, and what Stripe tells of a payment does not name it.
    if provider is Provider.STRIPE:
        return None
    profile = _text(described, "profile")
    if not _PROFILE.fullmatch(profile):
        raise AccountMissing(provider, "profile")
    return profile


def _webhook_secrets(provider: Provider, described: Mapping[str, Any]) -> tuple[str, ...]:
    secrets = described.get("webhook_secrets", [])
    if not isinstance(secrets, list) or not all(map(_is_secret, secrets)):
        raise AccountMissing(provider, "webhook_secrets")
    # Mollie's classic webhooks carry no signature; its signed ones are refused as long as there is no secret.
    if provider is Provider.STRIPE and not secrets:
        raise AccountMissing(provider, "webhook_secrets")
    return tuple(secrets)


def _is_secret(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and bool(value.strip())


def _url(provider: Provider, mode: Mode) -> str:
    name, usual = _URL[provider]
    url = os.environ.get(name, "") or usual
    if not url.startswith("https://") and (mode is Mode.LIVE or not url.startswith("http://")):
        raise AccountMissing(provider, name)
    return url.rstrip("/")

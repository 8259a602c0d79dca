"""The keys of our accounts with the providers: made once, kept, worth nothing outside this machine."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel

from local.payments.payment import make_id

if TYPE_CHECKING:
    from local.payments.payment import Mode, Name
    from local.payments.store import Store

type Json = dict[str, Any]

KEPT_AS = "account"


class Account(BaseModel):
    """Our accounts: the part of the keys after their prefix, Mollie's profile, and two secrets each for webhooks."""

    tail: str
    profile: str
    mollie_secrets: tuple[str, str]
    stripe_secrets: tuple[str, str]

    @classmethod
    def make(cls) -> Self:
        """Return new accounts."""
        return cls(
            tail=make_id("", 32),
            profile=make_id("pfl_", 10),
            mollie_secrets=(secrets.token_hex(24), secrets.token_hex(24)),
            stripe_secrets=(make_id("whsec_", 32), make_id("whsec_", 32)),
        )

    @classmethod
    def keep(cls, store: Store) -> Self:
        """Return the accounts that are kept in the store, made at the first start."""
        return cls.model_validate_json(store.keep_setting(KEPT_AS, cls.make().model_dump_json()))

    def name_key(self, provider: Name, mode: Mode = "test") -> str:
        """Return our key with a provider."""
        return f"{mode}_{self.tail}" if provider == "mollie" else f"sk_{mode}_{self.tail}"

    def find_mode(self, provider: Name, key: str) -> Mode | None:
        """Return the mode of a key, or nothing when the key is not ours."""
        modes: tuple[Mode, Mode] = ("test", "live")
        ours = {mode: self.name_key(provider, mode).encode() for mode in modes}
        return next((mode for mode in modes if secrets.compare_digest(ours[mode], key.encode())), None)

    def describe_secret(self) -> Json:
        """Return what the functions find in the secret that PAYMENT_SECRET names."""
        mollie = {"profile": self.profile, "webhook_secrets": list(self.mollie_secrets)}
        return {
            "mollie": {"key": self.name_key("mollie"), **mollie},
            "stripe": {"key": self.name_key("stripe"), "webhook_secrets": list(self.stripe_secrets)},
        }

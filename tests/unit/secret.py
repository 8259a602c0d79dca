"""Secrets, as a process has them: read once and kept; and what they make of a name."""

from loket.core.keyed_hash import Keys
from loket.core.ledger import name_in_ledger
from loket.payment.provider import account
from loket.storage.secret import load_keys

from tests.unit.event import MASTER_KEY


def forget_secrets() -> None:
    """Know none of the secrets, as a new process would."""
    load_keys.cache_clear()
    account.load_account.cache_clear()
    account._load_secret.cache_clear()  # noqa: SLF001 - it has no other cache to be emptied by


def named(reference: str) -> str:
    """Return by what the ledger knows something."""
    return name_in_ledger(Keys(MASTER_KEY), reference)

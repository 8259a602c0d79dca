"""Secrets, as a process has them: read once and kept."""

from loket.payment.provider import account
from loket.storage.secret import load_keys


def forget_secrets() -> None:
    """Know none of the secrets, as a new process would."""
    load_keys.cache_clear()
    account.load_account.cache_clear()
    account._load_secret.cache_clear()  # noqa: SLF001 - it has no other cache to be emptied by

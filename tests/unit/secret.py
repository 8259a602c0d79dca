"""Secrets: what is in them, and as a process has them, read once and kept."""

import json

from loket.core.key_group import USES, KeyGroup
from loket.core.keyed_hash import derive_keys
from loket.core.ledger import name_in_ledger
from loket.payment.provider import account
from loket.storage.secret import load_keys

from tests.unit.event import KEYS, MASTER_KEY

# By their names in the template.
SECRETS = {
    "KeysSecret": MASTER_KEY,
    "PaymentSecret": '{"mollie": {"key": "test_0123456789", "profile": "pfl_test"}}',
    "DeskSecret": "{}",
    **{group.secret: json.dumps(derive_keys(MASTER_KEY, USES[group])) for group in KeyGroup},
}


def forget_secrets() -> None:
    """Know none of the secrets, as a new process would."""
    load_keys.cache_clear()
    account.load_account.cache_clear()
    account._load_secret.cache_clear()  # noqa: SLF001 - it has no other cache to be emptied by


def named(reference: str) -> str:
    """Return by what the ledger knows something."""
    return name_in_ledger(KEYS, reference)

"""Secrets, each read once per process from Secrets Manager."""

from functools import cache

from botocore.exceptions import BotoCoreError, ClientError

from loket.core.keyed_hash import Keys, read_keys
from loket.settings import setting
from loket.storage.client import client, store_fault


@cache
def load_keys() -> Keys:
    """Return the function's own keys; raise `StoreUnavailable`, or `KeysNotFilled` where its secret is still empty."""
    return read_keys(read_secret(setting("KEYS_SECRET")))


@cache
def load_desk_secret() -> str:
    """Return the JSON with our own secret at the identity provider; raise `StoreUnavailable`."""
    return read_secret(setting("DESK_SECRET"))


def read_secret(name: str) -> str:
    """Return a secret by its name; raise `StoreUnavailable`."""
    try:
        return str(client("secretsmanager").get_secret_value(SecretId=name)["SecretString"])
    except (BotoCoreError, ClientError) as error:
        raise store_fault(error) from error

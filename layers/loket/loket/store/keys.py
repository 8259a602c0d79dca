"""The master key, read once per process from Secrets Manager."""

from functools import cache

from botocore.exceptions import BotoCoreError, ClientError

from loket.domain.key import Keys
from loket.settings import setting
from loket.store.client import StoreUnavailable, client


@cache
def load_keys() -> Keys:
    """Return the keys; raise `StoreUnavailable` where the secret cannot be read now."""
    try:
        return Keys(client("secretsmanager").get_secret_value(SecretId=setting("KEYS_SECRET"))["SecretString"])
    except (BotoCoreError, ClientError) as error:
        raise StoreUnavailable from error

"""Put our made-up accounts into the secret in which the functions look for the real ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from local.emulator.template import FUNCTION, find_resources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.emulator.aws import AwsClients
    from local.emulator.deployment import Deployment
    from local.payments.account import Account

VARIABLE = "PAYMENT_SECRET"


def settle_payment_secret(aws: AwsClients, deployment: Deployment, account: Account) -> None:
    """Give each secret that a function takes its payment accounts from the accounts of this machine."""
    value = json.dumps(account.describe_secret())
    for name in set(find_payment_secrets(deployment)):
        aws.secrets.put_secret_value(SecretId=deployment.ids[name], SecretString=value)


def find_payment_secrets(deployment: Deployment) -> Iterator[str]:
    """Yield the logical id of the secret that each function names as its payment secret."""
    for _, function in find_resources(deployment.plain, FUNCTION):
        variables = function["Properties"].get("Environment", {}).get("Variables", {})
        if VARIABLE in variables:
            yield str(variables[VARIABLE]["Ref"])

"""Give every generated secret one value for good: the emulator's would differ at each start."""

from __future__ import annotations

import json
import secrets
import string
from typing import TYPE_CHECKING, Any

from local.emulator.template import SECRET, find_resources

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.emulator.aws import AwsClients
    from local.emulator.deployment import Deployment

type Json = dict[str, Any]

DEFAULT_LENGTH = 32


def settle_secrets(aws: AwsClients, deployment: Deployment, keep: Callable[[str, str], str]) -> None:
    """Give each generated secret the value that was kept under its name, or have a new one kept."""
    for name, secret in find_resources(deployment.plain, SECRET):
        if order := secret["Properties"].get("GenerateSecretString"):
            value = keep(name, generate_secret(order))
            aws.secrets.put_secret_value(SecretId=deployment.ids[name], SecretString=value)


def generate_secret(order: Json) -> str:
    """Return a new secret as GenerateSecretString describes it."""
    alphabet = choose_alphabet(order)
    length = int(order.get("PasswordLength", DEFAULT_LENGTH))
    password = "".join(secrets.choice(alphabet) for _ in range(length))
    if "SecretStringTemplate" not in order:
        return password
    return json.dumps(json.loads(order["SecretStringTemplate"]) | {order["GenerateStringKey"]: password})


def choose_alphabet(order: Json) -> str:
    """Return the characters that a generated secret may hold."""
    kinds = {
        "ExcludeLowercase": string.ascii_lowercase,
        "ExcludeUppercase": string.ascii_uppercase,
        "ExcludeNumbers": string.digits,
        "ExcludePunctuation": string.punctuation,
    }
    allowed = "".join(kind for option, kind in kinds.items() if not order.get(option))
    allowed += " " if order.get("IncludeSpace") else ""
    return "".join(character for character in allowed if character not in order.get("ExcludeCharacters", ""))

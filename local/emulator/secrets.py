"""Give every generated secret one value for good: the emulator's would differ at each start."""

from __future__ import annotations

import json
import secrets
import string
from typing import TYPE_CHECKING, Any

from local.emulator import template as blueprint

if TYPE_CHECKING:
    from local.emulator.aws import Cloud
    from local.emulator.deploy import Deployment
    from local.survive.journal import Journal

type Json = dict[str, Any]

DEFAULT_LENGTH = 32


def settle_secrets(cloud: Cloud, deployment: Deployment, journal: Journal) -> None:
    """Put the kept value of each generated secret back, or keep a new one."""
    for name, secret in blueprint.find_resources(deployment.plain, blueprint.SECRET):
        if order := secret["Properties"].get("GenerateSecretString"):
            value = journal.keep_secret(name, generate_secret(order))
            cloud.secrets.put_secret_value(SecretId=deployment.ids[name], SecretString=value)


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
    return "".join(one for one in allowed if one not in order.get("ExcludeCharacters", ""))

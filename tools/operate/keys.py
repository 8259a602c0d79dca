"""Give each group of functions its keys, derived from the master key, which no function reads."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from loket.core.key_group import USES, KeyGroup
from loket.core.keyed_hash import derive_keys
from loket.storage.client import StoreUnavailable, client
from loket.storage.secret import read_secret

MASTER = "KeysSecret"


class KeysDiffer(Exception):
    """A secret holds another key than the master key gives for a use: one of the two is not what it should be."""


def split_keys(names: Mapping[str, str]) -> str:
    """Fill the secrets of the groups from the master key, and return what was done, a line for each and no key.

    `names` are the secrets' names on AWS by those in the template. Nothing is written where one holds another key than the
    master gives: raise `KeysDiffer`. Doing it again changes nothing.
    """
    master = read_secret(names[MASTER])
    held = {group: json.loads(read_secret(names[group.secret])) for group in KeyGroup}
    wanted = {group: derive_keys(master, USES[group]) for group in KeyGroup}
    for group in KeyGroup:
        _check_same(group, held[group], wanted[group])
    lines = []
    for group in KeyGroup:
        if held[group] != wanted[group]:
            _write_secret(names[group.secret], json.dumps(wanted[group]))
        lines.append(f"{group.secret}: {', '.join(_tell_change(held[group], wanted[group])) or 'unchanged'}")
    return "\n".join(lines)


def find_secrets(stack: str) -> dict[str, str]:
    """Return the physical name of each secret of a stack, by its name in the template."""
    kind = "AWS::SecretsManager::Secret"
    try:
        pages = client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
        found: list[dict[str, Any]] = [one for page in pages for one in page["StackResourceSummaries"]]
    except (BotoCoreError, ClientError) as error:
        raise StoreUnavailable from error
    return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in found if one["ResourceType"] == kind}


def _check_same(group: KeyGroup, held: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    differing = sorted(use for use in held.keys() & wanted.keys() if held[use] != wanted[use])
    if differing:
        raise KeysDiffer(f"{group.secret} holds another key than the master key gives for {', '.join(differing)}")


def _tell_change(held: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[str]:
    if added := sorted(wanted.keys() - held.keys()):
        yield f"given {', '.join(added)}"
    if taken := sorted(held.keys() - wanted.keys()):
        yield f"no longer {', '.join(taken)}"


def _write_secret(name: str, value: str) -> None:
    try:
        client("secretsmanager").put_secret_value(SecretId=name, SecretString=value)
    except (BotoCoreError, ClientError) as error:
        raise StoreUnavailable from error

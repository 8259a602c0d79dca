"""The operators' command that gives the functions their keys, in the running system, which was started by it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from botocore.session import Session
from loket.core.key_group import KeyGroup

from tests.template import PROJECT, function_id

if TYPE_CHECKING:
    from tests.running import RunningStack

PLACE = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "eu-central-1"}


@pytest.fixture(scope="module")
def told(stack: RunningStack) -> dict[str, str]:
    """Return what the function that issues challenges is told."""
    functions: dict[str, dict[str, str]] = stack.get("/_local/functions").json
    return functions[function_id("issue_challenge")]


def split(told: dict[str, str], name: str = "loket") -> subprocess.CompletedProcess[str]:
    """Run the command."""
    path = os.pathsep.join([str(PROJECT), str(PROJECT / "layers" / "loket")])
    environment = {**os.environ, **PLACE, "PYTHONPATH": path, "AWS_ENDPOINT_URL": told["AWS_ENDPOINT_URL"]}
    command = [sys.executable, "-m", "tools.operate", "keys", "split", name]
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own


def test_the_command_run_again_changes_nothing(told: dict[str, str]) -> None:
    done = split(told)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"{group.secret}: unchanged" for group in KeyGroup]


def test_another_key_is_never_overwritten_and_the_command_says_so(told: dict[str, str]) -> None:
    secrets: Any = Session().create_client(
        "secretsmanager",
        region_name=PLACE["AWS_DEFAULT_REGION"],
        endpoint_url=told["AWS_ENDPOINT_URL"],
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    where = told["KEYS_SECRET"]
    before = secrets.get_secret_value(SecretId=where)["SecretString"]
    other = json.dumps({"challenge": "0" * 64})
    secrets.put_secret_value(SecretId=where, SecretString=other)
    try:
        done = split(told)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "nothing done: ChallengeKeysSecret holds another key than the master key gives for challenge\n"
        assert secrets.get_secret_value(SecretId=where)["SecretString"] == other
    finally:
        secrets.put_secret_value(SecretId=where, SecretString=before)


def test_a_stack_that_is_not_there_is_told(told: dict[str, str]) -> None:
    done = split(told, "elsewhere")

    assert done.returncode == 1
    assert "elsewhere" in done.stderr

"""Any interleaving of webhooks, sweeps, retries, kills and stale answers ends where the provider ends, each effect once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "layers" / "loket" / "loket"
SCHEDULES = 5_000
_CHUNK = 125

# What must not be taken out, and what is left when it is: each of these makes schedules go wrong.
MUTANTS = {
    "an answer is merged, not written over what is known": (
        "payment/domain/payment.py",
        "standing=merge(payment.standing, snapshot.standing)",
        "standing=snapshot.standing",
    ),
    "a refund goes only further": (
        "payment/domain/payment.py",
        "return max(one, other, key=lambda refund",
        "return min(one, other, key=lambda refund",
    ),
    "nothing is stored over a newer revision": (
        "payment/store.py",
        'REVISION_UNCHANGED = "attribute_exists(pk) AND revision = :known"',
        'REVISION_UNCHANGED = "attribute_exists(pk) AND :known = :known"',
    ),
    "an enrollment is paid by one attempt": (
        "payment/store.py",
        "(attribute_not_exists(paid_by) OR paid_by = :attempt)",
        "(attribute_not_exists(paid_by) OR paid_by <> :now)",
    ),
}


def play(first: int, count: int, package: Path = PACKAGE) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.payment.schedule", str(first), str(count)]
    environment = {**os.environ, "PYTHONPATH": f"{PROJECT}:{package.parent}"}
    return subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=False)  # noqa: S603


def test_every_schedule_ends_where_the_provider_ends() -> None:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        plays = list(pool.map(lambda first: play(first, _CHUNK), range(0, SCHEDULES, _CHUNK)))
    assert [(one.returncode, one.stdout.strip()) for one in plays] == [(0, "")] * len(plays)


@pytest.mark.parametrize("rule", MUTANTS)
def test_without_the_rule_schedules_go_wrong(rule: str, tmp_path: Path) -> None:
    place, with_rule, without_rule = MUTANTS[rule]
    package = Path(shutil.copytree(PACKAGE, tmp_path / "loket"))
    source = (package / place).read_text(encoding="utf-8")
    assert source.count(with_rule) == 1
    (package / place).write_text(source.replace(with_rule, without_rule), encoding="utf-8")
    found = play(0, 60, package)
    # Wrong in words, of one schedule a line: a play that crashes has judged nothing.
    assert (found.returncode, found.stderr) == (1, "")
    assert all(re.match("[0-9]+: .", line) for line in found.stdout.splitlines())

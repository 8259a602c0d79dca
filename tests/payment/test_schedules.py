"""Any interleaving of webhooks, sweeps, retries, kills and stale answers ends where the provider ends, each effect once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "layers" / "loket" / "loket"
# As many as show every kind of step more than once; `make soak` plays many more, with seeds of its own.
SCHEDULES = 150
# Each way out that a payment, a refund or a chargeback has, each trouble on the way, and each moment at which it can come.
KINDS = {
    *(f"payment {status}" for status in ("open", "pending", "paid", "expired", "canceled", "failed")),
    *(f"refund {status}" for status in ("queued", "pending", "processing", "refunded", "failed")),
    *(f"chargeback {end}" for end in ("stands", "reversed")),
    *(f"answer {status}" for status in (200, 404, 503)),
    *(f"answer late by {changes}" for changes in (0, 1, 2)),
    *(f"act within {acts}" for acts in (0, 1, 2)),
    *(f"killed {when} a write" for when in ("before", "after")),
    *(f"attempts {count}" for count in (1, 2)),
    *("swept", "told", "PaymentNotFound", "ProviderUnavailable"),
}

# What must not be taken out, and what is left when it is: each of these makes schedules go wrong.
MUTANTS = {
    "an answer is merged, not written over what is known": (
        "payment/domain/payment.py",
        "merge(payment.standing, snapshot.standing))",
        "snapshot.standing)",
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
    "an invoice that was asked for is stored with its payment": (
        "payment/learned.py",
        "now=step.now), *_invoice(step), *refund]",
        "now=step.now), *refund]",
    ),
    "no invoice is made of a second payment": (
        "payment/learned.py",
        "    return [*counted, *there, *_to_person(step, to_person), *_to_staff(step, to_staff)]",
        "    return [*counted, *there, *_invoice(step), *_to_staff(step, to_staff)]",
    ),
    "an enrollment is paid by one attempt": (
        "payment/store.py",
        'NOT_PAID_AS_SEEN = f"{UNEXPIRED} AND #status = :seen AND attribute_not_exists(paid_by)"',
        'NOT_PAID_AS_SEEN = f"{UNEXPIRED} AND (#status = :seen OR attribute_exists(paid_by))"',
    ),
}


def play(first: int, count: int, package: Path = PACKAGE) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.payment.schedule", str(first), str(count)]
    environment = {**os.environ, "PYTHONPATH": f"{PROJECT}:{package.parent}"}
    return subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=False)  # noqa: S603


def test_every_schedule_ends_where_the_provider_ends() -> None:
    played = play(0, SCHEDULES)

    assert (played.returncode, played.stderr) == (0, ""), played.stdout + played.stderr
    assert set(played.stdout.splitlines()) == KINDS


@pytest.mark.parametrize("rule", MUTANTS)
def test_without_the_rule_schedules_go_wrong(rule: str, tmp_path: Path) -> None:
    place, with_rule, without_rule = MUTANTS[rule]
    package = Path(shutil.copytree(PACKAGE, tmp_path / "loket"))
    source = (package / place).read_text(encoding="utf-8")
    assert source.count(with_rule) == 1
    (package / place).write_text(source.replace(with_rule, without_rule), encoding="utf-8")
    found = play(0, 60, package)
    # Wrong in words, and of one schedule: a play that crashes has judged nothing.
    assert (found.returncode, found.stderr) == (1, "")
    assert re.fullmatch("[0-9]+: .+", found.stdout)

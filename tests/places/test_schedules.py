"""Places in any order: what is taken is what people have, and whoever paid has an answer; and a popular opening."""

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
# As many as show every kind of end and every refusal; `make soak` plays many more, with seeds of its own.
SCHEDULES = 45
KINDS = {
    *(f"stands {status}" for status in ("waiting_for_payment", "paid", "unpaid", "cancelled", "spam", "in_review")),
    *("stands paid_without_place", "staff cancel", "staff mark_spam", "staff unmark_spam", "staff release"),
    *("take", "bank", "tell", "sweep", "mail", "staff", "take_up", "pay_late", "meanwhile"),
    *(f"killed in {act}" for act in ("take", "bank", "tell", "sweep", "mail", "staff")),
    *("NoSeatLeft", "ProviderUnavailable"),
}
# What must not be taken out, and what is left when it is: each of these makes schedules go wrong.
MUTANTS = {
    "who leaves gives the place back": (
        "enrollment/store/leave.py",
        "Transaction([*writes, give_seat_back(enrollment.course)]).commit()",
        "Transaction(writes).commit()",
    ),
    "only who has a place gives one back": (
        "enrollment/store/leave.py",
        "if enrollment.status not in SEATED:",
        "if not enrollment.status:",
    ),
    "nothing ends untold": (
        "enrollment/hold.py",
        "over = end_of_notice(end, warned=_sent_at(warning) or now)",
        "over = now",
    ),
    "a late payment takes a place": (
        "payment/learned.py",
        "seat = [pay_enrollment(item, seen=seen, now=now), take_seat(item.course, now=now)]",
        "seat = [pay_enrollment(item, seen=seen, now=now)]",
    ),
    "staff are told of money without a place": (
        "payment/learned.py",
        "*_to_staff(step, tell_staff_of_no_place(step.told, left=step.left)),",
        "",
    ),
    "a late payment has its invoice": (
        "payment/learned.py",
        "to_staff = [*_to_staff(step, tell_staff(step.told)), *_invoice(step)]",
        "to_staff = _to_staff(step, tell_staff(step.told))",
    ),
    "who takes up again takes a place": (
        "enrollment/pay_again.py",
        "Transaction([taken_up, take_seat(course.code, now=now), *store_attempt(item, at=now)]).commit()",
        "Transaction([taken_up, *store_attempt(item, at=now)]).commit()",
    ),
    "no more places than there are": (
        "storage/seat.py",
        'SEAT_LEFT = "attribute_not_exists(places) OR seats_taken < places"',
        'SEAT_LEFT = "attribute_not_exists(places) OR seats_taken < :now"',
    ),
}


def run(module: str, *words: str, package: Path = PACKAGE) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": f"{PROJECT}:{package.parent}"}
    command = [sys.executable, "-m", f"tests.places.{module}", *words]
    return subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=False)  # noqa: S603


def test_every_place_is_somebodys_and_whoever_paid_has_an_answer() -> None:
    played = run("schedule", "0", str(SCHEDULES))

    assert played.returncode == 0, played.stdout + played.stderr
    assert KINDS - set(played.stdout.splitlines()) == set()


@pytest.mark.parametrize("rule", MUTANTS)
def test_without_the_rule_schedules_go_wrong(rule: str, tmp_path: Path) -> None:
    place, with_rule, without_rule = MUTANTS[rule]
    package = Path(shutil.copytree(PACKAGE, tmp_path / "loket"))
    source = (package / place).read_text(encoding="utf-8")
    assert source.count(with_rule) == 1
    (package / place).write_text(source.replace(with_rule, without_rule), encoding="utf-8")
    found = run("schedule", "0", str(SCHEDULES), package=package)
    # Wrong in words, and of one schedule: a play that crashes has judged nothing.
    assert found.returncode == 1, found.stdout + found.stderr
    assert re.match(r"\d+: \w+", found.stdout)


def test_a_popular_opening_loses_nobody() -> None:
    played = run("opening", "50", "5")

    taken, refused, counted, conflicts = map(int, played.stdout.split())
    assert (taken, refused, counted) == (50, 0, 50)
    assert conflicts > 50


def test_less_patience_would_send_people_away() -> None:
    """So the model cancels as DynamoDB does, and the patience is what the above shows."""
    played = run("opening", "50", "0.5")

    taken, refused, counted, _ = map(int, played.stdout.split())
    assert (taken + refused, counted) == (50, taken)
    assert refused > 0

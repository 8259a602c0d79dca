"""Soak: schedules of payments and of places, and every property of the unit tests, with fresh seeds, until the time is over.

`make soak MINUTES=60` stops at the first thing that goes wrong, with the one command that repeats it; `make soak SEED=...`
is that command: one round, with that seed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from random import SystemRandom

SCHEDULES = {"payment": 400, "places": 200}
PROPERTIES = ["-m", "pytest", "tests/unit", "-m", "hypothesis", "-q", "-x", "-p", "no:cacheprovider", "--no-header"]
LARGEST_SEED = 10**9


def run_round(seed: int) -> bool:
    """Run both with one seed, and return whether all went well."""
    schedules = [["-m", f"tests.{what}.schedule", str(seed), str(count)] for what, count in SCHEDULES.items()]
    return all(run(words) for words in (*schedules, [*PROPERTIES, f"--hypothesis-seed={seed}"]))


def run(words: list[str]) -> bool:
    """Run one of them, and show what it said only if it went wrong."""
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "soak"}
    command = [sys.executable, *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        sys.stdout.write(done.stdout + done.stderr)
    return done.returncode == 0


def main() -> int:
    """Soak, and return the exit status."""
    given, minutes = os.environ.get("SEED"), float(os.environ.get("MINUTES") or 60)
    until, rounds = time.monotonic() + (0 if given else minutes * 60), 0
    while rounds == 0 or time.monotonic() < until:
        seed = int(given or SystemRandom().randrange(LARGEST_SEED))
        began, rounds = time.monotonic(), rounds + 1
        if not run_round(seed):
            sys.stdout.write(f"\nRound {rounds} went wrong. Repeat it with: make soak SEED={seed}\n")
            return 1
        sys.stdout.write(f"round {rounds}, seed {seed}: well, in {time.monotonic() - began:.0f} s\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())

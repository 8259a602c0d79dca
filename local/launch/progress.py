"""One line per step of the start, so that nobody wonders what takes so long."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def say(line: str) -> None:
    """Print one line at once, also when the output is a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def step(what: str) -> Iterator[None]:
    """Time what happens inside and print it as one line of progress."""
    started = time.monotonic()
    yield
    say(f"  {time.monotonic() - started:5.1f} s  {what}")

"""Faults judged two at a time, each worker in a copy of its own."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tools.mutate.judge import Verdict

WORKERS = 2


def share[T](jobs: Sequence[T], copies: Sequence[Path], judge: Callable[[T, Path], Verdict]) -> Iterator[tuple[T, Verdict]]:
    """Judge every job in a process of its own, as many at once as there are copies, and yield each verdict as it comes."""
    waiting, free, busy = list(jobs), list(copies), dict[int, tuple[T, Path]]()
    while waiting or busy:
        while waiting and free:
            job, copy = waiting.pop(0), free.pop()
            busy[_start(job, copy, judge)] = (job, copy)
        ended, status = os.wait()
        job, copy = busy.pop(ended)
        free.append(copy)
        if status != 0:
            raise RuntimeError(f"The judge of {job} broke; see {copy / 'log'}")
        yield job, Verdict((copy / "verdict").read_text("utf-8"))


def _start[T](job: T, copy: Path, judge: Callable[[T, Path], Verdict]) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        (copy / "verdict").write_text(judge(job, copy), "utf-8")
        status = 0
    finally:
        os._exit(status)

"""One fault judged: the tests run in a process of their own, forked from one that has imported what others wrote."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

import pytest

from tools.mutate.tree import changed

# What is imported before pytest starts cannot be rewritten by it, and a test that stops half way leaves things open: neither
# is a fault here, and the second would be raised when all is over.
_CALM = ("-W", "ignore::pytest.PytestAssertRewriteWarning", "-W", "ignore::pytest.PytestUnraisableExceptionWarning")
_OPTIONS = ("-x", "-q", "-n0", "-p", "no:cacheprovider", "--no-header", "--tb=line", *_CALM)

# The exit status of a process in which no test could be run, which says nothing about the fault.
_BROKEN = 70


class Verdict(StrEnum):
    """What the tests made of a fault."""

    KILLED = "killed"
    TIMEOUT = "timeout"
    SURVIVED = "survived"
    UNTESTED = "untested"


class Only:
    """A plugin that keeps the chosen tests, in the order in which they were chosen."""

    def __init__(self, tests: Sequence[str]) -> None:
        """Note the order."""
        self._turn = {test: turn for turn, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep and order; every one of them must be there."""
        items[:] = sorted((item for item in items if item.nodeid in self._turn), key=lambda item: self._turn[item.nodeid])


def judge(copy: Path, file: str, source: str, goes: Sequence[tuple[Sequence[str], float]]) -> Verdict:
    """Return what goes of tests, each with the seconds that it may take, make of a fault in a copy."""
    if not goes:
        return Verdict.UNTESTED
    with changed(copy, file, source):
        for tests, most in goes:
            status = _run(copy, tests, most)
            if status in (_BROKEN, pytest.ExitCode.NO_TESTS_COLLECTED):
                raise RuntimeError(f"The tests did not run; see {copy / 'log'}")
            if status != pytest.ExitCode.OK:
                return Verdict.TIMEOUT if status is None else Verdict.KILLED
    return Verdict.SURVIVED


def _run(copy: Path, tests: Sequence[str], most: float) -> int | None:
    """Return the exit status of the tests; None where they took too long."""
    child = os.fork()
    if not child:
        _be_child(copy, tests)
    end = time.monotonic() + most
    try:
        while time.monotonic() < end:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.02)
    finally:
        # Whatever it has started goes too, also where this is interrupted.
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _be_child(copy: Path, tests: Sequence[str]) -> None:
    status = _BROKEN
    try:
        os.setsid()
        _enter(copy)
        files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
        status = int(pytest.main([*_OPTIONS, *files], plugins=[Only(tests)]))
    except BaseException:  # noqa: BLE001 - whatever it is, the parent must not go on twice
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _enter(copy: Path) -> None:
    """Find everything in the copy, and keep no compiled form of what may have a fault in it."""
    os.chdir(copy)
    log = os.open(copy / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    sys.dont_write_bytecode = True
    sys.path[:] = [str(copy), str(copy / "layers/loket"), str(copy / "layers/desk"), *_installed()]
    for name in [name for name in sys.modules if name.partition(".")[0] in ("tools", "loket", "desk", "tests", "local")]:
        del sys.modules[name]
    sys.path_importer_cache.clear()


def _installed() -> list[str]:
    return [path for path in sys.path if "/lib/" in path]

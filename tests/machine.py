"""What tests need of the machine beside Python: a browser, and Docker. What is missing is said in one sentence.

`python -m tests.machine [what pytest is given]` says it before the first test runs. The fixtures that need it come here too:
a test that could not look has failed, and is not skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class MachineLacks(Exception):
    """Something is not on this machine; the message says what, what it is for, and how to get it."""


def find_chromium() -> str:
    """Return the path of Chromium: what CHROMIUM names, or else what is on the PATH; raise `MachineLacks`."""
    named = os.environ.get("CHROMIUM", "")
    found = next((path for name in ((named,) if named else BROWSERS) if (path := shutil.which(name))), None)
    if found is None:
        where = f"CHROMIUM={named} is no program" if named else f"none of {', '.join(BROWSERS)} is on the PATH"
        raise MachineLacks(
            f"The tests in tests/browser need Chromium, and {where}: install it (Debian: apt install chromium) or name one "
            "by CHROMIUM=/path/to/it; without them: make test TESTS='tests --ignore=tests/browser'."
        )
    return found


def find_docker() -> str:
    """Return the path of a Docker that answers; raise `MachineLacks`."""
    found = shutil.which("docker")
    if found is None or subprocess.run([found, "info"], capture_output=True, check=False).returncode != 0:  # noqa: S603
        raise MachineLacks(
            "tests/artifact/test_sam_local.py needs Docker, and 'docker info' does not answer: install Docker Engine "
            "(https://docs.docker.com/engine/install/) and start it; without it: "
            "make test TESTS='tests --ignore=tests/artifact/test_sam_local.py'."
        )
    return found


NEEDS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {"tests/browser": find_chromium, "tests/artifact/test_sam_local.py": find_docker}
)


def require(find: Callable[[], str]) -> str:
    """Return what a fixture needs, or let its tests fail with the sentence alone."""
    try:
        return find()
    except MachineLacks as lacking:
        pytest.fail(str(lacking), pytrace=False)


def is_asked(place: str, arguments: Sequence[str]) -> bool:
    """Return whether pytest, given these arguments, runs something at a place."""
    ignored = [argument.removeprefix("--ignore=") for argument in arguments if argument.startswith("--ignore=")]
    chosen = [argument.partition("::")[0] for argument in arguments if argument.startswith("tests")] or ["tests"]
    target = PurePath(place)
    if any(target.is_relative_to(path) for path in ignored):
        return False
    return any(target.is_relative_to(path) or PurePath(path).is_relative_to(target) for path in chosen)


def main(arguments: Sequence[str]) -> int:
    """Say what is missing for what is asked; return the exit status."""
    status = 0
    for place, find in NEEDS.items():
        try:
            _ = is_asked(place, arguments) and find()
        except MachineLacks as lacking:
            sys.stderr.write(f"{lacking}\n")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

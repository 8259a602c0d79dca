"""What tests need of the machine beside Python: a browser, and Docker. What is missing is said in one sentence.

Where somebody's machine lacks one, `make test` leaves out what needs it, and its last lines say so. In CI, and where just
those tests are asked for, they run and fail: a test that could not look has not passed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Most wanted first: without a window to draw, the same engine takes half the processor's time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


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
            "by CHROMIUM=/path/to/it."
        )
    return found


def find_docker() -> str:
    """Return the path of a Docker that answers; raise `MachineLacks`."""
    found = shutil.which("docker")
    if found is None or subprocess.run([found, "info"], capture_output=True, check=False).returncode != 0:  # noqa: S603
        raise MachineLacks(
            "tests/artifact/test_sam_local.py needs Docker, and 'docker info' does not answer: install Docker Engine "
            "(https://docs.docker.com/engine/install/) and start it."
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


@cache
def list_left_out() -> Mapping[str, str]:
    """Return which tests cannot run on this machine, with the sentence that says why; in CI none is left out."""
    return {} if os.environ.get("CI") else {place: said for place, find in NEEDS.items() if (said := describe_lack(find))}


def describe_lack(find: Callable[[], str]) -> str:
    """Return the sentence about what is missing, or nothing."""
    try:
        find()
    except MachineLacks as lacking:
        return str(lacking)
    return ""

"""Soaking draws its own seeds, and repeats the one that it is given."""

from __future__ import annotations

import subprocess

import pytest

from tests.template import PROJECT


@pytest.mark.parametrize(("words", "passed_on"), [((), "SEED= "), (("SEED=7",), "SEED=7 ")])
def test_make_soak_takes_fresh_seeds_unless_it_is_given_one(words: tuple[str, ...], passed_on: str) -> None:
    """With a seed of its own in the Makefile it would end after a round, and always the same one."""
    command = ["/usr/bin/make", "--dry-run", "soak", *words]
    said = subprocess.run(command, cwd=PROJECT, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=True)  # noqa: S603 - our own

    assert f" {passed_on}.venv/bin/python -m tests.soak" in said.stdout

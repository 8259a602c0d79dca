"""A machine that lacks something is told what, in one sentence, before anything else happens; nothing is passed over."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import pytest_ignore_collect, tell_left_out
from tests.machine import BROWSERS, MachineLacks, find_chromium, find_docker, list_left_out, require
from tests.template import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FINE = "exit 0"
BROKEN = "echo a long story; echo and its trace >&2; exit 7"


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder that is all of the PATH, with nothing in it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("CHROMIUM", raising=False)
    yield folder
    list_left_out.cache_clear()


def install(folder: Path, name: str, does: str = FINE) -> Path:
    """Put a program into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/bash\n{does}\n")
    program.chmod(0o755)
    return program


def make(folder: Path, *words: str) -> tuple[int, str, list[str]]:
    """Return how `make` ends with a copy of our Makefile: its status, what it prints, and its sentences about why not."""
    (folder / "Makefile").write_bytes((PROJECT / "Makefile").read_bytes())
    for name in ("uv.lock", "pyproject.toml"):
        (folder / name).touch()
    environment = {"PATH": f"{os.environ['PATH']}:/usr/bin:/bin"}
    command = ["/usr/bin/make", "--no-print-directory", "-C", str(folder), *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    return done.returncode, done.stdout, said


@pytest.mark.parametrize("name", BROWSERS)
def test_chromium_is_found_by_each_of_its_names(bare: Path, name: str) -> None:
    with pytest.raises(MachineLacks):
        find_chromium()

    assert find_chromium_in(bare, name) == str(bare / name)


def find_chromium_in(folder: Path, name: str) -> str:
    install(folder, name)
    return find_chromium()


def test_chromium_that_is_named_is_the_one(bare: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(bare, "chromium")
    other = install(tmp_path / "elsewhere", "browser")
    monkeypatch.setenv("CHROMIUM", str(other))
    assert find_chromium() == str(other)

    monkeypatch.setenv("CHROMIUM", "/nowhere/browser")
    with pytest.raises(MachineLacks, match="CHROMIUM=/nowhere/browser is no program"):
        find_chromium()


def test_docker_must_be_there_and_answer(bare: Path) -> None:
    with pytest.raises(MachineLacks, match="'docker info' does not answer"):
        find_docker()
    install(bare, "docker", BROKEN)
    with pytest.raises(MachineLacks, match="'docker info' does not answer"):
        find_docker()

    install(bare, "docker", '[ "$1" = info ]')
    assert find_docker() == str(bare / "docker")


@pytest.mark.parametrize("find", [find_chromium, find_docker])
@pytest.mark.usefixtures("bare")
def test_a_test_that_cannot_look_fails_with_the_sentence_and_is_not_skipped(find: Callable[[], str]) -> None:
    with pytest.raises(MachineLacks) as lacking:
        find()
    with pytest.raises(pytest.fail.Exception) as failed:
        require(find)

    assert str(failed.value) == str(lacking.value)
    assert "\n" not in str(lacking.value)
    assert failed.value.pytrace is False


@pytest.mark.usefixtures("bare")
def test_what_cannot_run_is_left_out_and_said_but_in_ci_nothing_is(monkeypatch: pytest.MonkeyPatch) -> None:
    places = [Path(PROJECT, "tests", *parts) for parts in (("browser",), ("artifact", "test_sam_local.py"), ("unit",))]
    monkeypatch.delenv("CI", raising=False)
    list_left_out.cache_clear()
    here = list_left_out()
    left_out = [pytest_ignore_collect(place) for place in places]
    monkeypatch.setenv("CI", "true")
    list_left_out.cache_clear()

    assert list(here) == ["tests/browser", "tests/artifact/test_sam_local.py"]
    assert all(said.endswith(".") and "need" in said for said in here.values())
    assert left_out == [True, True, None]
    assert list_left_out() == {}
    assert [pytest_ignore_collect(place) for place in places] == [None, None, None]


@pytest.mark.parametrize(
    ("asked", "left_out"),
    [
        (".", ["tests/browser", "tests/artifact/test_sam_local.py"]),
        ("tests", ["tests/browser", "tests/artifact/test_sam_local.py"]),
        ("tests/artifact", ["tests/artifact/test_sam_local.py"]),
        ("tests/browser", []),
        ("tests/unit/test_machine.py", []),
    ],
)
@pytest.mark.usefixtures("bare")
def test_of_what_was_asked_for_it_is_said_what_was_left_out(
    monkeypatch: pytest.MonkeyPatch, asked: str, left_out: list[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    list_left_out.cache_clear()

    assert [re.findall(r"^LEFT OUT: (\S+)\. .* need", line) for line in tell_left_out([PROJECT / asked])] == [
        [place] for place in left_out
    ]


@pytest.mark.parametrize("python", ["no-such-python", "python-without-pip"])
def test_make_says_that_python_or_its_pip_is_missing(bare: Path, tmp_path: Path, python: str) -> None:
    install(bare, "python-without-pip", BROKEN)

    status, _, said = make(tmp_path, "run", f"BASE_PYTHON={python}")

    assert status != 0
    [sentence] = said
    assert sentence.startswith(f"Loket needs Python with pip, and '{python} -m pip' does not run: install both")


@pytest.mark.parametrize("target", ["run", "test"])
def test_make_says_that_there_is_no_python_3_13_and_none_could_be_fetched(tmp_path: Path, target: str) -> None:
    install(tmp_path / ".tools" / "bin", "uv", BROKEN)

    status, _, said = make(tmp_path, target)

    assert status != 0
    [sentence] = said
    assert sentence.startswith(
        "Loket needs Python 3.13: there is none on this machine, and uv could not fetch one (no network,"
    )


@pytest.mark.parametrize("has", ["find", "install"])
def test_make_goes_on_with_a_python_3_13_that_is_here_or_was_fetched(tmp_path: Path, has: str) -> None:
    install(tmp_path / ".tools" / "bin", "uv", f'[ "$2" = {has} ] || {{ [ "$1" = sync ] && echo "uv $*"; }}')
    install(tmp_path / ".venv" / "bin", "python", 'echo "python $*"')

    status, printed, said = make(tmp_path, "run")

    assert (status, said) == (0, [])
    assert printed.splitlines()[1:] == [
        "uv sync --quiet --frozen --inexact --compile-bytecode --group local",
        "python -m local",
    ]


def test_make_says_that_no_docker_answers_before_it_builds(bare: Path, tmp_path: Path) -> None:
    install(bare, "docker", BROKEN)

    status, printed, said = make(tmp_path, "sam-local")

    assert (status != 0, printed) == (True, "")
    [sentence] = said
    assert sentence.startswith("No Docker answers, and 'make sam-local' runs functions in its containers: install Docker")

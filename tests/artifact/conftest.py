"""What ships, built once for all tests of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.artifact.emulator import ARCHITECTURE, Emulator
from tests.template import PROJECT, function_id, properties
from tools.bench.bundle import install_runtime

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.running import RunningStack

type Start = Callable[..., Emulator]


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build everything into a folder of our own, by `sam build` and nothing else."""
    return run_build(tmp_path_factory.mktemp("artifact") / "build")


def run_build(folder: Path, *names: str) -> Path:
    """Build these layers and functions, or all of them, for this machine, and return the folder."""
    command = [str(Path(sys.executable).parent / "sam"), "build", *names, "--build-dir", str(folder)]
    command += ["--parameter-overrides", f"Architecture={ARCHITECTURE}"]
    environment = {**os.environ, "ARCHITECTURE": ARCHITECTURE}
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install Lambda's runtime client alone, so that a function cannot borrow a package from this environment."""
    return install_runtime(tmp_path_factory.mktemp("runtime") / "runtime")


@pytest.fixture(scope="session")
def start(build: Path, runtime: Path, stack: RunningStack) -> Start:
    """Return what starts a built function, by its folder, with the settings it has in the running system."""
    functions = json.loads(stack.get("/_local/functions").text)

    def start_function(name: str, **variables: str) -> Emulator:
        logical_id = function_id(name)
        given = {**functions[logical_id], **variables}
        own = [layer["Ref"] for layer in properties(logical_id).get("Layers", [])]
        layers = [build / layer for layer in ("LoketLayer", *own)]
        return Emulator(build / logical_id, layers=layers, runtime=runtime, variables=given)

    return start_function

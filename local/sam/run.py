"""`sam local` against the tables of a running `make run`: `python -m local.sam start-api | invoke <function> -e <event>`.

The functions run as built, each in a container. A container reaches this machine at Docker's bridge, the stack listens on
loopback alone: so while this command runs, ports of the bridge lead to the stack and nowhere else.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import urllib3

from local.emulator.template import read_template
from local.errors import CannotStart
from local.sam.forward import Variables, forward_ports
from local.sam.image import ensure_image
from local.settings import ARCHITECTURE, NO_REAL_ACCOUNT, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

SAM = (sys.executable, "-m", "local.sam.program", "local")


class NothingRuns(CannotStart):
    """`make run` is not up at this port."""


class NotBuilt(CannotStart):
    """There is no build to run."""


def read_functions(settings: Settings) -> Variables:
    """Return the environment variables of each function of the running stack, by logical id."""
    try:
        response = urllib3.request("GET", f"{settings.url}/_local/functions", retries=False, timeout=10)
    except urllib3.exceptions.HTTPError as error:
        raise NothingRuns(f"nothing answers at {settings.url}: start `make run` first, with the same PORT") from error
    functions: Variables = response.json()
    return functions


def point_functions(functions: Variables, addresses: Mapping[str, str]) -> Variables:
    """Return the variables with the addresses as containers find them."""
    return {
        function: {name: addresses.get(name, value) for name, value in variables.items()}
        for function, variables in functions.items()
    }


def write_variables(settings: Settings, functions: Variables) -> Path:
    """Write the file from which `sam local` takes the variables that the template declares."""
    path = settings.state / "sam.json"
    path.write_text(json.dumps(functions), encoding="utf-8")
    return path


def write_template(build: Path, addresses: Mapping[str, str]) -> Path:
    """Write the built template again with the addresses in it: SAM gives a function no variable that is not declared."""
    template = read_template(build / "template.yaml")
    variables = template["Globals"]["Function"].setdefault("Environment", {}).setdefault("Variables", {})
    variables.update(addresses)
    path = build / "template.local.json"
    path.write_text(json.dumps(template, default=str), encoding="utf-8")
    return path


def run_sam(words: list[str], variables: Path, template: Path) -> int:
    """Run `sam local`, pass on the request to stop, and return its exit status."""
    more = ["--warm-containers", "LAZY"] if words[0] == "start-api" else []
    # The build keeps the template's parameters open, and production's processor is not this machine's.
    processor = f"Architecture={ARCHITECTURE}"
    given = ["--template", str(template), "--env-vars", str(variables), "--parameter-overrides", processor]
    options = [*given, "--skip-pull-image", *more]
    with subprocess.Popen([*SAM, *words, *options], env=make_environment(os.environ)) as sam:
        for number in (signal.SIGINT, signal.SIGTERM):
            # SAM removes its containers at SIGTERM; a shell's background job would not even see SIGINT.
            signal.signal(number, lambda *_: sam.send_signal(signal.SIGTERM))
        return sam.wait()


def make_environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """Return an environment that reaches no real account and calls no home."""
    return {**inherited, **NO_REAL_ACCOUNT, "SAM_CLI_TELEMETRY": "0"}


def main(words: list[str]) -> int:
    """Run one `sam local` command; return the exit status."""
    try:
        settings = Settings.from_environment(os.environ)
        build = Path(os.environ.get("BUILD") or settings.project / ".aws-sam" / "build")
        if not (build / "template.yaml").exists():
            raise NotBuilt("run `make build` first")
        functions = read_functions(settings)
        ensure_image()
        with forward_ports(functions) as addresses:
            variables = write_variables(settings, point_functions(functions, addresses))
            return run_sam(words, variables, write_template(build, addresses))
    except CannotStart as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1

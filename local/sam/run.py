"""`sam local` against the tables of a running `make run`: `python -m local.sam start-api | invoke <function> -e <event>`.

The functions run as built, each in a container. A container reaches this machine at Docker's bridge, the stack listens on
loopback alone: so while this command runs, doors are open at the bridge that lead to the stack and nowhere else.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from ipaddress import ip_network
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import urllib3

from local.emulator.template import read_template
from local.errors import CannotStart
from local.sam.forward import join_sockets
from local.sam.image import ARCHITECTURE, DOCKER, ensure_image
from local.settings import LOOPBACK, REGION, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

type Variables = dict[str, dict[str, str]]

SAM = (sys.executable, "-m", "local.sam.program", "local")
ADDRESSES = frozenset({"AWS_ENDPOINT_URL", "MOLLIE_URL", "STRIPE_URL"})


class NothingRuns(CannotStart):
    """`make run` is not up at this port."""


class NotBuilt(CannotStart):
    """There is no build to run."""


class Door(ThreadingTCPServer):
    """Passes connections on from Docker's bridge to one port on loopback."""

    daemon_threads = True

    def __init__(self, address: str, target: int) -> None:
        """Listen on a free port of the bridge."""
        super().__init__((address, 0), Passage)
        self.target = (LOOPBACK, target)


class Passage(BaseRequestHandler):
    """One connection through the door."""

    server: Door

    def handle(self) -> None:
        """Pass bytes both ways until one side ends."""
        join_sockets(self.request, self.server.target)


def read_functions(setting: Setting) -> Variables:
    """Return the environment variables of each function of the running stack, by logical id."""
    try:
        answer = urllib3.request("GET", f"{setting.url}/_local/functions", retries=False, timeout=10)
    except urllib3.exceptions.HTTPError as error:
        raise NothingRuns(f"nothing answers at {setting.url}: start `make run` first, with the same PORT") from error
    found: Variables = answer.json()
    return found


@contextmanager
def open_doors(functions: Variables) -> Iterator[dict[str, str]]:
    """Open the doors for as long as the context lasts, and yield where containers find AWS and the payment providers."""
    inside = {name: value for variables in functions.values() for name, value in variables.items() if name in ADDRESSES}
    with ExitStack() as opened:
        yield {name: opened.enter_context(open_door(address)) for name, address in inside.items()}


@contextmanager
def open_door(inside: str) -> Iterator[str]:
    """Open a door to an address on loopback, and yield the address at which containers find it."""
    with Door(find_bridge(), urlsplit(inside).port or 80) as door:
        Thread(target=door.serve_forever, daemon=True).start()
        address, port = door.server_address[:2]
        yield f"http://{address!s}:{port}"
        door.shutdown()


def point_functions(functions: Variables, addresses: Mapping[str, str]) -> Variables:
    """Return the variables with the addresses as containers find them."""
    return {
        function: {name: addresses.get(name, value) for name, value in variables.items()}
        for function, variables in functions.items()
    }


def find_bridge() -> str:
    """Return this machine's address on Docker's default bridge: its gateway, else the network's first address."""
    command = [DOCKER, "network", "inspect", "bridge", "--format", "{{json (index .IPAM.Config 0)}}"]
    network = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return network.get("Gateway") or str(next(ip_network(network["Subnet"]).hosts()))


def write_variables(setting: Setting, functions: Variables) -> Path:
    """Write the file from which `sam local` takes the variables that the template declares."""
    path = setting.state / "sam.json"
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
    nothing = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_CONFIG_FILE": os.devnull}
    return {**inherited, **nothing, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, "SAM_CLI_TELEMETRY": "0"}


def main(words: list[str]) -> int:
    """Run one `sam local` command; return the exit status."""
    setting = Setting.from_environment(os.environ)
    build = Path(os.environ.get("BUILD") or setting.project / ".aws-sam" / "build")
    try:
        if not (build / "template.yaml").exists():
            raise NotBuilt("run `make build` first")
        functions = read_functions(setting)
        ensure_image()
        with open_doors(functions) as addresses:
            variables = write_variables(setting, point_functions(functions, addresses))
            return run_sam(words, variables, write_template(build, addresses))
    except CannotStart as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1

"""Start and stop the emulator as a child process that can never outlive its parent."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.error import URLError

from local.errors import CannotStart
from local.settings import ACCOUNT, LOOPBACK, NO_REAL_ACCOUNT, REGION, Settings

if TYPE_CHECKING:
    from types import TracebackType

START_SECONDS = 60
STOP_SECONDS = 10
PROJECT = Path(__file__).resolve().parents[2]
HEALTHY = 200
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")


class EmulatorDidNotStart(CannotStart):
    """The emulator ended, or gave no answer, before it was ready."""


class EmulatorProcess:
    """The running emulator: its address, and how to stop it."""

    def __init__(self, settings: Settings, *, aws_url: str) -> None:
        """Prepare an emulator whose functions call AWS at the given address."""
        self.port = find_free_port()
        self.url = f"http://{LOOPBACK}:{self.port}"
        self._settings = settings
        self._environment = describe_environment(self.port, aws_url=aws_url)

    def __enter__(self) -> Self:
        """Start the process and wait until it answers."""
        self._log = (self._settings.state / "emulator.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "local.emulator.program"],
            cwd=PROJECT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            # A Ctrl-C in the terminal must reach the launcher alone, which then stops the emulator.
            start_new_session=True,
        )
        self._wait_until_ready()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the process, kindly first."""
        self._end()

    def _end(self) -> None:
        with self._log, self._process as process:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()

    @property
    def running(self) -> bool:
        """Tell whether the process is still there."""
        return self._process.poll() is None

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.running:
            if answers(f"{self.url}/_ministack/health"):
                return
            time.sleep(0.05)
        self._end()
        message = f"the emulator did not answer; its log is {self._log.name}"
        raise EmulatorDidNotStart(message)


def find_free_port() -> int:
    """Return a port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Tell whether a GET on the address succeeds within a second."""
    try:
        with urllib.request.urlopen(url, timeout=1) as response:  # noqa: S310 - our own loopback address
            return bool(response.status == HEALTHY)
    except (URLError, OSError):
        return False


def describe_environment(port: int, *, aws_url: str) -> dict[str, str]:
    """Return the emulator's environment: loopback only, nothing of the user's AWS account."""
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return inherited | {
        "BIND_HOST": LOOPBACK,
        # It would otherwise write the addresses of mails in its log.
        "LOG_LEVEL": "WARNING",
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": "localhost",
        "MINISTACK_REGION": REGION,
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "DOCKER_HOST": "unix:///nonexistent/docker.sock",
        "AWS_ENDPOINT_URL": aws_url,
        **NO_REAL_ACCOUNT,
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONDONTWRITEBYTECODE": "1",
    }

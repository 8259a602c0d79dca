"""One built function behind the runtime interface emulator that ships with SAM: Lambda's own protocol, without Docker."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import samcli
import urllib3

from tests.loopback import choose_port

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

START_SECONDS = 30
ARCHITECTURE = "arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"
PROGRAM = Path(samcli.__file__).parent / "local" / "rapid" / f"aws-lambda-rie-{ARCHITECTURE}"


class NeverListened(AssertionError):
    """The emulator did not come up."""


class Emulator:
    """A function in a process of its own, which sees nothing but what it ships and Lambda's runtime client."""

    def __init__(self, folder: Path, *, layers: Sequence[Path], runtime: Path, variables: Mapping[str, str]) -> None:
        """Choose ports; start nothing yet."""
        self._folder = folder
        self._port = choose_port()
        self._http = urllib3.PoolManager(retries=False)
        self._environment = {
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "PYTHONPATH": ":".join(map(str, [folder, *(layer / "python" for layer in layers), runtime])),
            # What was built stays as it was built.
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_REGION": "eu-central-1",
            "AWS_DEFAULT_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_LAMBDA_FUNCTION_NAME": folder.name,
            "AWS_LAMBDA_FUNCTION_TIMEOUT": "20",
            "AWS_LAMBDA_LOG_FORMAT": "JSON",
            "AWS_LAMBDA_LOG_LEVEL": "INFO",
            **variables,
        }

    def __enter__(self) -> Self:
        """Start the emulator and wait until it listens."""
        addresses = ["--runtime-interface-emulator-address", f"127.0.0.1:{self._port}"]
        inner = ["--runtime-api-address", f"127.0.0.1:{choose_port()}"]
        python = [os.path.realpath(sys.executable), "-m", "awslambdaric", "app.handler"]
        self._process = subprocess.Popen(  # noqa: S603 - our own
            [PROGRAM, *addresses, *inner, *python],
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self._process.kill()
        self._process.wait()

    def invoke(self, event: object) -> Any:
        """Return the function's answer to an event."""
        url = f"http://127.0.0.1:{self._port}/2015-03-31/functions/function/invocations"
        # A cold function answers its first event only after its start, so the time is that of both.
        return self._http.request("POST", url, body=json.dumps(event), timeout=START_SECONDS).json()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                self._http.request("GET", f"http://127.0.0.1:{self._port}/", timeout=1)
            except urllib3.exceptions.HTTPError:
                time.sleep(0.05)
            else:
                return
        raise NeverListened(self._folder.name)

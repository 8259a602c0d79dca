"""What can be chosen about the local stack, all of it by environment variable."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from local.errors import CannotStart

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOPBACK = "127.0.0.1"
LOOPBACK_HOSTS = frozenset({LOOPBACK, "localhost"})
REGION = "eu-central-1"
ACCOUNT = "000000000000"
STACK_NAME = "loket"
ARCHITECTURE = "arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"
# The environment of programs that are to find our emulator, and never anybody's account.
NO_REAL_ACCOUNT = {
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}


_PORTS = range(1, 65_536)
_ON_OR_OFF = ("on", "off")


class SettingWrong(CannotStart):
    """A variable of the environment has a value that it cannot have."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where the local stack listens, what it keeps, and what it runs."""

    port: int
    state: Path
    challenge: str
    schedules: str
    aws_proxy_host: str
    project: Path
    payment_provider: str = "mollie"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings from environment variables, each with its default; raise `SettingWrong`."""
        project = Path(environment.get("PROJECT") or Path(__file__).parent.parent).resolve()
        return cls(
            port=_read_port(environment.get("PORT") or "3000"),
            state=(project / (environment.get("STATE") or ".local")).resolve(),
            challenge=_choose(environment, "CHALLENGE", *_ON_OR_OFF),
            schedules=_choose(environment, "SCHEDULES", *_ON_OR_OFF),
            aws_proxy_host=environment.get("GATEWAY_HOST") or LOOPBACK,
            project=project,
            payment_provider=_choose(environment, "PAYMENT_PROVIDER", "mollie", "stripe"),
        )

    @property
    def url(self) -> str:
        """Return the address that people open in their browser."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def website(self) -> Path:
        """Return the folder that holds the demonstration website's pages."""
        return self.state / "website"

    @property
    def origins(self) -> tuple[str, ...]:
        """Return the origins under which a browser on this machine can see the stack."""
        return (self.url, f"http://localhost:{self.port}")


def _read_port(written: str) -> int:
    if not (written.isascii() and written.isdigit() and int(written) in _PORTS):
        raise SettingWrong(f"PORT={written} is no port: choose a number from {_PORTS.start} to {_PORTS.stop - 1}.")
    return int(written)


def _choose(environment: Mapping[str, str], name: str, *choices: str) -> str:
    """Return what was chosen, or else the first."""
    chosen = environment.get(name) or choices[0]
    if chosen not in choices:
        raise SettingWrong(f"{name}={chosen} is not known: choose {' or '.join(choices)}.")
    return chosen

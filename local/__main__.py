"""`python -m local`: bring the whole system up on this machine, say where, and wait."""

from __future__ import annotations

import asyncio
import os
import sys

from local.errors import CannotStart
from local.launch.process import PortTaken, hold, listen, listen_again, run
from local.launch.progress import say
from local.settings import LOOPBACK, REGION, Settings


def main() -> int:
    """Run the local stack; return the exit status."""
    os.environ["AWS_DEFAULT_REGION"] = REGION
    try:
        return start(Settings.from_environment(os.environ))
    except CannotStart as error:
        return fail(f"{type(error).__name__}: {error}")


def start(settings: Settings) -> int:
    """Run the local stack with these settings; raise `CannotStart`."""
    say(f"Starting Loket, state in {settings.state}")
    try:
        with (
            hold(settings.state),
            listen(LOOPBACK, settings.port) as front,
            listen(settings.aws_proxy_host, 0) as aws,
            listen_again(settings.state / "provider.port") as payments,
        ):
            asyncio.run(run(settings, front, aws, payments))
    except PortTaken:
        return fail(f"Port {settings.port} is in use: stop what listens there, or choose another with PORT=...")
    return 0


def fail(reason: str) -> int:
    """Say why it did not work, in one line."""
    sys.stderr.write(reason + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())

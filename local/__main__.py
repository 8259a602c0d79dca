"""`python -m local`: bring the whole system up on this machine, say where, and wait."""

from __future__ import annotations

import asyncio
import os
import sys

from local.errors import CannotStart
from local.launch.process import PortTaken, listen, listen_again, run
from local.launch.progress import say
from local.settings import LOOPBACK, REGION, Settings


def main() -> int:
    """Run the local stack; return the exit status."""
    os.environ["AWS_DEFAULT_REGION"] = REGION
    settings = Settings.from_environment(os.environ)
    say(f"Starting Loket, state in {settings.state}")
    try:
        with (
            listen(LOOPBACK, settings.port) as front,
            listen(settings.aws_proxy_host, 0) as aws,
            listen_again(settings.state / "provider.port") as payments,
        ):
            asyncio.run(run(settings, front, aws, payments))
    except PortTaken:
        return fail(f"Port {settings.port} is in use: stop what listens there, or choose another with PORT=...")
    except CannotStart as error:
        return fail(f"{type(error).__name__}: {error}")
    return 0


def fail(reason: str) -> int:
    """Say why it did not work, in one line."""
    sys.stderr.write(reason + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())

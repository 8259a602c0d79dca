"""SAM's own program, with the time in its HTTP events told as AWS tells it.

`sam local start-api` gives `requestContext.timeEpoch` in seconds where API Gateway gives milliseconds. Our clock comes in
with the event: a form sent today would be kept as one of 1970, and be past its retention period at once.
"""

from __future__ import annotations

import time
from typing import Any

from samcli.cli.main import cli
from samcli.local.events.api_event import RequestContextV2


def tell_milliseconds() -> None:
    """Make SAM put the present moment into its events in milliseconds."""
    describe = RequestContextV2.to_dict

    def describe_now(context: RequestContextV2) -> dict[str, Any]:
        return {**describe(context), "timeEpoch": time.time_ns() // 1_000_000}

    RequestContextV2.to_dict = describe_now


if __name__ == "__main__":
    tell_milliseconds()
    cli(prog_name="sam")

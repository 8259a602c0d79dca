"""The emulator's own process: ministack, with what it leaves out of events and logs.

Started by `local.emulator.process`. It ends when the process that started it is gone, however that ended.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ministack import app
from ministack.core import lambda_runtime
from ministack.services import apigateway

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

type Event = dict[str, Any]


def complete_event(event: Event) -> Event:
    """Return a payload 2.0 event with the cookies and the caller's address that AWS puts in it, and no empty member."""
    headers = dict(event["headers"])
    cookie = headers.pop("cookie", "")
    http = {**event["requestContext"]["http"], "sourceIp": _last_address(headers)}
    completed = {
        # AWS leaves out what there is not; ministack makes it null.
        **{name: value for name, value in event.items() if value is not None},
        "headers": headers,
        "requestContext": {**event["requestContext"], "http": http},
    }
    cookies = [part.strip() for part in cookie.split(";") if part.strip()]
    return {**completed, "cookies": cookies} if cookies else completed


def _last_address(headers: dict[str, str]) -> str:
    return headers.get("x-forwarded-for", "127.0.0.1").split(",")[-1].strip()


def complete_http_events() -> None:
    """Make ministack's HTTP API hand every function a completed event."""
    run: Callable[..., Awaitable[Any]] = apigateway.run_reentrant

    async def run_completed(target: object, record: object, event: Event, **kwargs: object) -> Any:
        completed = complete_event(event) if event.get("version") == "2.0" else event
        return await run(target, record, completed, **kwargs)

    apigateway.run_reentrant = run_completed


def log_as_lambda_does() -> None:
    """Make ministack's workers log what functions log on AWS, in the same form."""
    preparation = Path(__file__).with_name("worker_log.py").read_text(encoding="utf-8")
    lambda_runtime._PYTHON_WORKER_SCRIPT = preparation + lambda_runtime._PYTHON_WORKER_SCRIPT  # noqa: SLF001 - no other way in


def end_with_parent() -> None:
    """End this process at once when the pipe from its parent closes."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(0)


def main() -> None:
    """Run the emulator until its parent stops or kills it."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    complete_http_events()
    log_as_lambda_does()
    sys.argv = sys.argv[:1]
    app.main()


if __name__ == "__main__":
    main()

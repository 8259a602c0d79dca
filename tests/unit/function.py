"""A function of the project, ready to be called."""

from __future__ import annotations

import asyncio
import importlib.util
import threading
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, Any

from tests.template import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


@dataclass
class Context:
    """What Lambda tells a function beside its event: at each look, the time that it has left."""

    time_left: Iterator[int] = field(default_factory=lambda: repeat(300_000))

    def get_remaining_time_in_millis(self) -> int:
        """Return the time that is left, by Lambda's name for it."""
        return next(self.time_left, 0)


def load_handler(folder: str) -> Callable[[Mapping[str, Any], Any], Any]:
    """Return the handler of a function, in a fresh module, which reads the environment as it is now."""
    place = PROJECT / "functions" / folder / "app.py"
    spec = importlib.util.spec_from_file_location(f"app_{folder}", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    handler: Callable[[Mapping[str, Any], Any], Any] = module.handler
    return handler


def folders() -> list[str]:
    """Return the folder of every function."""
    return sorted(place.parent.name for place in (PROJECT / "functions").glob("*/app.py"))


def run_beside(happen: Callable[[], object]) -> None:
    """Let something happen; where that calls the desk within the desk, with an event loop that is closed afterwards."""
    if threading.current_thread() is threading.main_thread():
        happen()
        return
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        happen()
    finally:
        asyncio.set_event_loop(None)
        loop.close()

"""What is still under way: so that whoever counts, or orders a fault, knows that nothing of before is mixed with it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.emulator.queues import read_messages
from local.emulator.template import find_worked_queues

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.emulator.stream.event_source import EventSources
    from local.emulator.system import System

# A webhook that is sent within this time is not waited for by a pace of its own.
SOON_SECONDS = 1.0


@dataclass(frozen=True)
class Traffic:
    """Where work can be on its way: webhooks of the providers, queues and streams."""

    system: System
    sources: Callable[[], EventSources]
    count_webhooks: Callable[[float], int]

    def list_under_way(self) -> list[str]:
        """Return what is on its way between functions now: nothing when all that was begun has ended.

        First the queues are looked at, those being worked on included; then a round of the streams must find nothing: so
        what left a stream for a queue, or a queue for a stream, is seen in one of the two.
        """
        asked = time.monotonic()
        waiting = [name for name in sorted(find_worked_queues(self.system.deployment.plain)) if self._holds(name)]
        if self.count_webhooks(time.time() + SOON_SECONDS):
            waiting.append("webhooks")
        quiet = self.sources().were_quiet(since=asked, until=time.monotonic())
        return waiting if quiet else [*waiting, "streams"]

    def _holds(self, queue: str) -> bool:
        return bool(read_messages(self.system.endpoint, self.system.deployment.ids[queue]))

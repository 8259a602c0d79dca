"""The faults that a test orders: each in force for some seconds, or some times; a restart lifts them all."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Callable


class Fault(Protocol):
    """What a board must know of a fault."""

    times: int | None

    @property
    def kind(self) -> str:
        """Return what goes wrong."""

    @property
    def seconds(self) -> float:
        """Return how long it is in force."""

    def model_copy(self) -> Self:
        """Return the same fault, to be counted apart."""


class FaultBoard[F: Fault]:
    """The faults in force now."""

    def __init__(self) -> None:
        """Begin without faults."""
        self._lock = threading.Lock()
        self._ends: list[tuple[F, float]] = []

    def order(self, fault: F) -> None:
        """Put a fault in force from now."""
        with self._lock:
            self._ends.append((fault, time.monotonic() + fault.seconds))

    def clear(self) -> None:
        """Lift every fault."""
        with self._lock:
            self._ends.clear()

    def list_faults(self) -> list[F]:
        """Return the faults still in force."""
        with self._lock:
            self._drop_ended()
            return [fault for fault, _ in self._ends]

    def draw(self, concerns: Callable[[F], bool], *, at_most: int | None = None) -> list[F]:
        """Return the faults that hit a request, the first of each kind and no more than asked for, and count them."""
        drawn: dict[str, F] = {}
        with self._lock:
            self._drop_ended()
            for fault, _ in self._ends:
                if len(drawn) != at_most and fault.kind not in drawn and concerns(fault):
                    drawn[fault.kind] = fault.model_copy()
                    fault.times = fault.times - 1 if fault.times else fault.times
        return list(drawn.values())

    def _drop_ended(self) -> None:
        now = time.monotonic()
        self._ends = [(fault, end) for fault, end in self._ends if end > now and fault.times != 0]

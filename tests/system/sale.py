"""Selling a course in the running system, and what has become of the payment there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.system.counter import write_enrollment

if TYPE_CHECKING:
    from tests.running import Json, RunningStack


@dataclass(frozen=True)
class Sale:
    """One enrollment in a course that costs money."""

    stack: RunningStack
    email: str
    told: Json

    @property
    def reference(self) -> str:
        """Return the reference of the enrollment."""
        return str(self.told["reference"])

    @property
    def enrollment(self) -> Json:
        """Return the enrollment as it is stored."""
        return self._find(reference=self.reference)

    @property
    def attempt(self) -> str:
        """Return the attempt that the enrollment waits for."""
        return str(self.enrollment["attempt"])

    @property
    def stored(self) -> Json:
        """Return the attempt to pay as it is stored."""
        return self._find(pk=f"PAYMENT#{self.attempt}", sk="PAYMENT")

    @property
    def payment(self) -> str:
        """Return the payment at the provider."""
        return str(self.stored["payment"])

    @property
    def page(self) -> str:
        """Return the path of the person's own page."""
        url: str = self.told["payment"]["page_url"]
        return url[url.index("/enrollments/") :]

    def _find(self, **values: str) -> Json:
        [item] = [item for item in self.stack.table("PersonalDataTable") if values.items() <= item.items()]
        return item

    def effects(self) -> Counter[str]:
        """Return how often each effect was stored, for the person and about their attempts."""
        items = self.stack.table("PersonalDataTable")
        own = {item["pk"] for item in items if item.get("enrollment_reference") == self.reference} | {self.enrollment["pk"]}
        return Counter(item["effect"] for item in items if item["pk"] in own and item["sk"].startswith("OUTBOX#"))

    def books(self) -> Counter[str]:
        """Return how often each movement of its money was booked."""
        lines = [item for item in self.stack.table("PersonalDataTable") if item["pk"].startswith("FISCAL#")]
        return Counter(line["event"] for line in lines if line["receipt"] == self.stored["receipt"])


def sell(stack: RunningStack, *, altcha: str | None = None) -> Sale:
    """Let somebody enroll in a course that costs money."""
    form = write_enrollment(**({"altcha": altcha} if altcha else {}))
    reply = stack.post("/enrollments", form)
    assert reply.status == 201, reply.text
    return Sale(stack, form["email"], reply.json)

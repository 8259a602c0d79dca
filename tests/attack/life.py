"""One person's whole life in the running system, from an enrollment to the last right that they use, and their erasure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.bank import Bank
from tests.system.clerk import Clerk
from tests.system.counter import write_enrollment, write_message, write_request
from tests.system.sale import Sale
from tests.tables import remove
from tests.template import TABLE, resources

if TYPE_CHECKING:
    from tests.running import Json, RunningStack

RIGHTS = ("access", "rectification", "erasure", "restriction", "portability", "withdrawal", "objection")
MORE = {
    "rectification": {"details": "Mijn naam is met een d."},
    "portability": {"recipient_name": "De Opleider", "recipient_email": "opleider@example.nl"},
}
COURSE = "nederlands-op-de-werkvloer"


@dataclass
class Life:
    """Somebody who does all that one can do here, and of whom all is done that staff can do."""

    stack: RunningStack
    email: str
    references: list[str] = field(default_factory=list)
    invoice: Json = field(default_factory=dict)

    def live(self) -> Life:
        """Enroll, pay, get money back, write, and use every right; staff look at all of it."""
        self.sale = self._enroll()
        self.person = self.sale.enrollment["pk"].removeprefix("PERSON#")
        self.attempt, self.receipt, self.payment = self.sale.attempt, self.sale.stored["receipt"], self.sale.payment
        self._move_money()
        self._ask()
        self._work()
        return self

    def _enroll(self) -> Sale:
        yes = {"consent_extra_data": True, "consent_newsletter": True, "education_level": "hbo", "country": "NL"}
        reply = self.stack.post(
            "/enrollments", write_enrollment(course=COURSE, email=self.email, message="Graag!", **yes, **self.invoice)
        )
        assert reply.status == 201, reply.text
        self.references.append(reply.json["reference"])
        return Sale(self.stack, self.email, reply.json)

    def _move_money(self) -> None:
        bank = Bank(self.stack)
        bank.settle(self.payment, "paid")
        bank.order(f"/payments/{self.payment}/refunds", cents=10_000)
        bank.order(f"/payments/{self.payment}/chargebacks", cents=35_000)
        self.stack.wait_for(self.sale.books, lambda books: set(books) == {"paid", "refunded", "charged_back"})

    def _ask(self) -> None:
        for right in RIGHTS:
            self._take_in("/privacy-requests", write_request(kind=right, email=self.email, **MORE.get(right, {})), 202)
        self._take_in("/contact-messages", write_message(email=self.email), 201)

    def _take_in(self, route: str, form: Json, status: int) -> None:
        reply = self.stack.post(route, form)
        assert reply.status == status, reply.text
        self.references.append(reply.json["reference"])

    def _work(self) -> None:
        olga = Clerk(self.stack, "olga").sign_in()
        enrolled, *requests, message = self.references
        paths = [f"items/{enrolled}?why={requests[0]}", f"people/{self.person}", f"payments/{self.attempt}"]
        for path in (*paths, *(f"requests/{reference}" for reference in requests), f"items/{message}"):
            seen = olga.get(f"/desk/{path}")
            assert seen.status == 200, (path, seen.status)
        answered = olga.post(f"/desk/items/{message}", handling="answer", seen="received", answer="Ja.")
        assert answered.status == 303, answered.text
        assert olga.move(requests[0], "waive_proof", self._find(requests[0])["revision"]).status in {303, 409}

    def _find(self, reference: str) -> Json:
        [item] = [item for item in self.stack.table("PersonalDataTable") if item.get("reference") == reference]
        return item

    @property
    def books(self) -> list[Json]:
        """Return the lines of the books about this person's money."""
        return [
            item for item in self.stack.table("PersonalDataTable") if item.get("receipt") == self.receipt and is_fiscal(item)
        ]

    @property
    def names(self) -> set[str]:
        """Return all by which this person, or anything of theirs, is named: outside, in an old mail, or at the provider."""
        return {self.person, self.attempt, self.email, *self.references}

    def is_own(self, item: Json) -> bool:
        """Return whether an item goes with the person: it is theirs, or their attempt's."""
        return item["pk"] in {f"PERSON#{self.person}", f"PAYMENT#{self.attempt}"}

    def erase(self) -> None:
        """Take away what an erasure takes."""
        remove(self.stack, [item for item in self.stack.table("PersonalDataTable") if self.is_own(item)])


def is_fiscal(item: Json) -> bool:
    """Return whether an item is a line of the books."""
    return str(item["pk"]).startswith("FISCAL#")


def escalate(stack: RunningStack) -> None:
    """Let four weeks pass."""
    at = datetime.now(UTC) + timedelta(days=29)
    assert stack.run_schedule("escalate_due_requests", at.isoformat()).status == 200


def list_all(stack: RunningStack) -> list[Json]:
    """Return every item of every table."""
    return [item for name in resources(TABLE) for item in stack.table(name)]

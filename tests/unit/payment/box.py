"""A course with places, the people in it, the mails to them, and what staff and the sweep do about it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from loket.core.command import Actor, Command
from loket.core.staff_member import StaffMember
from loket.staff.domain.action import Action
from loket.staff.handle import handle_item

from tests.unit.event import queue_event
from tests.unit.payment.till import Till
from tests.unit.work.counter import SETTINGS, as_handled

if TYPE_CHECKING:
    from tests.unit.payment.till import Purchase

type Json = dict[str, Any]

COURSE = "orde-houden-vo"
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
# The last second of the fourteenth day in the Netherlands, and two days before.
END = datetime(2026, 12, 7, 22, 59, 59, tzinfo=UTC)
WARNING = END - 2 * DAY
PAGE = "text/html"


@dataclass
class Box:
    """A course with places, the people in it, and the mails to them."""

    till: Till

    def sell(self, who: str = "sanne", status: str = "expired") -> Purchase:
        """Let somebody enroll, whose payment stands so at the provider."""
        purchase = self.till.sell(course=COURSE, email=f"{who}@example.nl")
        self.till.stands(purchase, status)
        return purchase

    def mail(self, now: datetime) -> None:
        """Send every mail that waits."""
        waiting = [one for one in self.till.cloud.items("PersonalDataTable", kind="OUTBOX#") if "sent_at" not in one]
        keys = [json.dumps({"pk": one["pk"], "sk": one["sk"]}) for one in waiting if one["effect"] != "create_payment"]
        if not keys:
            return
        assert self.till.cloud.invoke("send_mail", queue_event(*keys, now=now)) == {"batchItemFailures": []}

    def mails(self, subject: str) -> list[str]:
        """Return the text of the mails with a subject that begins so."""
        simple = [mail["Content"]["Simple"] for mail in self.till.cloud.mails()]
        return [one["Body"]["Text"]["Data"] for one in simple if one["Subject"]["Data"].startswith(subject)]

    def sweep(self, now: datetime) -> None:
        """Run the sweep, and after it the mails."""
        self.till.sweep(now=now)
        self.mail(now)

    def stands(self, purchase: Purchase) -> str:
        """Return where an enrollment stands."""
        return str(self.till.enrollment(purchase)["status"])

    def seats(self) -> int:
        """Return how many places are taken."""
        return int(self.course()["seats_taken"])

    def course(self) -> Json:
        """Return the course as it is stored."""
        [course] = [one for one in self.till.cloud.items("CourseTable") if one["sk"] == f"COURSE#{COURSE}"]
        return course

    def fill(self) -> None:
        """Let others take every place that is left."""
        self.till.cloud.put("CourseTable", {**self.course(), "seats_taken": self.course()["places"]})

    def end(self, purchase: Purchase) -> None:
        """Let a hold run out, with its warning."""
        self.sweep(WARNING)
        self.sweep(END)
        assert self.stands(purchase) == "unpaid"

    def link(self, purchase: Purchase) -> str:
        """Return the link to the person's own page in the last mail that has one; none where no mail has."""
        texts = " ".join(mail["Content"]["Simple"]["Body"]["Text"]["Data"] for mail in self.till.cloud.mails())
        links: list[str] = re.findall(rf"https://\S+/enrollments/{purchase.reference}\?\S+", texts)
        return links[-1] if links else ""

    def press(self, purchase: Purchase, now: datetime, *, link: str = "") -> str | None:
        """Press the button on the person's own page, as the last mail leads to it, or another link."""
        answer = self.till.visit(purchase, "POST", link=link or self.link(purchase), now=now)
        assert answer["statusCode"] == 200, answer
        url: str | None = json.loads(answer["body"])["checkout_url"]
        return url

    def page(self, purchase: Purchase, now: datetime) -> str:
        """Return the person's own page."""
        return str(self.till.visit(purchase, link=self.link(purchase), now=now, accept=PAGE)["body"])

    def act(self, purchase: Purchase, action: Action, now: datetime) -> None:
        """Do something at the desk."""
        self.till.cloud.set_environment({})
        for name, value in SETTINGS.items():
            self.till.cloud.monkeypatch.setenv(name, value)
        command = Command(
            event=action, actor=Actor.HANDLER, by=StaffMember(id="id-Anja", name="Anja Bakker", role="handler")
        )
        handle_item(command, as_handled(self.till.enrollment(purchase)), now=now)

    def tasks(self, kind: str = "notify_paid_without_place") -> list[Json]:
        """Return the tasks of staff of a kind."""
        return [one for one in self.till.cloud.items("PersonalDataTable", kind="OUTBOX#") if one["effect"] == kind]

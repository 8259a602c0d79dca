"""Planted values at the desk and on people's own pages: what is written there is only where the inventory allows it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.running import Reply, RunningStack
from tests.system.clerk import Clerk
from tests.system.counter import write_message, write_request
from tests.system.finding import Findings, find_places, read_everything
from tests.system.planting import Plant, list_choices, list_places, plant_form, plant_word

TABLE, MAIL = "table PersonalDataTable", "mail to the sender"
REGISTER = "/privacy-requests"


@dataclass
class Day:
    """A day's work at the desk: what was planted where it may be kept, what was planted in vain, and what was answered."""

    stack: RunningStack
    officer: Clerk
    kept: list[tuple[Plant, set[str]]] = field(default_factory=list)
    unkept: list[tuple[str, Plant]] = field(default_factory=list)
    senders: set[str] = field(default_factory=set)
    replies: dict[str, Reply] = field(default_factory=dict)

    def write(self, where: str, *places: str) -> str:
        """Return words that nobody ever wrote, which may be found in these places alone."""
        plant = plant_word(where)
        if places:
            self.kept.append((plant, set(places)))
        else:
            self.unkept.append((where, plant))
        return plant.sent

    def answer_a_message(self) -> None:
        """Answer a visitor's message."""
        form = write_message()
        self.senders.add(form["email"])
        reference = self.stack.post("/contact-messages", form).json["reference"]
        words = self.write("answer", f"{TABLE} MESSAGE.answer", MAIL)
        self.replies["answer"] = self.officer.post(
            f"/desk/items/{reference}", handling="answer", seen="received", answer=words
        )

    def register_a_request(self) -> None:
        """Register a request that came by telephone, with something planted in every field."""
        plants = {name: plant for name, plant in plant_form(REGISTER).items() if name != "website"}
        self.kept += [(plant, set(list_places(REGISTER, name, mailed=True))) for name, plant in plants.items()]
        self.senders.add(plants["email"].sent)
        sent = {name: plant.sent for name, plant in plants.items()}
        on = {"channel": "phone", "received_on": "2026-11-02", "language": "nl"}
        self.replies["register"] = self.officer.post("/desk/register", **list_choices(REGISTER), **sent, **on)
        self.replies["search"] = self.officer.post("/desk/search", sought=plants["email"].sent, why="question")
        self.replies["person"] = self.officer.get(self.replies["search"].headers["location"])

    def decide(self) -> None:
        """Take a request as far as its refusal, each time with a reason."""
        reference = self.ask()
        told = (f"{TABLE} STEP.reason", MAIL)
        self.officer.move(reference, "vouch", 1, reason=self.write("vouch", *told))
        self.officer.move(reference, "take_up", 2)
        self.replies["refuse"] = self.officer.move(reference, "refuse", 3, reason=self.write("refuse", *told))

    def ask(self) -> str:
        """Return the reference of a visitor's request."""
        form = write_request(kind="objection")
        self.senders.add(form["email"])
        return str(self.stack.post("/privacy-requests", form).json["reference"])

    def add_information(self) -> None:
        """Add something to a request on the person's own page, twice with something wrong."""
        form = write_request(kind="objection")
        self.senders.add(form["email"])
        reference = self.stack.post("/privacy-requests", form).json["reference"]
        [mail] = self.stack.wait_for_mails(form["email"])
        page = next(link for link in mail["links"] if reference in link).removeprefix(self.stack.base_url)
        words = self.write("information", f"{TABLE} STEP.information")
        self.replies["information"] = self.stack.post_html_form(page, {"action": "add_information", "information": words})
        lost = {"action": self.write("action"), "information": self.write("refused information")}
        self.replies["no such action"] = self.stack.post_html_form(page, lost)
        forged = page.replace("signature=", f"signature={self.write('signature')}")
        self.replies["forged"] = self.stack.post_html_form(forged, {"information": self.write("forged information")})

    def go_wrong(self) -> None:
        """Write what is refused, comes too late, meets a fault, or stands where nothing should."""
        reference = self.ask()
        wrong = {
            "too late": self.officer.move(reference, "vouch", 9, reason=self.write("too late")),
            "forbidden": self.officer.move(reference, "finish", 1, reason=self.write("forbidden")),
            "no such event": self.officer.move(reference, self.write("no such event"), 1),
            "no such request": self.officer.get(f"/desk/requests/{self.write('no such request')}"),
            "why": self.officer.get(f"/desk/requests/{reference}?why={self.write('why')}"),
            "sought": self.officer.post("/desk/search", sought=self.write("sought"), why="question"),
            "unknown field": self.officer.post("/desk/register", nickname=self.write("unknown field")),
        }
        self.stack.order_fault("dynamodb", "unavailable", operation="TransactWriteItems", caller="serve_desk", seconds=60)
        wrong["fault"] = self.officer.move(reference, "vouch", 1, reason=self.write("fault"))
        self.replies |= wrong


@pytest.fixture(scope="module")
def day(trial: RunningStack) -> Day:
    """Let the privacy officer work for a day."""
    day = Day(trial, Clerk(trial, "olga").sign_in())
    try:
        for work in (day.answer_a_message, day.register_a_request, day.decide, day.add_information, day.go_wrong):
            work()
    finally:
        trial.clear_faults()
    return day


@pytest.fixture(scope="module")
def findings(day: Day) -> Findings:
    """Read everything, once every mail has been sent."""
    day.stack.wait_for(lambda: list_unsent(day.stack), lambda left: not left)
    return read_everything(day.stack, day.senders)


def list_unsent(stack: RunningStack) -> list[str]:
    """Return the effects whose mail is still to be sent; of what is sent in, staff get so many mails a day and no more."""
    items = [item for item in stack.table("PersonalDataTable") if item["sk"].startswith("OUTBOX#")]
    return [
        item["effect"]
        for item in items
        if "sent_at" not in item and item["effect"] not in {"create_payment", "notify_staff"}
    ]


def test_every_act_is_answered_as_meant(day: Day) -> None:
    statuses = {name: reply.status for name, reply in day.replies.items()}

    assert statuses == {
        **dict.fromkeys(["answer", "register", "search", "refuse"], 303),
        **dict.fromkeys(["person", "why", "information"], 200),
        **dict.fromkeys(["too late", "forbidden"], 409),
        **dict.fromkeys(["no such event", "no such action", "sought", "unknown field"], 422),
        "forged": 404,
        "no such request": 404,
        "fault": 503,
    }


def test_what_staff_write_is_where_it_may_be_and_nowhere_else(day: Day, findings: Findings) -> None:
    wrong = [(plant.field, found, may) for plant, may in day.kept if (found := find_places(plant, findings)) != may]

    assert wrong == []


def test_what_came_to_nothing_is_nowhere(day: Day, findings: Findings) -> None:
    assert [(where, found) for where, plant in day.unkept if (found := find_places(plant, findings))] == []


def test_the_ledger_tells_of_the_day_without_its_people(day: Day, findings: Findings) -> None:
    for word in ("olga smit", '"refuse"', '"answer"', '"person"'):
        assert word in findings["table LedgerTable"]
    assert [sender for sender in day.senders if sender in findings["table LedgerTable"]] == []


def test_nobodys_address_is_in_an_address_of_the_desk(day: Day) -> None:
    led = " ".join(reply.headers.get("location", "") for reply in day.replies.values())

    assert "/desk/people/" in led
    assert [sender for sender in day.senders if sender.partition("@")[0] in led] == []

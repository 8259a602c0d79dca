"""Schedules of places: take, pay, let expire, pay late, take up again, cancel, sweep; in any order.

Each schedule is one seed. Three people want the two places of a course. While the provider makes up an answer, other things
may happen; any act may be killed right before or right after any of its calls of DynamoDB. After every act the places taken
are the enrollments that have one, and nobody's place has come free untold; and when all is quiet, nobody who paid is
without an answer.

`python -m tests.places.schedule FIRST COUNT` exits 1 at the first that goes wrong, and else tells what happened in them.
"""

from __future__ import annotations

import os
import random
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from loket.core.command import Actor, Command
from loket.core.item import Stored
from loket.core.key import Key
from loket.core.staff_member import StaffMember
from loket.enrollment.domain.catalogue import Catalogue
from loket.enrollment.domain.enrollment import CourseUnknown, Enrollment
from loket.enrollment.hold import sweep_holds
from loket.enrollment.pay_again import NothingToPay, take_up_again
from loket.enrollment.store.catalogue import store_catalogue
from loket.payment.due import due_attempts
from loket.payment.provider.fault import ProviderUnavailable
from loket.payment.reconcile import TooBusy, reconcile
from loket.payment.store import bind_payment
from loket.payment.sweep import check_again
from loket.staff.domain.action import ActionForbidden, actions_for
from loket.staff.handle import handle_item
from loket.staff.store.item import ItemChanged
from loket.staff.store.task import AlreadyDone
from loket.storage.client import client
from loket.storage.item import find
from loket.storage.outbox import mark_sent
from loket.storage.seat import NoSeatLeft
from loket.storage.transaction import Transaction

from tests.catalogue import describe_course
from tests.payment.provider import Account, Provider
from tests.places.stage import ENVIRONMENT, TABLES, Execution, Killed, enroll_in, read_items, read_taken, start
from tests.places.verdict import judge_answers, judge_places
from tests.template import table_request

if TYPE_CHECKING:
    from loket.staff.domain.action import Handled

type Json = dict[str, Any]
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
KIM = StaffMember(id="id-Kim", name="Kim", role="handler")
COURSE, PLACES = "twee-plaatsen", 2
# What others did first, or what there is not: each is a way out that our code names.
NAMED = (NoSeatLeft, NothingToPay, CourseUnknown, ActionForbidden, ItemChanged, AlreadyDone, ProviderUnavailable, TooBusy)


@dataclass
class Play:
    """One schedule being played."""

    seed: int
    provider: Provider
    execution: Execution
    seen: set[str]
    now: datetime = NOW
    depth: int = 0
    faults: list[str] = field(default_factory=list)

    def run(self) -> list[str]:
        """Play it and return what is wrong at the end."""
        self.dice = random.Random(self.seed)  # noqa: S311 - a schedule must be the same each time
        self.provider.meanwhile = self._meanwhile
        course = describe_course(COURSE, 29_500, PLACES, {}, closes_on="2027-12-31", pay_within_days=3)
        store_catalogue(
            Catalogue.model_validate({"version": "2026-11-23", "valid_until": "2028-01-01", "courses": [course]})
        )
        if self.seed % 4 == 0:
            self._pay_too_late()
        for _ in range(self.dice.randint(20, 36)):
            self.now += timedelta(hours=self.dice.choice([0, 12, 24, 36]))
            self._act(self.dice.choice([0] * 2 + [self.dice.randint(1, 16)]))
            items = self._bind_new()
            self.seen |= {f"stands {item['status']}" for item in items if item["sk"].startswith("ENROLLMENT#")}
            self.faults += judge_places(items, read_taken(COURSE), PLACES, now=self.now)
            if self.faults:
                return self.faults
        self._come_to_rest()
        return (
            self.faults
            + judge_places(read_items(self.execution), read_taken(COURSE), PLACES, now=self.now)
            + self._answers()
        )

    def _answers(self) -> list[str]:
        items, accounts = read_items(self.execution), self.provider.accounts.values()
        return judge_answers(items, [account.attempt for account in accounts if account.truth["status"] == "paid"])

    def _act(self, kill_at: int) -> None:
        often = [self._take, self._bank, self._sweep, self._sweep, self._mail] * 2
        act = self.dice.choice([*often, self._tell, *[self._staff] * 3, *[self._pay_late] * 2, *[self._take_up] * 2])
        before, self.execution.left = self.execution.left, kill_at
        name = act.__name__.strip("_")
        try:
            act()
            self.seen.add(name)
        except Killed:
            self.seen.add(f"killed in {name}")
        except NAMED as fault:
            self.seen.add(type(fault).__name__)
        except Exception as fault:  # noqa: BLE001 - whatever else comes out of our own code here is wrong
            self.faults.append(f"{name}: {type(fault).__name__} came out")
        self.execution.left = before

    def _take(self) -> None:
        enroll_in(COURSE, f"person{self.dice.randrange(3)}", now=self.now)

    def _bank(self) -> None:
        """Let a payment move on at the provider, in time or late, told or not."""
        account = self._any_account()
        if account:
            status = account.truth["status"]
            further = {
                "open": ["pending", "paid", "expired", "expired", "expired", "canceled"],
                "pending": ["paid", "failed"],
            }
            account.change(status=self.dice.choice(further.get(status, [status, "paid"])))
            if self.dice.random() < 0.5:
                reconcile(account.attempt, payment_id=account.payment, now=self.now)

    def _pay_late(self) -> None:
        """Let money come for a place that came free, and that others may have by then."""
        stored = self._any_enrollment(status="unpaid")
        with suppress(NoSeatLeft):
            while stored and self.dice.random() < 0.9:
                self._take()
        account = self.provider.accounts.get(f"tr_{stored.record.attempt}") if stored else None
        if account:
            account.change(status="paid")
            reconcile(account.attempt, payment_id=account.payment, now=self.now)

    def _pay_too_late(self) -> None:
        """Let a hold end and others have its place, mostly, before money comes for it."""
        for act, hours in ((self._take, 0), (self._sweep, 60), (self._mail, 1), (self._sweep, 48)):
            self.now += timedelta(hours=hours)
            act()
            self._bind_new()
        self._pay_late()

    def _tell(self) -> None:
        account = self._any_account()
        if account:
            self.provider.status = self.dice.choice([200, 200, 503])
            reconcile(account.attempt, payment_id=account.payment, now=self.now)

    def _sweep(self) -> None:
        sweep_holds(has_time=lambda: True, now=self.now)
        for attempt in list(due_attempts(now=self.now)):
            check_again(attempt, now=self.now)

    def _mail(self) -> None:
        for item in read_items(self.execution):
            if item["sk"].startswith("OUTBOX#") and "sent_at" not in item and self.dice.random() < 0.8:
                mark_sent(Key(item["pk"], item["sk"]), at=self.now)

    def _staff(self) -> None:
        stored = self._any_enrollment()
        actions = actions_for(stored.record) if stored else ()
        if stored and actions:
            action = self.dice.choice(actions)
            handled: Stored[Handled] = Stored(stored.key, stored.record)
            self.seen.add(f"staff {action}")
            handle_item(Command(event=action, actor=Actor.HANDLER, by=KIM), handled, now=self.now)

    def _take_up(self) -> None:
        stored = self._any_enrollment(status="unpaid")
        if stored:
            take_up_again(stored, now=self.now)

    def _any_account(self) -> Account | None:
        accounts = sorted(self.provider.accounts.values(), key=lambda account: account.attempt)
        return self.dice.choice(accounts) if accounts else None

    def _any_enrollment(self, status: str = "") -> Stored[Enrollment] | None:
        keys = [
            Key(item["pk"], item["sk"])
            for item in read_items(self.execution)
            if item["sk"].startswith("ENROLLMENT#") and status in {"", item["status"]}
        ]
        return find(Enrollment, self.dice.choice(keys), now=self.now) if keys else None

    def _meanwhile(self) -> None:
        if self.depth < 2 and self.dice.random() < 0.25:
            self.depth += 1
            self.seen.add("meanwhile")
            self._act(0)
            self.depth -= 1

    def _bind_new(self) -> list[Json]:
        """Let the provider know each new attempt, and return all items."""
        items = read_items(self.execution)
        for item in items:
            if item["sk"] == "PAYMENT" and f"tr_{item['attempt']}" not in self.provider.accounts:
                account = Account(f"tr_{item['attempt']}", item["attempt"], item["cents"])
                self.provider.accounts[account.payment] = account
                Transaction([bind_payment(account.attempt, account.payment, "https://pay.example")]).commit()
        return items

    def _come_to_rest(self) -> None:
        self.depth, self.execution.left, self.provider.status = 2, 0, 200
        for account in [*self.provider.accounts.values()] * 2:
            try:
                reconcile(account.attempt, payment_id=account.payment, now=self.now)
            except Exception as fault:  # noqa: BLE001 - with nobody else about, nothing may be refused
                self.faults.append(f"at rest: {type(fault).__name__} came out")


def play_all(seeds: range) -> tuple[str, set[str]]:
    """Play schedules on an AWS in this process; return what is wrong with the first that goes wrong, and what happened."""
    provider, execution, seen = Provider(), Execution(), set[str]()
    server = provider.open()
    os.environ |= {**ENVIRONMENT, "MOLLIE_URL": provider.url}
    start(execution)
    plays = ((seed, _play(seed, provider, execution, seen)) for seed in seeds)
    wrong = next((f"{seed}: {'; '.join(words)}" for seed, words in plays if words), "")
    server.shutdown()
    return wrong, seen


def _play(seed: int, provider: Provider, execution: Execution, seen: set[str]) -> list[str]:
    for table in TABLES:
        client("dynamodb").create_table(**table_request(table))
    try:
        return Play(seed, provider, execution, seen).run()
    finally:
        execution.left = 0
        provider.accounts.clear()
        for table in TABLES:
            client("dynamodb").delete_table(TableName=table)


if __name__ == "__main__":
    first, count = map(int, sys.argv[1:3])
    wrong, seen = play_all(range(first, first + count))
    sys.stdout.write(wrong or "\n".join(sorted(seen)))
    sys.exit(bool(wrong))

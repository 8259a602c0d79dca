"""Schedules: random interleavings of webhooks, sweeps, retries, kills and stale answers, against the real store.

Each schedule is one seed. It plays one enrollment with one or two attempts to pay. While the provider makes up an answer,
other things may happen; a run of ours may be killed right before or right after its write. When all is quiet again and the
provider has been asked once more, what is stored must be what the provider holds, and each effect must be there once.

`python -m tests.payment.schedule FIRST COUNT` plays schedules outside the test runner. It exits 1 at the first that goes
wrong, and else tells what happened in them, so that a test can say whether these few were schedules of every kind.
"""

from __future__ import annotations

import os
import random
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from loket.core.language import Language
from loket.enrollment.store.enrollment import store_attempt
from loket.payment.domain.payment import Mode, PaymentStatus
from loket.payment.domain.payment import Provider as PaymentProvider
from loket.payment.domain.record import PaymentItem, begin_again
from loket.payment.provider.fault import ProviderUnavailable
from loket.payment.reconcile import TooBusy, reconcile
from loket.payment.sweep import check_again
from loket.storage.attribute import to_item
from loket.storage.client import client
from loket.storage.transaction import Transaction

from tests.payment.provider import PROFILE, Account, Provider, move_on
from tests.payment.store import open_store
from tests.payment.verdict import verdict
from tests.template import table_request
from tests.unit.secret import SECRETS

type Json = dict[str, Any]

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = int(NOW.timestamp()) + 10**7
CENTS = 49_500


class Killed(BaseException):
    """The process was killed here."""


@dataclass
class Execution:
    """When the next write is killed: before it is made, after it was made, or not at all."""

    when: str = ""

    def before(self, **_: Any) -> None:
        """Kill before the write; called by botocore."""
        self._kill("before")

    def after(self, **_: Any) -> None:
        """Kill after the write; called by botocore."""
        self._kill("after")

    def _kill(self, moment: str) -> None:
        if self.when == moment:
            self.when = ""
            raise Killed


@dataclass
class Play:
    """One schedule being played."""

    seed: int
    provider: Provider
    execution: Execution
    accounts: list[Account] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    depth: int = 0

    def run(self) -> list[str]:
        """Play it and return what is wrong at the end."""
        self.dice = random.Random(self.seed)  # noqa: S311 - a schedule must be the same each time
        self.provider.meanwhile = self._meanwhile
        self._enroll()
        for _ in range(self.dice.randint(4, 10)):
            self._act()
        self._come_to_rest()
        self._tell_end()
        return self.faults + verdict(self.person, self.accounts)

    def _tell_end(self) -> None:
        self.seen.add(f"attempts {len(self.accounts)}")
        for truth in (account.truth for account in self.accounts):
            self.seen.add(f"payment {truth['status']}")
            self.seen |= {f"refund {status}" for _, status in truth["refunds"].values()}
            self.seen |= {f"chargeback {'reversed' if back else 'stands'}" for _, back in truth["chargebacks"].values()}

    @property
    def person(self) -> str:
        """Return the person who enrolls."""
        return f"person{self.seed}"

    def _enroll(self) -> None:
        enrollment = {"pk": f"PERSON#{self.person}", "sk": "ENROLLMENT#1", "reference": f"E-{self.seed}"}
        rest = {"status": "waiting_for_payment", "expires_at": LATER, "attempt": self._name(0)}
        asked = {"invoice_name": "De Opleider", "invoice_address": "Dorpsstraat 1"} if self.seed % 2 else {}
        client("dynamodb").put_item(TableName="PersonalDataTable", Item=to_item({**enrollment, **rest, **asked}))
        first = _first_item(self._name(0), self.person, f"E-{self.seed}", invoice=bool(asked))
        self._open(first)
        if self.dice.random() < 0.4:
            self._open(begin_again(first, self._name(1), receipt=f"receipt of {self._name(1)}", now=NOW))

    def _open(self, item: PaymentItem) -> None:
        Transaction(store_attempt(item, at=NOW)).commit()
        account = Account(f"tr_{item.attempt}", item.attempt, CENTS)
        self.provider.accounts[account.payment] = account
        self.accounts.append(account)

    def _name(self, number: int) -> str:
        # In the signs of an attempt, as far as an attempt is long.
        return f"s{self.seed}n{number}".ljust(26, "x")

    def _act(self) -> None:
        account = self.dice.choice(self.accounts)
        if self.dice.random() < 0.45:
            move_on(account, self.dice)
        self.provider.lag = self.dice.choice([0, 0, 0, 1, 2])
        self.provider.status = self.dice.choice([200] * 8 + [404, 503])
        when = self.execution.when = self.dice.choice([""] * 8 + ["before", "after"])
        self.seen |= {f"answer {self.provider.status}", f"answer late by {self.provider.lag}", f"act within {self.depth}"}
        self._visit(account, when)

    def _visit(self, account: Account, when: str) -> None:
        swept = self.dice.random() < 0.25
        self.seen.add("swept" if swept else "told")
        try:
            if swept:
                check_again(account.attempt, now=NOW)
            else:
                reconcile(account.attempt, payment_id=account.payment, now=NOW)
        except Killed:
            self.seen.add(f"killed {when} a write")
        except (ProviderUnavailable, TooBusy) as fault:
            # Whoever asked comes again: the provider could not be asked, or others changed the payment at each try.
            self.seen.add(type(fault).__name__)
        except Exception as fault:  # noqa: BLE001 - whatever comes out of our own code here is wrong
            self._blame(account, fault)

    def _blame(self, account: Account, fault: Exception) -> None:
        self.faults.append(f"{account.attempt}: {type(fault).__name__} came out")

    def _meanwhile(self) -> None:
        if self.depth < 2 and self.dice.random() < 0.35:
            self.depth += 1
            kill, self.execution.when = self.execution.when, ""
            self._act()
            self.execution.when = kill
            self.depth -= 1

    def _come_to_rest(self) -> None:
        self.depth, self.execution.when = 2, ""
        self.provider.status, self.provider.lag = 200, 0
        for account in self.accounts * 2:
            try:
                reconcile(account.attempt, payment_id=account.payment, now=NOW)
            except Exception as fault:  # noqa: BLE001 - with nobody else about, nothing may be refused
                self._blame(account, fault)


def _first_item(attempt: str, person: str, reference: str, *, invoice: bool) -> PaymentItem:
    return PaymentItem(
        attempt=attempt,
        receipt=f"receipt of {attempt}",
        person=person,
        enrollment="ENROLLMENT#1",
        enrollment_reference=reference,
        language=Language.NL,
        course="course",
        vat="exempt",
        invoice=invoice,
        provider=PaymentProvider.MOLLIE,
        cents=CENTS,
        currency="EUR",
        mode=Mode.TEST,
        profile=PROFILE,
        status=PaymentStatus.OPEN,
        refunds={},
        chargebacks={},
        revision=0,
        due_bucket="PAYMENT#0",
        due_at=NOW.isoformat(),
        received_at=int(NOW.timestamp()),
        expires_at=LATER,
    )


def play_all(seeds: range) -> tuple[str, set[str]]:
    """Play schedules on an AWS in this process; return what is wrong with the first that goes wrong, and what happened."""
    provider, execution, seen = Provider(), Execution(), set[str]()
    server = provider.open()
    os.environ |= {**_ENVIRONMENT, "MOLLIE_URL": provider.url}
    _start(execution)
    plays = ((seed, _play(seed, provider, execution, seen)) for seed in seeds)
    wrong = next((f"{seed}: {'; '.join(words)}" for seed, words in plays if words), "")
    server.shutdown()
    return wrong, seen


_TABLES = ("PersonalDataTable", "LedgerTable")
_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "PERSONAL_DATA_TABLE": "PersonalDataTable",
    "LEDGER_TABLE": "LedgerTable",
    "PAYMENT_SECRET": "PaymentSecret",
    "KEYS_SECRET": "LedgerKeysSecret",
}


def _play(seed: int, provider: Provider, execution: Execution, seen: set[str]) -> list[str]:
    # Tables of its own, so that no schedule finds what another left.
    for table in _TABLES:
        client("dynamodb").create_table(**table_request(table))
    try:
        return Play(seed, provider, execution, seen=seen).run()
    finally:
        provider.accounts.clear()
        for table in _TABLES:
            client("dynamodb").delete_table(TableName=table)


def _start(execution: Execution) -> None:
    open_store()
    secret = f'{{"mollie": {{"key": "test_abc", "profile": "{PROFILE}"}}}}'
    client("secretsmanager").create_secret(Name="PaymentSecret", SecretString=secret)
    client("secretsmanager").create_secret(Name="LedgerKeysSecret", SecretString=SECRETS["LedgerKeysSecret"])
    events = client("dynamodb").meta.events
    events.register("before-call.dynamodb.TransactWriteItems", execution.before)
    events.register("after-call.dynamodb.TransactWriteItems", execution.after)


if __name__ == "__main__":
    first, count = map(int, sys.argv[1:3])
    wrong, seen = play_all(range(first, first + count))
    sys.stdout.write(wrong or "\n".join(sorted(seen)))
    sys.exit(bool(wrong))

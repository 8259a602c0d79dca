"""The providers' own books: payments with all their versions, answers given, webhooks; on disk before anybody is told."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from local.payments.payment import Payment
from local.payments.webhooks.delivery import Delivery, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from local.payments.payment import Name
    from local.payments.webhooks.delivery import State

SCHEMA = """
create table if not exists payment (
    number integer primary key autoincrement, id text unique, provider text, status text, expires_at real);
create table if not exists version (number integer primary key autoincrement, payment text, body text);
create index if not exists version_of on version (payment, number);
create table if not exists alias (id text primary key, payment text);
create table if not exists answer (key text primary key, asked text, answered text, at real);
create table if not exists delivery (
    number integer primary key autoincrement, notice text, state text, made_at real, due_at real, attempts text);
create index if not exists delivery_due on delivery (state, due_at);
create table if not exists setting (name text primary key, value text);
"""

WRITE_PAYMENT = """
insert into payment (id, provider, status, expires_at) values (?, ?, ?, ?)
on conflict (id) do update set status = excluded.status, expires_at = excluded.expires_at
"""
READ_VERSIONS = """
select body from version where payment = (select payment from alias where id = ?) order by number desc limit ?
"""


class UnknownPayment(Exception):
    """There is no payment under this id."""


class Book:
    """A small database that is written through: what was saved survives a kill."""

    def __init__(self, path: Path) -> None:
        """Open the books, or begin some that only their owner may read."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        self._lock = threading.RLock()
        self._base = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._base.execute("pragma journal_mode = wal")
        self._base.executescript(SCHEMA)
        self._depth = 0

    @contextmanager
    def change(self) -> Iterator[None]:
        """Make everything inside one transaction, with nobody else at the books."""
        with self._lock:
            if self._depth == 0:
                self._base.execute("begin immediate")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._base.execute("rollback")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._base.execute("commit")

    def save_payment(self, payment: Payment) -> None:
        """Write the payment's newest version."""
        with self.change():
            about = (payment.id, payment.provider, payment.status, payment.expires_at)
            self._write(WRITE_PAYMENT, *about)
            self._write("insert into version (payment, body) values (?, ?)", payment.id, payment.model_dump_json())
            for alias in payment.aliases:
                self._write("insert or ignore into alias values (?, ?)", alias, payment.id)

    def find_payment(self, alias: str, *, behind: int = 0) -> Payment:
        """Return a payment by any of its ids, or as it was some versions ago, but never before its first."""
        query = (
            "select body from version where payment = (select payment from alias where id = ?) order by number desc limit ?"
        )
        versions = self._read(query, alias, behind + 1)
        if not versions:
            raise UnknownPayment(alias)
        return Payment.model_validate_json(versions[-1][0])

    def list_payments(self, provider: Name | None = None) -> list[Payment]:
        """Return all payments as they are now, newest first."""
        query = "select id from payment where ? is null or provider = ? order by number desc"
        return [self.find_payment(row[0]) for row in self._read(query, provider, provider)]

    def list_overdue(self, now: float) -> list[str]:
        """Return the ids of open payments whose time is over."""
        return [row[0] for row in self._read("select id from payment where status = 'open' and expires_at <= ?", now)]

    def count_versions(self, payment_id: str) -> int:
        """Return how often a payment was written."""
        return int(self._read("select count(*) from version where payment = ?", payment_id)[0][0])

    def find_answer(self, key: str, *, since: float) -> tuple[str, str] | None:
        """Return what was asked and answered under an idempotency key since a moment."""
        rows = self._read("select asked, answered from answer where key = ? and at > ?", key, since)
        return rows[0] if rows else None

    def save_answer(self, key: str, asked: str, answered: str, at: float) -> None:
        """Remember what was asked and answered under an idempotency key."""
        self._write("insert or replace into answer values (?, ?, ?, ?)", key, asked, answered, at)

    def add_delivery(self, notice: Notice, state: State, *, now: float, due_at: float) -> Delivery:
        """Put a webhook on its way."""
        row = (notice.model_dump_json(), state, now, due_at, "[]")
        insert = "insert into delivery (notice, state, made_at, due_at, attempts) values (?, ?, ?, ?, ?) returning number"
        [(number,)] = self._read(insert, *row)
        return Delivery(number=number, notice=notice, state=state, made_at=now, due_at=due_at)

    def list_deliveries(self, state: State | None = None) -> list[Delivery]:
        """Return all webhooks, or those in one state, oldest first."""
        query = "select * from delivery where ? is null or state = ? order by number"
        return [_read_delivery(row) for row in self._read(query, state, state)]

    def list_due(self, now: float) -> list[Delivery]:
        """Return the webhooks to be sent now."""
        query = "select * from delivery where state = 'waiting' and due_at <= ? order by due_at, number limit 200"
        return [_read_delivery(row) for row in self._read(query, now)]

    def find_next_due(self) -> float | None:
        """Return when the next webhook is due."""
        moment: float | None = self._read("select min(due_at) from delivery where state = 'waiting'")[0][0]
        return moment

    def save_deliveries(self, deliveries: Iterable[Delivery]) -> None:
        """Write how webhooks fared."""
        update = "update delivery set state = ?, due_at = ?, attempts = ? where number = ?"
        with self.change():
            for one in deliveries:
                attempts = json.dumps([attempt.model_dump() for attempt in one.attempts])
                self._write(update, one.state, one.due_at, attempts, one.number)

    def keep_setting(self, name: str, value: str) -> str:
        """Return the setting's value: the one kept earlier, else this one, kept from now on."""
        self._write("insert or ignore into setting values (?, ?)", name, value)
        return str(self._read("select value from setting where name = ?", name)[0][0])

    def save_setting(self, name: str, value: str) -> None:
        """Keep another value of a setting."""
        self._write("insert or replace into setting values (?, ?)", name, value)

    def clear(self) -> None:
        """Forget all payments, answers and webhooks; keep the settings."""
        with self.change():
            for table in ("payment", "version", "alias", "answer", "delivery"):
                self._write(f"delete from {table}")  # noqa: S608 - our own names

    def close(self) -> None:
        """Close the books; all they hold is on disk already."""
        with self._lock:
            self._base.close()

    def _read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._base.execute(query, values).fetchall()

    def _write(self, query: str, *values: object) -> None:
        with self._lock:
            self._base.execute(query, values)


def _read_delivery(row: tuple[Any, ...]) -> Delivery:
    number, notice, state, made_at, due_at, attempts = row
    return Delivery(
        number=number,
        notice=Notice.model_validate_json(notice),
        state=state,
        made_at=made_at,
        due_at=due_at,
        attempts=json.loads(attempts),
    )

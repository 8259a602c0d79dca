"""What the providers know: payments with all their versions, responses, webhooks; on disk before anybody hears of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from local.payments.delivery import Delivery, Webhook
from local.payments.payment import Payment
from local.survive.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from local.payments.delivery import State
    from local.payments.payment import Name

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


class UnknownPayment(Exception):
    """There is no payment under this id."""


class Store:
    """The payments, answers and webhooks of both providers."""

    def __init__(self, path: Path) -> None:
        """Open the store, or begin one."""
        self._database = Database(path, SCHEMA)
        self._read, self._write = self._database.read, self._database.write

    def transaction(self) -> AbstractContextManager[None]:
        """Make everything inside one transaction, with nobody else at the store."""
        return self._database.transaction()

    def save_payment(self, payment: Payment) -> None:
        """Write the payment's newest version."""
        with self.transaction():
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

    def find_response(self, key: str, *, since: float) -> tuple[str, str] | None:
        """Return the request and the response under an idempotency key, if there was one since a moment."""
        rows = self._read("select asked, answered from answer where key = ? and at > ?", key, since)
        return rows[0] if rows else None

    def save_response(self, key: str, request: str, response: str, at: float) -> None:
        """Remember the request and the response under an idempotency key."""
        self._write("insert or replace into answer values (?, ?, ?, ?)", key, request, response, at)

    def add_delivery(self, webhook: Webhook, state: State, *, now: float, due_at: float) -> Delivery:
        """Put a webhook on its way."""
        row = (webhook.model_dump_json(), state, now, due_at, "[]")
        insert = "insert into delivery (notice, state, made_at, due_at, attempts) values (?, ?, ?, ?, ?) returning number"
        [(number,)] = self._read(insert, *row)
        return Delivery(number=number, webhook=webhook, state=state, made_at=now, due_at=due_at)

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
        with self.transaction():
            for delivery in deliveries:
                attempts = json.dumps([attempt.model_dump() for attempt in delivery.attempts])
                self._write(update, delivery.state, delivery.due_at, attempts, delivery.number)

    def keep_setting(self, name: str, value: str) -> str:
        """Return the setting's value: the one kept earlier, else this one, kept from now on."""
        self._write("insert or ignore into setting values (?, ?)", name, value)
        return str(self._read("select value from setting where name = ?", name)[0][0])

    def save_setting(self, name: str, value: str) -> None:
        """Keep another value of a setting."""
        self._write("insert or replace into setting values (?, ?)", name, value)

    def clear(self) -> None:
        """Forget all payments, responses and webhooks; keep the settings."""
        with self.transaction():
            for table in ("payment", "version", "alias", "answer", "delivery"):
                self._write(f"delete from {table}")  # noqa: S608 - our own names

    def close(self) -> None:
        """Close the store."""
        self._database.close()


def _read_delivery(row: tuple[Any, ...]) -> Delivery:
    number, webhook, state, made_at, due_at, attempts = row
    return Delivery(
        number=number,
        webhook=Webhook.model_validate_json(webhook),
        state=state,
        made_at=made_at,
        due_at=due_at,
        attempts=json.loads(attempts),
    )

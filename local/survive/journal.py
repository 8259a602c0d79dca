"""What must outlive the emulator: items, secrets and mails, on disk before anybody is answered."""

from __future__ import annotations

import json
import sqlite3
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

type Json = dict[str, Any]

SCHEMA = """
create table if not exists item (table_id text, key text, item text, primary key (table_id, key));
create table if not exists secret (name text primary key, value text);
create table if not exists mail (number integer primary key autoincrement, mail text);
"""


class Journal:
    """A small database that is written through: what was saved survives a kill."""

    def __init__(self, path: Path) -> None:
        """Open the journal, or begin one that only its owner may read."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        self._lock = threading.Lock()
        self._base = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._base.execute("pragma journal_mode = wal")
        self._base.executescript(SCHEMA)

    def save_items(self, table_id: str, items: Iterable[tuple[Json, Json | None]]) -> None:
        """Remember each item under its key; forget the key whose item is gone."""
        rows = [(table_id, write_key(key), item) for key, item in items]
        with self._lock, self._base:
            self._base.execute("begin")
            for table, key, item in rows:
                self._save_item(table, key, item)

    def _save_item(self, table_id: str, key: str, item: Json | None) -> None:
        if item is None:
            self._base.execute("delete from item where table_id = ? and key = ?", (table_id, key))
        else:
            self._base.execute("insert or replace into item values (?, ?, ?)", (table_id, key, json.dumps(item)))

    def read_items(self, table_id: str) -> list[Json]:
        """Return every remembered item of a table, in the order of their keys."""
        query = "select item from item where table_id = ? order by key"
        return [json.loads(row[0]) for row in self._read(query, table_id)]

    def keep_secret(self, name: str, value: str) -> str:
        """Return the secret's value: the one kept earlier, else this one, kept from now on."""
        with self._lock:
            self._base.execute("insert or ignore into secret values (?, ?)", (name, value))
        [row] = self._read("select value from secret where name = ?", name)
        return str(row[0])

    def save_mail(self, mail: Json) -> None:
        """Remember a mail that was sent."""
        with self._lock:
            self._base.execute("insert into mail (mail) values (?)", (json.dumps(mail),))

    def read_mails(self) -> list[Json]:
        """Return all mails ever sent from this machine, newest last."""
        return [json.loads(row[0]) for row in self._read("select mail from mail order by number")]

    def close(self) -> None:
        """Close the journal; all it holds is on disk already."""
        with self._lock:
            self._base.close()

    def _read(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._base.execute(query, values).fetchall()


def write_key(key: Json) -> str:
    """Return a key as the text under which its item is kept."""
    return json.dumps(key, sort_keys=True)

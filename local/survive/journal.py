"""What must outlive the emulator: items, generated secrets and mails, on disk before who wrote or sent them is answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from local.survive.database import Database

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
    """The items, generated secrets and mails of this machine."""

    def __init__(self, path: Path) -> None:
        """Open the journal, or begin one."""
        self._database = Database(path, SCHEMA)

    def save_items(self, table_id: str, items: Iterable[tuple[Json, Json | None]]) -> None:
        """Remember each item under its key; forget the key whose item is gone."""
        with self._database.transaction():
            for key, item in items:
                self._save_item(table_id, write_key(key), item)

    def _save_item(self, table_id: str, key: str, item: Json | None) -> None:
        if item is None:
            self._database.write("delete from item where table_id = ? and key = ?", table_id, key)
        else:
            self._database.write("insert or replace into item values (?, ?, ?)", table_id, key, json.dumps(item))

    def read_items(self, table_id: str) -> list[Json]:
        """Return every remembered item of a table, in the order of their keys."""
        query = "select item from item where table_id = ? order by key"
        return [json.loads(row[0]) for row in self._database.read(query, table_id)]

    def keep_secret(self, name: str, value: str) -> str:
        """Return the secret's value: the one kept earlier, else this one, kept from now on."""
        self._database.write("insert or ignore into secret values (?, ?)", name, value)
        [row] = self._database.read("select value from secret where name = ?", name)
        return str(row[0])

    def save_mail(self, mail: Json) -> None:
        """Remember a mail that was sent."""
        self._database.write("insert into mail (mail) values (?)", json.dumps(mail))

    def read_mails(self) -> list[Json]:
        """Return all mails ever sent from this machine, newest last."""
        return [json.loads(row[0]) for row in self._database.read("select mail from mail order by number")]

    def close(self) -> None:
        """Close the journal."""
        self._database.close()


def write_key(key: Json) -> str:
    """Return a key as the text under which its item is kept."""
    return json.dumps(key, sort_keys=True)

"""A small database that is written through: what was saved survives a kill."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Database:
    """One SQLite file that only its owner may read, shared by all threads of this process."""

    def __init__(self, path: Path, schema: str) -> None:
        """Open the file, or begin one, with the tables of the schema."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute("pragma journal_mode = wal")
        self._connection.executescript(schema)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside happen as one, with no other thread in between; one inside another belongs to it."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("begin immediate")
            try:
                yield
            except BaseException:
                self._connection.execute("rollback")
                raise
            self._connection.execute("commit")

    def read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return every row that a query finds."""
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def write(self, statement: str, *values: object) -> None:
        """Carry out a statement."""
        with self._lock:
            self._connection.execute(statement, values)

    def close(self) -> None:
        """Close the file; all it holds is on disk already."""
        with self._lock:
            self._connection.close()

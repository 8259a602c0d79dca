"""What nobody confirmed, in PersonalDataTable: a list of its own in the index of due dates, to which anybody can add."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from loket.core.doubt import Doubt
from loket.core.partition import DueEntry, DueList
from loket.privacy.domain.digest import MOST_COUNTED
from loket.privacy.domain.right import Right
from loket.privacy.store.request import list_due
from loket.storage.item import TABLE
from loket.storage.read import get_many


@dataclass(frozen=True, kw_only=True, slots=True)
class Unconfirmed:
    """What a list tells of a request that nobody confirmed: nothing that somebody wrote, and not who it is."""

    reference: str
    right: Right
    due_at: str
    received_at: int
    revision: int
    doubts: tuple[Doubt, ...] = ()

    @property
    def due_moment(self) -> datetime:
        """Return the moment by which it had to be answered."""
        return datetime.fromisoformat(self.due_at)


def list_unconfirmed(*, until: datetime, now: datetime) -> list[DueEntry]:
    """Return what nobody confirmed and is due at a moment or before, first due first; of very many the first alone."""
    return list(islice(list_due(DueList.UNCONFIRMED, until=until, now=now), MOST_COUNTED))


def read_unconfirmed(entries: Sequence[DueEntry], *, now: datetime) -> list[Unconfirmed]:
    """Return what a list tells of these in the same order, and of the person nothing."""
    return list(get_many(TABLE, [entry.key for entry in entries], Unconfirmed, now=now).values())

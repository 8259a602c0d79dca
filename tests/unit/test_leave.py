"""One way out of a course for every end: whatever ends an enrollment, its place comes back once, if it had one."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from loket.core.ledger import LedgerEvent, write_line
from loket.enrollment.domain.enrollment import SEATED, Enrollment, EnrollmentStatus
from loket.enrollment.store.catalogue import store_catalogue
from loket.enrollment.store.leave import leave_course
from loket.staff.store.item import STATUS_AS_SEEN
from loket.storage.attribute import to_item
from loket.storage.client import client
from loket.storage.ledger import store_line
from loket.storage.record import read_record
from loket.storage.transaction import AlreadyStored, Refused, Write

from tests.unit.sample import catalogue
from tests.unit.work.counter import Counter
from tools.operate.__main__ import main

if TYPE_CHECKING:
    from tests.unit.cloud import Cloud

NOW = datetime(2026, 12, 1, tzinfo=UTC)
FREE, PAID = "proefles-lesgeven", "orde-houden-vo"


class Changed(Refused):
    """The enrollment is not as it was seen."""


@pytest.fixture
def counter(cloud: Cloud) -> Counter:
    found = Counter(cloud)
    found.find_tables()
    return found


def erase(item: dict[str, Any]) -> Write:
    """Return the write by which an erasure ends an enrollment: it deletes it, as it was seen."""
    values = {":seen": item["status"], ":now": int(NOW.timestamp())}
    request = {
        "TableName": "PersonalDataTable",
        "Key": to_item({name: item[name] for name in ("pk", "sk")}),
        "ConditionExpression": STATUS_AS_SEEN,
        "ExpressionAttributeNames": {"#status": "status"},
        "ExpressionAttributeValues": to_item(values),
    }
    return Write("Delete", request, Changed)


def dispose(item: dict[str, Any]) -> Write:
    """Return the write by which a disposal is written down, once, of an enrollment that DynamoDB has removed."""
    line = write_line(LedgerEvent.WORK, "disposal", by="software", about=item["reference"], why="expired", now=NOW)
    return store_line("person", line, name=item["reference"])


def stand(counter: Counter, item: dict[str, Any], status: str) -> dict[str, Any]:
    found = {**item, "status": status}
    counter.cloud.put("PersonalDataTable", found)
    return found


@pytest.mark.parametrize("status", EnrollmentStatus)
def test_an_erasure_gives_back_the_place_that_there_was(counter: Counter, status: EnrollmentStatus) -> None:
    item = stand(counter, counter.enroll(PAID), status)
    counter.find_tables()
    enrollment = read_record(Enrollment, item)

    leave_course(enrollment, [erase(item)])
    assert counter.seats(PAID) == (0 if status in SEATED else 1)
    with pytest.raises(Changed):
        leave_course(enrollment, [erase(item)])

    assert counter.seats(PAID) == (0 if status in SEATED else 1)
    assert counter.cloud.items("PersonalDataTable", kind="ENROLLMENT#") == []


def test_an_erasure_of_what_has_moved_on_gives_nothing_back(counter: Counter) -> None:
    seen = counter.enroll(PAID)
    stand(counter, seen, "unpaid")
    counter.find_tables()

    with pytest.raises(Changed):
        leave_course(read_record(Enrollment, seen), [erase(seen)])

    assert counter.seats(PAID) == 1


def test_an_expiry_gives_its_place_back_once_however_often_it_is_told(counter: Counter) -> None:
    counter.enroll(PAID)
    item = counter.enroll(PAID, first_name="Piet")
    counter.find_tables()
    for _ in range(3):
        with suppress(AlreadyStored):
            leave_course(read_record(Enrollment, item), [dispose(item)])

    assert counter.seats(PAID) == 1


def test_a_course_that_is_gone_keeps_nobody(counter: Counter) -> None:
    item = counter.enroll(PAID)
    [course] = [one for one in counter.cloud.items("CourseTable") if one["sk"] == f"COURSE#{PAID}"]
    counter.cloud.put("CourseTable", {**course, "seats_taken": 0})
    counter.find_tables()

    leave_course(read_record(Enrollment, item), [erase(item)])

    assert (counter.seats(PAID), counter.cloud.items("PersonalDataTable", kind="ENROLLMENT#")) == (0, [])


def lapse(counter: Counter, *, now: datetime) -> None:
    """Let the catalogue lapse, DynamoDB remove what is past its time, and a reviewed catalogue be loaded too late."""
    for item in counter.cloud.items("CourseTable"):
        if item["expires_at"] <= now.timestamp():
            client("dynamodb").delete_item(TableName="CourseTable", Key=to_item({"pk": item["pk"], "sk": item["sk"]}))
    late = {"version": str(now.date()), "valid_until": now.date() + timedelta(days=30)}
    store_catalogue(catalogue().model_copy(update=late))


def test_a_place_that_is_taken_stays_taken_where_the_catalogue_is_loaded_after_it_lapsed(counter: Counter) -> None:
    item = counter.enroll(PAID)
    lapse(counter, now=datetime(2028, 3, 1, tzinfo=UTC))
    assert counter.seats(PAID) == 1

    leave_course(read_record(Enrollment, item), [erase(item)])

    assert counter.seats(PAID) == 0


def test_who_leaves_a_course_that_is_not_offered_any_more_gives_their_place_back(counter: Counter) -> None:
    item = counter.enroll(PAID)
    [course] = [one for one in counter.cloud.items("CourseTable") if one["sk"] == f"COURSE#{PAID}"]
    counter.cloud.put("CourseTable", {**course, "offered_until": 1})
    counter.find_tables()

    leave_course(read_record(Enrollment, item), [erase(item)])

    assert counter.seats(PAID) == 0


def miscount(counter: Counter, taken: int) -> None:
    [course] = [one for one in counter.cloud.items("CourseTable") if one["sk"] == f"COURSE#{PAID}"]
    counter.cloud.put("CourseTable", {**course, "seats_taken": taken})


def recount(counter: Counter, *course: str) -> int:
    counter.find_tables()
    return main(["places", "recount", *course])


def test_the_places_are_counted_anew(counter: Counter, capsys: pytest.CaptureFixture[str]) -> None:
    for status in ("paid", "unpaid", "spam"):
        stand(counter, counter.enroll(PAID, first_name=status.title()), status)
    counter.enroll(FREE)
    expired = counter.enroll(PAID, first_name="Lang")
    counter.cloud.put("PersonalDataTable", {**expired, "expires_at": 1})
    miscount(counter, 77)

    assert recount(counter, PAID) == 0
    assert capsys.readouterr().out == f"{PAID}: was 77, is 1\n"
    assert (counter.seats(PAID), counter.seats(FREE)) == (1, 1)
    assert recount(counter) == 0
    assert f"{PAID}: 1, as it was\n" in capsys.readouterr().out


def test_what_moves_while_it_is_counted_is_not_overwritten(counter: Counter, capsys: pytest.CaptureFixture[str]) -> None:
    miscount(counter, 5)
    counter.cloud.before = "Scan"
    counter.cloud.meanwhile = lambda: counter.enroll(PAID)

    assert recount(counter, PAID) == 0

    assert capsys.readouterr().out == f"{PAID}: places moved while this counted, run it again\n"
    assert counter.seats(PAID) == 6


def test_a_place_that_comes_back_while_it_is_counted_is_not_overwritten(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    item = counter.enroll(PAID)
    miscount(counter, 5)
    counter.cloud.before = "Scan"
    counter.cloud.meanwhile = lambda: leave_course(read_record(Enrollment, item), [erase(item)])

    assert recount(counter, PAID) == 0

    assert capsys.readouterr().out == f"{PAID}: places moved while this counted, run it again\n"
    assert counter.seats(PAID) == 4


def test_a_course_that_there_is_not_is_said(counter: Counter, capsys: pytest.CaptureFixture[str]) -> None:
    assert recount(counter, "geen-cursus") == 1
    assert "geen-cursus" in capsys.readouterr().err


def test_scan_reads_every_page(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.operate.places._PAGE", 1)
    for number in range(3):
        counter.enroll(PAID, first_name=f"Piet{'a' * number}")
    miscount(counter, 0)

    assert recount(counter, PAID) == 0
    assert counter.seats(PAID) == 3

"""A request that is open past two years is kept, and with it what people did about it; what ends is kept as was said."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from loket.core.command import Actor, Command
from loket.core.key import Key
from loket.core.retention import Retention, expires_at
from loket.privacy.domain.lifecycle import RequestEvent
from loket.privacy.domain.request import Channel, PrivacyRequest
from loket.privacy.store.request import RequestChanged
from loket.privacy.transition import carry_out
from loket.storage.item import find as find_item

from tests.unit.event import KEYS
from tests.unit.privacy.escalating import KIM, act, change, day, escalations, find, keep, run
from tests.unit.privacy.journey import FOLDER, Journey

if TYPE_CHECKING:
    from datetime import datetime

    from tests.unit.cloud import Cloud

# Two years after receipt is day 731; a run an hour before it is the last that finds the request.
LAST = day(731) - timedelta(hours=3)


def two_years_from(moment: datetime) -> int:
    return expires_at(Retention.STANDARD, since=moment)


def lapse(cloud: Cloud, at: datetime) -> None:
    """Let the privacy officer end what nobody confirmed."""
    Journey(cloud, find(cloud)["reference"], "").staff(RequestEvent.LAPSE, now=at, reason="Niemand bevestigde.")


def confirm(cloud: Cloud, at: datetime) -> None:
    """Let the person use the link of their mail."""
    cloud.set_environment(cloud.environment(FOLDER))
    found = find(cloud)
    stored = find_item(PrivacyRequest, Key(found["pk"], found["sk"]), now=at)
    carry_out(Command(event=RequestEvent.CONFIRM, actor=Actor.PERSON), stored, KEYS, now=at)


def steps(cloud: Cloud) -> list[dict[str, Any]]:
    """Return what people did about the request, oldest first."""
    found = (one for one in cloud.items("PersonalDataTable", kind="STEP#") if one["by"] != "software")
    return sorted(found, key=lambda one: one["sk"])


def ends(cloud: Cloud) -> set[int]:
    """Return when the request and what people did about it are over."""
    return {one["expires_at"] for one in (find(cloud), *steps(cloud))}


@pytest.mark.parametrize("lapses", [True, False])
def test_what_is_confirmed_past_its_date_is_kept_for_two_years_from_then(cloud: Cloud, *, lapses: bool) -> None:
    keep(cloud)
    if lapses:
        lapse(cloud, day(720))
    confirm(cloud, LAST)

    assert ends(cloud) == {two_years_from(LAST)}
    assert [one["event"] for one in steps(cloud)] == ["receive", *["lapse"] * lapses, "confirm"]
    mails = [one for one in cloud.items("PersonalDataTable", kind="OUTBOX#") if one["created_at"] == int(LAST.timestamp())]
    assert {one["effect"]: one["expires_at"] for one in mails} == dict.fromkeys(
        ("tell_step", "notify_step"), int((LAST + timedelta(days=30)).timestamp())
    )
    due = 28 if lapses else 0
    assert run(cloud, LAST + timedelta(days=due))["escalated"] == 1


def test_what_is_confirmed_in_time_is_kept_as_long_as_was_said(cloud: Cloud) -> None:
    before = keep(cloud)["expires_at"]
    lapse(cloud, day(1))
    confirm(cloud, day(2))

    assert ends(cloud) == {before}


def test_what_is_overdue_is_kept_on_with_what_people_did(cloud: Cloud) -> None:
    keep(cloud, channel=Channel.LETTER)
    act(cloud, RequestEvent.TAKE_UP, day(3))
    for at in (day(29), LAST, day(1400)):
        run(cloud, at)
        assert ends(cloud) == {two_years_from(at)}

    assert [one["event"] for one in steps(cloud)] == ["receive", "take_up"]
    assert find(cloud)["revision"] == 2


def test_of_what_ends_just_then_nothing_is_kept_on(cloud: Cloud) -> None:
    before = keep(cloud, channel=Channel.LETTER)["expires_at"]
    change(cloud, find(cloud), status="carrying_out")
    cloud.meanwhile = lambda: act(cloud, RequestEvent.FINISH, LAST)
    run(cloud, LAST)

    assert (ends(cloud), escalations(cloud)) == ({before}, [])


def test_what_is_done_just_then_is_kept_on_by_the_next_run(cloud: Cloud) -> None:
    keep(cloud, channel=Channel.LETTER)
    cloud.meanwhile = lambda: act(cloud, RequestEvent.TAKE_UP, LAST)
    assert [run(cloud, at)["escalated"] for at in (LAST, LAST + timedelta(hours=1))] == [0, 1]

    assert ends(cloud) == {two_years_from(LAST + timedelta(hours=1))}
    assert len(steps(cloud)) == 2


def test_what_is_kept_on_just_then_is_done_again(cloud: Cloud) -> None:
    keep(cloud, channel=Channel.LETTER)
    cloud.meanwhile = lambda: run(cloud, LAST)
    with pytest.raises(RequestChanged):
        act(cloud, RequestEvent.TAKE_UP, LAST)
    act(cloud, RequestEvent.TAKE_UP, LAST)

    assert ends(cloud) == {two_years_from(LAST)}


def test_however_much_was_done_all_of_it_is_kept_on(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction has room for a hundred; here for eight."""
    monkeypatch.setattr("loket.storage.transaction.MOST_WRITES", 8)
    keep(cloud)
    [first] = steps(cloud)
    for number in range(20):
        change(cloud, first, sk=f"{first['sk']}{number:02}", event="renew_link", by=KIM.name)
    confirm(cloud, LAST)
    assert ends(cloud) == {two_years_from(LAST)}
    run(cloud, day(760))

    assert (ends(cloud), len(steps(cloud))) == ({two_years_from(day(760))}, 22)
    sizes = [len(call.request["TransactItems"]) for call in cloud.called("TransactWriteItems")]
    assert max(sizes) == 8

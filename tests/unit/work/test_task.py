"""Which task is taken off the list comes from outside: it is one about this very item, and anything else is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.work.counter import Counter
    from tests.unit.work.desk import Member

# A notice with the moment of the item's own tasks before it, by which those are found.
BESIDE = "beside the tasks: "


@pytest.mark.parametrize("notice", ["OUTBOX#1", "x" * 300, "MESSAGE#01", f"{BESIDE}\n", f"{BESIDE}é", BESIDE + "0" * 300])
def test_what_can_be_no_task_of_the_item_is_not_looked_for(counter: Counter, hanna: Member, notice: str) -> None:
    item = counter.write()
    sent = notice.replace(BESIDE, counter.tasks()[0]["sk"])
    counter.cloud.calls.clear()

    assert hanna.post(f"/desk/items/{item['reference']}/done", notice=sent, outcome="done").status == 404
    looked_for = [call.request["Key"].get("sk", {}).get("S") for call in counter.cloud.called("GetItem")]
    assert sent not in looked_for


def test_a_mail_about_the_item_is_no_task(counter: Counter, hanna: Member) -> None:
    item = counter.write()
    [mail] = [one for one in counter.cloud.items("PersonalDataTable", kind="OUTBOX#") if one not in counter.tasks()]

    assert hanna.post(f"/desk/items/{item['reference']}/done", notice=mail["sk"], outcome="done").status == 404
    assert counter.ledger() == []


def test_a_task_about_another_item_of_the_same_moment_is_not_one_about_this(counter: Counter, hanna: Member) -> None:
    item, other = counter.write(), counter.write(message="Nog een vraag")
    [task] = [one for one in counter.tasks() if one["about"] == other["sk"]]
    [mine] = [one for one in counter.tasks() if one["about"] == item["sk"]]
    beside = {**task, "sk": f"{mine['sk']}A"}
    counter.cloud.put("PersonalDataTable", beside)

    for one in (task, beside):
        answer = hanna.post(f"/desk/items/{item['reference']}/done", notice=one["sk"], outcome="done")
        assert answer.status == 404
    assert beside["sk"] not in hanna.get(f"/desk/items/{item['reference']}").text
    assert all("due_bucket" in one for one in counter.tasks())

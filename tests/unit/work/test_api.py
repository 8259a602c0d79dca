"""The work of the desk as JSON: the same powers, the same guards, and the same lines in the ledger."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from desk.role import Role

from tests.unit.secret import named
from tests.unit.work.counter import Counter, person_of_sample
from tests.unit.work.desk import Member, sign_in

if TYPE_CHECKING:
    from tests.unit.work.desk import Seen

API = "/desk/api"


def read(seen: Seen) -> dict[str, object]:
    assert seen.status == 200, seen.text
    found: dict[str, object] = json.loads(seen.text)
    return found


def test_a_message_is_found_read_and_answered(counter: Counter, hanna: Member) -> None:
    item = counter.write()
    listed = read(hanna.get(f"{API}/work"))
    assert f"{API}/items/{item['reference']}" in str(listed)
    assert "Sanne" not in str(listed)

    shown = read(hanna.get(f"{API}/items/{item['reference']}?why=question"))
    assert shown["may"] == ["answer", "mark_spam"]
    assert "pk" not in str(shown["item"])
    asked = json.dumps({"handling": "answer", "seen": "received", "answer": "Ja."})
    first = hanna.post_json(f"{API}/items/{item['reference']}", asked)
    second = hanna.post_json(f"{API}/items/{item['reference']}", asked)

    assert (read(first), second.status) == ({"status": "answered"}, 409)
    assert second.headers["content-type"] == "application/problem+json"
    assert counter.effects().count("answer_contact_message") == 1
    assert [line["why"] for line in counter.ledger("view")] == ["question"]


def test_a_person_is_searched_for_and_read_by_name(counter: Counter, hanna: Member) -> None:
    counter.write()

    found = read(hanna.post_json(f"{API}/search", json.dumps({"sought": "sanne.devries@example.nl", "why": "check"})))

    assert found == {"path": f"{API}/people/{person_of_sample()}?why=check"}
    told = read(hanna.get(str(found["path"])))
    assert "Is er nog plaats?" in str(told["bearers"])
    assert [line["why"] for line in counter.ledger("view")] == ["check"]


def test_work_is_finished_once(counter: Counter, hanna: Member) -> None:
    item = counter.enroll()
    path = f"{API}/items/{item['reference']}/done"
    asked = json.dumps({"notice": counter.tasks()[0]["sk"], "outcome": "done"})

    assert [hanna.post_json(path, asked).status for _ in range(2)] == [204, 409]


def test_a_task_about_a_payment_is_finished_once(counter: Counter, hanna: Member) -> None:
    item = counter.overpay()
    path = f"{API}/payments/{item['attempt']}"
    assert read(hanna.get(path))["item"]
    asked = json.dumps({"notice": counter.tasks("notify_overpaid")[0]["sk"], "outcome": "refunded"})

    assert [hanna.post_json(f"{path}/done", asked).status for _ in range(2)] == [204, 409]


def test_the_auditor_reads_the_ledger(counter: Counter, hanna: Member) -> None:
    item = counter.write()
    hanna.get(f"{API}/items/{item['reference']}")
    auditor = sign_in(counter.cloud, Role.AUDITOR)

    for path in ("ledger?day=2026-11-23", f"ledger/people/{person_of_sample()}"):
        assert named(item["reference"]) in str(read(auditor.get(f"{API}/{path}"))["lines"])


def test_one_old_doubt_hides_no_work(counter: Counter, hanna: Member) -> None:
    item = counter.write()
    counter.cloud.put("PersonalDataTable", {**item, "doubts": ["bad_weather"]})

    assert "bad_weather" in str(read(hanna.get(f"{API}/work")))
    assert "bad_weather" in hanna.get("/desk/work").text

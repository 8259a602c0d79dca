"""Requests at the desk: in the ledger before they are read, moved only as they were seen, decided only by an officer."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from loket.privacy.store.proof import proof_key

from tests.unit.cloud import Cloud
from tests.unit.desk.colleague import Colleague, Reply
from tests.unit.event import KEYS, NOW, post_json, solved_challenge
from tests.unit.sample import MESSAGE
from tests.unit.secret import named

if TYPE_CHECKING:
    from tests.unit.desk.conftest import Ask


def stored(cloud: Cloud) -> dict[str, Any]:
    [item] = cloud.items("PersonalDataTable", kind="PRIVACY_REQUEST#")
    return item


def move(who: Colleague, reference: str, event: str, revision: int, **more: str) -> Reply:
    return who.post(f"/desk/requests/{reference}/moves", {"event": event, "revision": str(revision), **more})


def following(page: str) -> str:
    """Return where the next page is."""
    found = re.search(r'href="([^"]*)" rel="next"', page)
    assert found
    return unescape(found[1])


def bring_to_review(who: Colleague, reference: str) -> None:
    assert move(who, reference, "vouch", 1, reason="Aan de balie gezien.").status == 303
    assert move(who, reference, "take_up", 2).status == 303


def views(cloud: Cloud) -> list[tuple[str, str, str, str]]:
    lines = [line for line in cloud.items("LedgerTable") if line["event"] == "view"]
    return [(line["what"], line["by"], line["about"], line["why"]) for line in lines]


def test_looking_at_a_request_is_in_the_ledger_before_it_is_read(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    reference = ask(details="Graag stoppen.")
    cloud.calls.clear()

    page = officer.get(f"/desk/requests/{reference}")

    assert page.status == 200
    assert "Graag stoppen." in page.text
    assert views(cloud) == [("privacy_request", "Olga Smit", named(reference), named(reference))]
    about_people = [
        (call.operation, *sorted(call.tables))
        for call in cloud.called()
        if call.tables & {"LedgerTable", "PersonalDataTable"}
    ]
    assert about_people == [
        ("Query", "PersonalDataTable"),
        ("TransactWriteItems", "LedgerTable"),
        ("GetItem", "PersonalDataTable"),
        ("Query", "PersonalDataTable"),
    ]


def test_where_the_ledger_cannot_be_written_nothing_is_shown(
    officer: Colleague, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = ask(details="Graag stoppen.")

    def fail(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("desk.requests.case.note_view", fail)
    answer = officer.get(f"/desk/requests/{reference}")
    assert answer.status == 500
    assert "Graag stoppen" not in answer.text


def test_an_officer_decides_and_the_decision_bears_their_name(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    reference = ask()
    bring_to_review(officer, reference)

    assert move(officer, reference, "grant", 3, reason="U hebt gelijk.").status == 303

    assert stored(cloud)["status"] == "granted"
    step = cloud.items("PersonalDataTable", kind="STEP#")[-1]
    assert (step["event"], step["by"], step["reason"]) == ("grant", "Olga Smit", "U hebt gelijk.")
    acts = [line["what"] for line in cloud.items("LedgerTable") if line["event"] == "request" and line["by"] == "Olga Smit"]
    assert sorted(acts) == ["grant", "take_up", "vouch"]


@pytest.mark.parametrize("event", ["grant", "grant_partly", "refuse", "extend"])
def test_a_handler_cannot_decide(cloud: Cloud, handler: Colleague, ask: Ask, event: str) -> None:
    reference = ask()
    bring_to_review(handler, reference)

    page = handler.get(f"/desk/requests/{reference}").text
    assert f'value="{event}"' not in page
    assert move(handler, reference, event, 3, reason="Zomaar.", until="2026-12-24").status == 403
    wanted = {"event": event, "revision": 3, "reason": "Zomaar.", "until": "2026-12-24"}
    assert handler.post_json(f"/desk/api/requests/{reference}/moves", wanted).status == 403
    assert (stored(cloud)["status"], stored(cloud)["revision"]) == ("in_review", 3)


def test_two_officers_cannot_decide_differently(cloud: Cloud, officer: Colleague, ask: Ask, provider: Any) -> None:
    reference = ask()
    bring_to_review(officer, reference)
    other = Colleague(cloud, provider, name="Otto de Boer").sign_in()
    assert move(other, reference, "refuse", 3, reason="Niet terecht.").status == 303

    late = move(officer, reference, "grant", 3, reason="Terecht.")

    assert late.status == 409
    assert "Otto de Boer" in late.text
    assert "Refused" in late.text
    assert "Terecht." in late.text
    assert stored(cloud)["status"] == "refused"


def test_two_officers_at_the_very_same_moment_cannot_decide_differently(
    cloud: Cloud, officer: Colleague, ask: Ask, provider: Any
) -> None:
    """The other decides between our reading and our writing."""
    reference = ask()
    bring_to_review(officer, reference)
    other = Colleague(cloud, provider, name="Otto de Boer").sign_in()
    token = officer.token
    cloud.meanwhile = lambda: move(other, reference, "refuse", 3, reason="Niet terecht.")

    late = officer.post(
        f"/desk/requests/{reference}/moves", {"event": "grant", "revision": "3", "reason": "Terecht."}, token=token
    )

    assert late.status == 409
    assert stored(cloud)["status"] == "refused"


def test_a_move_that_the_lifecycle_does_not_have_is_refused(officer: Colleague, ask: Ask) -> None:
    assert move(officer, ask(), "finish", 1).status == 409


@pytest.mark.parametrize("event", ["confirm", "send_proof", "add_information"])
def test_staff_cannot_act_as_the_person(officer: Colleague, ask: Ask, event: str) -> None:
    assert move(officer, ask(kind="access"), event, 1).status == 409


def test_a_decision_without_a_reason_is_refused(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    reference = ask()
    bring_to_review(officer, reference)

    for reason in ("", "   "):
        answer = move(officer, reference, "refuse", 3, reason=reason)
        assert answer.status == 422
        assert 'id="reason-refuse-error"' in answer.text
        assert answer.text.count(" open>") == 1
    assert stored(cloud)["status"] == "in_review"


@pytest.mark.parametrize(
    ("until", "status"), [("2027-02-23", 303), ("2027-02-24", 422), ("2026-12-21", 422), ("", 422), ("x", 422)]
)
def test_an_extension_needs_a_date_that_the_law_allows(officer: Colleague, ask: Ask, until: str, status: int) -> None:
    answer = move(officer, ask(), "extend", 1, reason="Heel <ingewikkeld>.", until=until)

    assert answer.status == status
    assert ("Heel &lt;ingewikkeld&gt;." in answer.text) == (status == 422)


def test_an_extension_after_the_first_date_is_refused(officer: Colleague, ask: Ask) -> None:
    reference = ask()
    late = Colleague(officer.cloud, officer.provider, now=NOW + timedelta(days=29))
    at = int(late.now.timestamp())
    officer.provider.changes = {"iat": at, "exp": at + 300}
    late.sign_in()

    assert move(late, reference, "extend", 1, reason="Ingewikkeld.", until="2027-01-04").status == 422


@pytest.mark.parametrize("reference", ["E-7Q2MK-9XKDT", "P-00000-00000", "x", "P-7Q2MK-9XKDT%00"])
def test_what_is_no_request_is_not_there(cloud: Cloud, officer: Colleague, reference: str) -> None:
    assert officer.get(f"/desk/requests/{reference}").status == 404
    assert views(cloud) == []


def test_what_is_no_request_is_not_looked_at(cloud: Cloud, officer: Colleague) -> None:
    message = post_json("POST /contact-messages", {**MESSAGE, "altcha": solved_challenge()})
    reference = json.loads(cloud.invoke("submit_contact_message", message)["body"])["reference"]

    assert officer.get(f"/desk/requests/{reference}").status == 404
    assert views(cloud) == []


def test_the_api_has_the_same_powers(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    reference = ask()
    [listed] = officer.get("/desk/api/requests").json["requests"]
    read = officer.get(f"/desk/api/requests/{reference}").json

    assert (listed["reference"], listed["days_left"]) == (reference, 28)
    assert set(read["moves"]) == {"vouch", "withdraw", "lapse", "extend", "renew_link"}
    assert views(cloud) == [("privacy_request", "Olga Smit", named(reference), named(reference))]
    moved = officer.post_json(f"/desk/api/requests/{reference}/moves", {"event": "vouch", "revision": 1, "reason": "Ja."})
    assert moved.json == {"status": "confirmed"}
    late = officer.post_json(f"/desk/api/requests/{reference}/moves", {"event": "vouch", "revision": 1, "reason": "Ja."})
    assert (late.status, late.json["type"]) == (409, "urn:loket:problem:request_moved")


@pytest.mark.parametrize("reason", ["x" * 4001, "a\u0000b"])
def test_a_reason_that_cannot_be_kept_as_it_is_is_refused(cloud: Cloud, officer: Colleague, ask: Ask, reason: str) -> None:
    reference = ask()
    sent = {"event": "vouch", "revision": 1, "reason": reason}
    path = f"requests/{reference}/moves"

    page = move(officer, reference, "vouch", 1, reason=reason)
    assert (page.status, 'id="reason-vouch-error"' in page.text) == (422, True)
    assert officer.post_json(f"/desk/api/{path}", sent).status == 422
    assert stored(cloud)["status"] == "received"


def test_a_program_that_sends_what_is_not_asked_is_refused(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    moves = f"/desk/api/requests/{ask()}/moves"
    taken = {"channel": "phone", "received_on": "2026-11-20", "kind": "access", "name": "Noor", "email": "n@example.nl"}
    move = {"event": "vouch", "revision": 1, "reason": "Gezien."}

    assert officer.post_json(moves, {**move, "status": "granted"}).status == 422
    assert officer.post_json("/desk/api/requests", {**taken, "status": "granted"}).status == 422
    assert stored(cloud)["status"] == "received"
    assert officer.post_json("/desk/api/requests", taken).status == 201


# What a person must do first: the confirmation and the copy come from their own page.
def put_proof(cloud: Cloud, reference: str) -> None:
    item = stored(cloud)
    cloud.put("PersonalDataTable", {**item, "status": "proof_received"})
    assert item["reference"] == reference


def test_the_copy_is_shown_once_to_each_and_that_is_in_the_ledger(
    cloud: Cloud, officer: Colleague, handler: Colleague, ask: Ask
) -> None:
    reference = ask(kind="access")
    put_proof(cloud, reference)
    path = f"/desk/requests/{reference}/proof"

    shown = officer.post(path)
    [address] = re.findall(r'<img class="copy" src="([^"]+)"', shown.text)

    parts = urlsplit(unescape(address))
    key = proof_key(reference, stored(cloud)["proof_round"], KEYS)
    assert (parts.netloc, parts.path) == ("proof-bucket.s3.eu-central-1.amazonaws.com", f"/{key}")
    assert dict(parse_qsl(parts.query))["X-Amz-Expires"] == "60"
    origin = "/".join(address.split("/")[:3])
    assert f"img-src {origin};" in shown.headers["content-security-policy"]
    assert officer.post(path).status == 409
    assert handler.post(path).status == 200
    assert sorted(views(cloud)) == [
        ("identity_proof", "Hanna Bakker", named(reference), named(reference)),
        ("identity_proof", "Olga Smit", named(reference), named(reference)),
    ]


def test_each_new_copy_may_be_looked_at_once(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    reference = ask(kind="access")
    put_proof(cloud, reference)
    path = f"/desk/requests/{reference}/proof"
    seen = [officer.post(path).status for _ in range(2)]
    cloud.put("PersonalDataTable", {**stored(cloud), "proof_round": 2})

    assert [*seen, officer.post(path).status] == [200, 409, 200]


def test_the_copy_is_not_shown_when_it_is_not_to_be_judged(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    assert officer.post(f"/desk/requests/{ask(kind='access')}/proof").status == 404
    assert views(cloud) == []


def test_today_shows_what_is_overdue_first_and_a_hundred_at_a_time(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    first = ask()
    item = stored(cloud)
    for number in range(120):
        due = (NOW + timedelta(days=number - 2)).isoformat()
        more = {"sk": f"PRIVACY_REQUEST#{500 - number:026}", "reference": f"P-{number:05}-AAAAA", "due_at": due}
        cloud.put("PersonalDataTable", {**item, **more})

    page = officer.get("/desk").text
    second = officer.get(following(page)).text

    assert re.findall(r"P-\d{5}-AAAAA", page)[0] == "P-00000-AAAAA"
    assert "2 days overdue" in page
    assert "today" in page
    assert page.count("/desk/requests/P-") == 100
    assert second.count("/desk/requests/P-") == 21
    assert first in page
    assert 'rel="next"' not in second
    assert views(cloud) == []

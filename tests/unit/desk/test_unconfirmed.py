"""What nobody confirmed: only a named officer ends it, many at once, for a reason and by right; its link revives it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from loket.http.address import request_address

from tests.unit.cloud import Cloud
from tests.unit.desk.colleague import ORIGIN, Colleague, Reply
from tests.unit.event import KEYS, NOW, queue_event
from tests.unit.privacy.journey import Journey
from tests.unit.secret import named

if TYPE_CHECKING:
    from tests.unit.desk.conftest import Ask

LATE = NOW + timedelta(days=29)
PATH, API = "/desk/unconfirmed", "/desk/api/unconfirmed"
REASON = "Niemand heeft dit verzoek bevestigd."


@pytest.fixture
def late(officer: Colleague) -> Colleague:
    """Let a privacy officer sign in after the due date of what is asked now."""
    return come_back_late(officer)


def come_back_late(colleague: Colleague) -> Colleague:
    at = int(LATE.timestamp())
    colleague.provider.changes = {"iat": at, "exp": at + 300}
    later = Colleague(colleague.cloud, colleague.provider, name=colleague.name, roles=colleague.roles, now=LATE)
    return later.sign_in()


def requests(cloud: Cloud) -> dict[str, dict[str, Any]]:
    return {one["reference"]: one for one in cloud.items("PersonalDataTable", kind="PRIVACY_REQUEST#")}


def statuses(cloud: Cloud) -> dict[str, str]:
    return {reference: one["status"] for reference, one in requests(cloud).items()}


def lapse(who: Colleague, *references: str, rights: tuple[str, ...] = ("objection",), reason: str = REASON) -> Reply:
    seen = [{"reference": reference, "revision": 1} for reference in references]
    return who.post_json(API, {"requests": seen, "rights": list(rights), "reason": reason})


def send_all(who: Colleague, chosen: str, *, which: str = "shown") -> Reply:
    """Send the form of the page, with all that is chosen there."""
    body = f"csrf={who.token}&right=objection&reason=Niemand&which={which}&{chosen}"
    return who.send("POST", PATH, body=body, content_type="application/x-www-form-urlencoded", origin=ORIGIN)


def endings(reply: Reply) -> list[str]:
    return [one["ending"] for one in reply.json["requests"]]


def journey(cloud: Cloud, reference: str) -> Journey:
    cloud.monkeypatch.setenv("PUBLIC_URL", "https://api.example.nl")
    return Journey(cloud, reference, request_address(reference, KEYS, version=1, now=LATE))


def test_the_list_tells_what_is_past_its_date_and_of_whom_nothing(cloud: Cloud, late: Colleague, ask: Ask) -> None:
    overdue = ask(details="Graag stoppen.")
    cloud.put("PersonalDataTable", {**requests(cloud)[overdue], "sk": "PRIVACY_REQUEST#2", "reference": "P-00000-00002"})
    item = {**requests(cloud)[overdue], "sk": "PRIVACY_REQUEST#3", "reference": "P-00000-00003"}
    cloud.put("PersonalDataTable", {**item, "due_at": (LATE + timedelta(days=1)).isoformat()})
    page, listed = late.get(PATH).text, late.get(API).json

    assert (overdue in page, "P-00000-00002" in page, "P-00000-00003" in page) == (True, True, False)
    assert [word for word in ("anne", "Graag stoppen") if word in page] == []
    assert (listed["total"], listed["pages"]) == (2, 1)
    assert {one["reference"] for one in listed["requests"]} == {overdue, "P-00000-00002"}
    assert [line for line in cloud.items("LedgerTable") if line["event"] == "view"] == []


def test_fifty_are_a_page(cloud: Cloud, late: Colleague, ask: Ask) -> None:
    asked = ask()
    item = requests(cloud)[asked]
    for number in range(60):
        cloud.put("PersonalDataTable", {**item, "sk": f"PRIVACY_REQUEST#{number}", "reference": f"P-00000-{number:05}"})

    shown = [late.get(f"{PATH}?page={page}").text.count('name="pick"') for page in (1, 2, 3)]
    assert shown == [50, 11, 11]
    assert late.get(API).json["total"] == 61


def test_what_is_chosen_ends_each_with_its_line_in_the_officers_name(cloud: Cloud, late: Colleague, ask: Ask) -> None:
    first, second, third = ask(), ask(email="b@example.nl"), ask(email="c@example.nl")
    page = late.post(PATH, {"pick": f"{first}~1", "right": "objection", "reason": REASON, "which": "picked"})

    assert (page.status, statuses(cloud)) == (200, {first: "lapsed", second: "received", third: "received"})
    assert (first in page.text, "Lapsed: 1." in page.text) == (True, True)
    lines = [(one["what"], one["by"], one["about"]) for one in cloud.items("LedgerTable") if one["what"] == "lapse"]
    assert lines == [("lapse", "Olga Smit", named(first))]
    assert "due_bucket" not in requests(cloud)[first]
    [step] = [one for one in cloud.items("PersonalDataTable", kind="STEP#") if one["event"] == "lapse"]
    assert (step["by"], step["reason"]) == ("Olga Smit", REASON)


def test_all_that_is_shown_ends_at_once(cloud: Cloud, late: Colleague, ask: Ask) -> None:
    references = [ask(email=f"{name}@example.nl") for name in "abc"]
    page = send_all(late, "&".join(f"shown={reference}~1" for reference in references))

    assert page.status == 200
    assert set(statuses(cloud).values()) == {"lapsed"}
    calls = [call for call in cloud.called("TransactWriteItems") if "lapse" in str(call.request)]
    assert len(calls) == 3


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"right": None}, "right"),
        ({"pick": None}, "pick"),
        ({"pick": "P-00000-00001~x"}, "pick"),
        # Digits to Python, and no number; and one of a length that Python refuses to read.
        ({"pick": "P-00000-00001~\u00b2"}, "pick"),
        ({"pick": f"P-00000-00001~{'1' * 5_000}"}, "pick"),
    ],
)
def test_what_is_missing_is_named_and_comes_back(
    cloud: Cloud, late: Colleague, ask: Ask, fields: dict[str, Any], field: str
) -> None:
    reference = ask()
    sent = {"pick": f"{reference}~1", "right": "objection", "reason": REASON, "which": "picked", **fields}
    page = late.post(PATH, sent)

    assert page.status == 422
    assert 'class="error"' in page.text
    assert (REASON in page.text) == (field != "reason")
    assert statuses(cloud) == {reference: "received"}


SEEN = {"reference": "P-00000-00001", "revision": 1}
GOOD: dict[str, Any] = {"requests": [SEEN], "rights": ["objection"], "reason": REASON}
WRONG: tuple[dict[str, Any], ...] = (
    {"requests": []},
    {"requests": [SEEN] * 51},
    {"requests": [{**SEEN, "revision": 0}]},
    {"requests": [{**SEEN, "revision": 10**9}]},
    {"requests": [{**SEEN, "reference": "x" * 41}]},
    {"requests": [{**SEEN, "status": "received"}]},
    {"rights": []},
    {"rights": ["everything"]},
    {"reason": " "},
    {"reason": "x" * 4001},
    {"reason": "a\u0000b"},
    {"all": True},
)


@pytest.mark.parametrize("wrong", WRONG)
def test_a_program_that_asks_what_cannot_be_is_refused(late: Colleague, wrong: dict[str, Any]) -> None:
    assert late.post_json(API, GOOD).status == 200
    assert late.post_json(API, {**GOOD, **wrong}).status == 422


def test_a_page_that_is_not_there_is_refused_to_a_program_and_shown_as_the_nearest_to_people(
    late: Colleague, ask: Ask
) -> None:
    ask()
    assert late.get(f"{API}?page=0").status == 422
    assert [late.get(f"{API}?page={page}").json["page"] for page in (1, 7)] == [1, 1]
    assert [late.get(f"{PATH}?page={page}").text.count('name="pick"') for page in (-3, 0, 1, 7)] == [1] * 4


def test_what_is_chosen_twice_ends_once(cloud: Cloud, late: Colleague, ask: Ask) -> None:
    reference = ask()
    pick = f"pick={reference}~1"
    page = send_all(late, f"{pick}&{pick}", which="picked")

    assert "Lapsed: 1." in page.text
    assert "otherwise than you saw it" not in page.text
    assert statuses(cloud) == {reference: "lapsed"}


def test_a_handler_and_an_auditor_may_not(cloud: Cloud, handler: Colleague, auditor: Colleague, ask: Ask) -> None:
    reference = ask()
    for colleague in (handler, auditor):
        later = come_back_late(colleague)
        assert later.get(PATH).status == later.get(API).status == 403
        assert lapse(later, reference).status == 403
        assert later.post(PATH, {"pick": f"{reference}~1", "right": "objection", "reason": REASON}).status == 403
    assert statuses(cloud) == {reference: "received"}


def test_what_is_not_there_or_not_as_it_was_seen_stays(cloud: Cloud, late: Colleague, ask: Ask) -> None:
    changed, other, confirmed, due = (ask(email=f"{name}@example.nl") for name in "abcd")
    items = requests(cloud)
    cloud.put("PersonalDataTable", {**items[changed], "revision": 2})
    cloud.put("PersonalDataTable", {**items[other], "right": "erasure"})
    cloud.put("PersonalDataTable", {**items[confirmed], "status": "confirmed"})
    cloud.put("PersonalDataTable", {**items[due], "due_at": (LATE + timedelta(seconds=1)).isoformat()})
    before = requests(cloud)
    reply = lapse(late, changed, other, confirmed, due, "P-00000-00000", "E-7Q2MK-9XKDT", "x" * 40, "")

    assert endings(reply) == ["changed", "other_right", "changed", "not_due", "gone", "gone", "gone", "gone"]
    assert requests(cloud) == before
    # What cannot be a reference is no key to look under.
    assert [call for call in cloud.calls if "x" * 40 in str(call.request)] == []


def test_who_confirms_between_reading_and_writing_keeps_their_request(cloud: Cloud, late: Colleague, ask: Ask) -> None:
    reference = ask()
    token = late.token
    cloud.meanwhile = lambda: journey(cloud, reference).press("confirm", now=LATE)
    reply = late.post_json(
        API,
        {"requests": [{"reference": reference, "revision": 1}], "rights": ["objection"], "reason": REASON},
        x_csrf_token=token,
    )

    assert endings(reply) == ["changed"]
    assert statuses(cloud) == {reference: "confirmed"}


def test_no_more_than_fifty_end_at_once(late: Colleague) -> None:
    references = [f"P-00000-{number:05}" for number in range(51)]
    assert lapse(late, *references).status == 422

    assert send_all(late, "&".join(f"shown={reference}~1" for reference in references)).status == 422


def mails_to(cloud: Cloud, reference: str) -> list[str]:
    key = requests(cloud)[reference]["sk"]
    return sorted(one["effect"] for one in cloud.items("PersonalDataTable", kind="OUTBOX#") if one["about"] == key)


def test_one_address_gets_one_mail_of_all_that_ends_at_once_and_a_held_one_none(
    cloud: Cloud, late: Colleague, ask: Ask
) -> None:
    first, second, other = ask(), ask(name="SANNE de  Vries", details="Nog iets."), ask(email="c@example.nl")
    held = ask(email="d@example.nl", website="spam")
    assert endings(lapse(late, first, second, other, held)) == ["lapsed"] * 4

    assert mails_to(cloud, first) == mails_to(cloud, other) == ["confirm_privacy_request", "tell_step"]
    assert mails_to(cloud, second) == ["confirm_privacy_request"]
    assert mails_to(cloud, held) == []


def test_two_people_with_one_mailbox_are_each_told(cloud: Cloud, late: Colleague, ask: Ask) -> None:
    references = [ask(), ask(name="Noor"), ask(details="Nog iets."), ask(name="Noor", details="Nog iets.")]
    assert endings(lapse(late, *references)) == ["lapsed"] * 4

    told = [reference for reference in references if "tell_step" in mails_to(cloud, reference)]
    assert told == references[:2]


def test_the_mail_says_why_how_it_lives_again_and_which_rights_there_are(cloud: Cloud, late: Colleague, ask: Ask) -> None:
    reference = ask()
    lapse(late, reference)
    [told] = [one for one in cloud.items("PersonalDataTable", kind="OUTBOX#") if one["effect"] == "tell_step"]
    cloud.invoke("send_mail", queue_event(json.dumps({"pk": told["pk"], "sk": told["sk"]}), now=LATE))

    [mail] = cloud.mails()
    said = " ".join(mail["Content"]["Simple"]["Body"]["Text"]["Data"].split())
    assert REASON in said
    assert "Wilt u toch antwoord?" in said
    assert f"https://api.example.nl/privacy-requests/{reference}?" in said
    assert [word for word in ("inzien", "verwijderen", "Autoriteit Persoonsgegevens") if word not in said] == []


@pytest.mark.parametrize(("kind", "status"), [("objection", "confirmed"), ("access", "proof_asked")])
def test_it_lives_again_by_the_same_link_with_a_date_that_can_be_met(
    cloud: Cloud, late: Colleague, ask: Ask, kind: str, status: str
) -> None:
    reference = ask(kind=kind)
    person = journey(cloud, reference)
    cloud.put("PersonalDataTable", {**requests(cloud)[reference], "rung": -1, "rung_at": int(LATE.timestamp())})
    lapse(late, reference, rights=(kind,))
    assert "nog antwoord" in person.read(now=LATE) or "toch antwoord" in person.read(now=LATE)
    again = LATE + timedelta(days=3)
    assert person.press("confirm", now=again)["statusCode"] == 303
    assert person.press("confirm", now=again)["statusCode"] == 303

    found = requests(cloud)[reference]
    assert (found["status"], found["due_at"], found.get("rung")) == (status, "2027-01-22T22:59:59+00:00", None)
    assert found["due_bucket"].startswith("REQUEST#")
    assert found["received_at"] == int(NOW.timestamp())
    assert mails_to(cloud, reference).count("notify_step") == 1
    assert reference not in late.get(PATH).text
    assert urlsplit(person.link).path.endswith(reference)


def test_what_lapsed_before_its_date_keeps_its_date(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    reference = ask()
    sent = {"event": "lapse", "revision": "1", "reason": REASON}
    assert officer.post(f"/desk/requests/{reference}/moves", sent).status == 303
    assert journey(cloud, reference).press("confirm", now=NOW + timedelta(days=2))["statusCode"] == 303

    assert requests(cloud)[reference]["due_at"] == "2026-12-21T22:59:59+00:00"

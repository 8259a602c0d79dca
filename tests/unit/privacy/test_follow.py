"""The person's own page: opened by a signed link and nothing else, changed by nothing but a button, once."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from loket.core.keyed_hash import Keys, derive_keys
from loket.core.reference import Referred, new_reference
from loket.privacy.domain.lifecycle import RequestEvent
from loket.privacy.store.proof import proof_key

from tests.unit.event import EVERY_USE, KEYS, MASTER_KEY, NOW, post_json, solved_challenge
from tests.unit.privacy.journey import Journey, bring_proof, refusal, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.cloud import Cloud

type Json = dict[str, Any]
type Begin = Callable[..., Journey]

ASKED = {"kind": "access", "name": "Sanne de Vries", "email": "sanne.devries@example.nl", "language": "nl"}
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture
def begin(cloud: Cloud) -> Begin:
    """Return what sends the form and takes the link from the mail."""

    def send(**changes: str) -> Journey:
        sent = {**ASKED, "altcha": solved_challenge(), **changes}
        answer = cloud.invoke("submit_privacy_request", post_json("POST /privacy-requests", sent))
        journey = Journey(cloud, json.loads(answer["body"])["reference"], "")
        journey.link = journey.new_link()
        return journey

    return send


@pytest.fixture
def journey(begin: Begin) -> Journey:
    """Return a request for access that nobody has confirmed."""
    return begin()


def test_the_page_tells_how_it_stands_and_what_is_asked_now(journey: Journey) -> None:
    told = journey.tell()

    assert told == {
        "reference": journey.reference,
        "kind": "access",
        "status": "received",
        "due_on": "2026-12-21",
        "overdue": False,
        "asked": ["confirm"],
        "steps": [
            {
                "event": "receive",
                "status": "received",
                "on": "2026-11-23",
                "by": None,
                "reason": None,
                "information": None,
            }
        ],
    }
    page = journey.read()
    assert "U moet het nog bevestigen" in page
    assert "uiterlijk op 21 december 2026" in page
    assert "Autoriteit Persoonsgegevens" in page


def test_the_whole_way_of_a_person_who_is_granted_what_they_ask(journey: Journey) -> None:
    assert journey.press("confirm")["statusCode"] == 303
    assert journey.tell()["asked"] == ["send_proof"]
    bring_proof(journey)
    assert journey.press("send_proof")["statusCode"] == 303
    assert journey.tell()["asked"] == []
    journey.staff(RequestEvent.ACCEPT_PROOF)
    assert journey.cloud.proofs() == []
    journey.staff(RequestEvent.GRANT, reason="U krijgt alles.")

    page = journey.read()
    assert "Ons antwoord" in page
    assert "U krijgt alles." in page
    assert "Dit heeft Joke Smit besloten" in page
    events = [step["event"] for step in journey.tell()["steps"]]
    assert events == ["receive", "confirm", "send_proof", "accept_proof", "grant"]
    assert [step["by"] for step in journey.tell()["steps"]] == [None, None, None, None, "Joke Smit"]


@pytest.mark.parametrize("page", ["", "/proof"])
@pytest.mark.parametrize("event", [None, RequestEvent.RENEW_LINK])
def test_nothing_changes_on_get(journey: Journey, page: str, event: RequestEvent | None) -> None:
    journey.press("confirm")
    link = journey.link
    if event:
        journey.staff(event)
    before = snapshot(journey.cloud)
    journey.cloud.calls.clear()

    for accept in ("text/html", "application/json"):
        journey.look(page=page, link=link, accept=accept)
    assert snapshot(journey.cloud) == before
    assert not journey.cloud.called("PutObject", "DeleteObject", "UpdateItem", "PutItem", "DeleteItem")


def test_another_persons_link_opens_nothing_of_mine(begin: Begin) -> None:
    mine, theirs = begin(), begin(email="iemand.anders@example.nl", name="Iemand Anders")
    swapped = mine.link.replace(mine.reference, theirs.reference)

    assert refusal(theirs.look(link=swapped)) == (404, "link")
    assert refusal(theirs.press("withdraw", link=swapped) | {"body": '{"type": "x:link"}'}) == (404, "link")
    assert theirs.item["status"] == "received"


def forge(link: str) -> str:
    return link[:-1] + ("0" if link[-1] != "0" else "1")


FORGED: dict[str, Callable[[str], str]] = {
    "another signature": forge,
    "no query": lambda link: link.partition("?")[0],
    "another version": lambda link: link.replace("version=1", "version=2"),
    "no version": lambda link: link.replace("version=1", "version=1a"),
    "a longer life": lambda link: re.sub(r"expires=\d+", "expires=9999999999", link),
    "no end": lambda link: re.sub(r"expires=\d+", "expires=", link),
    "a signature in other letters": lambda link: re.sub(r"signature=\w+", "signature=%C3%A9", link),
}


def test_a_forged_link_is_refused_without_a_read(journey: Journey) -> None:
    journey.cloud.calls.clear()

    for name, change in FORGED.items():
        assert refusal(journey.look(link=change(journey.link))) == (404, "link"), name
        assert journey.press("withdraw", link=change(journey.link))["statusCode"] == 404, name
        assert journey.cloud.called() == [], name
    assert journey.look()["statusCode"] == 200


def test_references_cannot_be_enumerated(journey: Journey) -> None:
    """A reference that exists, one that does not, and one of another kind get the same answer, for the same work."""
    guesses = [journey.reference, new_reference(Referred.PRIVACY_REQUEST), new_reference(Referred.ENROLLMENT), "x"]
    answers = [
        journey.look(link=f"https://x/privacy-requests/{one}?expires=1800000000&version=1&signature=00") for one in guesses
    ]

    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["statusCode"] == 404


def test_a_link_ends(journey: Journey) -> None:
    assert journey.look(now=NOW + timedelta(days=60, seconds=-1))["statusCode"] == 200
    assert refusal(journey.look(now=NOW + timedelta(days=60))) == (404, "link")


def test_a_renewed_link_revokes_the_older_one(journey: Journey) -> None:
    older = journey.link
    journey.staff(RequestEvent.RENEW_LINK)
    journey.link = journey.new_link()

    assert refusal(journey.look(link=older)) == (404, "link")
    assert journey.press("withdraw", link=older)["statusCode"] == 404
    assert journey.look()["statusCode"] == 200


def test_what_is_out_of_date_is_gone(journey: Journey) -> None:
    """DynamoDB deletes days late, so the link must find nothing before."""
    journey.cloud.put("PersonalDataTable", {**journey.item, "expires_at": int(NOW.timestamp())})

    assert refusal(journey.look()) == (404, "link")
    assert journey.press("confirm")["statusCode"] == 404


def test_a_link_to_something_else_under_the_same_key_opens_no_request(journey: Journey) -> None:
    """The page checks what it found: a link is signed for a path, and a reference is a part of that path."""
    item = journey.item
    journey.cloud.put("PersonalDataTable", {**item, "reference": "P-00000-00000"})
    journey.cloud.put("PersonalDataTable", {**item, "sk": "ENROLLMENT#01", "kind": "ENROLLMENT"})

    assert refusal(journey.look()) == (404, "link")


def test_an_unconfirmed_request_reads_nothing_of_anybody(begin: Begin) -> None:
    other = begin(details="Mijn geheim: appeltaart.")
    mine = begin(kind="erasure")
    mine.cloud.calls.clear()

    assert "appeltaart" not in mine.read()
    assert refusal(mine.send({"action": "send_proof"})) == (409, "move_forbidden")
    keys = {call.request["Key"]["sk"]["S"] for call in mine.cloud.called("GetItem")}
    assert keys == {mine.item["sk"]}
    assert other.item["status"] == "received"


@pytest.mark.parametrize("action", ["confirm", "withdraw", "add_information"])
def test_a_button_that_is_pressed_twice_is_pressed_once(journey: Journey, action: str) -> None:
    first, second = (journey.press(action, information="Ik heet De Vries.") for _ in range(2))

    assert first == second
    assert first["statusCode"] == 303
    assert len(journey.cloud.items("PersonalDataTable", kind="STEP#")) == 2


@pytest.mark.parametrize("action", ["confirm", "withdraw", "add_information"])
def test_two_presses_at_the_same_moment_are_one(journey: Journey, action: str) -> None:
    journey.cloud.meanwhile = lambda: journey.press(action, information="Ik heet De Vries.")

    assert journey.press(action, information="Ik heet De Vries.")["statusCode"] == 303
    assert len(journey.cloud.items("PersonalDataTable", kind="STEP#")) == 2


def test_what_staff_did_in_the_meantime_is_not_overwritten(journey: Journey) -> None:
    journey.cloud.meanwhile = lambda: journey.staff(RequestEvent.VOUCH, reason="Aan de telefoon.")

    assert refusal(journey.send({"action": "add_information", "information": "Nog iets."})) == (409, "request_moved")
    assert [step["event"] for step in journey.tell()["steps"]] == ["receive", "vouch"]


def test_a_button_leads_back_to_the_page(journey: Journey) -> None:
    answer = journey.press("confirm")

    assert "https://api.example.nl" + answer["headers"]["location"] == journey.link
    assert "sanne" not in answer["headers"]["location"]


def test_a_program_is_told_how_it_stands_after_its_action(journey: Journey) -> None:
    answer = journey.send({"action": "confirm"})

    assert answer["statusCode"] == 200
    told = json.loads(answer["body"])
    assert (told["status"], told["due_on"], len(told["steps"])) == ("proof_asked", "2026-12-21", 2)


def test_withdrawing_destroys_the_copy_first(journey: Journey) -> None:
    journey.press("confirm")
    bring_proof(journey)
    journey.press("send_proof")
    seen: list[list[str]] = []
    journey.cloud.meanwhile = lambda: seen.append(journey.cloud.proofs())

    assert journey.press("withdraw")["statusCode"] == 303
    assert seen == [[]]
    assert journey.item["status"] == "withdrawn"
    assert "due_bucket" not in journey.item


@pytest.mark.parametrize("decision", [RequestEvent.GRANT, RequestEvent.GRANT_PARTLY, RequestEvent.REFUSE])
def test_a_copy_that_is_sent_again_after_its_check_is_gone_with_the_decision(
    journey: Journey, decision: RequestEvent
) -> None:
    journey.press("confirm")
    place = bring_proof(journey)
    journey.press("send_proof")
    journey.staff(RequestEvent.ACCEPT_PROOF)
    journey.cloud.put_proof(place)
    journey.staff(decision, reason="Zo is het.")

    assert journey.cloud.proofs() == []


def test_a_copy_that_did_not_arrive_is_not_believed(journey: Journey) -> None:
    journey.press("confirm")

    assert refusal(journey.send({"action": "send_proof"})) == (409, "proof_missing")
    assert journey.item["status"] == "proof_asked"
    bring_proof(journey)
    assert journey.send({"action": "send_proof"})["statusCode"] == 200


def test_a_refused_copy_is_not_taken_for_the_next(journey: Journey) -> None:
    journey.press("confirm")
    first = bring_proof(journey)
    journey.press("send_proof")
    journey.staff(RequestEvent.REFUSE_PROOF, reason="Uw BSN was nog te lezen.")

    assert "Uw BSN was nog te lezen." in journey.read()
    assert refusal(journey.send({"action": "send_proof"})) == (409, "proof_missing")
    assert bring_proof(journey) != first


def test_the_proof_page_invites_to_one_place_of_one_type_and_size(journey: Journey) -> None:
    """That the bucket keeps to the signed policy is AWS's promise; no emulator here checks it, so nothing here tests it."""
    journey.press("confirm")
    upload = json.loads(journey.look(page="/proof")["body"])

    fields, policy = upload["fields"], json.loads(b64decode(upload["fields"]["policy"]))
    place = fields["key"]
    assert upload["url"] == "https://proof-bucket.s3.eu-central-1.amazonaws.com/"
    assert place == proof_key(journey.reference, 1, KEYS)
    assert re.fullmatch(r"proofs/[a-z2-7]{32}\.jpg", place)
    signed = [{name: fields[name]} for name in ("x-amz-algorithm", "x-amz-credential", "x-amz-date")]
    rules = [{"Content-Type": "image/jpeg"}, ["content-length-range", 1024, 8 * 1024 * 1024]]
    assert policy["conditions"] == [*rules, {"bucket": "proof-bucket"}, {"key": place}, *signed]
    assert set(fields) == {"key", "Content-Type", "policy", "x-amz-signature", *(name for one in signed for name in one)}
    assert fields["Content-Type"] == "image/jpeg"
    life = datetime.fromisoformat(policy["expiration"]) - datetime.fromisoformat(fields["x-amz-date"])
    assert abs(life - timedelta(hours=1)) <= timedelta(seconds=1)


def test_each_copy_has_a_place_of_its_own_that_nobody_can_guess() -> None:
    other = Keys(derive_keys(MASTER_KEY[::-1], EVERY_USE))
    places = [proof_key(*at) for at in (("P-1", 1, KEYS), ("P-1", 2, KEYS), ("P-2", 1, KEYS), ("P-1", 1, other))]

    assert len(set(places)) == 4


def test_the_proof_page_may_speak_to_the_bucket_and_run_its_own_script_alone(journey: Journey) -> None:
    journey.press("confirm")
    answer = journey.look(page="/proof", accept="text/html")

    policy = answer["headers"]["content-security-policy"]
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'sha256-[\w+/=]+';", policy)
    assert "connect-src https://proof-bucket.s3.eu-central-1.amazonaws.com;" in policy
    assert "unsafe" not in policy
    assert "script-src" not in journey.look(accept="text/html")["headers"]["content-security-policy"]


def test_without_a_question_for_proof_its_page_leads_back(journey: Journey) -> None:
    answer = journey.look(page="/proof", accept="text/html")

    assert answer["statusCode"] == 303
    assert "/proof" not in answer["headers"]["location"]


WRONG: tuple[tuple[Json, tuple[str, str]], ...] = (
    ({"action": "add_information"}, ("information", "required")),
    ({"action": "add_information", "information": "x" * 4001}, ("information", "too_long")),
    ({"action": "grant"}, ("action", "choice")),
    ({}, ("action", "required")),
    ({"action": "confirm", "status": "granted"}, ("status", "unknown")),
)


def test_what_is_wrong_is_named(journey: Journey) -> None:
    for fields, error in WRONG:
        answer = journey.send(fields)
        assert answer["statusCode"] == 422, fields
        assert [(one["field"], one["code"]) for one in json.loads(answer["body"])["errors"]] == [error]
    assert journey.item["revision"] == 1
    assert journey.send({"action": "add_information", "information": "x" * 4000})["statusCode"] == 200


def test_numbers_that_may_not_be_held_are_cut_from_what_is_added(journey: Journey) -> None:
    journey.press("add_information", information="Mijn BSN is 111222333.")

    assert journey.tell()["steps"][-1]["information"] == "Mijn BSN is [BSN]."


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_people_write_is_text_and_never_markup(begin: Begin, language: str) -> None:
    recipient = {"recipient_name": HOSTILE, "recipient_email": "info@andere.example"}
    journey = begin(kind="portability", name=HOSTILE, details=HOSTILE, purpose=HOSTILE, language=language, **recipient)
    journey.press("add_information", information=HOSTILE)
    journey.staff(RequestEvent.VOUCH, reason=HOSTILE)
    journey.staff(RequestEvent.WAIVE_PROOF, reason=HOSTILE)
    journey.staff(RequestEvent.REFUSE, reason=HOSTILE)

    page = journey.read()
    assert page.count("&lt;script&gt;alert(1)") == 8
    assert "<script" not in page
    assert "<img" not in page


def test_overdue_is_told_as_it_is(journey: Journey) -> None:
    late = NOW + timedelta(days=29)

    assert journey.tell(now=late)["overdue"]
    assert "U had op 21 december 2026 antwoord moeten hebben" in journey.read(now=late)


@pytest.mark.parametrize(("days", "told"), [(21, []), (27, ["escalate"]), (40, ["escalate"])])
def test_of_the_escalation_a_person_reads_only_that_they_were_told_of_a_delay(
    journey: Journey, days: int, told: list[str]
) -> None:
    late = NOW + timedelta(days=days)
    event = {"time": late.isoformat().replace("+00:00", "Z")}
    journey.cloud.invoke("escalate_due_requests", event)

    assert [step["event"] for step in journey.tell(now=late)["steps"]] == ["receive", *told]
    assert ("Wij lieten u weten dat ons antwoord later komt" in journey.read(now=late)) is bool(told)
    assert len(journey.cloud.items("PersonalDataTable", kind="STEP#")) == 2


def test_the_page_costs_three_reads(journey: Journey) -> None:
    journey.cloud.calls.clear()
    journey.read()

    assert [call.operation for call in journey.cloud.called()] == ["Query", "GetItem", "Query"]

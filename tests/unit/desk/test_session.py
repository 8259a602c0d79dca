"""Sessions: seen and ended by whose they are and by an officer; roles that were read an hour ago do nothing any more."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from tests.unit.cloud import Cloud
from tests.unit.desk.colleague import SESSION, Colleague, Reply
from tests.unit.desk.provider import IdentityProvider
from tests.unit.event import NOW
from tests.unit.secret import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.desk.conftest import Ask

MYSELF = "/desk/api/session"
# Where the provider goes on to say something for an hour and more, so that nothing but the roles is out of date.
LONG = {"exp": int(NOW.timestamp()) + 9 * 3600}


def token_of(somebody: Colleague) -> str:
    return str(somebody.get(MYSELF).json["csrf"])


def sessions_of(somebody: Colleague) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = somebody.get("/desk/api/sessions").json["sessions"]
    return listed


@pytest.fixture
def again(cloud: Cloud, provider: IdentityProvider) -> Colleague:
    """Give the officer once more, on another device."""
    return Colleague(cloud, provider).sign_in()


@pytest.mark.parametrize("roles", [(), ("administrator",)])
def test_who_has_no_role_can_sign_out_all_the_same(stranger: Colleague, roles: tuple[str, ...]) -> None:
    stranger.roles = roles
    stranger.sign_in()
    kept = dict(stranger.cookies)
    page = stranger.get("/desk")
    assert page.status == 403
    assert 'action="/desk/sign-out"' in page.text

    assert stranger.post("/desk/sign-out", token=token_of(stranger)).location == "/desk/signed-out"
    stranger.cookies = kept
    assert stranger.get(MYSELF).status == 401


def test_another_website_signs_nobody_out(officer: Colleague) -> None:
    assert officer.post("/desk/sign-out", token="").status == 403
    assert officer.post("/desk/sign-out", origin="https://evil.example").status == 403
    assert officer.get(MYSELF).status == 200


def test_signing_out_ends_this_session_and_everywhere_ends_all(
    officer: Colleague, again: Colleague, handler: Colleague
) -> None:
    third = Colleague(officer.cloud, officer.provider).sign_in()
    assert again.post("/desk/sign-out").status == 303
    assert [one.get(MYSELF).status for one in (officer, again, third)] == [200, 401, 200]

    assert third.post("/desk/sign-out", {"everywhere": "true"}).location == "/desk/signed-out"

    assert [one.get(MYSELF).status for one in (officer, again, third, handler)] == [401, 401, 401, 200]
    assert {item["pk"].partition("#")[0] for item in officer.cloud.items("SessionTable")} == {"SESSION", "SIGNED_IN"}
    assert len(officer.cloud.items("SessionTable")) == 2


def test_everybody_sees_and_ends_their_own_sessions_and_no_others(handler: Colleague, officer: Colleague) -> None:
    second = Colleague(handler.cloud, handler.provider, name=handler.name, roles=handler.roles).sign_in()

    listed = sessions_of(handler)
    assert [(one["name"], one["own"], one["this"]) for one in listed] == [
        ("Hanna Bakker", True, one["this"]) for one in listed
    ]
    assert sorted(one["this"] for one in listed) == [False, True]
    [of_officer] = [one["id"] for one in sessions_of(officer) if one["own"]]
    assert handler.post(f"/desk/sessions/{of_officer}/end").status == 404
    assert handler.post_json(f"/desk/api/sessions/{of_officer}/end", {}, x_csrf_token=token_of(handler)).status == 404
    [other] = [one["id"] for one in listed if not one["this"]]
    assert handler.post(f"/desk/sessions/{other}/end").location == "/desk/sessions"

    assert [one.get(MYSELF).status for one in (handler, second, officer)] == [200, 401, 200]
    assert "Olga Smit" not in handler.get("/desk/sessions").text


def test_an_officer_sees_who_is_signed_in_and_ends_their_sessions(handler: Colleague, officer: Colleague) -> None:
    second = Colleague(handler.cloud, handler.provider, name=handler.name, roles=handler.roles).sign_in()
    page = officer.get("/desk/sessions").text
    assert "Hanna Bakker" in page
    [path] = set(re.findall(r'action="(/desk/staff/[a-z2-7]{32}/sign-out)"', page))

    assert handler.post(path).status == 403
    assert officer.post(path).location == "/desk/sessions"

    assert [one.get(MYSELF).status for one in (handler, second, officer)] == [401, 401, 200]
    of_aron = Colleague(handler.cloud, handler.provider, name="Aron Meijer", roles=("auditor",)).sign_in()
    [found] = [one for one in sessions_of(officer) if not one["own"]]
    ended = officer.post_json(f"/desk/api/staff/{found['staff_id']}/sign-out", {})
    assert (ended.json, of_aron.get(MYSELF).status) == ({"count": 1}, 401)


def test_a_session_that_is_over_is_not_listed(handler: Colleague, officer: Colleague) -> None:
    assert handler.get(MYSELF).status == 200
    officer.wait(minutes=29)
    assert officer.get(MYSELF).status == 200
    officer.wait(minutes=1)

    assert {one["name"] for one in sessions_of(officer)} == {"Olga Smit"}


def test_a_new_sign_in_ends_the_session_that_this_browser_had(officer: Colleague) -> None:
    kept = dict(officer.cookies)
    officer.sign_in()

    assert officer.get(MYSELF).status == 200
    officer.cookies = kept
    assert officer.get(MYSELF).status == 401


# The roles that were read an hour ago.


def grow_old(somebody: Colleague, minutes: int = 60) -> None:
    """Let time pass while somebody works."""
    for _ in range(minutes // 20):
        somebody.wait(minutes=20)
        assert somebody.get(MYSELF).status == 200


def come_back_silently(somebody: Colleague, led: Reply, *roles: str, name: str = "") -> Reply:
    """Go where a page leads, to the provider and back."""
    parts = urlsplit(led.location)
    assert (parts.path, dict(parse_qsl(parts.query))["silent"]) == ("/desk/sign-in", "true")
    code, state = somebody.provider.enter(somebody.get(led.location).location, name or somebody.name, *roles)
    assert somebody.provider.prompts[-1] == "none"
    return somebody.come_back(code, state)


def test_a_page_reads_the_roles_anew_without_a_word_and_goes_on(officer: Colleague, ask: Ask) -> None:
    officer.provider.changes = LONG
    reference, token = ask(), token_of(officer)
    grow_old(officer)

    back = come_back_silently(officer, officer.get(f"/desk/requests/{reference}?x=1"), "privacy_officer")

    assert back.location == f"/desk/requests/{reference}?x=1"
    assert officer.get(back.location).status == 200
    assert token_of(officer) == token
    grow_old(officer, 40)
    assert officer.get("/desk").status == 200


def test_until_the_hour_roles_do_and_a_page_reads_them_sooner(officer: Colleague, ask: Ask) -> None:
    reference, token = ask(), token_of(officer)
    grow_old(officer, 40)
    officer.wait(minutes=9, seconds=59)
    assert officer.get("/desk").status == 200
    officer.wait(seconds=1)
    assert officer.get("/desk").status == 303

    officer.wait(minutes=9, seconds=59)
    assert officer.get("/desk/api/requests").status == 200
    form = {"event": "vouch", "revision": "1", "reason": "Gezien."}
    assert officer.post(f"/desk/requests/{reference}/moves", form, token=token).status == 303
    officer.wait(seconds=1)
    assert officer.get("/desk/api/requests").status == 401


def test_a_role_that_was_withdrawn_is_gone_within_the_hour(officer: Colleague, ask: Ask) -> None:
    officer.provider.changes = LONG
    reference = ask()
    grow_old(officer)

    back = come_back_silently(officer, officer.get(f"/desk/requests/{reference}"), "auditor")

    assert officer.get(back.location).status == 403
    assert officer.get(MYSELF).json["roles"] == ["auditor"]


def test_nothing_is_done_with_roles_of_an_hour_ago_and_nothing_typed_is_lost(
    cloud: Cloud, officer: Colleague, ask: Ask
) -> None:
    reference, token = ask(), token_of(officer)
    grow_old(officer)
    before = cloud.items("PersonalDataTable")

    form = {"event": "vouch", "revision": "1", "reason": "Aan de balie gezien."}
    page = officer.post(f"/desk/requests/{reference}/moves", form, token=token)
    by_program = officer.post_json(f"/desk/api/requests/{reference}/moves", {**form, "revision": 1}, x_csrf_token=token)

    assert (page.status, "Aan de balie gezien." in page.text) == (401, True)
    assert (by_program.status, by_program.json["type"]) == (401, "urn:loket:problem:roles_stale")
    assert officer.get("/desk/api/requests").json["type"] == "urn:loket:problem:roles_stale"
    assert cloud.items("PersonalDataTable") == before


def test_an_officer_of_an_hour_ago_sees_and_ends_only_their_own_sessions(officer: Colleague, handler: Colleague) -> None:
    grow_old(officer, 20)
    handler.wait(minutes=20)
    fresh = Colleague(handler.cloud, handler.provider, name=handler.name, roles=handler.roles)
    fresh.provider.changes = LONG
    grow_old(officer, 40)
    fresh.now = officer.now
    fresh.sign_in()

    assert {one["name"] for one in sessions_of(officer)} == {"Olga Smit"}
    [of_hanna] = [one for one in sessions_of(fresh) if one["this"]]
    token = token_of(officer)
    assert officer.post(f"/desk/sessions/{of_hanna['id']}/end", token=token).status == 404
    assert officer.post(f"/desk/staff/{of_hanna['staff_id']}/sign-out", token=token).status == 401
    assert fresh.get(MYSELF).status == 200


@pytest.mark.parametrize(
    "error", ["login_required", "consent_required", "interaction_required", "account_selection_required"]
)
def test_who_is_signed_in_there_no_more_must_sign_in_again(officer: Colleague, error: str) -> None:
    kept = dict(officer.cookies)
    grow_old(officer)
    begun = officer.get(officer.get("/desk/search").location)
    state = dict(parse_qsl(urlsplit(begun.location).query))["state"]

    back = officer.get(f"/desk/sign-in/callback?{urlencode({'error': error, 'state': state})}")

    assert back.location == "/desk/sign-in?return_to=%2Fdesk%2Fsearch"
    assert SESSION not in officer.cookies
    officer.cookies = kept
    assert officer.get(MYSELF).status == 401


def test_another_who_is_signed_in_there_takes_over_no_session(officer: Colleague) -> None:
    officer.provider.changes = LONG
    kept = dict(officer.cookies)
    grow_old(officer)

    back = come_back_silently(officer, officer.get("/desk"), "privacy_officer", name="Mallory")

    assert back.location.startswith("/desk/sign-in?return_to")
    officer.cookies = kept
    assert officer.get(MYSELF).status == 401


def test_a_session_that_was_ended_meanwhile_does_not_come_back_silently(officer: Colleague, again: Colleague) -> None:
    officer.provider.changes = LONG
    grow_old(officer)
    begun = officer.get(officer.get("/desk").location).location
    again.now = officer.now
    assert officer.post("/desk/sign-out", {"everywhere": "true"}, token=token_of(officer)).status == 303

    officer.cookies.setdefault(SESSION, "gone")
    back = officer.come_back(*officer.provider.enter(begun, officer.name, "privacy_officer"))

    assert back.location.startswith("/desk/sign-in?return_to")
    assert officer.get(MYSELF).status == 401


def test_nobody_without_a_session_gets_one_silently(stranger: Colleague) -> None:
    begun = stranger.get("/desk/sign-in?silent=true").location
    stranger.provider.enter(begun, "Olga Smit", "privacy_officer")

    assert stranger.provider.prompts == [None]


def test_a_session_ends_when_it_would_have_however_often_roles_are_read(officer: Colleague) -> None:
    officer.provider.changes = LONG
    for _ in range(7):
        grow_old(officer)
        come_back_silently(officer, officer.get("/desk"), "privacy_officer")
    officer.wait(minutes=29)
    assert officer.get(MYSELF).status == 200
    grow_old(officer, 20)
    officer.wait(minutes=11)

    assert officer.get(MYSELF).status == 401


def test_two_of_one_name_are_told_apart(cloud: Cloud, officer: Colleague, auditor: Colleague, ask: Ask) -> None:
    officer.provider.changes = {"sub": "another-person"}
    twin = Colleague(cloud, officer.provider).sign_in()
    reference = ask()
    for one in (officer, twin):
        assert one.get(f"/desk/requests/{reference}").status == 200

    lines = [line for line in cloud.items("LedgerTable") if line["event"] == "view"]
    assert [(line["by"], line["role"]) for line in lines] == [("Olga Smit", "privacy_officer")] * 2
    assert len({line["by_id"] for line in lines}) == 2
    assert "another-person" not in json.dumps(cloud.items("LedgerTable"))
    shown = re.findall(r'Olga Smit <span class="soft">([^<]*)</span>', auditor.get("/desk/ledger").text)
    assert sorted(map(unescape, shown)) == sorted(f"privacy officer, {line['by_id'][:6]}" for line in lines)
    told = auditor.get("/desk/api/ledger").json["lines"]
    assert {line["by_id"] for line in told if line["event"] == "view"} == {line["by_id"] for line in lines}


def test_each_act_names_who_did_it_by_id_and_role(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    reference = ask()
    assert officer.post(
        f"/desk/requests/{reference}/moves", {"event": "vouch", "revision": "1", "reason": "Gezien."}
    ).location

    [line] = [line for line in cloud.items("LedgerTable") if line["what"] == "vouch"]
    [step] = [step for step in cloud.items("PersonalDataTable", kind="STEP#") if step["event"] == "vouch"]
    [session] = [item for item in cloud.items("SessionTable", kind="SESSION") if "name" in item]
    named = ("Olga Smit", session["staff_id"], "privacy_officer")
    assert [(one["by"], one["by_id"], one["role"]) for one in (line, step)] == [named, named]
    received = [item for item in cloud.items("LedgerTable") if item["what"] == "receive"]
    assert [(item["by"], "by_id" in item, "role" in item) for item in received] == [("person", False, False)]


@pytest.mark.parametrize("why", ["P-00000-00000", "E-7Q2MK-9XKDT", "because", "", "question "])
def test_a_made_up_reason_never_stands_in_the_ledger(cloud: Cloud, officer: Colleague, ask: Ask, why: str) -> None:
    reference = ask()
    [item] = cloud.items("PersonalDataTable", kind="PRIVACY_REQUEST#")
    person = item["pk"].partition("#")[2]

    for reason in (why, reference, "question"):
        assert officer.get(f"/desk/people/{person}?{urlencode({'why': reason})}").status == 200

    views = [line["why"] for line in cloud.items("LedgerTable") if line["event"] == "view"]
    assert sorted(views) == sorted(["work", named(reference), "question"])


@pytest.mark.parametrize("why", [None, "", "work", "because", "P-00000-00000"])
def test_a_search_needs_a_reason_of_the_list(officer: Colleague, why: str | None) -> None:
    assert re.search(r'<select id="why" name="why" required>\s*<option value="">', officer.get("/desk/search").text)

    answer = officer.post("/desk/search", {"sought": "sanne.devries@example.nl", "why": why})

    assert (answer.status, "Choose why you look." in answer.text) == (422, True)
    assert "sanne.devries@example.nl" in answer.text
    assert officer.post_json("/desk/api/search", {"sought": "sanne.devries@example.nl", "why": why}).status == 422


# Four eyes.


def decide(who: Colleague, reference: str, event: str) -> tuple[int, int, str]:
    """Return how a decision is answered at the page and in the API, and what the page shows before it."""
    page = who.get(f"/desk/requests/{reference}").text
    form = {"event": event, "revision": "3", "reason": "Hierom."}
    by_program = who.post_json(f"/desk/api/requests/{reference}/moves", {**form, "revision": 3})
    return who.post(f"/desk/requests/{reference}/moves", form).status, by_program.status, page


@pytest.mark.parametrize("event", ["grant", "grant_partly", "refuse"])
def test_with_four_eyes_who_established_a_request_does_not_decide_it(
    cloud: Cloud, officer: Colleague, provider: IdentityProvider, ask: Ask, event: str
) -> None:
    cloud.settings["FOUR_EYES"] = "on"
    reference = ask()
    for revision, step in ((1, "vouch"), (2, "take_up")):
        form = {"event": step, "revision": str(revision), "reason": "Gezien."}
        assert officer.post(f"/desk/requests/{reference}/moves", form).status == 303

    status, by_program, page = decide(officer, reference, event)
    assert (status, by_program, "Another privacy officer decides" in page) == (403, 403, True)
    assert (f'value="{event}"' in page, 'value="extend"' in page) == (False, True)
    # By who they are, and not by what they are called.
    provider.changes = {"name": "Olga Smit", "sub": "another-person"}
    twin = Colleague(cloud, provider).sign_in()
    assert f'value="{event}"' in twin.get(f"/desk/requests/{reference}").text
    assert twin.post(f"/desk/requests/{reference}/moves", {**form, "event": event, "revision": "3"}).status == 303


def test_with_four_eyes_who_registered_a_request_does_not_decide_it(
    cloud: Cloud, officer: Colleague, hire: Callable[[str], Colleague]
) -> None:
    cloud.settings["FOUR_EYES"] = "on"
    asked = {"channel": "phone", "received_on": "2026-11-23", "kind": "objection", "name": "Sanne", "email": "s@example.nl"}
    reference = officer.post_json("/desk/api/requests", asked).json["reference"]
    handler = hire("handler")
    assert handler.post(f"/desk/requests/{reference}/moves", {"event": "take_up", "revision": "1"}).status == 303

    refused = officer.post(f"/desk/requests/{reference}/moves", {"event": "grant", "revision": "2", "reason": "Ja."})

    assert (refused.status, "Another must decide this" in refused.text, "Ja." in refused.text) == (403, True, True)
    assert officer.post(
        f"/desk/requests/{reference}/moves", {"event": "extend", "revision": "2", "reason": "Druk.", "until": "2026-12-28"}
    ).location


def test_without_four_eyes_one_officer_may_do_it_all(officer: Colleague, ask: Ask) -> None:
    reference = ask()
    for revision, step in enumerate(("vouch", "take_up", "grant"), start=1):
        form = {"event": step, "revision": str(revision), "reason": "Gezien."}
        assert officer.post(f"/desk/requests/{reference}/moves", form).status == 303

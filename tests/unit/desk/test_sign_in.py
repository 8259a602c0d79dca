"""Signing in: an attempt is good for one browser, once, for ten minutes, and leads to a page of the desk."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from html import unescape
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote_plus

import pytest
from desk.sign_in import local_path

from tests.unit.cloud import Cloud
from tests.unit.desk.colleague import ORIGIN, SESSION, Colleague
from tests.unit.desk.conftest import Ask
from tests.unit.desk.provider import CLIENT, IdentityProvider
from tests.unit.event import NOW


def begin(stranger: Colleague, return_to: str = "/desk") -> str:
    return stranger.get(f"/desk/sign-in?return_to={return_to}").location


def test_who_signs_in_comes_back_to_the_page_they_asked_for(stranger: Colleague) -> None:
    led = stranger.get("/desk/register?x=1")
    assert (led.status, led.location) == (303, "/desk/sign-in?return_to=%2Fdesk%2Fregister%3Fx%3D1")
    code, state = stranger.provider.enter(stranger.get(led.location).location, "Olga Smit", "privacy_officer")

    back = stranger.come_back(code, state)

    assert (back.status, back.location) == (303, "/desk/register?x=1")
    assert "Olga Smit" in stranger.get("/desk").text


def attributes(cookie: str) -> tuple[str, dict[str, Any]]:
    """Return the name of a cookie, and all its attributes that say something."""
    [(name, morsel)] = SimpleCookie(cookie).items()
    return name, {attribute: value for attribute, value in morsel.items() if value}


CLOSED = {"path": "/", "secure": True, "httponly": True, "samesite": "lax"}


def test_the_cookies_are_out_of_reach_of_scripts_and_of_other_websites(stranger: Colleague) -> None:
    begun = stranger.get("/desk/sign-in")
    [back] = stranger.come_back(*stranger.provider.enter(begun.location, "Olga Smit", "privacy_officer")).cookies
    [gone] = stranger.post("/desk/sign-out").cookies

    assert [attributes(cookie) for cookie in begun.cookies] == [(f"{SESSION}_sign_in", {**CLOSED, "max-age": "600"})]
    assert attributes(back) == (SESSION, CLOSED)
    name, left = attributes(gone)
    assert (name, left.pop("max-age")) == (SESSION, "0")
    assert parsedate_to_datetime(left.pop("expires")) <= datetime.now(UTC)
    assert left == CLOSED


def test_a_cookie_that_is_too_long_was_never_ours_and_is_replaced(stranger: Colleague) -> None:
    name = f"{SESSION}_sign_in"
    stranger.cookies[name] = "x" * 64
    begin(stranger)
    assert stranger.cookies[name] == "x" * 64

    stranger.cookies[name] = "x" * 65
    begin(stranger)
    assert len(stranger.cookies[name]) == 43


def test_on_one_machine_over_http_the_cookie_has_a_name_that_browsers_accept(cloud: Cloud, stranger: Colleague) -> None:
    cloud.settings["PUBLIC_URL"] = "http://127.0.0.1:3000"

    [given] = stranger.get("/desk/sign-in").cookies
    expected = {"path": "/", "httponly": True, "samesite": "lax", "max-age": "600"}
    assert attributes(given) == ("loket_desk_sign_in", expected)


def test_the_table_holds_no_token_that_opens_anything(cloud: Cloud, officer: Colleague) -> None:
    [session] = cloud.items("SessionTable", kind="SESSION")

    assert session["pk"] == f"SESSION#{sha256(officer.cookies[SESSION].encode()).hexdigest()}"
    assert officer.cookies[SESSION] not in str(cloud.items("SessionTable"))
    assert session["expires_at"] - NOW.timestamp() == 8 * 3600


def test_the_verifier_never_leaves_for_the_browser(stranger: Colleague, cloud: Cloud) -> None:
    address = begin(stranger)
    [attempt] = cloud.items("SessionTable", kind="SIGN_IN")

    assert attempt["verifier"] not in address
    assert attempt["expires_at"] - NOW.timestamp() == 600


def test_a_state_is_good_once(stranger: Colleague) -> None:
    address = begin(stranger)
    assert stranger.come_back(*stranger.provider.enter(address, "Olga Smit")).status == 303

    assert stranger.come_back(*stranger.provider.enter(address, "Olga Smit")).status == 403


def test_a_state_is_good_once_also_at_the_very_same_time(
    stranger: Colleague, cloud: Cloud, provider: IdentityProvider
) -> None:
    begun = stranger.get("/desk/sign-in").location
    (mine, state), (other, _) = (provider.enter(begun, "Olga Smit", "privacy_officer") for _ in range(2))
    tab = replace(stranger, cookies=dict(stranger.cookies))
    let_in: list[int] = []
    cloud.meanwhile = lambda: let_in.append(tab.come_back(other, state).status)

    assert (stranger.come_back(mine, state).status, let_in) == (403, [303])


def test_a_state_is_good_for_the_browser_that_began(stranger: Colleague, cloud: Cloud, provider: IdentityProvider) -> None:
    """Else somebody could let another sign in as themselves (login CSRF)."""
    code, state = provider.enter(begin(stranger), "Olga Smit", "privacy_officer")
    victim = Colleague(cloud, provider)
    begin(victim)

    assert victim.come_back(code, state).status == 403
    assert SESSION not in victim.cookies


def test_two_pages_of_one_browser_can_sign_in_at_a_time(stranger: Colleague) -> None:
    first, second = begin(stranger), begin(stranger)

    for address in (first, second):
        assert stranger.come_back(*stranger.provider.enter(address, "Olga Smit")).status == 303


def test_a_state_is_out_of_date_after_ten_minutes(stranger: Colleague, provider: IdentityProvider) -> None:
    # The token itself is good for an hour, so that nothing but the attempt is out of date.
    provider.changes = {"exp": int(NOW.timestamp()) + 3600}
    in_time, late = (provider.enter(begin(stranger), "Olga Smit") for _ in range(2))

    stranger.wait(minutes=9, seconds=59)
    assert stranger.come_back(*in_time).status == 303
    stranger.wait(seconds=1)
    assert stranger.come_back(*late).status == 403


def test_a_state_that_was_never_given_opens_nothing(stranger: Colleague, provider: IdentityProvider) -> None:
    code, given = provider.enter(begin(stranger), "Olga Smit")

    assert [state for state in ("", "never-given", "x" * 5000) if stranger.come_back(code, state).status != 403] == []
    assert stranger.come_back(code, given).status == 303


def test_who_was_refused_by_the_provider_is_told_so_and_the_attempt_is_spent(stranger: Colleague) -> None:
    """That it showed no page is an answer to who asked for none. What no code is worth, it is not asked."""
    for error in ("access_denied", "login_required"):
        code, state = stranger.provider.enter(begin(stranger), "Olga Smit")
        stranger.provider.token_status = 503
        assert stranger.get(f"/desk/sign-in/callback?error={error}&state={state}").status == 403
        stranger.provider.token_status = None
        assert stranger.come_back(code, state).status == 403


def test_a_code_of_somebody_elses_attempt_is_worth_nothing(stranger: Colleague, provider: IdentityProvider) -> None:
    stolen, _ = provider.enter(begin(Colleague(stranger.cloud, provider)), "Olga Smit", "privacy_officer")
    own, state = provider.enter(begin(stranger), "Mallory")
    _, other = provider.enter(begin(stranger), "Mallory")

    assert stranger.come_back(stolen, other).status == 403
    assert stranger.come_back(own, state).status == 303


def test_who_signed_out_can_end_the_providers_own_session_too(stranger: Colleague, provider: IdentityProvider) -> None:
    provider.discovered = {"end_session_endpoint": f"{provider.url}/end?tenant=1"}

    [address] = re.findall(r'href="([^"]+/end[^"]+)"', stranger.get("/desk/signed-out").text)
    back = quote_plus(f"{ORIGIN}/desk/signed-out")
    query = f"tenant=1&client_id={CLIENT}&post_logout_redirect_uri={back}&logout_uri={back}"
    assert unescape(address) == f"{provider.url}/end?{query}"


@pytest.mark.parametrize("issuer", [None, "http://127.0.0.1:9"])
def test_without_such_an_address_that_is_not_offered(stranger: Colleague, cloud: Cloud, issuer: str | None) -> None:
    cloud.settings["OIDC_ISSUER"] = issuer or stranger.provider.url

    page = stranger.get("/desk/signed-out")
    assert page.status == 200
    assert "sign-in service" not in page.text


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example",
        "//evil.example",
        "/desk//evil.example",
        "/desk/..//evil.example",
        "/desk/../courses",
        "/desk/\u00e9",
        "/desk\\evil",
        "/desk@evil.example",
        "/desk/@evil.example",
        "/desk/ evil.example",
        "/desk/\\evil.example",
        "/deskevil",
        "/courses",
        "javascript:alert(1)",
        "/desk/\r\nset-cookie: x",
        "/desk/%0d%0a é",
        "/desk/\t/evil.example",
        "/desk/\x7f",
        "",
    ],
)
def test_nobody_is_sent_to_another_website(path: str) -> None:
    assert local_path(path) == "/desk"


@pytest.mark.parametrize("path", ["/desk", "/desk?page=2", "/desk/people/1a?why=question"])
def test_whoever_was_at_the_desk_comes_back_there(path: str) -> None:
    assert local_path(path) == path


def test_nobody_comes_back_to_another_website(stranger: Colleague, cloud: Cloud) -> None:
    code, state = stranger.provider.enter(begin(stranger, "https://evil.example/"), "Olga Smit")
    [kept] = cloud.items("SessionTable", kind="SIGN_IN")
    assert kept["return_to"] == "/desk"
    cloud.put("SessionTable", {**kept, "return_to": "https://evil.example/"})

    assert stranger.come_back(code, state).location == "/desk"


@pytest.mark.parametrize("length", [500, 501])
def test_no_long_way_back_is_stored(stranger: Colleague, cloud: Cloud, length: int) -> None:
    path = "/desk/".ljust(length, "x")
    begin(stranger, path)

    [kept] = cloud.items("SessionTable", kind="SIGN_IN")
    assert kept["return_to"] == (path if length == 500 else "/desk")


def test_signing_in_is_begun_so_often_and_anew_once_somebody_is_in(stranger: Colleague, cloud: Cloud) -> None:
    begun = [begin(stranger) for _ in range(25)]
    stranger.wait(minutes=1)
    refused = stranger.get("/desk/sign-in")
    assert (refused.status, refused.headers["retry-after"]) == (429, "540")
    assert len(cloud.items("SessionTable", kind="SIGN_IN")) == 25
    assert begin(replace(stranger, sender="198.51.100.1", cookies={})).startswith(stranger.provider.url)
    assert stranger.come_back(*stranger.provider.enter(begun[-1], "Olga Smit", "handler")).status == 303
    [other] = cloud.items("GuardTable", kind="SIGN_INS#")
    assert len(other["hits"]) == 1


def test_who_begins_to_sign_in_is_not_recognised_as_who_sends_a_form(stranger: Colleague, cloud: Cloud, ask: Ask) -> None:
    ask()
    begin(stranger)
    [form] = cloud.items("GuardTable", kind="SUBMISSION#")
    [attempt] = cloud.items("GuardTable", kind="SIGN_INS#")

    assert attempt["pk"] != f"SIGN_INS#{form['sender']}"


def test_who_has_a_session_is_not_counted_and_has_their_roles_read_however_many_strangers_try(officer: Colleague) -> None:
    stranger = Colleague(officer.cloud, officer.provider)
    for _ in range(25):
        begin(stranger)
    assert stranger.get("/desk/sign-in").status == 429

    for silent in ("", "?silent=true"):
        assert officer.get(f"/desk/sign-in{silent}").status == 303
    [counted] = officer.cloud.items("GuardTable", kind="SIGN_INS#")
    assert len(counted["hits"]) == 25


@pytest.mark.parametrize("embedded", ["image", "iframe", "empty", "script"])
def test_what_another_page_embeds_begins_no_attempt(stranger: Colleague, cloud: Cloud, embedded: str) -> None:
    """Any website that somebody in the office looks at could else use up the attempts of all of them."""
    refused = stranger.get("/desk/sign-in", sec_fetch_dest=embedded)

    assert (refused.status, refused.cookies) == (403, [])
    assert cloud.items("SessionTable") + cloud.items("GuardTable") == []
    assert stranger.get("/desk/sign-in", sec_fetch_dest="document").status == 303

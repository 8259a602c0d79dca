"""Signing in: an attempt is good for one browser, once; a token is believed only when every part of it is right."""

from __future__ import annotations

import re
from hashlib import sha256
from html import unescape
from typing import Any
from urllib.parse import quote_plus

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from desk.sign_in import local_path

from tests.unit.cloud import Cloud, spectator
from tests.unit.desk.colleague import ORIGIN, SESSION, Colleague
from tests.unit.desk.provider import CLIENT, IdentityProvider, make_key
from tests.unit.event import NOW


def begin(stranger: Colleague, return_to: str = "/desk") -> str:
    return stranger.get(f"/desk/sign-in?return_to={return_to}").location


def come_in(stranger: Colleague) -> int:
    """Return the status with which somebody comes back who signs in now."""
    code, state = stranger.provider.enter(begin(stranger), "Olga Smit", "privacy_officer")
    return stranger.come_back(code, state).status


def test_who_signs_in_comes_back_to_the_page_they_asked_for(stranger: Colleague) -> None:
    led = stranger.get("/desk/register?x=1")
    assert (led.status, led.location) == (303, "/desk/sign-in?return_to=%2Fdesk%2Fregister%3Fx%3D1")
    code, state = stranger.provider.enter(stranger.get(led.location).location, "Olga Smit", "privacy_officer")

    back = stranger.come_back(code, state)

    assert (back.status, back.location) == (303, "/desk/register?x=1")
    assert "Olga Smit" in stranger.get("/desk").text


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_websites(stranger: Colleague) -> None:
    code, state = stranger.provider.enter(begin(stranger), "Olga Smit", "privacy_officer")
    given = next(one for one in stranger.come_back(code, state).cookies if one.startswith(SESSION))

    flags = {part.strip().lower() for part in given.split(";")[1:]}
    assert flags == {"httponly", "path=/", "samesite=lax", "secure"}


def test_on_one_machine_over_http_the_cookie_has_a_name_that_browsers_accept(cloud: Cloud, stranger: Colleague) -> None:
    cloud.settings["PUBLIC_URL"] = "http://127.0.0.1:3000"

    [given] = stranger.get("/desk/sign-in").cookies
    assert given.startswith("loket_desk_sign_in=")
    assert "secure" not in given.lower()


def test_the_table_holds_no_token_that_opens_anything(cloud: Cloud, officer: Colleague) -> None:
    [session] = cloud.items("GuardTable", kind="SESSION#")

    assert session["pk"] == f"SESSION#{sha256(officer.cookies[SESSION].encode()).hexdigest()}"
    assert officer.cookies[SESSION] not in str(cloud.items("GuardTable"))
    assert session["expires_at"] - NOW.timestamp() == 8 * 3600


def test_the_verifier_never_leaves_for_the_browser(stranger: Colleague, cloud: Cloud) -> None:
    address = begin(stranger)
    [attempt] = cloud.items("GuardTable", kind="SIGN_IN#")

    assert attempt["verifier"] not in address
    assert attempt["expires_at"] - NOW.timestamp() == 600


def test_a_state_is_good_once(stranger: Colleague) -> None:
    address = begin(stranger)
    assert stranger.come_back(*stranger.provider.enter(address, "Olga Smit")).status == 303

    assert stranger.come_back(*stranger.provider.enter(address, "Olga Smit")).status == 403


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


def test_a_state_is_out_of_date_after_ten_minutes(stranger: Colleague) -> None:
    code, state = stranger.provider.enter(begin(stranger), "Olga Smit")
    stranger.wait(minutes=10)

    assert stranger.come_back(code, state).status == 403


@pytest.mark.parametrize("state", ["", "never-given", "x" * 5000])
def test_a_state_that_was_never_given_opens_nothing(stranger: Colleague, state: str) -> None:
    begin(stranger)

    assert stranger.come_back("code", state).status == 403


def test_who_was_refused_by_the_provider_is_told_so(stranger: Colleague) -> None:
    _, state = stranger.provider.enter(begin(stranger), "Olga Smit")

    assert stranger.get(f"/desk/sign-in/callback?error=access_denied&state={state}").status == 403


def test_a_code_of_somebody_elses_attempt_is_worth_nothing(stranger: Colleague, provider: IdentityProvider) -> None:
    stolen, _ = provider.enter(begin(Colleague(stranger.cloud, provider)), "Olga Smit", "privacy_officer")
    _, state = provider.enter(begin(stranger), "Mallory")

    assert stranger.come_back(stolen, state).status == 403


LIES: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://elsewhere.example.com"},
    "another audience": {"aud": "another-client"},
    "many audiences without a party": {"aud": [CLIENT, "another-client"]},
    "another party": {"aud": [CLIENT, "another-client"], "azp": "another-client"},
    "another nonce": {"nonce": "x"},
    "expired": {"exp": int(NOW.timestamp()) - 61},
    "from the future": {"iat": int(NOW.timestamp()) + 61},
    "no moment": {"exp": "soon"},
}


@pytest.mark.parametrize("changes", LIES.values(), ids=LIES)
def test_a_token_that_says_something_wrong_is_not_believed(stranger: Colleague, changes: dict[str, Any]) -> None:
    stranger.provider.changes = changes

    assert come_in(stranger) == 403
    assert SESSION not in stranger.cookies


def sign_with(algorithm: str, key: Any) -> Any:
    return lambda claims: jwt.encode(dict(claims), key, algorithm=algorithm, headers={"kid": "first"})


def with_public_key(claims: Any) -> str:
    """Return a token whose secret is the public key: RS256 taken for HS256 (RFC 8725, section 2.1)."""
    public = make_key("first").public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    algorithm = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    head = jwt.encode(dict(claims), "x" * 32, algorithm="HS256", headers={"kid": "first"}).rpartition(".")[0]
    signature = algorithm.sign(head.encode(), pem)
    return f"{head}.{jwt.utils.base64url_encode(signature).decode()}"


FORGERIES: dict[str, Any] = {
    "no signature": lambda claims: jwt.encode(dict(claims), "", algorithm="none", headers={"kid": "first"}),
    "the public key as a secret": with_public_key,
    "another's key": sign_with("RS256", make_key("forger")),
    "an algorithm that is not ours": sign_with("PS256", make_key("first")),
    "a key that nobody lists": lambda claims: jwt.encode(
        dict(claims), make_key("forger"), algorithm="RS256", headers={"kid": "forger"}
    ),
    "no token at all": lambda _: "",
    "half a token": lambda _: "a.b",
}


@pytest.mark.parametrize("sign", FORGERIES.values(), ids=FORGERIES)
def test_a_token_that_the_provider_did_not_sign_is_not_believed(stranger: Colleague, sign: Any) -> None:
    stranger.provider.sign = sign

    assert come_in(stranger) == 403
    assert SESSION not in stranger.cookies


def test_a_provider_may_replace_its_keys(stranger: Colleague, cloud: Cloud, provider: IdentityProvider) -> None:
    assert come_in(stranger) == 303
    provider.listed = ["second"]
    provider.sign = lambda claims: jwt.encode(dict(claims), make_key("second"), algorithm="RS256", headers={"kid": "second"})

    assert come_in(Colleague(cloud, provider)) == 303


def test_a_provider_that_calls_itself_another_is_not_asked(stranger: Colleague) -> None:
    stranger.provider.discovered = {"issuer": "https://elsewhere.example.com"}

    assert stranger.get("/desk/sign-in").status == 503


def test_a_provider_that_is_down_is_no_fault_of_ours(stranger: Colleague, cloud: Cloud) -> None:
    cloud.settings["OIDC_ISSUER"] = "http://127.0.0.1:9"

    answer = stranger.get("/desk/sign-in")
    assert (answer.status, answer.headers["retry-after"]) == (503, "30")


def test_a_secret_is_sent_where_the_provider_gave_one(stranger: Colleague, provider: IdentityProvider) -> None:
    spectator("secretsmanager").put_secret_value(SecretId="DeskSecret", SecretString='{"client_secret": "hush"}')
    provider.discovered = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}

    assert come_in(stranger) == 303
    assert provider.asked[-1]["client_secret"] == "hush"


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
        "/desk\\evil",
        "/desk@evil.example",
        "/deskevil",
        "/courses",
        "javascript:alert(1)",
        "/desk/\r\nset-cookie: x",
        "/desk/%0d%0a é",
        "",
    ],
)
def test_nobody_is_sent_to_another_website(path: str) -> None:
    assert local_path(path) == "/desk"


def test_nobody_comes_back_to_another_website(stranger: Colleague) -> None:
    code, state = stranger.provider.enter(begin(stranger, "https://evil.example/"), "Olga Smit")

    assert stranger.come_back(code, state).location == "/desk"

"""The OpenID provider of this machine: three members of staff, a code good once, and only with its verifier."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest

if TYPE_CHECKING:
    from tests.running import Reply, RunningStack

PATH = "/_local/identity"
VERIFIER = "a-verifier-of-at-least-forty-three-characters-long"
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def describe_visit(stack: RunningStack, **changes: str) -> dict[str, str]:
    """Return what the desk sends along with somebody who is to sign in."""
    return {
        "response_type": "code",
        "client_id": "loket-desk",
        "redirect_uri": f"{stack.base_url}/desk/sign-in/callback",
        "scope": "openid profile email",
        "state": "a-state",
        "nonce": "a-nonce",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **changes,
    }


def choose(stack: RunningStack, member: str) -> str:
    """Sign in as a member of staff and return the code."""
    reply = stack.post_html_form(f"{PATH}/authorize", {**describe_visit(stack), "member": member})
    assert reply.status == 303, reply.text
    query = parse_qs(urlsplit(reply.headers["location"]).query)
    assert query["state"] == ["a-state"]
    return query["code"][0]


def redeem(stack: RunningStack, code: str, **changes: str) -> Reply:
    """Ask for the token that a code is worth."""
    asked = {"code": code, "client_id": "loket-desk", "code_verifier": VERIFIER, **changes}
    return stack.post_html_form(
        f"{PATH}/token",
        {"redirect_uri": f"{stack.base_url}/desk/sign-in/callback", "grant_type": "authorization_code", **asked},
    )


@pytest.mark.parametrize(("member", "role"), [("hanna", "handler"), ("olga", "privacy_officer"), ("aron", "auditor")])
def test_each_member_of_staff_gets_a_token_with_their_role(stack: RunningStack, member: str, role: str) -> None:
    token = redeem(stack, choose(stack, member)).json["id_token"]
    document = stack.get(f"{PATH}/.well-known/openid-configuration").json
    [key] = jwt.PyJWKSet.from_dict(stack.get(f"{PATH}/keys").json).keys

    claims: dict[str, Any] = jwt.decode(token, key, ["RS256"], audience="loket-desk", issuer=document["issuer"])
    assert (claims["roles"], claims["nonce"]) == ([role], "a-nonce")


def test_a_code_is_good_once(stack: RunningStack) -> None:
    code = choose(stack, "olga")
    assert redeem(stack, code).status == 200

    assert redeem(stack, code).json == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    "changes", [{"code_verifier": "another"}, {"client_id": "another"}, {"redirect_uri": "https://evil.example"}]
)
def test_a_code_is_worth_nothing_to_another(stack: RunningStack, changes: dict[str, str]) -> None:
    assert redeem(stack, choose(stack, "olga"), **changes).status == 400


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"grant_type": ""}, "unsupported_grant_type"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_request_for_a_token_says_that_it_brings_a_code(stack: RunningStack, changes: dict[str, str], error: str) -> None:
    assert redeem(stack, choose(stack, "olga"), **changes).json == {"error": error}


def test_a_request_for_a_token_is_a_form(stack: RunningStack) -> None:
    reply = stack.post(f"{PATH}/token", {"grant_type": "authorization_code", "code": choose(stack, "olga")})

    assert (reply.status, reply.json) == (400, {"error": "invalid_request"})


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://evil.example"},
        {"client_id": "another"},
        {"response_type": "token"},
        {"scope": "profile email"},
        {"state": ""},
        {"nonce": ""},
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
    ],
)
def test_only_the_desk_may_send_people_here(stack: RunningStack, changes: dict[str, str]) -> None:
    assert stack.get(f"{PATH}/authorize?{urlencode(describe_visit(stack, **changes))}").status == 400
    sent = {**describe_visit(stack, **changes), "member": "olga"}
    assert stack.post_html_form(f"{PATH}/authorize", sent).status == 400


def test_cookies_travel_through_the_front_door_both_ways(stack: RunningStack) -> None:
    led = stack.get("/desk/sign-in")
    assert led.status == 303
    assert led.headers["set-cookie"].startswith("loket_desk_sign_in=")

    query = parse_qs(urlsplit(led.headers["location"]).query)
    asked = {name: value for name, [value] in query.items()}
    back = stack.post_html_form(f"{PATH}/authorize", {**asked, "member": "olga"})
    callback = back.headers["location"].removeprefix(stack.base_url)
    assert stack.get(callback).status == 403
    entered = stack.get(callback, cookie=led.headers["set-cookie"].partition(";")[0])
    assert entered.status == 303
    assert "HttpOnly" in entered.headers["set-cookie"]

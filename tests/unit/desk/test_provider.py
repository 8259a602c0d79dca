"""The made-up OpenID provider refuses what a real one would: else nothing is told by what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
import urllib3

from tests.unit.desk.provider import CALLBACK, CLIENT, METHODS, IdentityProvider, challenge_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VERIFIER = "a-verifier-of-its-own"
FORM = "application/x-www-form-urlencoded"
BASIC = "Basic ZGVzay1jbGllbnQ6aHVzaA=="

# What is changed in a request that is right, and why it is refused; None leaves a field out.
WRONG: tuple[tuple[dict[str, str | None], int, str], ...] = (
    ({"grant_type": None}, 400, "unsupported_grant_type"),
    ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ({"client_id": None}, 401, "invalid_client"),
    ({"client_id": "another-client"}, 401, "invalid_client"),
    ({"client_secret": "not-asked-for"}, 401, "invalid_client"),
    ({"redirect_uri": None}, 400, "invalid_grant"),
    ({"redirect_uri": "https://api.example.nl/desk"}, 400, "invalid_grant"),
    ({"code_verifier": None}, 400, "invalid_grant"),
    ({"code_verifier": "another-verifier"}, 400, "invalid_grant"),
    ({"code": None}, 400, "invalid_grant"),
    ({"code": "another-code"}, 400, "invalid_grant"),
)


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    """Serve a provider."""
    served = IdentityProvider().start()
    yield served
    served.stop()


def new_code(provider: IdentityProvider) -> str:
    query = {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": CALLBACK,
        "scope": "openid profile email",
        "state": "state",
        "nonce": "nonce",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
    }
    return provider.enter(f"{provider.url}/authorize?{urlencode(query)}", "Olga Smit")[0]


def redeem(provider: IdentityProvider, changes: Mapping[str, str | None], kind: str = FORM, **more: str) -> tuple[int, str]:
    """Return the status and the error with which a request for a token is answered."""
    asked = {"grant_type": "authorization_code", "client_id": CLIENT, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    every = {"code": new_code(provider), **asked, **changes}
    body = urlencode({name: value for name, value in every.items() if value is not None})
    headers = {"accept": "application/json", "content-type": kind, **more}
    answer = urllib3.request("POST", f"{provider.url}/token", body=body, headers=headers, retries=False)
    return answer.status, answer.json().get("error", "")


def test_it_refuses_what_a_real_one_would_and_takes_what_is_right(provider: IdentityProvider) -> None:
    assert redeem(provider, {}) == (200, "")
    assert [row for row in WRONG if redeem(provider, row[0]) != row[1:]] == []


def test_it_takes_a_form_and_nothing_else(provider: IdentityProvider) -> None:
    assert redeem(provider, {}, "application/json") == (400, "invalid_request")


def test_a_code_is_good_once_also_after_a_wrong_verifier(provider: IdentityProvider) -> None:
    taken, spoilt = new_code(provider), new_code(provider)

    assert [redeem(provider, {"code": taken})[0] for _ in range(2)] == [200, 400]
    assert redeem(provider, {"code": spoilt, "code_verifier": "x"})[0] == 400
    assert redeem(provider, {"code": spoilt})[0] == 400


def test_a_client_with_a_secret_shows_it_in_the_way_that_was_announced(provider: IdentityProvider) -> None:
    provider.secret = "hush"
    posted = {"client_secret": "hush"}
    assert redeem(provider, {}, authorization=BASIC)[0] == 200
    refused = [redeem(provider, {}), redeem(provider, posted), redeem(provider, posted, authorization=BASIC)]
    assert refused == [(401, "invalid_client")] * 3

    provider.discovered = {METHODS: ["client_secret_post"]}
    assert redeem(provider, posted)[0] == 200
    refused = [redeem(provider, {"client_secret": "x"}), redeem(provider, {}, authorization=BASIC)]
    assert refused == [(401, "invalid_client")] * 2

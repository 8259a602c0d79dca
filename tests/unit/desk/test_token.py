"""Who has signed in: a token is believed only when every part of it is right, and says who somebody is and what they may."""

from __future__ import annotations

import json
import socket
import threading
from itertools import cycle
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from loket.storage.secret import load_desk_secret

from tests.unit.cloud import Cloud, spectator
from tests.unit.desk.colleague import SESSION, Colleague
from tests.unit.desk.provider import CLIENT, METHODS, IdentityProvider, make_key
from tests.unit.event import KEYS, NOW

AT = int(NOW.timestamp())
PLACES = cycle(range(1, 255))


def come_in(stranger: Colleague) -> tuple[int, bool]:
    """Return the status with which somebody comes back who signs in now, and whether they have a session."""
    stranger.cookies.pop(SESSION, None)
    # Nobody may begin as often as this from one place.
    stranger.sender = f"203.0.113.{next(PLACES)}"
    begun = stranger.get("/desk/sign-in").location
    status = stranger.come_back(*stranger.provider.enter(begun, "Olga Smit", "privacy_officer")).status
    return status, SESSION in stranger.cookies


LET_IN, REFUSED = (303, True), (403, False)
# Claims that differ from those of an honest token; None is a claim that is not there.
TRUTHS: tuple[dict[str, Any], ...] = (
    {},
    {"exp": AT - 59},
    {"iat": AT + 60},
    {"aud": [CLIENT]},
    {"azp": CLIENT},
    {"aud": [CLIENT, "another-client"], "azp": CLIENT},
    {"nbf": AT + 60},
    {"sub": "x" * 255},
)
LIES: tuple[dict[str, Any], ...] = (
    {"exp": AT - 60},
    {"iat": AT + 61},
    {"exp": "soon"},
    {"iat": "soon"},
    {"iat": float("inf")},
    {"exp": float("inf")},
    {"nbf": AT + 61},
    {"nbf": "soon"},
    {"nbf": [AT]},
    {"nbf": float("nan")},
    *({"sub": wrong} for wrong in ("", " ", "\u3000", "a\nb", "\u200b", 7, ["id"], {"id": 1}, True, "x" * 256)),
    {"iss": "https://elsewhere.example.com"},
    {"aud": "another-client"},
    {"aud": [CLIENT, "another-client"]},
    {"aud": [CLIENT, "another-client"], "azp": "another-client"},
    {"azp": "another-client"},
    {"nonce": "x"},
    *({claim: None} for claim in ("iss", "sub", "aud", "exp", "iat", "nonce")),
)


def test_a_token_that_says_something_wrong_is_not_believed(stranger: Colleague) -> None:
    answered = []
    for changes in (*TRUTHS, *LIES):
        stranger.provider.changes = changes
        answered.append((changes, come_in(stranger)))

    assert answered == [(one, LET_IN) for one in TRUTHS] + [(one, REFUSED) for one in LIES]


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
    "claims without a bottom": lambda _: jwt.api_jws.encode(
        b'{"sub":' + b"[" * 50_000, make_key("first"), algorithm="RS256", headers={"kid": "first"}
    ),
    "half a token": lambda _: "a.b",
    "half a sign": lambda _: "\ud800.b.c",
}


def test_a_token_that_the_provider_did_not_sign_is_not_believed(stranger: Colleague) -> None:
    answered = {}
    for name, sign in FORGERIES.items():
        stranger.provider.sign = sign
        answered[name] = come_in(stranger)
    assert answered == dict.fromkeys(FORGERIES, REFUSED)

    stranger.provider.sign = sign_with("RS256", make_key("first"))
    assert come_in(stranger) == LET_IN


def test_a_secret_that_the_provider_publishes_signs_nothing(stranger: Colleague) -> None:
    """Whoever reads it could sign with it (RFC 8725, section 3.1)."""
    secret = b"x" * 32
    key = {"kty": "oct", "kid": "shared", "alg": "HS256", "k": jwt.utils.base64url_encode(secret).decode()}
    stranger.provider.beside = [key]
    stranger.provider.sign = lambda claims: jwt.encode(dict(claims), secret, algorithm="HS256", headers={"kid": "shared"})

    assert come_in(stranger) == REFUSED


OLGA = "Olga Smit"
# What a token says of somebody, by which name the desk then knows them, and what they may.
SAID: tuple[tuple[dict[str, Any], str, list[str]], ...] = (
    ({"name": OLGA}, OLGA, ["privacy_officer"]),
    ({"given_name": "Olga", "family_name": "Smit", "email": "o@example.nl"}, OLGA, ["privacy_officer"]),
    ({"name": "", "family_name": "Smit"}, "Smit", ["privacy_officer"]),
    ({"name": "o@example.nl", "given_name": "Olga", "family_name": "Smit"}, OLGA, ["privacy_officer"]),
    ({"name": ["Olga"], "given_name": "Olga", "family_name": "Smit"}, OLGA, ["privacy_officer"]),
    ({"name": OLGA, "roles": "auditor"}, OLGA, ["auditor"]),
    ({"name": OLGA, "roles": ["auditor", "handler", "HANDLER", 7]}, OLGA, ["auditor", "handler"]),
    ({"name": OLGA, "roles": [["handler"], {"handler": True}, None, "handler "]}, OLGA, []),
    ({"name": OLGA, "roles": {"handler": True}}, OLGA, []),
    ({"name": OLGA, "roles": "handler privacy_officer"}, OLGA, []),
    ({"name": OLGA, "roles": True}, OLGA, []),
    ({"name": OLGA, "roles": [], "groups": ["auditor"]}, OLGA, []),
    ({"name": OLGA, "roles": None}, OLGA, []),
)


def test_a_session_has_the_name_and_the_roles_that_the_token_names(cloud: Cloud, stranger: Colleague) -> None:
    kept = []
    known = KEYS.hash("staff", stranger.provider.url, "id-Olga Smit")
    for claims, _, _ in SAID:
        stranger.provider.changes = {"name": None, **claims}
        assert come_in(stranger) == LET_IN, claims
        [session] = cloud.items("SessionTable", kind="SESSION")
        assert session["staff_id"] == known
        kept.append((claims, session["name"], session["roles"]))
        key = {"pk": {"S": session["pk"]}, "sk": {"S": "SESSION"}}
        spectator("dynamodb").delete_item(TableName="SessionTable", Key=key)

    assert kept == list(SAID)
    assert "id-Olga" not in str(cloud.items("SessionTable"))


def test_roles_are_read_from_the_claim_that_is_set(cloud: Cloud, stranger: Colleague) -> None:
    cloud.settings["OIDC_ROLES_CLAIM"] = "cognito:groups"
    stranger.provider.changes = {"cognito:groups": ["handler"]}

    assert come_in(stranger) == LET_IN
    assert stranger.get("/desk/api/session").json["roles"] == ["handler"]


def test_a_provider_may_replace_its_keys(stranger: Colleague, cloud: Cloud, provider: IdentityProvider) -> None:
    assert come_in(stranger) == LET_IN
    provider.listed = ["second"]
    provider.sign = lambda claims: jwt.encode(dict(claims), make_key("second"), algorithm="RS256", headers={"kid": "second"})

    assert come_in(Colleague(cloud, provider)) == LET_IN


def test_a_key_that_the_provider_withdrew_is_worth_nothing_minutes_later(stranger: Colleague) -> None:
    # Good for an hour, so that nothing but the key is out of date.
    stranger.provider.changes = {"exp": AT + 3600}
    assert come_in(stranger) == LET_IN
    stranger.provider.listed = ["second"]

    stranger.wait(minutes=9, seconds=59)
    assert come_in(stranger) == LET_IN
    stranger.wait(seconds=1)
    assert come_in(stranger) == REFUSED


def test_a_provider_that_moved_is_found_where_it_is_minutes_later(stranger: Colleague) -> None:
    stranger.provider.changes = {"exp": AT + 3600}
    assert come_in(stranger) == LET_IN
    stranger.provider.discovered = {"token_endpoint": f"{stranger.provider.url}/nowhere"}

    stranger.wait(minutes=10)
    assert come_in(stranger) != LET_IN


def test_a_key_that_nobody_knows_lets_the_provider_be_asked_once_a_minute(stranger: Colleague) -> None:
    assert come_in(stranger) == LET_IN
    stranger.provider.sign = FORGERIES["a key that nobody lists"]
    before = stranger.provider.asked.count("/keys")

    assert [come_in(stranger) for _ in range(5)] == [REFUSED] * 5
    assert stranger.provider.asked.count("/keys") - before == 1
    stranger.wait(minutes=1)
    assert come_in(stranger) == REFUSED
    assert stranger.provider.asked.count("/keys") - before == 2


def test_a_provider_that_calls_itself_another_is_not_asked(stranger: Colleague) -> None:
    stranger.provider.discovered = {"issuer": "https://elsewhere.example.com"}
    assert stranger.get("/desk/sign-in").status == 503

    stranger.provider.discovered = {}
    assert stranger.get("/desk/sign-in").status == 303


@pytest.mark.parametrize(("use", "expected"), [("sig", LET_IN), (None, LET_IN), ("enc", (403, False))])
def test_a_key_that_is_for_something_else_signs_nothing(
    stranger: Colleague, use: str | None, expected: tuple[int, bool]
) -> None:
    stranger.provider.use = use

    assert come_in(stranger) == expected


# What the provider refuses, and what it could not do.
TOKEN_STATUSES = {**dict.fromkeys((400, 401, 403), 403), **dict.fromkeys((204, 402, 404, 405, 429, 500, 502, 503), 503)}


def test_what_the_provider_refuses_is_told_from_what_it_cannot(stranger: Colleague) -> None:
    answered = {}
    for status in TOKEN_STATUSES:
        stranger.provider.token_status = status
        answered[status] = come_in(stranger)

    assert answered == {status: (told, False) for status, told in TOKEN_STATUSES.items()}


def test_a_provider_is_asked_over_tls_where_its_address_says_so(cloud: Cloud, stranger: Colleague) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        # Whoever is refused before a connection is made would never be heard.
        server.settimeout(10)
        cloud.settings["OIDC_ISSUER"] = f"https://127.0.0.1:{server.getsockname()[1]}"
        heard: list[bytes] = []
        listener = threading.Thread(target=lambda: heard.append(hear(server)))
        listener.start()
        assert stranger.get("/desk/sign-in").status == 503
        listener.join()

    # The first byte of a handshake: RFC 8446, section 5.1.
    assert heard == [b"\x16"]


def hear(server: socket.socket) -> bytes:
    """Return the first byte that somebody sends, and hang up; nothing where nobody does."""
    try:
        connection, _ = server.accept()
    except TimeoutError:
        return b""
    with connection:
        return connection.recv(1)


def test_nothing_that_is_told_the_provider_follows_a_redirection(cloud: Cloud, provider: IdentityProvider) -> None:
    # In this order: what was read once is not asked for again.
    for place in ("/.well-known/openid-configuration", "/keys", "/token"):
        for status in (301, 302, 303, 307, 308):
            provider.moved = (place, status)
            stranger = Colleague(cloud, provider, sender=f"203.0.113.{next(PLACES)}")
            begun = stranger.get("/desk/sign-in").status
            assert (begun if begun != 303 else come_in(stranger)[0], stranger.cookies.get(SESSION)) == (503, None), place

    assert provider.followed == []
    provider.moved = ("", 0)
    assert come_in(Colleague(cloud, provider)) == LET_IN


def test_of_an_answer_a_quarter_of_a_mebibyte_is_read(stranger: Colleague) -> None:
    provider = stranger.provider
    room = 262_144 - len(json.dumps({**provider.describe(), "more": ""}))
    provider.discovered = {"more": "x" * (room + 1)}
    assert stranger.get("/desk/sign-in").status == 503

    provider.discovered = {"more": "x" * room}
    assert stranger.get("/desk/sign-in").status == 303


def test_a_provider_that_is_down_is_no_fault_of_ours(stranger: Colleague, cloud: Cloud) -> None:
    cloud.settings["OIDC_ISSUER"] = "http://127.0.0.1:9"

    answer = stranger.get("/desk/sign-in")
    assert (answer.status, answer.headers["retry-after"]) == (503, "30")


@pytest.mark.parametrize("methods", [None, ["private_key_jwt", "client_secret_basic"], ["client_secret_post"]])
def test_a_secret_is_shown_in_the_way_that_the_provider_takes(
    stranger: Colleague, provider: IdentityProvider, methods: list[str] | None
) -> None:
    provider.secret = "hu:sh/%"
    provider.discovered = {METHODS: methods} if methods else {}
    assert come_in(stranger) == REFUSED

    spectator("secretsmanager").put_secret_value(SecretId="DeskSecret", SecretString='{"client_secret": "hu:sh/%"}')
    load_desk_secret.cache_clear()
    assert come_in(stranger) == LET_IN

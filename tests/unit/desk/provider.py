"""An OpenID provider on loopback, over real HTTP: it refuses what a real one would, and can be told to lie."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, parse_qsl, quote

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.unit.event import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

type Json = dict[str, Any]

CLIENT = "desk-client"
CALLBACK = "https://api.example.nl/desk/sign-in/callback"
METHODS = "token_endpoint_auth_methods_supported"


@cache
def make_key(name: str) -> rsa.RSAPrivateKey:
    """Return the key with a name, the same one every time."""
    assert name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def sign_rightly(claims: Mapping[str, Any]) -> str:
    """Return an honest ID token."""
    return jwt.encode(dict(claims), make_key("first"), algorithm="RS256", headers={"kid": "first"})


def public_key(name: str) -> Json:
    """Return the public half of a key, as a provider lists it."""
    found: Json = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(make_key(name).public_key()))
    return {**found, "kid": name, "alg": "RS256"}


@dataclass(frozen=True)
class Promise:
    """What a code is worth, and to whose verifier."""

    challenge: str
    claims: Json


def challenge_of(verifier: str) -> str:
    """Return the challenge of a verifier: RFC 7636, section 4.2."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass
class IdentityProvider:
    """Gives a code for who a test says is in front of the screen, and a token for the code, to the client alone, once."""

    sign: Callable[[Mapping[str, Any]], str] = sign_rightly
    listed: list[str] = field(default_factory=lambda: ["first"])
    # Keys that it lists beside those, as they are.
    beside: list[Json] = field(default_factory=list)
    # What its keys say that they are for; None says nothing.
    use: str | None = "sig"
    # Which of its addresses leads elsewhere, and with which status; there, it answers as it would have here.
    moved: tuple[str, int] = ("", 0)
    # With which status it answers a request for a token, whatever that is; None as it should.
    token_status: int | None = None
    # What it answers instead of JSON.
    raw: bytes = b""
    followed: list[str] = field(default_factory=list)
    # What each sign-in asked it to show; None leaves that to it.
    prompts: list[str | None] = field(default_factory=list)
    # Which addresses it was asked to GET.
    asked: list[str] = field(default_factory=list)
    changes: Json = field(default_factory=dict)
    # What differs in its discovery document; None is not in there.
    discovered: Json = field(default_factory=dict)
    promised: dict[str, Promise] = field(default_factory=dict)
    # None for a client that has none, and needs none beside PKCE.
    secret: str | None = None
    url: str = ""

    def start(self) -> Self:
        """Serve on a free port of loopback."""
        self._http = _Http(("127.0.0.1", 0), _Desk)
        self._http.provider = self
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def stop(self) -> None:
        """Close the port."""
        self._http.shutdown()
        self._http.server_close()

    def enter(self, address: str, name: str, *roles: str) -> tuple[str, str]:
        """Return the code and the state with which somebody comes back who signed in at an address."""
        place, _, given = address.partition("?")
        assert place == f"{self.url}/authorize"
        query = {key: value for key, [value] in parse_qs(given).items()}
        asked = {name: query.pop(name) for name in ("state", "nonce", "code_challenge")}
        self.prompts.append(query.pop("prompt", None))
        assert query == {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": CALLBACK,
            "scope": "openid profile email",
            "code_challenge_method": "S256",
        }
        at = int(NOW.timestamp())
        claims = {"iss": self.url, "aud": CLIENT, "sub": f"id-{name}", "name": name, "roles": list(roles)}
        every = {**claims, "nonce": asked["nonce"], "iat": at, "exp": at + 300, **self.changes}
        code = token_urlsafe()
        told = {name: value for name, value in every.items() if value is not None}
        self.promised[code] = Promise(asked["code_challenge"], told)
        return code, asked["state"]

    def describe(self) -> Json:
        """Return the discovery document."""
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        every = {"issuer": self.url, **{name: f"{self.url}/{place}" for name, place in places.items()}, **self.discovered}
        return {name: value for name, value in every.items() if value is not None}

    def redeem(self, headers: Mapping[str, str], body: str) -> tuple[int, Json]:
        """Return the status and the answer to a request for a token (RFC 6749, sections 4.1.3 and 5.2; RFC 7636)."""
        if headers.get("content-type") != "application/x-www-form-urlencoded":
            return 400, {"error": "invalid_request"}
        form = dict(parse_qsl(body, strict_parsing=True))
        if form.get("client_id") != CLIENT or not self._is_client(headers.get("authorization"), form):
            return 401, {"error": "invalid_client"}
        if form.get("grant_type") != "authorization_code":
            return 400, {"error": "unsupported_grant_type"}
        # Whatever else is wrong, a code is good once.
        promise = self.promised.pop(form.get("code", ""), None)
        if promise is None or form.get("redirect_uri") != CALLBACK:
            return 400, {"error": "invalid_grant"}
        if challenge_of(form.get("code_verifier", "")) != promise.challenge:
            return 400, {"error": "invalid_grant"}
        return 200, {"token_type": "Bearer", "access_token": token_urlsafe(), "id_token": self.sign(promise.claims)}

    def _is_client(self, authorization: str | None, form: Mapping[str, str]) -> bool:
        """Return whether a request shows the client's secret, in the one way that was announced."""
        basic = "client_secret_basic" in self.discovered.get(METHODS, ["client_secret_basic"])
        pair = b64encode(f"{CLIENT}:{quote(self.secret or '', safe='')}".encode()).decode()
        expected = f"Basic {pair}" if self.secret and basic else None
        posted = self.secret if self.secret and not basic else None
        return (authorization, form.get("client_secret")) == (expected, posted)


class _Http(ThreadingHTTPServer):
    provider: IdentityProvider
    daemon_threads = False


class _Desk(BaseHTTPRequestHandler):
    server: _Http

    def do_GET(self) -> None:
        """Answer a GET."""
        provider = self.server.provider
        provider.asked.append(self.path)
        if self._is_answered():
            return
        if self.path == "/.well-known/openid-configuration":
            self._answer(200, provider.describe())
        elif self.path == "/keys":
            use = {"use": provider.use} if provider.use else {}
            self._answer(200, {"keys": [*({**public_key(name), **use} for name in provider.listed), *provider.beside]})
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        """Answer a POST."""
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        if self._is_answered():
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        provider = self.server.provider
        answer = provider.redeem(headers, body) if self.path == "/token" else (404, {})
        self._answer(*(answer if provider.token_status is None else (provider.token_status, {})))

    def _is_answered(self) -> bool:
        """Answer who wants no JSON, or asks at an address that has moved; who follows is noted, and answered as ever."""
        if self.headers["accept"] != "application/json":
            self._answer(406, {})
            return True
        place, status = self.server.provider.moved
        if self.path.endswith("?moved"):
            self.path = self.path.removesuffix("?moved")
            self.server.provider.followed.append(self.path)
            return False
        if self.path != place:
            return False
        self.send_response(status)
        self.send_header("location", f"{place}?moved")
        self.send_header("content-length", "0")
        self.end_headers()
        return True

    def _answer(self, status: int, answer: Json) -> None:
        body = self.server.provider.raw or json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Say nothing."""

"""An OpenID provider on loopback, over real HTTP, that can be told to lie."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.unit.event import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

type Json = dict[str, Any]

CLIENT = "desk-client"


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
    return {**found, "kid": name, "use": "sig", "alg": "RS256"}


@dataclass
class IdentityProvider:
    """Gives a code for who a test says is in front of the screen, and a token for the code and its verifier."""

    sign: Callable[[Mapping[str, Any]], str] = sign_rightly
    listed: list[str] = field(default_factory=lambda: ["first"])
    changes: Json = field(default_factory=dict)
    discovered: Json = field(default_factory=dict)
    asked: list[Json] = field(default_factory=list)
    promised: dict[str, Json] = field(default_factory=dict)
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
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}" == self.url
        query = {key: value for key, [value] in parse_qs(parts.query).items()}
        assert (query["response_type"], query["code_challenge_method"]) == ("code", "S256")
        at = int(NOW.timestamp())
        claims = {"iss": self.url, "aud": CLIENT, "sub": f"id-{name}", "name": name, "roles": list(roles)}
        code = token_urlsafe()
        self.promised[code] = {"challenge": query["code_challenge"]} | {
            "claims": {**claims, "nonce": query["nonce"], "iat": at, "exp": at + 300, **self.changes}
        }
        return code, query["state"]

    def reply(self, path: str, form: Mapping[str, str]) -> tuple[int, Json]:
        """Return the status and the answer to a request."""
        if path == "/.well-known/openid-configuration":
            places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            document = {name: f"{self.url}/{place}" for name, place in places.items()}
            return 200, {"issuer": self.url, **document, **self.discovered}
        if path == "/keys":
            return 200, {"keys": [public_key(name) for name in self.listed]}
        self.asked.append(dict(form))
        promise = self.promised.pop(form.get("code", ""), None)
        challenge = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if promise is None or promise["challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        return 200, {"id_token": self.sign(promise["claims"])}


class _Http(ThreadingHTTPServer):
    provider: IdentityProvider
    daemon_threads = False


class _Desk(BaseHTTPRequestHandler):
    server: _Http

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer({})

    def do_POST(self) -> None:
        """Answer a POST."""
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self._answer({name: value for name, [value] in parse_qs(body).items()})

    def _answer(self, form: Mapping[str, str]) -> None:
        status, answer = self.server.provider.reply(urlsplit(self.path).path, form)
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Say nothing."""

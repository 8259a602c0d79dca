"""The provider's addresses: discovery, the page to sign in on, codes, and tokens for them."""

from __future__ import annotations

import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route, Router

from local.inspect.page import SECURITY, open_pages
from local.oidc.key import SigningKey
from local.oidc.staff import STAFF, Member, find_member

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

CLIENT = "loket-desk"
CLAIM = "roles"
PATH = "/_local/identity"
_CODE_SECONDS = 60
_TOKEN_SECONDS = 300
# Under `no-referrer` a browser would send "Origin: null" with the form.
_HEADERS = {**SECURITY, "referrer-policy": "same-origin"}
_ASKED = ("redirect_uri", "state", "nonce", "code_challenge")
_PAGES = open_pages(Path(__file__).parent / "pages")


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What a code is worth: a token about this member, for whoever has the verifier of the challenge."""

    member: Member
    redirect_uri: str
    nonce: str
    challenge: str
    until: float


class IdentityHouse:
    """An OpenID provider with one client, the desk."""

    def __init__(self, state: Path, *, url: str) -> None:
        """Sign in for the front door at an address; the key is kept in STATE."""
        self.issuer = url + PATH
        self._path = state / "identity.pem"
        self._callback = f"{url}/desk/sign-in/callback"
        self._signed_out = f"{url}/desk/signed-out"
        self._promises: dict[str, Promise] = {}

    @cached_property
    def _key(self) -> SigningKey:
        return SigningKey(self._path)

    def list_routes(self) -> Router:
        """Return the provider's routes."""
        return Router(
            [
                Route("/.well-known/openid-configuration", self.discover),
                Route("/authorize", self.ask_who),
                Route("/authorize", self.send_back, methods=["POST"]),
                Route("/token", self.give_token, methods=["POST"]),
                Route("/keys", self.list_keys),
                Route("/end", self.end_session),
            ]
        )

    async def discover(self, _: Request) -> Response:
        """Return the discovery document."""
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/end",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["none"],
            }
        )

    async def list_keys(self, _: Request) -> Response:
        """Return the public keys."""
        return JSONResponse(self._key.describe())

    async def ask_who(self, request: Request) -> Response:
        """Show the three members of staff to choose from."""
        asked = request.query_params
        if reason := self._refuse(asked):
            return JSONResponse({"error": "invalid_request", "error_description": reason}, 400)
        page = _PAGES.get_template("identity.html")
        kept = {name: asked.get(name, "") for name in (*_ASKED, "client_id", "response_type", "code_challenge_method")}
        return HTMLResponse(page.render(staff=STAFF, kept=kept), headers=_HEADERS)

    async def send_back(self, request: Request) -> Response:
        """Go back to the desk with a code for the chosen member."""
        form = await request.form()
        asked = {name: str(value) for name, value in form.items()}
        member = find_member(asked.get("member", ""))
        if self._refuse(asked) or member is None:
            return JSONResponse({"error": "invalid_request"}, 400)
        code = secrets.token_urlsafe(24)
        self._promises[code] = Promise(
            member=member,
            redirect_uri=asked["redirect_uri"],
            nonce=asked["nonce"],
            challenge=asked["code_challenge"],
            until=time.monotonic() + _CODE_SECONDS,
        )
        return RedirectResponse(f"{self._callback}?{urlencode({'code': code, 'state': asked['state']})}", 303)

    async def give_token(self, request: Request) -> Response:
        """Return an ID token for a code, once, to whoever knows its verifier."""
        form = await request.form()
        asked = {name: str(value) for name, value in form.items()}
        promise = self._promises.pop(asked.get("code", ""), None)
        if promise is None or not _keeps(promise, asked):
            return JSONResponse({"error": "invalid_grant"}, 400)
        token = self._key.sign(self._claims(promise))
        return JSONResponse({"id_token": token, "access_token": secrets.token_urlsafe(), "token_type": "Bearer"})

    async def end_session(self, _: Request) -> Response:
        """Lead back to the desk: nobody stays signed in here, so there is nothing to end."""
        return RedirectResponse(self._signed_out, 303)

    def _refuse(self, asked: Mapping[str, str]) -> str:
        right = {
            "client_id": CLIENT,
            "redirect_uri": self._callback,
            "response_type": "code",
            "code_challenge_method": "S256",
        }
        wrong = [name for name, value in right.items() if asked.get(name) != value]
        return ", ".join([*wrong, *(name for name in _ASKED if not asked.get(name))])

    def _claims(self, promise: Promise) -> dict[str, object]:
        now = int(time.time())
        return {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": f"staff-{promise.member.key}",
            "name": promise.member.name,
            CLAIM: list(promise.member.roles),
            "nonce": promise.nonce,
            "iat": now,
            "exp": now + _TOKEN_SECONDS,
        }


def _keeps(promise: Promise, asked: Mapping[str, str]) -> bool:
    digest = sha256(asked.get("code_verifier", "").encode()).digest()
    challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
    return (
        time.monotonic() < promise.until
        and asked.get("redirect_uri") == promise.redirect_uri
        and asked.get("client_id") == CLIENT
        and hmac.compare_digest(challenge, promise.challenge)
    )

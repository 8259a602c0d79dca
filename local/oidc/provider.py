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

_CLIENT = "loket-desk"
_CLAIM = "roles"
_PATH = "/_local/identity"
_CODE_SECONDS = 60
_TOKEN_SECONDS = 300
# Under `no-referrer` a browser would send "Origin: null" with the form.
_HEADERS = {**SECURITY, "referrer-policy": "same-origin"}
_REQUIRED = ("redirect_uri", "state", "nonce", "code_challenge")
_EXPECTED = ("client_id", "response_type", "scope", "code_challenge_method")
# Who has chosen somebody here is them here, so that a sign-in that may show no page (`prompt=none`) knows who it is.
_COOKIE = "local_identity"
_PAGES = open_pages(Path(__file__).parent / "pages")


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What a code is worth: a token about this member, for whoever has the verifier of the challenge."""

    member: Member
    redirect_uri: str
    nonce: str
    challenge: str
    until: float


class OidcProvider:
    """An OpenID provider with one client, the desk."""

    def __init__(self, state: Path, *, url: str) -> None:
        """Sign people in for the desk at an address; the key is kept in STATE."""
        self.issuer = url + _PATH
        self._path = state / "identity.pem"
        self._callback = f"{url}/desk/sign-in/callback"
        self._signed_out = f"{url}/desk/signed-out"
        self._grants: dict[str, Grant] = {}
        self._changes: dict[str, dict[str, object]] = {}

    @cached_property
    def _key(self) -> SigningKey:
        return SigningKey(self._path)

    def describe_parameters(self) -> dict[str, str]:
        """Return what the template must know of this provider."""
        return {"OidcIssuer": self.issuer, "OidcClientId": _CLIENT, "OidcRolesClaim": _CLAIM}

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
                Route("/staff/{member}", self.change_member, methods=["PUT"]),
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
        query = request.query_params
        if reason := self._refuse(query):
            return JSONResponse({"error": "invalid_request", "error_description": reason}, 400)
        if query.get("prompt") == "none":
            return self._send_back_silently(request)
        page = _PAGES.get_template("identity.html")
        kept = {name: query.get(name, "") for name in (*_REQUIRED, *_EXPECTED)}
        return HTMLResponse(page.render(staff=STAFF, kept=kept), headers=_HEADERS)

    async def send_back(self, request: Request) -> Response:
        """Go back to the desk with a code for the chosen member."""
        fields = await _read_form(request)
        member = find_member(fields.get("member", ""))
        if self._refuse(fields) or member is None:
            return JSONResponse({"error": "invalid_request"}, 400)
        response = self._lead_back(fields, code=self._grant(member, fields))
        response.set_cookie(_COOKIE, member.key, path=_PATH, httponly=True, samesite="lax")
        return response

    async def give_token(self, request: Request) -> Response:
        """Return an ID token for a code, once, to whoever knows its verifier."""
        content_type = request.headers.get("content-type", "")
        fields = await _read_form(request)
        if reason := _misasked(content_type, fields):
            return JSONResponse({"error": reason}, 400)
        grant = self._grants.pop(fields.get("code", ""), None)
        if grant is None or not _is_redeemable(grant, fields):
            return JSONResponse({"error": "invalid_grant"}, 400)
        token = self._key.sign(self._claims(grant))
        return JSONResponse({"id_token": token, "access_token": secrets.token_urlsafe(), "token_type": "Bearer"})

    async def end_session(self, _: Request) -> Response:
        """Forget who this browser is, and lead back to the desk."""
        response = RedirectResponse(self._signed_out, 303)
        response.delete_cookie(_COOKIE, path=_PATH)
        return response

    async def change_member(self, request: Request) -> Response:
        """Let the tokens about a member say something else from now on (null: not say it), or with `{}` what they ought to.

        `error` is not said in a token: it is what a sign-in that may show no page is answered.
        """
        self._changes[request.path_params["member"]] = dict(await request.json())
        return Response(status_code=204)

    def _send_back_silently(self, request: Request) -> Response:
        query, member = request.query_params, find_member(request.cookies.get(_COOKIE, ""))
        error = self._changes.get(member.key, {}).get("error") if member else "login_required"
        if error or member is None:
            return self._lead_back(query, error=str(error))
        return self._lead_back(query, code=self._grant(member, query))

    def _lead_back(self, fields: Mapping[str, str], **answer: str) -> Response:
        return RedirectResponse(f"{self._callback}?{urlencode({**answer, 'state': fields['state']})}", 303)

    def _grant(self, member: Member, fields: Mapping[str, str]) -> str:
        code = secrets.token_urlsafe(24)
        self._grants[code] = Grant(
            member=member,
            redirect_uri=fields["redirect_uri"],
            nonce=fields["nonce"],
            challenge=fields["code_challenge"],
            until=time.monotonic() + _CODE_SECONDS,
        )
        return code

    def _refuse(self, fields: Mapping[str, str]) -> str:
        right = {
            "client_id": _CLIENT,
            "redirect_uri": self._callback,
            "response_type": "code",
            "code_challenge_method": "S256",
        }
        wrong = [name for name, value in right.items() if fields.get(name) != value]
        scope = [] if "openid" in fields.get("scope", "").split() else ["scope"]
        return ", ".join([*wrong, *scope, *(name for name in _REQUIRED if not fields.get(name))])

    def _claims(self, grant: Grant) -> dict[str, object]:
        now = int(time.time())
        honest = {
            "iss": self.issuer,
            "aud": _CLIENT,
            "sub": f"staff-{grant.member.key}",
            "name": grant.member.name,
            _CLAIM: list(grant.member.roles),
            "nonce": grant.nonce,
            "iat": now,
            "exp": now + _TOKEN_SECONDS,
        }
        changes = {name: value for name, value in self._changes.get(grant.member.key, {}).items() if name != "error"}
        return {name: value for name, value in {**honest, **changes}.items() if value is not None}


async def _read_form(request: Request) -> dict[str, str]:
    return {name: str(value) for name, value in (await request.form()).items()}


def _misasked(content_type: str, fields: Mapping[str, str]) -> str:
    """Return the error for a request that no code can make right (RFC 6749, sections 4.1.3 and 5.2), or nothing."""
    if content_type.partition(";")[0] != "application/x-www-form-urlencoded":
        return "invalid_request"
    return "" if fields.get("grant_type") == "authorization_code" else "unsupported_grant_type"


def _is_redeemable(grant: Grant, fields: Mapping[str, str]) -> bool:
    digest = sha256(fields.get("code_verifier", "").encode()).digest()
    challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
    return (
        time.monotonic() < grant.until
        and fields.get("redirect_uri") == grant.redirect_uri
        and fields.get("client_id") == _CLIENT
        and hmac.compare_digest(challenge, grant.challenge)
    )

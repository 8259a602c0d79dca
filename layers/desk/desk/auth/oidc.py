"""The identity provider, by OpenID Connect: where to sign in, what a code is worth, and whether an ID token is true.

Any provider with a discovery document will do. Specifications: OpenID Connect Core 1.0, OpenID Connect Discovery 1.0,
OpenID Connect RP-Initiated Logout 1.0, RFC 7636 (PKCE), RFC 8725 (best practice for JSON Web Tokens).
"""

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

import jwt
from loket.core.staff_member import staff_id
from loket.settings import setting
from loket.storage.secret import load_desk_secret, load_keys

from desk.auth.http import AnswerRefused, IdentityUnavailable, post_form
from desk.auth.identity import Identity
from desk.auth.published import Published
from desk.auth.staff_name import clean_name, is_misleading
from desk.role import Role, known_roles

# Signed with the provider's own private key: never `none`, and never a secret that we would share (RFC 8725, section 3.1).
ALGORITHMS = ("RS256", "ES256")
CALLBACK = "/desk/sign-in/callback"
SIGNED_OUT = "/desk/signed-out"
# Two computers' clocks may differ by as much.
_LEEWAY_SECONDS = 60
# What an identity is at most (OpenID Connect Core 1.0, section 2: `sub`).
_LONGEST_SUBJECT = 255
# Beside `iss` and `aud`, without which no token says that it is ours.
_NEEDED = ("sub", "exp", "iat", "nonce")


class SignInRefused(PermissionError):
    """What the provider or the browser came back with is not to be believed; it does not say why."""


class NameRefused(PermissionError):
    """The provider gives no name under which somebody can stand for what they do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Provider:
    """What a discovery document says of a provider."""

    authorize_at: str
    token_at: str
    keys_at: str
    end_at: str | None
    takes_basic: bool


def _read_provider(document: dict[str, Any]) -> Provider:
    try:
        if document["issuer"] != setting("OIDC_ISSUER"):
            raise IdentityUnavailable
        methods = document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return Provider(
            authorize_at=str(document["authorization_endpoint"]),
            token_at=str(document["token_endpoint"]),
            keys_at=str(document["jwks_uri"]),
            end_at=document.get("end_session_endpoint"),
            takes_basic="client_secret_basic" in methods,
        )
    except (KeyError, TypeError):
        raise IdentityUnavailable from None


def _read_keys(document: dict[str, Any]) -> dict[str | None, jwt.PyJWK]:
    try:
        return {key.key_id: key for key in jwt.PyJWKSet.from_dict(document).keys if key.public_key_use in {None, "sig"}}
    except (jwt.PyJWTError, TypeError):
        raise IdentityUnavailable from None


PROVIDERS = Published(_read_provider)
SIGNING_KEYS = Published(_read_keys)


def discover(*, now: datetime) -> Provider:
    """Return the provider that is set; raise `IdentityUnavailable`."""
    return PROVIDERS.get(f"{setting('OIDC_ISSUER').rstrip('/')}/.well-known/openid-configuration", now=now)


def sign_in_address(*, state: str, nonce: str, verifier: str, silent: bool, now: datetime) -> str:
    """Return the provider's address at which a member of staff signs in; a `silent` one shows them nothing."""
    provider = discover(now=now)
    query = {
        "response_type": "code",
        "client_id": setting("OIDC_CLIENT_ID"),
        "redirect_uri": setting("PUBLIC_URL") + CALLBACK,
        "scope": "openid profile email",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
        **({"prompt": "none"} if silent else {}),
    }
    return _with_query(provider.authorize_at, query)


def sign_out_address(*, now: datetime) -> str | None:
    """Return the provider's address at which its own session ends, or None where it names none or does not answer."""
    try:
        provider = discover(now=now)
    except IdentityUnavailable:
        return None
    back = setting("PUBLIC_URL") + SIGNED_OUT
    # The second name is the specification's, the third is what Cognito calls it.
    query = {"client_id": setting("OIDC_CLIENT_ID"), "post_logout_redirect_uri": back, "logout_uri": back}
    return _with_query(provider.end_at, query) if provider.end_at else None


def _with_query(address: str, query: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"


def challenge_of(verifier: str) -> str:
    """Return the challenge of a code verifier (RFC 7636, section 4.2, S256)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def redeem_code(code: str, *, verifier: str, nonce: str, now: datetime) -> Identity:
    """Return who a code stands for; raise `SignInRefused`, `NameRefused` or `IdentityUnavailable`."""
    provider = discover(now=now)
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": setting("PUBLIC_URL") + CALLBACK,
        "client_id": setting("OIDC_CLIENT_ID"),
        "code_verifier": verifier,
    }
    more, headers = _credentials(provider)
    try:
        answer = post_form(provider.token_at, {**fields, **more}, headers)
    except AnswerRefused:
        raise SignInRefused from None
    return read_token(str(answer.get("id_token", "")), provider, nonce=nonce, now=now)


def read_token(token: str, provider: Provider, *, nonce: str, now: datetime) -> Identity:
    """Return who an ID token is about, once every part of it is right; raise `SignInRefused` or `NameRefused`."""
    try:
        claims = jwt.decode(
            token,
            _find_key(token, provider, now=now),
            algorithms=ALGORITHMS,
            audience=setting("OIDC_CLIENT_ID"),
            issuer=setting("OIDC_ISSUER"),
            # The moments are compared with the event's clock below, like every other moment here.
            options={"require": list(_NEEDED), "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
    except (jwt.PyJWTError, ValueError):
        raise SignInRefused from None
    _check_claims(claims, nonce=nonce, now=now)
    known = staff_id(load_keys(), setting("OIDC_ISSUER"), _subject(claims))
    return Identity(staff_id=known, name=_name(claims), roles=_roles(claims))


def _check_claims(claims: dict[str, Any], *, nonce: str, now: datetime) -> None:
    try:
        begun = max(int(claims["iat"]), int(claims.get("nbf", 0)))
        timely = begun - _LEEWAY_SECONDS <= now.timestamp() < int(claims["exp"]) + _LEEWAY_SECONDS
    except (TypeError, ValueError, OverflowError):
        raise SignInRefused from None
    others = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    meant_for_us = claims.get("azp", None if others else setting("OIDC_CLIENT_ID")) == setting("OIDC_CLIENT_ID")
    if not (timely and meant_for_us and claims["nonce"] == nonce):
        raise SignInRefused


def _credentials(provider: Provider) -> tuple[dict[str, str], dict[str, str]]:
    """Return the fields and the headers with the client's secret, for a provider that gave us one."""
    secret = str(json.loads(load_desk_secret()).get("client_secret", ""))
    if not secret:
        return {}, {}
    if not provider.takes_basic:
        return {"client_secret": secret}, {}
    pair = f"{quote(setting('OIDC_CLIENT_ID'), safe='')}:{quote(secret, safe='')}"
    return {}, {"authorization": "Basic " + b64encode(pair.encode()).decode()}


def _find_key(token: str, provider: Provider, *, now: datetime) -> jwt.PyJWK:
    name = jwt.get_unverified_header(token).get("kid")
    key = SIGNING_KEYS.get(provider.keys_at, now=now).get(name)
    if key is None:
        # Providers replace their keys: one that is not known yet is looked for once more.
        key = SIGNING_KEYS.get_anew(provider.keys_at, now=now).get(name)
    if key is None:
        raise SignInRefused
    return key


def _subject(claims: dict[str, Any]) -> str:
    # That it is text is seen to by PyJWT.
    subject: str = claims["sub"]
    if not subject.strip() or not subject.isprintable() or len(subject) > _LONGEST_SUBJECT:
        raise SignInRefused
    return subject


def _name(claims: dict[str, Any]) -> str:
    parts = " ".join(part for name in ("given_name", "family_name") if (part := clean_name(claims.get(name))))
    name = clean_name(claims.get("name")) or clean_name(parts)
    if name is None or is_misleading(name):
        raise NameRefused
    return name


def _roles(claims: dict[str, Any]) -> frozenset[Role]:
    named = claims.get(setting("OIDC_ROLES_CLAIM"), [])
    return known_roles(named if isinstance(named, list) else [named])

"""Signing in and out: the authorization code flow with PKCE, each attempt good for one browser, once, for ten minutes."""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse
from loket.domain.language import Language
from loket.log import log_event
from loket.settings import setting
from loket.store.attribute import to_item
from loket.store.transaction import Refused, Transaction, Write, put

from desk import cookie
from desk.identity import SIGNED_OUT, SignInRefused, redeem_code, sign_in_address, sign_out_address
from desk.page import show_page
from desk.role import EVERYBODY, SIGNED_IN
from desk.route import Desk
from desk.session import (
    STILL_THERE,
    choose_language,
    end_session,
    hash_token,
    new_token,
    open_session,
    read_guard,
)
from desk.visit import Visited, asked_language

PATIENCE = timedelta(minutes=10)
HOME = "/desk"

desk = Desk()


class AttemptSpent(Refused):
    """This attempt to sign in was used before."""


@desk.get("/sign-in", allow=EVERYBODY, include_in_schema=False)
def begin(request: Request, visit: Visited, return_to: str = HOME) -> Response:
    """Remember the attempt and lead to the identity provider."""
    browser = cookie.read_browser_cookie(request) or new_token()
    state, nonce, verifier = new_token(), new_token(), new_token()
    address = sign_in_address(state=state, nonce=nonce, verifier=verifier)
    attempt = {
        "pk": _key(state),
        "browser": hash_token(browser),
        "nonce": nonce,
        "verifier": verifier,
        "return_to": local_path(return_to),
        "expires_at": int((visit.now + PATIENCE).timestamp()),
    }
    Transaction([put(setting("GUARD_TABLE"), attempt)]).commit()
    response = RedirectResponse(address, 303)
    cookie.set_browser_cookie(response, browser, seconds=int(PATIENCE.total_seconds()))
    return response


@desk.get("/sign-in/callback", allow=EVERYBODY, include_in_schema=False)
def finish(request: Request, visit: Visited, state: str = "", code: str = "") -> Response:
    """Let in who comes back from the identity provider with a code for an attempt of this browser's own."""
    attempt = _spend(state, cookie.read_browser_cookie(request), now=visit.now)
    if not code:
        raise SignInRefused
    who = redeem_code(code, verifier=attempt["verifier"], nonce=attempt["nonce"], now=visit.now)
    token = open_session(who.staff_id, who.name, who.roles, asked_language(request), now=visit.now)
    log_event("desk.signed_in", roles=len(who.roles))
    response = RedirectResponse(local_path(attempt["return_to"]), 303)
    cookie.set_session_cookie(response, token)
    return response


@desk.post("/sign-out", allow=SIGNED_IN, include_in_schema=False)
def sign_out(visit: Visited) -> Response:
    """End the session, here and for whoever copied its cookie."""
    end_session(visit.staff)
    response = RedirectResponse(SIGNED_OUT, 303)
    cookie.drop_session_cookie(response)
    return response


@desk.get("/signed-out", allow=EVERYBODY, include_in_schema=False)
def show_signed_out(visit: Visited) -> Response:
    """Say that nobody is signed in any more, and where the identity provider's own session ends."""
    return show_page(visit, "signed_out.html", sign_out_at=sign_out_address())


@desk.post("/language", allow=SIGNED_IN, include_in_schema=False)
def change_language(
    visit: Visited, language: Annotated[Language, Form()], return_to: Annotated[str, Form()] = HOME
) -> Response:
    """Keep the language of the desk's pages and go back to the page."""
    choose_language(visit.staff, language)
    return RedirectResponse(local_path(return_to), 303)


def local_path(path: str) -> str:
    """Return a path of the desk as it is, and for anything else the first page: nobody is sent to another website."""
    plain = path.isascii() and path.isprintable() and not {" ", "\\", "@"} & set(path) and "//" not in path
    below = path == HOME or path.startswith((f"{HOME}/", f"{HOME}?"))
    return path if plain and below and ".." not in path else HOME


def _spend(state: str, browser: str, *, now: datetime) -> Mapping[str, Any]:
    attempt = read_guard(_key(state))
    if not attempt or attempt["expires_at"] <= now.timestamp():
        raise SignInRefused
    if not hmac.compare_digest(attempt["browser"], hash_token(browser)):
        raise SignInRefused
    try:
        Transaction([_remove(state)]).commit()
    except AttemptSpent:
        raise SignInRefused from None
    return attempt


def _remove(state: str) -> Write:
    request = {
        "TableName": setting("GUARD_TABLE"),
        "Key": to_item({"pk": _key(state)}),
        "ConditionExpression": STILL_THERE,
    }
    return Write(action="Delete", request=request, refusal=AttemptSpent)


def _key(state: str) -> str:
    return f"SIGN_IN#{hash_token(state)}"

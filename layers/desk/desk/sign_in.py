"""Signing in and out: the authorization code flow with PKCE, each attempt good for one browser, once, for ten minutes."""

from typing import Annotated

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse
from loket.core.language import Language
from loket.core.retention import Retention, expiry
from loket.log import log_event

from desk.auth import cookie
from desk.auth.attempt import begin_attempt, count_attempt, forget_attempts, spend_attempt
from desk.auth.oidc import SIGNED_OUT, SignInRefused, redeem_code, sign_in_address, sign_out_address
from desk.auth.session import choose_language, end_session, new_token, open_session
from desk.context import Context, browser_language, sender_of
from desk.page import show_page
from desk.role import EVERYBODY, SIGNED_IN
from desk.route import Desk

HOME = "/desk"
# It is stored with each attempt to sign in, and none of our own is longer.
_LONGEST_PATH = 500

desk = Desk()


@desk.get("/sign-in", allow=EVERYBODY, include_in_schema=False)
def begin(request: Request, context: Context, return_to: str = HOME) -> Response:
    """Remember the attempt and lead to the identity provider."""
    count_attempt(sender_of(request), now=context.now)
    browser = cookie.read_browser_cookie(request) or new_token()
    state, nonce, verifier = new_token(), new_token(), new_token()
    address = sign_in_address(state=state, nonce=nonce, verifier=verifier)
    begin_attempt(state, browser=browser, nonce=nonce, verifier=verifier, return_to=local_path(return_to), now=context.now)
    response = RedirectResponse(address, 303)
    patience = expiry(Retention.SIGN_IN, since=context.now) - context.now
    cookie.set_browser_cookie(response, browser, seconds=int(patience.total_seconds()))
    return response


@desk.get("/sign-in/callback", allow=EVERYBODY, include_in_schema=False)
def finish(request: Request, context: Context, state: str = "", code: str = "") -> Response:
    """Let in who comes back from the identity provider with a code for an attempt of this browser's own."""
    attempt = spend_attempt(state, browser=cookie.read_browser_cookie(request), now=context.now)
    if not code:
        raise SignInRefused
    who = redeem_code(code, verifier=attempt.verifier, nonce=attempt.nonce, now=context.now)
    forget_attempts(sender_of(request))
    token = open_session(who.staff_id, who.name, who.roles, browser_language(request), now=context.now)
    log_event("desk.signed_in", roles=len(who.roles))
    response = RedirectResponse(local_path(attempt.return_to), 303)
    cookie.set_session_cookie(response, token)
    return response


@desk.post("/sign-out", allow=SIGNED_IN, include_in_schema=False)
def sign_out(context: Context) -> Response:
    """End the session, here and for whoever copied its cookie."""
    end_session(context.staff)
    response = RedirectResponse(SIGNED_OUT, 303)
    cookie.drop_session_cookie(response)
    return response


@desk.get("/signed-out", allow=EVERYBODY, include_in_schema=False)
def show_signed_out(context: Context) -> Response:
    """Say that nobody is signed in any more, and where the identity provider's own session ends."""
    return show_page(context, "signed_out.html", sign_out_at=sign_out_address())


@desk.post("/language", allow=SIGNED_IN, include_in_schema=False)
def change_language(
    context: Context, language: Annotated[Language, Form()], return_to: Annotated[str, Form()] = HOME
) -> Response:
    """Keep the language of the desk's pages and go back to the page."""
    choose_language(context.staff, language)
    return RedirectResponse(local_path(return_to), 303)


def local_path(path: str) -> str:
    """Return a path of the desk as it is, and for anything else the first page: nobody is sent to another website."""
    plain = path.isascii() and path.isprintable() and not {" ", "\\", "@"} & set(path) and "//" not in path
    below = path == HOME or path.startswith((f"{HOME}/", f"{HOME}?"))
    return path if plain and below and ".." not in path and len(path) <= _LONGEST_PATH else HOME

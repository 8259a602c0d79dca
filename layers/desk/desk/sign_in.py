"""Signing in and out: the authorization code flow with PKCE, each attempt good for one browser, once, for ten minutes."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse
from loket.core.language import Language
from loket.core.retention import Retention, expires_at, expiry
from loket.log import log_event

from desk.auth import cookie
from desk.auth.attempt import SignInAttempt, begin_attempt, count_attempt, forget_attempts, spend_attempt
from desk.auth.identity import Identity
from desk.auth.oidc import SIGNED_OUT, SignInRefused, redeem_code, sign_in_address, sign_out_address
from desk.auth.session import Session, choose_language, end_session, hash_token, new_token, open_session, renew_roles
from desk.auth.signed_in import end_sessions, make_room, note_ended
from desk.context import Context, RequestContext, browser_language, sender_of
from desk.page import show_page
from desk.role import EVERYBODY
from desk.route import Desk

HOME = "/desk"
# It is stored with each attempt to sign in, and none of our own is longer.
_LONGEST_PATH = 500
# What a provider answers that may not show a page, and would have to (OpenID Connect Core 1.0, section 3.1.2.6).
NOT_SIGNED_IN_THERE = frozenset({"login_required", "consent_required", "interaction_required", "account_selection_required"})

desk = Desk()


@desk.get("/sign-in", allow=EVERYBODY, include_in_schema=False)
def begin(request: Request, context: Context, return_to: str = HOME, *, silent: bool = False) -> Response:
    """Remember the attempt and lead to the identity provider; a silent one reads anew who has a session."""
    _check_window(request)
    if context.session is None:
        count_attempt(sender_of(request), now=context.now)
    browser = cookie.read_browser_cookie(request) or new_token()
    state, nonce, verifier = new_token(), new_token(), new_token()
    silent = silent and context.session is not None
    address = sign_in_address(state=state, nonce=nonce, verifier=verifier, silent=silent, now=context.now)
    attempt = SignInAttempt(
        browser=hash_token(browser),
        nonce=nonce,
        verifier=verifier,
        return_to=local_path(return_to),
        silent=silent,
        expires_at=expires_at(Retention.SIGN_IN, since=context.now),
    )
    begin_attempt(state, attempt)
    response = RedirectResponse(address, 303)
    patience = expiry(Retention.SIGN_IN, since=context.now) - context.now
    cookie.set_browser_cookie(response, browser, seconds=int(patience.total_seconds()))
    return response


def _check_window(request: Request) -> None:
    # A picture or a frame in somebody else's page signs nobody in, and would use up the attempts of a whole office. What a
    # browser loads into a window of its own it says to be a document; a browser that does not say is believed.
    if request.headers.get("sec-fetch-dest", "document") != "document":
        raise SignInRefused


@desk.get("/sign-in/callback", allow=EVERYBODY, include_in_schema=False)
def finish(request: Request, context: Context, state: str = "", code: str = "", error: str = "") -> Response:
    """Let in who comes back from the identity provider with a code for an attempt of this browser's own."""
    attempt = spend_attempt(state, browser=cookie.read_browser_cookie(request), now=context.now)
    if attempt.silent and error in NOT_SIGNED_IN_THERE:
        return _begin_again(context, attempt)
    if not code:
        raise SignInRefused
    who = redeem_code(code, verifier=attempt.verifier, nonce=attempt.nonce, now=context.now)
    forget_attempts(sender_of(request))
    return _renew(context, attempt, who) if attempt.silent else _enter(request, context, attempt, who)


def _enter(request: Request, context: RequestContext, attempt: SignInAttempt, who: Identity) -> Response:
    # The session that this browser had before is out of its reach from now on, so it ends.
    _end(context.session)
    make_room(who.staff_id, now=context.now)
    token = open_session(who, browser_language(request), now=context.now)
    log_event("desk.signed_in", roles=len(who.roles))
    response = RedirectResponse(local_path(attempt.return_to), 303)
    cookie.set_session_cookie(response, token)
    return response


def _renew(context: RequestContext, attempt: SignInAttempt, who: Identity) -> Response:
    session = context.session
    if session is None or session.staff_id != who.staff_id:
        # It ended meanwhile, or another is signed in there: nobody takes over a session, and nobody gets one unasked.
        return _begin_again(context, attempt)
    renew_roles(session, who, now=context.now)
    log_event("desk.roles_read", roles=len(who.roles))
    return RedirectResponse(local_path(attempt.return_to), 303)


def _begin_again(context: RequestContext, attempt: SignInAttempt) -> Response:
    _end(context.session)
    response = RedirectResponse(f"/desk/sign-in?{urlencode({'return_to': local_path(attempt.return_to)})}", 303)
    cookie.drop_session_cookie(response)
    return response


@desk.post("/sign-out", allow=EVERYBODY, include_in_schema=False)
def sign_out(context: Context, *, everywhere: Annotated[bool, Form()] = False) -> Response:
    """End the session, here and for whoever copied its cookie; `everywhere` ends all sessions of who has it."""
    if everywhere and context.session:
        note_ended(end_sessions(context.session.staff_id, now=context.now), own=True)
    _end(context.session)
    response = RedirectResponse(SIGNED_OUT, 303)
    cookie.drop_session_cookie(response)
    return response


def _end(session: Session | None) -> None:
    if session:
        end_session(session.staff_id, session.id)


@desk.get("/signed-out", allow=EVERYBODY, include_in_schema=False)
def show_signed_out(context: Context) -> Response:
    """Say that nobody is signed in any more, and where the identity provider's own session ends."""
    return show_page(context, "signed_out.html", sign_out_at=sign_out_address(now=context.now))


@desk.post("/language", allow=EVERYBODY, include_in_schema=False)
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

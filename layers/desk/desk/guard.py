"""What every request passes before anything answers it: who is it, may they, and did one of our own pages send it?"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from fastapi import Request
from loket.http.request import LARGEST_BODY, BodyTooLarge, OriginRefused
from loket.settings import setting

from desk.auth.cookie import read_session_cookie
from desk.auth.session import Session, find_session
from desk.context import NotSignedIn, RequestContext, RolesStale, browser_language, is_api, moment_of
from desk.role import Access

CSRF_FIELD = "csrf"
CSRF_HEADER = "x-csrf-token"
# What staff write at length. They get it back with whatever goes wrong, so that no answer is ever typed twice.
_WRITTEN = ("reason", "answer", "details")


class RoleMissing(PermissionError):
    """Who has signed in does not have a role that may do this."""


class FormForged(PermissionError):
    """The form does not carry the token of this session."""


def admit(allow: Access) -> Callable[[Request], Awaitable[None]]:
    """Return the guard of a route that these may use; it leaves the context on the request."""

    async def guard(request: Request) -> None:
        now = moment_of(request)
        token = read_session_cookie(request)
        session = find_session(token, now=now) if token else None
        # Also for who is refused, so that they are told in their own language.
        request.state.context = context_of(request, session)
        if request.method != "GET":
            _check_sender(request)
            request.state.written = await _read_written(request)
        _check_role(session, allow)
        if session and None not in allow:
            _check_freshness(request, session, now=now)
        if request.method != "GET":
            await _check_token(request, session, allow)

    return guard


def context_of(request: Request, session: Session | None) -> RequestContext:
    """Return the context of a request."""
    language = session.language if session else browser_language(request)
    return RequestContext(now=moment_of(request), path=request.url.path, language=language, session=session)


def _check_freshness(request: Request, session: Session, *, now: datetime) -> None:
    is_page = request.method == "GET" and not is_api(request)
    if session.must_renew(now=now) if is_page else session.is_stale(now=now):
        raise RolesStale


def _check_role(session: Session | None, allow: Access) -> None:
    if None in allow:
        return
    if session is None:
        raise NotSignedIn
    if not session.roles & allow:
        raise RoleMissing


def _check_sender(request: Request) -> None:
    if request.headers.get("origin") != setting("PUBLIC_URL"):
        raise OriginRefused
    if _body_size(request.scope["aws.event"]) > LARGEST_BODY:
        raise BodyTooLarge


def _body_size(event: Mapping[str, Any]) -> int:
    # API Gateway encodes the body of a form (base64): four signs for three bytes, the last of them perhaps padding.
    body = event.get("body") or ""
    return len(body) // 4 * 3 - body[-2:].count("=") if event.get("isBase64Encoded") else len(body.encode())


async def _check_token(request: Request, session: Session | None, allow: Access) -> None:
    # Who has no session has nothing that another website could act with.
    if session is None and None in allow:
        return
    sent = request.headers.get(CSRF_HEADER, "") if is_api(request) else await _form_token(request)
    if session is None or not hmac.compare_digest(sent.encode(), session.csrf.encode()):
        raise FormForged


async def _form_token(request: Request) -> str:
    form = await request.form()
    sent = form.get(CSRF_FIELD, "")
    return sent if isinstance(sent, str) else ""


async def _read_written(request: Request) -> tuple[str, ...]:
    if is_api(request):
        return ()
    form = await request.form()
    # No form of ours holds a file.
    await form.close()
    return tuple(sent for name in _WRITTEN if isinstance(sent := form.get(name), str) and sent.strip())

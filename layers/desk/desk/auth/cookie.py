"""The desk's two cookies: of a session, and of the browser that began to sign in."""

from fastapi import Request, Response
from loket.settings import setting

_SESSION = "loket_desk"
_BROWSER = "loket_desk_sign_in"
# 43 characters of base64url; anything longer was never ours.
_LONGEST = 64


def is_secure() -> bool:
    """Return whether the desk is reached over https, as it is everywhere but on one machine."""
    return setting("PUBLIC_URL").startswith("https://")


def read_session_cookie(request: Request) -> str:
    """Return the token of the session cookie, or nothing."""
    return _read(request, _SESSION)


def set_session_cookie(response: Response, token: str) -> None:
    """Give a browser its session, until it is closed or the session is over."""
    _set(response, _SESSION, token)


def drop_session_cookie(response: Response) -> None:
    """Take the session from a browser."""
    _drop(response, _SESSION)


def read_browser_cookie(request: Request) -> str:
    """Return the token of the browser that began to sign in, or nothing."""
    return _read(request, _BROWSER)


def set_browser_cookie(response: Response, token: str, *, seconds: int) -> None:
    """Let a browser be recognised when it comes back from the identity provider, on any of its pages."""
    _set(response, _BROWSER, token, seconds=seconds)


def _name(name: str) -> str:
    # `__Host-`: no other host and no page over http can have set it (RFC 6265bis). Over plain http, which is one machine's
    # loopback only, browsers differ in whether they take such a name or the Secure flag, so there it has neither.
    return f"__Host-{name}" if is_secure() else name


def _read(request: Request, name: str) -> str:
    token = request.cookies.get(_name(name), "")
    return token if len(token) <= _LONGEST else ""


def _set(response: Response, name: str, token: str, *, seconds: int | None = None) -> None:
    # Lax and not Strict: the way back from the identity provider begins on another site.
    response.set_cookie(_name(name), token, max_age=seconds, path="/", secure=is_secure(), httponly=True, samesite="lax")


def _drop(response: Response, name: str) -> None:
    response.delete_cookie(_name(name), path="/", secure=is_secure(), httponly=True, samesite="lax")

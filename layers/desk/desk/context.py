"""The context of one request at the desk: by whom, when, in which language."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request
from loket.core.language import Language, preferred_language
from loket.core.sender import network_of

from desk.auth.session import Session

API = "/desk/api/"


class NotSignedIn(PermissionError):
    """Nobody has signed in, or the session is over."""


class RolesStale(PermissionError):
    """The roles of who has signed in were read too long ago to act on them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestContext:
    """One request: its moment (API Gateway's clock), its path, and the session of who makes it, if there is one."""

    now: datetime
    path: str
    language: Language
    session: Session | None

    @property
    def staff(self) -> Session:
        """Return the session of the member of staff; raise `NotSignedIn` where there is none."""
        if self.session is None:
            raise NotSignedIn
        return self.session


def moment_of(request: Request) -> datetime:
    """Return the moment at which a request came in, as its event says."""
    return datetime.fromtimestamp(request.scope["aws.event"]["requestContext"]["timeEpoch"] / 1000, UTC)


def sender_of(request: Request) -> str:
    """Return the network that a request comes from."""
    return network_of(request.scope["aws.event"]["requestContext"]["http"]["sourceIp"])


def browser_language(request: Request) -> Language:
    """Return the language that a browser asks for."""
    return preferred_language(request.headers.get("accept-language", ""))


def is_api(request: Request) -> bool:
    """Return whether a program asks, which wants problem+json and no page."""
    return request.url.path.startswith(API)


def _current(request: Request) -> RequestContext:
    # Without a guard before it there is no context, so an endpoint that forgot its guard fails.
    context: RequestContext = request.state.context
    return context


type Context = Annotated[RequestContext, Depends(_current)]

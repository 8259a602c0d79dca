"""A colleague with a browser of their own: cookies, forms, and what the desk answers."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from http.cookies import SimpleCookie
from threading import get_ident
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode, urlsplit

from tests.unit.event import NOW, SENDER, request_event
from tests.unit.function import load_handler

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.unit.cloud import Cloud
    from tests.unit.desk.provider import IdentityProvider

type Json = dict[str, Any]

ORIGIN = "https://api.example.nl"
SESSION = "__Host-loket_desk"


@dataclass(frozen=True)
class Reply:
    """What the desk answered."""

    status: int
    headers: Mapping[str, str]
    cookies: list[str]
    text: str

    @property
    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.text)

    @property
    def location(self) -> str:
        """Return where the answer leads: always to look at something (303, RFC 9110, section 15.4.4)."""
        assert self.status == 303
        return self.headers["location"]


@cache
def _load_desk(_thread: int) -> Callable[[Mapping[str, Any], None], Any]:
    # The desk is a large app that keeps nothing of a request, and Mangum makes an event loop where it is made.
    return load_handler("serve_desk")


@dataclass
class Colleague:
    """Somebody in front of a screen."""

    cloud: Cloud
    provider: IdentityProvider
    name: str = "Olga Smit"
    roles: tuple[str, ...] = ("privacy_officer",)
    now: datetime = NOW
    sender: str = SENDER
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, return_to: str = "/desk") -> Self:
        """Sign in, as the provider's page does it."""
        begun = self.get(f"/desk/sign-in?{urlencode({'return_to': return_to})}")
        assert begun.status == 303, begun.text
        self.come_back(*self.provider.enter(begun.location, self.name, *self.roles))
        return self

    def come_back(self, code: str, state: str) -> Reply:
        """Come back from the provider with a code."""
        return self.get(f"/desk/sign-in/callback?{urlencode({'code': code, 'state': state})}")

    def get(self, target: str, **headers: Any) -> Reply:
        """Open a page."""
        return self.send("GET", target, **headers)

    def post(
        self, target: str, fields: Mapping[str, Any] | None = None, *, token: str | None = None, **headers: str
    ) -> Reply:
        """Send a form, with the session's token unless another is given."""
        sent = {"csrf": self.token if token is None else token, **(fields or {})}
        body = urlencode({name: value for name, value in sent.items() if value is not None})
        given: Json = {"content_type": "application/x-www-form-urlencoded", "origin": ORIGIN, **headers}
        return self.send("POST", target, body=body, **given)

    def post_json(self, target: str, content: object, **headers: str) -> Reply:
        """Send JSON, with the session's token."""
        given: Json = {"content_type": "application/json", "origin": ORIGIN, "x_csrf_token": self.token, **headers}
        return self.send("POST", target, body=json.dumps(content), **given)

    def send(self, method: str, target: str, *, body: str | None = None, encoded: bool = False, **headers: Any) -> Reply:
        """Send a request as API Gateway passes it on, and keep the cookies of the answer."""
        parts = urlsplit(target)
        event = request_event(f"{method} {parts.path}", body=body, now=self.now, accept_language="en", **headers)
        event["rawQueryString"] = parts.query
        event["isBase64Encoded"] = encoded
        event["requestContext"]["http"]["sourceIp"] = self.sender
        event["cookies"] = [f"{name}={value}" for name, value in self.cookies.items()]
        self.cloud.set_environment(self.cloud.environment("serve_desk"))
        with self.cloud.judge.acting_as("serve_desk"):
            answer = _load_desk(get_ident())(event, None)
        self._keep(answer.get("cookies", []))
        return Reply(answer["statusCode"], answer["headers"], answer.get("cookies", []), answer.get("body", ""))

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    @property
    def token(self) -> str:
        """Return the token of the session, as a page holds it; none where nobody has signed in."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.get("/desk").text)
        return html.unescape(found[1]) if found else ""

    def _keep(self, given: list[str]) -> None:
        for cookie in given:
            for name, morsel in SimpleCookie(cookie).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value

"""The desk in a unit test: the real app behind Mangum, with members of staff who have signed in."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from desk.app import build_app
from desk.auth.identity import Identity
from desk.auth.session import hash_token, open_session
from desk.role import Role
from loket.core.language import Language
from mangum import Mangum

from tests.unit.event import request_event
from tests.unit.work.counter import LATER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tests.unit.cloud import Cloud

NAMES = {Role.HANDLER: "Hanna Bakker", Role.PRIVACY_OFFICER: "Olga Smit", Role.AUDITOR: "Aron Meijer", None: "Niemand"}
ORIGIN = "https://api.example.nl"


@cache
def _app() -> Mangum:
    return Mangum(build_app(), lifespan="off")


@dataclass(frozen=True)
class Seen:
    """What the desk answered."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def location(self) -> str:
        """Return where the answer leads: always to look at something (303, RFC 9110, section 15.4.4)."""
        assert self.status == 303
        return self.headers["location"]

    @property
    def words(self) -> str:
        """Return the text of the page, without its marks."""
        page = re.sub(r"<style>.*?</style>", "", self.text, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


@dataclass(frozen=True)
class Member:
    """A member of staff at the desk, or somebody who has not signed in."""

    cloud: Cloud
    token: str
    csrf: str

    def get(self, path: str, *, now: datetime = LATER) -> Seen:
        """Look at a page."""
        return self._send(f"GET {path}", None, {}, now)

    def post(self, path: str, *, now: datetime = LATER, origin: str = ORIGIN, **fields: str) -> Seen:
        """Send a form of the desk's own."""
        headers = {"content_type": "application/x-www-form-urlencoded", "origin": origin}
        return self._send(f"POST {path}", urlencode({"csrf": self.csrf, **fields}), headers, now)

    def post_json(self, path: str, body: str, *, now: datetime = LATER) -> Seen:
        """Send JSON, as a program does."""
        headers = {"content_type": "application/json", "origin": ORIGIN, "x_csrf_token": self.csrf}
        return self._send(f"POST {path}", body, headers, now)

    def _send(self, route: str, body: str | None, headers: Mapping[str, str], now: datetime) -> Seen:
        settings = self.cloud.environment("serve_desk")
        self.cloud.set_environment(settings)
        method, _, whole = route.partition(" ")
        path, _, query = whole.partition("?")
        event: dict[str, Any] = request_event(f"{method} {path}", body=body, now=now, **headers)
        event["rawQueryString"] = query
        event["cookies"] = [f"__Host-loket_desk={self.token}"] if self.token else []
        event["requestContext"]["http"]["protocol"] = "HTTP/1.1"
        with self.cloud.judge.acting_as("serve_desk"):
            answer = _app()(event, None)  # type: ignore[arg-type]
        text = answer["body"]
        decoded = b64decode(text).decode() if answer["isBase64Encoded"] else text
        return Seen(answer["statusCode"], answer["headers"], decoded)


def sign_in(cloud: Cloud, *held: Role | None, language: Language = Language.NL) -> Member:
    """Return a member of staff with these roles, or with none, under the name of who has the first."""
    cloud.settings |= {"OIDC_ISSUER": "http://127.0.0.1:9/", "OIDC_CLIENT_ID": "desk", "PUBLIC_URL": ORIGIN}
    cloud.set_environment(cloud.environment("serve_desk"))
    role, roles = held[0], frozenset(one for one in held if one)
    who = Identity(staff_id=f"id-{role}", name=NAMES[role], roles=roles)
    token = open_session(who, language, now=LATER)
    return Member(cloud, token, _csrf(cloud, token))


def _csrf(cloud: Cloud, token: str) -> str:
    [session] = [one for one in cloud.items("SessionTable") if one["pk"] == f"SESSION#{hash_token(token)}"]
    return str(session["csrf"])


def nobody(cloud: Cloud) -> Member:
    """Return somebody who has not signed in."""
    sign_in(cloud, None)
    return Member(cloud, "", "x")

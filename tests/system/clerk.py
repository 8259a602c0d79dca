"""A member of staff at the desk of the running system, without a browser."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from tests.running import Reply, RunningStack

AUTHORIZE = "/_local/identity/authorize"
_NEXT = re.compile(r'href="([^"]+)" rel="next"')
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass
class Clerk:
    """Somebody who has signed in at the local provider."""

    stack: RunningStack
    member: str
    cookie: str = ""

    def sign_in(self) -> Self:
        """Choose this member of staff on the provider's page, and keep the session."""
        led = self.stack.get("/desk/sign-in")
        asked = {name: value for name, [value] in parse_qs(urlsplit(led.headers["location"]).query).items()}
        chosen = self.stack.post_html_form(AUTHORIZE, {**asked, "member": self.member})
        callback = chosen.headers["location"].removeprefix(self.stack.base_url)
        entered = self.stack.get(callback, cookie=_first(led))
        assert entered.status == 303, entered.text
        self.cookie = _first(entered)
        return self

    def get(self, path: str) -> Reply:
        """Open a page."""
        return self.stack.get(path, cookie=self.cookie)

    def read_list(self, path: str) -> str:
        """Return a list with all its pages: other tests fill it too."""
        pages = [self.get(path).text]
        while following := _NEXT.search(pages[-1]):
            pages.append(self.get(html.unescape(following[1])).text)
        return "".join(pages)

    def post(self, path: str, **fields: str) -> Reply:
        """Send a form of the desk's own."""
        found = _TOKEN.search(self.get("/desk").text)
        assert found
        sent = {"csrf": html.unescape(found[1]), **fields}
        return self.stack.post_html_form(path, sent, cookie=self.cookie, origin=self.stack.base_url)

    def move(self, reference: str, event: str, revision: int, **fields: str) -> Reply:
        """Make a move with a privacy request."""
        return self.post(f"/desk/requests/{reference}/moves", event=event, revision=str(revision), **fields)


def _first(reply: Reply) -> str:
    return str(reply.headers["set-cookie"]).partition(";")[0]

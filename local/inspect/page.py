"""The pages for people: the first page and the mailbox."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from starlette.responses import HTMLResponse, Response

from local.emulator.template import QUEUE, find_resources

if TYPE_CHECKING:
    from starlette.requests import Request

    from local.emulator.system import System
    from local.settings import Settings

BASE = Path(__file__).parent / "pages"
SECURITY = {
    "content-security-policy": (
        "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


def open_pages(folder: Path) -> Environment:
    """Return the pages in a folder, each of which may build on the base page."""
    return Environment(loader=FileSystemLoader([folder, BASE]), autoescape=True, trim_blocks=True)


PAGES = open_pages(BASE)


class FirstPage:
    """The page at `/`, which links to everything on this machine."""

    def __init__(self, settings: Settings, system: System) -> None:
        """Show one running system."""
        self._settings, self._system = settings, system

    async def show(self, _: Request) -> Response:
        """Return the page."""
        queues = [name for name, _ in find_resources(self._system.deployment.plain, QUEUE)]
        tables = list(self._system.deployment.tables)
        page = PAGES.get_template("front.html").render(settings=self._settings, tables=tables, queues=queues)
        return HTMLResponse(page, headers=SECURITY)


def show_mailbox(mails: list[dict[str, Any]]) -> Response:
    """Return the page with every mail, newest first."""
    page = PAGES.get_template("mailbox.html")
    return HTMLResponse(page.render(mails=mails[::-1]), headers=SECURITY)

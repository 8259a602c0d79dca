"""The pages for people: the front page and the mailbox."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from starlette.responses import HTMLResponse, Response

if TYPE_CHECKING:
    from local.settings import Setting

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


def show_front(setting: Setting, tables: list[str], queues: list[str]) -> Response:
    """Return the page that links to everything on this machine."""
    page = PAGES.get_template("front.html")
    return HTMLResponse(page.render(setting=setting, tables=tables, queues=queues), headers=SECURITY)


def show_mailbox(mails: list[dict[str, Any]]) -> Response:
    """Return the page with every mail, newest first."""
    page = PAGES.get_template("mailbox.html")
    return HTMLResponse(page.render(mails=mails[::-1]), headers=SECURITY)

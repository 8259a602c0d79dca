"""The desk's pages: templates with automatic escaping, a style in the page, and a policy that lets it load nothing else."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from loket.core.language import Language
from loket.core.retention import LOCAL_TIME
from loket.texts.dates import in_words

from desk.context import RequestContext
from desk.role import AUDIT, OFFICER, SIGNED_IN, STAFF, Access, Role
from desk.texts import text, texts

_FOLDER = Path(__file__).parent / "pages"
_PAGES = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_STYLE = (_FOLDER / "desk.css").read_text(encoding="utf-8")
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the desk's menu: where it is, the id of its name, and who sees it."""

    path: str
    name: str
    allow: Access


MENU: tuple[Place, ...] = (
    Place("/desk", "desk.menu.today", SIGNED_IN),
    Place("/desk/work", "desk.menu.work", STAFF),
    Place("/desk/search", "desk.menu.search", STAFF),
    Place("/desk/register", "desk.menu.register", STAFF),
    Place("/desk/unconfirmed", "desk.menu.unconfirmed", OFFICER),
    Place("/desk/ledger", "desk.menu.ledger", AUDIT),
)


def show_page(context: RequestContext, template: str, *, status: int = 200, images: str = "", **values: Any) -> HTMLResponse:  # noqa: ANN401 - what the template names
    """Return a page in the language of who looks; `images` is the one address from which it may show an image."""
    html = _PAGES.get_template(template).render(_surroundings(context), **values)
    return HTMLResponse(html, status, headers=page_headers(context.language, images=images))


def part_of_page(context: RequestContext, name: str) -> Callable[..., str]:
    """Return what renders a part of a page, one of those in `parts.html`, to be measured and put into the page as it is."""
    part: Callable[..., str] = getattr(_PAGES.get_template("parts.html").make_module(_surroundings(context)), name)
    return part


def page_headers(language: Language, *, images: str = "") -> Mapping[str, str]:
    """Return the headers of a page: it may load its own style, and post to the desk alone."""
    origin = _origin(images) if images else "'none'"
    policy = (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src {origin}; base-uri 'none';"
        f" form-action 'self'; frame-ancestors 'none'"
    )
    return {"content-security-policy": policy, "content-language": language.value}


def day_in_words(moment: datetime, language: Language) -> str:
    """Return the Dutch calendar date of a moment, as people read it."""
    return in_words(moment.astimezone(LOCAL_TIME).date().isoformat(), language)


def moment_in_words(epoch: int, language: Language) -> str:
    """Return a stored moment as people read it, with the time on the Dutch clock."""
    local = datetime.fromtimestamp(epoch, UTC).astimezone(LOCAL_TIME)
    return f"{day_in_words(local, language)}, {local:%H:%M}"


def _surroundings(context: RequestContext) -> dict[str, Any]:
    language, roles = context.language, context.session.roles if context.session else frozenset[Role]()
    return {
        "language": language.value,
        "text": texts(language),
        "say": lambda name, /, **values: text(name, language, **values),
        "moment": lambda epoch: moment_in_words(epoch, language),
        "style": _STYLE,
        "session": context.session,
        "here": context.path,
        "menu": [place for place in MENU if roles & place.allow],
        "roles": [text(f"desk.role.{role}", language) for role in sorted(roles)],
    }


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"

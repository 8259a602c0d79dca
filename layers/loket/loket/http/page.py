"""Our own small pages, for browsers without script; imported only where one is rendered, as the engine loads slowly."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from loket.core.language import Language
from loket.http.answer import Answer, answer_page
from loket.texts import texts

FOLDER = Path(__file__).parent / "pages"
_STYLE = (FOLDER / "style.css").read_text(encoding="utf-8")


def hash_inline(inline: str) -> str:
    """Return the hash by which a page's policy knows a style or script that stands in the page itself."""
    return b64encode(sha256(inline.encode()).digest()).decode()


_STYLE_HASH = hash_inline(_STYLE)


def thanks_page(
    status: int, language: Language, *, kind: str, answer: Mapping[str, object], words: Mapping[str, str]
) -> Answer:
    """Return the page that thanks for a form of a kind (enrollment, contact, privacy_request) and says what follows.

    `words` say until when it is kept, by when it is answered, and how much there is to pay.
    """
    return render_page(status, "thanks.html", language, kind=kind, answer=answer, words=words)


def problem_page(
    status: int, language: Language, *, title: str, detail: str, errors: Sequence[Mapping[str, str]], **headers: str
) -> Answer:
    """Return the page that says what is wrong, field by field."""
    return render_page(status, "problem.html", language, headers=headers, title=title, detail=detail, errors=errors)


def render_page(
    status: int,
    name: str,
    language: Language,
    *,
    folder: Path = FOLDER,
    headers: Mapping[str, str] | None = None,
    allows: str = "",
    **values: object,
) -> Answer:
    """Return a page of a template; one in another `folder` stands in the same frame as ours, which is beside it here."""
    html = _engine(folder).get_template(name).render(language=language.value, text=texts(language), style=_STYLE, **values)
    named = {"content_language": language.value, **(headers or {})}
    return answer_page(status, html, style_hash=_STYLE_HASH, allows=allows, **named)


@cache
def _engine(folder: Path) -> Environment:
    loader = FileSystemLoader([folder, FOLDER])
    engine = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    engine.filters["field_name"] = lambda name, text: text.get(f"field.{name}", name)
    return engine

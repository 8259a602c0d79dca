"""Our own small pages, for browsers without script; imported only where one is rendered, as the engine loads slowly."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from loket.domain.language import Language
from loket.texts import texts
from loket.web.answer import Answer, answer_page

_FOLDER = Path(__file__).parent / "pages"
_PAGES = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
_PAGES.filters["field_name"] = lambda name, text: text.get(f"field.{name}", name)
_STYLE = (_FOLDER / "style.css").read_text(encoding="utf-8")
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()


def thanks_page(
    status: int, language: Language, *, kind: str, answer: Mapping[str, Any], dates: Mapping[str, str]
) -> Answer:
    """Return the page that thanks for a form of a kind (enrollment, contact, privacy_request) and says what follows.

    `dates` are in words: until when it is kept, or by when it is answered.
    """
    return _render(status, "thanks.html", language, kind=kind, answer=answer, dates=dates)


def enrollment_page(language: Language, **values: Any) -> Answer:  # noqa: ANN401 - what the template names
    """Return the page on which a person sees how their enrollment stands."""
    return _render(200, "enrollment.html", language, **values)


def pay_page(language: Language, *, url: str) -> Answer:
    """Return the page that leads on to the provider's, by itself and by a link."""
    return _render(200, "pay.html", language, url=url)


def problem_page(
    status: int, language: Language, *, title: str, detail: str, errors: Sequence[Mapping[str, str]], **headers: str
) -> Answer:
    """Return the page that says what is wrong, field by field."""
    page = {"title": title, "detail": detail, "errors": errors}
    return _render(status, "problem.html", language, headers=headers, **page)


def _render(
    status: int, name: str, language: Language, *, headers: Mapping[str, str] | None = None, **values: object
) -> Answer:
    html = _PAGES.get_template(name).render(language=language.value, text=texts(language), style=_STYLE, **values)
    return answer_page(status, html, style_hash=_STYLE_HASH, content_language=language.value, **(headers or {}))

"""Our own small pages, for browsers without script; imported only where one is rendered, as the engine loads slowly."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from loket.domain.language import Language
from loket.texts import texts
from loket.web.answer import Answer, answer_page

_FOLDER = Path(__file__).parent / "pages"
_PAGES = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
_PAGES.filters["field_name"] = lambda name, text: text.get(f"field.{name}", name)
_STYLE = (_FOLDER / "style.css").read_text(encoding="utf-8")


def _hash(inline: str) -> str:
    return b64encode(sha256(inline.encode()).digest()).decode()


_STYLE_HASH = _hash(_STYLE)


def thanks_page(
    status: int, language: Language, *, kind: str, answer: Mapping[str, Any], words: Mapping[str, str]
) -> Answer:
    """Return the page that thanks for a form of a kind (enrollment, contact, privacy_request) and says what follows.

    `words` say until when it is kept, by when it is answered, and how much there is to pay.
    """
    return _render(status, "thanks.html", language, kind=kind, answer=answer, words=words)


def enrollment_page(language: Language, **values: Any) -> Answer:  # noqa: ANN401 - what the template names
    """Return the page on which a person sees how their enrollment stands."""
    return _render(200, "enrollment.html", language, **values)


def pay_page(language: Language, *, url: str) -> Answer:
    """Return the page that leads on to the provider's, by itself and by a link."""
    return _render(200, "pay.html", language, url=url)


def request_page(language: Language, **values: Any) -> Answer:  # noqa: ANN401 - what the template names
    """Return the page on which a person follows their privacy request."""
    return _render(200, "request.html", language, **values)


def proof_page(language: Language, *, upload: Mapping[str, Any], **values: Any) -> Answer:  # noqa: ANN401 - what the template names
    """Return the page on which a person blacks out a copy and sends it straight to where `upload` leads.

    It is the one page with a script, and that one may speak to the bucket alone.
    """
    script = (_FOLDER / "proof.js").read_text(encoding="utf-8")
    bucket = urlsplit(upload["url"])
    allows = f"; script-src 'sha256-{_hash(script)}'; connect-src {bucket.scheme}://{bucket.netloc}; img-src blob:"
    return _render(200, "proof.html", language, allows=allows, script=script, upload=upload, **values)


def problem_page(
    status: int, language: Language, *, title: str, detail: str, errors: Sequence[Mapping[str, str]], **headers: str
) -> Answer:
    """Return the page that says what is wrong, field by field."""
    return _render(status, "problem.html", language, headers=headers, title=title, detail=detail, errors=errors)


def _render(
    status: int,
    name: str,
    language: Language,
    *,
    headers: Mapping[str, str] | None = None,
    allows: str = "",
    **values: object,
) -> Answer:
    html = _PAGES.get_template(name).render(language=language.value, text=texts(language), style=_STYLE, **values)
    told = {"content_language": language.value, **(headers or {})}
    return answer_page(status, html, style_hash=_STYLE_HASH, allows=allows, **told)

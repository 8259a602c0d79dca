"""Letters: a mail's content before it has a form. One letter becomes both the plain text and the HTML."""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from loket.core.language import Language
from loket.texts import text, texts

_ENGINE = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"], default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A part of a letter: a title, or None for the opening, and its paragraphs."""

    title: str | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """What one mail says, to whom, in which language."""

    to: str
    language: Language
    subject: str
    greeting: str | None
    sections: tuple[Section, ...]


def letter_to_staff(name: str, *more: str, to: str, **values: object) -> Letter:
    """Return a letter to staff: in Dutch, one paragraph of the texts with a name, and more after it; nobody's data."""
    return Letter(
        to=to,
        language=Language.NL,
        subject=text(f"{name}.subject", Language.NL, **values),
        greeting=None,
        sections=(Section(title=None, paragraphs=(text(f"{name}.opening", Language.NL, **values), *more)),),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """A mail ready to be sent."""

    to: str
    subject: str
    text: str
    html: str


def write_mail(letter: Letter) -> Mail:
    """Return the mail of a letter; what came from a person is escaped in the HTML, and the subject is one line."""
    plain, html = (_render(name, letter) for name in ("letter.txt", "letter.html"))
    return Mail(to=letter.to, subject=" ".join(letter.subject.split()), text=plain, html=html)


def _render(name: str, letter: Letter) -> str:
    return _ENGINE.get_template(name).render(letter=letter, text=texts(letter.language))

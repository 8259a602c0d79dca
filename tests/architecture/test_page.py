"""What a page or a mail shows is text, whoever wrote it: every template is escaped, but for our own style and script."""

from __future__ import annotations

import ast
import re

from tests.architecture.source import ALL, function_of
from tests.template import PROJECT

FOLDERS = ("layers", "website", "local")
TEMPLATES = [
    place for folder in FOLDERS for end in ("html", "jinja") for place in sorted((PROJECT / folder).rglob(f"*.{end}"))
]
# What is put into a page as it stands: files of ours.
AS_IT_STANDS = [
    ("layers/desk/desk/pages/base.html", "{{ style|safe }}"),
    ("layers/loket/loket/http/pages/base.html", "{{ style|safe }}"),
    ("layers/loket/loket/privacy/pages/proof.html", "{{ script|safe }}"),
]


def find_in_templates(pattern: str) -> list[tuple[str, str]]:
    """Return what fits a pattern, with the template in which it stands."""
    return [
        (str(place.relative_to(PROJECT)), found)
        for place in TEMPLATES
        for found in re.findall(pattern, place.read_text(encoding="utf-8"))
    ]


def test_nothing_is_put_into_a_page_as_it_stands_but_style_and_script() -> None:
    assert len(TEMPLATES) > 30
    assert sorted(find_in_templates(r"\{\{[^}]*\|\s*safe[^}]*\}\}")) == AS_IT_STANDS
    assert find_in_templates(r"\bautoescape\b|\bsafe\b(?! }})|\bxmlattr\b") == []


def test_every_attribute_that_is_filled_in_stands_in_quotes() -> None:
    assert find_in_templates(r"\s[\w-]+=\{\{.*?\}\}") == []


def test_every_engine_escapes() -> None:
    engines = {
        source.name: {word.arg: ast.unparse(word.value) for word in call.keywords}["autoescape"]
        for source in ALL
        if "jinja2" in source.modules
        for call in source.calls
        if function_of(call) == "Environment"
    }

    letters = engines.pop("layers/loket/loket/mail/letter.py")
    # The text of a mail, beside its HTML, is no markup.
    assert letters == "select_autoescape(['html'], default=False)"
    assert len(engines) == 4
    assert set(engines.values()) == {"True"}

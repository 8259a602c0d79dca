"""What the check for dead code takes as used, beside what code uses."""

from __future__ import annotations

import ast

from tools.dead_code import find_declared, find_read, is_read_by_name

SOURCE = """
class Colour(StrEnum):
    RED = "red"

class Form(BaseModel):
    name: str
    limit = 3

@dataclass(frozen=True)
class Page:
    title: str
"""


def test_data_that_a_class_declares_is_used_but_a_dataclass_has_to_be_read() -> None:
    assert list(find_declared(ast.parse(SOURCE))) == ["RED", "name"]


def test_what_a_template_reads_is_used() -> None:
    assert list(find_read('<p class="x.wide">{{ page.title }} {% if a.b %}.c{% endif %}</p>')) == ["title", "b"]


def test_a_function_is_not_used_because_a_field_has_its_name() -> None:
    names = {"status"}

    assert is_read_by_name("variable", "status", declared=names, read=set())
    assert is_read_by_name("property", "status", declared=set(), read=names)
    assert not is_read_by_name("function", "status", declared=names, read=names)

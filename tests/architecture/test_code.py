"""The code reads as agreed: small functions, small files, plain names, no clock of its own, one place that writes logs."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tests.architecture.source import ALL, LOKET, OURS, Source, function_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_FUNCTION = 40
LONGEST_FILE, LONGEST_TEST = 250, 400
VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|managers?|misc|base_?class)(_|$)", re.IGNORECASE)
CLOCK = re.compile(r"^(datetime\.)?(datetime|date)\.(now|utcnow|today)$|^time\.(?!sleep$|monotonic$)")
WRITERS = {"print", "logging", "warnings", "pprint"}
LOG = f"{LOKET}/log.py"
# How a page is at this moment: https://playwright.dev/python/docs/test-assertions names what waits instead.
STATE = {"is_visible", "is_hidden", "is_enabled", "is_disabled", "is_editable", "is_checked"}
CONTENT = {"count", "all", "title", "inner_text", "text_content", "all_inner_texts", "get_attribute", "input_value"}

type Definition = ast.FunctionDef | ast.AsyncFunctionDef


def functions_in(source: Source) -> Iterator[Definition]:
    return source.nodes(ast.FunctionDef, ast.AsyncFunctionDef)


def length(function: Definition) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def test_everything_is_looked_at() -> None:
    """A folder that is not found would break no rule."""
    folders = {"functions", "layers", "local", "website", "tools", "tests"}
    assert {source.name.partition("/")[0] for source in ALL} == folders
    assert {source.name.split("/")[1] for source in OURS if source.name.startswith("layers")} == {"loket", "desk"}


def test_a_file_fits_in_a_readers_head() -> None:
    longest = {source.name: LONGEST_TEST if "/test_" in source.name else LONGEST_FILE for source in ALL}

    assert [source.name for source in ALL if source.lines > longest[source.name]] == []


def test_a_function_fits_on_a_screen() -> None:
    functions = [(source.name, one.name, length(one)) for source in ALL for one in functions_in(source)]

    assert [one for one in functions if one[2] > LONGEST_FUNCTION] == []


def test_a_name_says_what_it_is() -> None:
    named = [(source.name, one.name) for source in ALL for one in (*functions_in(source), *source.nodes(ast.ClassDef))]
    parts = [(source.name, part) for source in ALL for part in source.name.removesuffix(".py").split("/")]

    assert [one for one in (*named, *parts) if VAGUE.search(one[1])] == []


def test_the_clock_comes_in_with_the_event() -> None:
    """But for what waited in a queue, for which one place tells the present."""
    called = [(source.name, function_of(call)) for source in OURS for call in source.calls]

    assert [one for one in called if CLOCK.match(one[1])] == [(f"{LOKET}/clock.py", "datetime.now")]


def test_what_a_page_must_show_is_waited_for() -> None:
    """A click does not wait for all of the page that it leads to."""
    claims = [(source.name, claim) for source in ALL if "/browser/" in source.name for claim in source.nodes(ast.Assert)]
    looks = [(name, part) for name, claim in claims for part in ast.walk(claim) if isinstance(part, ast.Attribute)]

    assert [(name, part.lineno) for name, part in looks if part.attr in STATE | CONTENT] == []


def test_functions_are_short_at_the_median() -> None:
    lengths = sorted(length(one) for source in OURS for one in functions_in(source))

    assert lengths[len(lengths) // 2] <= 10
    assert lengths[len(lengths) * 9 // 10] <= 25


def test_nothing_is_printed_or_logged_past_the_log() -> None:
    """`loket.log` is the one place that writes, so that one place can promise that no personal data is written."""
    named = {source.name: {node.id for node in source.nodes(ast.Name)} | source.modules for source in OURS}

    assert {name for name, names in named.items() if names & WRITERS} <= {LOG}


def test_the_domain_knows_no_cloud() -> None:
    outside = re.compile(r"^(boto|aws|loket\.(?!core|[a-z]+\.domain|contact\.message))")
    pure = [one for one in OURS if re.search(r"loket/core/|loket/\w+/domain/|loket/contact/message", one.name)]

    assert pure
    assert [(one.name, module) for one in pure for module in one.modules if outside.match(module)] == []

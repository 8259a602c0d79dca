"""The generated documents tell everything, and refuse to tell what is not so; every link in every document lives."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from loket.core.inventory import Declared, declarations
from loket.privacy.domain.escalation import POLICY
from loket.privacy.domain.lifecycle import LIFECYCLE, RequestMove, RequestStatus

from tests.template import PROJECT
from tools.documents.__main__ import DOCUMENTS, find_stale
from tools.documents.lifecycle import describe_lifecycle
from tools.documents.markdown import PlaceMissing, link, table
from tools.documents.privacy import describe_privacy, find_models
from tools.documents.promise import Promise, Register, RegisterIncomplete, Standing, check_register

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS = [place for place in sorted(PROJECT.iterdir()) if place.is_dir() and not place.name.startswith(".")]
WRITTEN = [*sorted(PROJECT.glob("*.md")), *(place for folder in FOLDERS for place in sorted(folder.rglob("*.md")))]
FENCED_CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\(([^()\s]+)\)|^\[[^\]]+\]: +(\S+)", re.MULTILINE)
ELSEWHERE = re.compile(r"[a-z]+:", re.ASCII)
HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)


def make_register(**changes: object) -> Register:
    """Return a register in which nothing is built, but for changes to the first promise."""
    promises = [
        Promise(id=f"P{number:02}", title="t", promise="p", standing=Standing.NOT_YET, today="n") for number in range(1, 24)
    ]
    return Register(opening="o", promises=(promises[0].model_copy(update=changes), *promises[1:]))


def test_every_field_of_every_form_and_item_is_in_the_privacy_document() -> None:
    _, *sections = describe_privacy().split("\n### ")
    told = {section.partition("\n")[0]: section for section in sections}

    assert {model.__name__ for model in find_models(Declared)} >= {"EnrollmentForm", "Enrollment", "Consent", "Effect"}
    for model in find_models(Declared):
        for name, field in declarations(model).items():
            assert f"| `{name}` | {field.category} | {field.purpose} | {field.basis} |" in told[model.__name__]


@pytest.mark.parametrize("move", LIFECYCLE.rows, ids=lambda move: move.event)
def test_every_move_of_a_request_is_drawn_and_in_the_table(move: RequestMove) -> None:
    told = describe_lifecycle()
    [row] = [row for row in told.splitlines() if is_row_of(move, row)]

    assert ("| needed |" in row, "| person, staff |" in row, "| destroyed |" in row) == (
        move.needs_reason,
        move.notifies,
        move.drops_proof,
    )
    for source in move.sources if move.target else ():
        [arrow] = [line for line in told.splitlines() if line.startswith(f"    {source} --> {move.target}: ")]
        assert move.event in arrow.partition(": ")[2].split(", ")


def is_row_of(move: RequestMove, row: str) -> bool:
    """Return whether a line of the table is about a move."""
    by = ", ".join(actor.replace("_", " ") for actor in sorted(move.actors))
    to = f"`{move.target}`" if move.target else "stays"
    rights = "every right" if len(move.only) == 7 else min(move.only)
    cells = row.split(" | ")
    return len(cells) > 5 and cells[1:4] == [f"`{move.event}`", to, by] and rights in cells[4]


def test_every_status_and_every_level_is_in_the_lifecycle_document() -> None:
    told = describe_lifecycle()

    assert all(f"--> {status}:" in told for status in RequestStatus)
    assert all(f"| {level.days_left} | " in told for level in POLICY)


def test_documents_are_the_same_each_time() -> None:
    for describe in DOCUMENTS.values():
        assert describe() == describe()


def test_a_document_that_is_missing_or_different_is_stale(tmp_path: Path) -> None:
    same, changed, missing = (tmp_path / name for name in ("same.md", "changed.md", "missing.md"))
    same.write_text("text", "utf-8")
    changed.write_text("old", "utf-8")

    assert [changed, missing] == find_stale({same: "text", changed: "text", missing: "text"})


@pytest.mark.parametrize("place", ["layers/nowhere.py", "tools/documents/promise.py::test_nothing"])
def test_a_place_that_does_not_exist_is_refused(place: str) -> None:
    with pytest.raises(PlaceMissing, match=place):
        link(place)


def test_a_test_is_linked_by_its_name() -> None:
    place = "tests/unit/test_documents.py::test_a_test_is_linked_by_its_name"

    assert link(place) == "[test_a_test_is_linked_by_its_name](../tests/unit/test_documents.py)"


def test_a_bar_stays_in_its_cell() -> None:
    assert table(("a",), [("b|c",)]).endswith("| b\\|c |")


def test_a_register_without_claims_is_complete() -> None:
    check_register(make_register())


def test_a_promise_that_nothing_keeps_cannot_be_called_kept() -> None:
    with pytest.raises(RegisterIncomplete, match="P01"):
        check_register(make_register(standing=Standing.KEPT, kept_by=("template.yaml",)))


def test_a_register_lacks_no_promise() -> None:
    with pytest.raises(RegisterIncomplete, match="P23"):
        check_register(make_register(id="P02"))


@pytest.mark.parametrize("document", WRITTEN, ids=lambda place: str(place.relative_to(PROJECT)))
def test_every_link_in_a_document_lives(document: Path) -> None:
    targets = links_in(document.read_text("utf-8"))

    assert [target for target in targets if not is_alive(document, target)] == []


@pytest.mark.parametrize(
    "target",
    ["docs/nowhere.md", "#no-such-heading", "docs/operations.md#no-such-heading", "Makefile#run", "..", "/Makefile"],
)
def test_a_link_to_what_is_not_there_is_dead(target: str) -> None:
    assert not is_alive(PROJECT / "README.md", target)


def test_every_kind_of_link_is_found_and_code_is_none() -> None:
    document = "[a](a.md) [`b`](b.md#c) ![d](d.svg) [e](https://example.nl)\n[f]: f.md\n`[g](g)`\n```\n[h](h)\n```\n"

    assert links_in(document) == ["a.md", "b.md#c", "d.svg", "f.md"]


def test_an_anchor_is_made_as_github_makes_it() -> None:
    document = "# What goes wrong, and why\n## `by_due` | [a link](x.md#y)\n## Twice\n```\n# no heading\n```\n### Twice\n"

    assert anchors_in(document) == {"what-goes-wrong-and-why", "by_due--a-link", "twice", "twice-1"}


def links_in(document: str) -> list[str]:
    """Return where the links of a document lead, but for those that lead to another website."""
    found = [inline or named for inline, named in LINK.findall(CODE.sub("", FENCED_CODE.sub("", document)))]
    return [target for target in found if not ELSEWHERE.match(target)]


def anchors_in(document: str) -> set[str]:
    """Return the anchors of a document's headings: lower case, signs gone, spaces as hyphens, and the second is `-1`."""
    seen = Counter[str]()
    anchors = set[str]()
    for heading in HEADING.findall(FENCED_CODE.sub("", document)):
        said = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.strip()).lower()
        anchor = re.sub(r"[^\w\- ]", "", said).replace(" ", "-")
        anchors.add(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return anchors


def is_alive(document: Path, target: str) -> bool:
    """Return whether a link leads to a file or folder of the project and, with an anchor, to a heading in it."""
    path, _, anchor = target.partition("#")
    place = (document.parent / path).resolve() if path else document
    if not (place.is_relative_to(PROJECT) and place.exists()):
        return False
    return not anchor or (place.suffix == ".md" and anchor in anchors_in(place.read_text("utf-8")))

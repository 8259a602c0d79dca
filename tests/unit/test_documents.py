"""The generated documents tell everything, and refuse to tell what is not so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from loket.domain.inventory import Declared, declarations
from loket.domain.privacy.ladder import LADDER
from loket.domain.privacy.lifecycle import LIFECYCLE, Move, RequestStatus

from tools.documents.__main__ import DOCUMENTS, find_stale
from tools.documents.lifecycle import describe_lifecycle
from tools.documents.markdown import PlaceMissing, link, table
from tools.documents.privacy import describe_privacy, find_models
from tools.documents.promise import Promise, Register, RegisterIncomplete, Standing, check_register

if TYPE_CHECKING:
    from pathlib import Path


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


@pytest.mark.parametrize("move", LIFECYCLE, ids=lambda move: move.event)
def test_every_move_of_a_request_is_drawn_and_in_the_table(move: Move) -> None:
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


def is_row_of(move: Move, row: str) -> bool:
    """Return whether a line of the table is about a move."""
    by = ", ".join(actor.replace("_", " ") for actor in sorted(move.actors))
    to = f"`{move.target}`" if move.target else "stays"
    rights = "every right" if len(move.only) == 7 else min(move.only)
    cells = row.split(" | ")
    return len(cells) > 5 and cells[1:4] == [f"`{move.event}`", to, by] and rights in cells[4]


def test_every_status_and_every_rung_is_in_the_lifecycle_document() -> None:
    told = describe_lifecycle()

    assert all(f"--> {status}:" in told for status in RequestStatus)
    assert all(f"| {rung.days_left} | " in told for rung in LADDER)


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

"""Where four eyes are set, another officer decides than who entered a request or judged whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.project import run_project
from tests.running import RunningStack
from tests.system.clerk import Clerk

if TYPE_CHECKING:
    from collections.abc import Iterator

BEFORE = 'FourEyes:\n    Type: String\n    Default: "off"'


@pytest.fixture(scope="module")
def careful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Run the system with four eyes."""
    changes = {BEFORE: BEFORE.replace("off", "on")}
    yield from run_project(tmp_path_factory.mktemp("careful"), changes=changes, CHALLENGE="off")


def test_who_vouched_for_a_request_does_not_decide_it_and_another_does(careful: RunningStack) -> None:
    asked = {"kind": "objection", "name": "Sanne de Vries", "email": "sanne@example.nl", "language": "nl"}
    assert careful.post("/privacy-requests", asked).status == 202
    [reference] = [item["reference"] for item in careful.table("PersonalDataTable") if item["sk"].startswith("PRIVACY_")]
    olga = Clerk(careful, "olga").sign_in()
    assert olga.move(reference, "vouch", 1, reason="Aan de balie gezien.").status == 303
    assert olga.move(reference, "take_up", 2).status == 303

    assert 'value="grant"' not in olga.get(f"/desk/requests/{reference}").text
    refused = olga.move(reference, "grant", 3, reason="Dit is terecht.")

    assert (refused.status, "Vier ogen" in refused.text, "Dit is terecht." in refused.text) == (403, True, True)
    body = b'{"name": "Olga Smit", "sub": "staff-other"}'
    careful.send("PUT", "/_local/identity/staff/olga", body=body, headers={"content-type": "application/json"})
    other = Clerk(careful, "olga").sign_in()
    assert other.move(reference, "grant", 3, reason="Dit is terecht.").status == 303
    decided = [line for line in careful.table("LedgerTable") if line["what"] in {"vouch", "grant"}]
    assert len({line["by_id"] for line in decided}) == 2

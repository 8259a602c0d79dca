"""What happened to a request: all of it, newest first, on pages that fit; and a request without steps breaks nothing."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from loket.privacy.store.request import STEPS_AT_ONCE

from tests.unit.work.plenty import drop_all, put_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.unit.cloud import Cloud
    from tests.unit.desk.colleague import Colleague
    from tests.unit.desk.conftest import Ask

# A third of what Lambda passes on, and what stands around it: room for one step of any size.
FULL = 2 * 1024 * 1024 + 100_000


def add_steps(cloud: Cloud, number: int, words: str) -> list[str]:
    """Let a request have so many steps that a person wrote, and return what is told of each."""
    [step] = cloud.items("PersonalDataTable", kind="STEP#")
    told = [f"toevoeging {place:05}" for place in range(number)]
    beginning = step["sk"].rpartition("#")[0]
    put_all(
        {**step, "sk": f"{beginning}#7{place:025}", "event": "add_information", "by": "person", "information": one + words}
        for place, one in enumerate(told)
    )
    return told


def walk(who: Colleague, path: str) -> Iterator[str]:
    """Open a page and all that follow it."""
    while path:
        page = who.get(path)
        assert page.status == 200
        assert len(json.dumps({"body": page.text, "headers": dict(page.headers)})) < FULL
        yield page.text
        found = re.search(r'href="([^"]*)" rel="next"', page.text)
        path = unescape(found[1]) if found else ""


@pytest.mark.parametrize("sign", ['"', "\U0001f600", "<", "\x01"])
def test_everything_that_was_added_is_on_pages_that_fit(cloud: Cloud, officer: Colleague, ask: Ask, sign: str) -> None:
    reference = ask()
    told = add_steps(cloud, 400, sign * 15_000)

    pages = list(walk(officer, f"/desk/requests/{reference}"))

    shown = [one for page in pages for one in re.findall(r"toevoeging \d{5}", page)]
    assert (len(pages) > 1, shown) == (True, told[::-1])


def test_programs_read_all_of_it_too(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    reference = ask()
    told = add_steps(cloud, 300, '"' * 15_000)
    read, after = list[str](), ""
    while after is not None:
        answer = officer.get(f"/desk/api/requests/{reference}{after and f'?after={after}'}")
        assert len(json.dumps({"body": answer.text})) < FULL
        steps = [step["information"] or "" for step in answer.json["steps"]]
        read = [one[:16] for one in steps if one.startswith("toevoeging")] + read
        after = answer.json["after"]

    assert read == told


def test_with_four_eyes_who_established_a_request_is_found_under_all_that_was_added(
    cloud: Cloud, officer: Colleague, ask: Ask
) -> None:
    cloud.settings["FOUR_EYES"] = "on"
    reference = ask()
    add_steps(cloud, STEPS_AT_ONCE, "")
    path = f"/desk/requests/{reference}"
    for revision, event in (("1", "vouch"), ("2", "take_up")):
        form = {"event": event, "revision": revision, "reason": "Gezien."}
        assert officer.post(f"{path}/moves", form).status == 303

    assert 'value="grant"' not in officer.get(path).text
    assert officer.post(f"{path}/moves", {"event": "grant", "revision": "3", "reason": "Ja."}).status == 403


def test_a_request_without_steps_is_shown_and_moved(cloud: Cloud, officer: Colleague, ask: Ask) -> None:
    reference = ask()
    [item] = cloud.items("PersonalDataTable", kind="PRIVACY_REQUEST#")
    drop_all()
    cloud.put("PersonalDataTable", {**item, "revision": 2})

    path = f"/desk/requests/{reference}"
    late = officer.post(f"{path}/moves", {"event": "vouch", "revision": "1", "reason": "Gezien."})

    assert (officer.get(path).status, officer.get(f"/desk/api/requests/{reference}").json["steps"]) == (200, [])
    assert (late.status, "Gezien." in late.text) == (409, True)
    assert officer.post(f"{path}/moves", {"event": "vouch", "revision": "2", "reason": "Gezien."}).status == 303

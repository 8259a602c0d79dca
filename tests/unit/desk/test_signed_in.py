"""However often one member of staff signs in, the sessions of all others are seen, and any session is ended by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from desk.auth import signed_in
from desk.auth.session import hash_token

from tests.unit.desk.colleague import SESSION, Colleague

if TYPE_CHECKING:
    from collections.abc import Callable

MYSELF = "/desk/api/session"


def anew(somebody: Colleague) -> Colleague:
    """Let a member of staff sign in once more, in another browser."""
    return Colleague(somebody.cloud, somebody.provider, name=somebody.name, roles=somebody.roles, now=somebody.now).sign_in()


def names_seen_by(officer: Colleague) -> list[str]:
    return [one["name"] for one in officer.get("/desk/api/sessions").json["sessions"]]


def test_a_member_has_so_many_sessions_and_the_one_used_longest_ago_ends(handler: Colleague, officer: Colleague) -> None:
    before = [handler]
    for _ in range(signed_in.MOST_EACH):
        handler.wait(seconds=1)
        before.append(anew(handler))

    assert names_seen_by(officer).count(handler.name) == signed_in.MOST_EACH
    assert [one.get(MYSELF).status for one in before] == [401] + [200] * signed_in.MOST_EACH
    assert officer.get(MYSELF).status == 200


def test_what_was_used_longer_ago_ends_before_what_is_in_use(handler: Colleague) -> None:
    others = [anew(handler) for _ in range(signed_in.MOST_EACH - 1)]
    for one in [handler, *others]:
        one.wait(minutes=3)
    assert handler.get(MYSELF).status == 200

    newest = anew(handler)

    assert (handler.get(MYSELF).status, newest.get(MYSELF).status) == (200, 200)
    assert sorted(one.get(MYSELF).status for one in others) == [200] * (len(others) - 1) + [401]


def test_a_session_that_the_list_does_not_show_is_ended_all_the_same(
    hire: Callable[[str], Colleague], monkeypatch: pytest.MonkeyPatch
) -> None:
    handler, officer, auditor = map(hire, ("handler", "privacy_officer", "auditor"))
    monkeypatch.setattr(signed_in, "MOST_SHOWN", 0)
    mine, his = (hash_token(one.cookies[SESSION]) for one in (handler, auditor))

    assert handler.post(f"/desk/sessions/{his}/end").status == 404
    assert officer.post(f"/desk/sessions/{his}/end").status == 303
    assert handler.post(f"/desk/sessions/{mine}/end").location == "/desk/signed-out"

    assert [one.get(MYSELF).status for one in (handler, officer, auditor)] == [401, 200, 401]


@pytest.mark.parametrize("session", ["x", "A" * 64, "0" * 64, "0" * 3000])
def test_what_is_no_session_is_not_ended(officer: Colleague, session: str) -> None:
    assert officer.post(f"/desk/sessions/{session}/end").status == 404

"""Who may do what: every route of the desk with nobody signed in and with each role, row by row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from desk.app import build_app
from desk.auth.session import end_session
from desk.role import Role, known_roles, leading_role
from desk.route import Desk, RouteWithoutRole
from fastapi.routing import APIRoute

from tests.unit.cloud import Cloud
from tests.unit.desk.colleague import SESSION, Colleague
from tests.unit.event import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.desk.conftest import Ask

# Without sign-in, as handler, as privacy officer, as auditor. A form without its fields is refused (422) only once its
# sender is let in; a request that is not there is 404.
MISSING = "P-00000-00000"
ROUTES: dict[str, tuple[int, int, int, int]] = {
    "GET /desk": (303, 200, 200, 200),
    "GET /desk/sign-in": (303, 303, 303, 303),
    "GET /desk/sign-in/callback": (403, 403, 403, 403),
    "GET /desk/signed-out": (200, 200, 200, 200),
    "POST /desk/sign-out": (303, 303, 303, 303),
    "POST /desk/language": (422, 422, 422, 422),
    "GET /desk/sessions": (303, 200, 200, 200),
    "POST /desk/sessions/{session}/end": (401, 404, 404, 404),
    "POST /desk/staff/{staff}/sign-out": (401, 403, 404, 403),
    "GET /desk/api/sessions": (401, 200, 200, 200),
    "POST /desk/api/sessions/{session}/end": (401, 404, 404, 404),
    "POST /desk/api/staff/{staff}/sign-out": (401, 403, 404, 403),
    "GET /desk/register": (303, 200, 200, 403),
    "POST /desk/register": (401, 422, 422, 403),
    "GET /desk/requests/{reference}": (303, 404, 404, 403),
    "POST /desk/requests/{reference}/moves": (401, 422, 422, 403),
    "POST /desk/requests/{reference}/proof": (401, 404, 404, 403),
    "GET /desk/api/session": (401, 200, 200, 200),
    "GET /desk/api/requests": (401, 200, 200, 200),
    "POST /desk/api/requests": (401, 422, 422, 403),
    "GET /desk/api/requests/{reference}": (401, 404, 404, 403),
    "POST /desk/api/requests/{reference}/moves": (401, 422, 422, 403),
    "GET /desk/unconfirmed": (303, 403, 200, 403),
    "POST /desk/unconfirmed": (401, 403, 422, 403),
    "GET /desk/api/unconfirmed": (401, 403, 200, 403),
    "POST /desk/api/unconfirmed": (401, 403, 422, 403),
    "GET /desk/work": (303, 200, 200, 403),
    "GET /desk/items/{reference}": (303, 404, 404, 403),
    "POST /desk/items/{reference}": (401, 422, 422, 403),
    "POST /desk/items/{reference}/done": (401, 422, 422, 403),
    "GET /desk/payments/{attempt}": (303, 404, 404, 403),
    "POST /desk/payments/{attempt}/done": (401, 422, 422, 403),
    "GET /desk/search": (303, 200, 200, 403),
    "POST /desk/search": (401, 422, 422, 403),
    "GET /desk/people/{person}": (303, 404, 404, 403),
    "GET /desk/ledger": (303, 403, 200, 200),
    "GET /desk/ledger/about": (303, 403, 422, 422),
    "GET /desk/ledger/people/{person}": (303, 403, 404, 404),
    "GET /desk/api/work": (401, 200, 200, 403),
    "GET /desk/api/items/{reference}": (401, 404, 404, 403),
    "POST /desk/api/items/{reference}": (401, 422, 422, 403),
    "POST /desk/api/items/{reference}/done": (401, 422, 422, 403),
    "GET /desk/api/payments/{attempt}": (401, 404, 404, 403),
    "POST /desk/api/payments/{attempt}/done": (401, 422, 422, 403),
    "POST /desk/api/search": (401, 422, 422, 403),
    "GET /desk/api/people/{person}": (401, 404, 404, 403),
    "GET /desk/api/ledger": (401, 403, 200, 200),
    "GET /desk/api/ledger/people/{person}": (401, 403, 404, 404),
}
# After these somebody is signed in no more, or again.
LEAVE = ("GET /desk/sign-in", "POST /desk/sign-out")
WHO = ("nobody", "handler", "privacy_officer", "auditor")


def list_routes() -> list[str]:
    """Return every route of the app as it is served."""
    routes = [route for route in build_app().routes if isinstance(route, APIRoute)]
    return [f"{method} {route.path}" for route in routes for method in route.methods or ()]


def test_the_table_names_every_route() -> None:
    assert sorted(list_routes()) == sorted(ROUTES)


def test_the_description_of_the_api_tells_of_the_api_alone() -> None:
    routes = [route for route in build_app().routes if isinstance(route, APIRoute)]

    assert [route.path for route in routes if route.include_in_schema is not route.path.startswith("/desk/api/")] == []


MENU = {
    "handler": ["/desk", "/desk/work", "/desk/search", "/desk/register"],
    "privacy_officer": ["/desk", "/desk/work", "/desk/search", "/desk/register", "/desk/unconfirmed", "/desk/ledger"],
    "auditor": ["/desk", "/desk/ledger"],
}


def test_the_menu_leads_each_role_to_all_that_it_may_use(hire: Callable[[str], Colleague]) -> None:
    pages = {role: hire(role).get("/desk").text.partition("</nav>")[0] for role in MENU}

    assert {role: re.findall(r'<a href="(/desk[a-z/]*)"', page.partition("<nav")[2]) for role, page in pages.items()} == MENU


def ask_for(somebody: Colleague, route: str) -> int:
    method, path = route.replace("{reference}", MISSING).split()
    if method == "GET":
        return somebody.get(path).status
    return (somebody.post_json(path, {}) if "/api/" in path else somebody.post(path)).status


@pytest.mark.parametrize("who", WHO)
def test_each_role_may_what_the_table_says(who: str, stranger: Colleague, hire: Callable[[str], Colleague]) -> None:
    somebody = stranger if who == "nobody" else hire(who)
    answered = {}
    for route in ROUTES:
        answered[route] = ask_for(somebody, route)
        if route in LEAVE and who != "nobody":
            somebody.sign_in()

    assert answered == {route: statuses[WHO.index(who)] for route, statuses in ROUTES.items()}


def test_a_route_that_does_not_say_who_may_use_it_cannot_be_built() -> None:
    forgetful = Desk()

    @forgetful.get("/open-door")
    def show_all() -> None:
        """Show everything to everybody."""

    with pytest.raises(RouteWithoutRole, match="/desk/open-door"):
        build_app(forgetful)


def test_a_route_that_goes_past_the_desk_cannot_be_built(monkeypatch: pytest.MonkeyPatch) -> None:
    def add_and_forget(app: Any, _: Desk) -> None:
        app.get("/desk/open-door")(lambda: "everything")

    def add_in_place(app: Any, _: Desk) -> None:
        app.add_route("/desk/register", lambda _: None, methods=["POST"])

    for add, found in ((add_and_forget, "open-door"), (add_in_place, "register")):
        monkeypatch.setattr("desk.app.add_routes", add)
        with pytest.raises(RouteWithoutRole, match=found):
            build_app()


def test_a_role_that_is_not_ours_gives_nothing(cloud: Cloud, stranger: Colleague) -> None:
    stranger.roles = ("administrator", "HANDLER", "")
    stranger.sign_in()

    assert known_roles(["administrator", "handler", 7, None]) == {Role.HANDLER}
    assert stranger.get("/desk").status == 403
    assert cloud.items("SessionTable", kind="SESSION")[0]["roles"] == []


def test_who_has_several_roles_acts_as_the_one_that_may_most() -> None:
    assert leading_role(frozenset(Role)) == "privacy_officer"
    assert leading_role(frozenset({Role.AUDITOR, Role.HANDLER})) == "handler"
    assert leading_role(frozenset()) == ""


def test_what_is_not_a_route_is_not_there(officer: Colleague) -> None:
    paths = (
        "/desk/docs",
        "/desk/redoc",
        "/desk/openapi.json",
        "/openapi.json",
        "/docs",
        "/redoc",
        "/desk/",
        "/desk/no-such-page",
    )

    assert [path for path in paths if officer.get(path).status != 404] == []
    assert officer.get("/desk").status == 200


def test_the_auditor_sees_no_name(ask: Ask, auditor: Colleague, cloud: Cloud) -> None:
    reference = ask(name="Sanne de Vries", details="Stop ermee.")

    page = auditor.get("/desk").text
    assert reference in page
    assert f"/desk/requests/{reference}" not in page
    assert auditor.get(f"/desk/requests/{reference}").status == 403
    assert not [line for line in cloud.items("LedgerTable") if line["event"] == "view"]
    for hidden in ("Sanne", "sanne", "Stop ermee"):
        assert hidden not in page + auditor.get("/desk/api/requests").text


def test_a_forged_cookie_opens_nothing(stranger: Colleague, officer: Colleague) -> None:
    real = officer.cookies[SESSION]
    for token in ("forged", "", "x" * 500, "../../SESSION", "a; b", real[:-1], real + "A", real.swapcase()):
        stranger.cookies[SESSION] = token
        assert stranger.get("/desk/api/session").status == 401, token

    stranger.cookies[SESSION] = real
    assert stranger.get("/desk/api/session").status == 200


def test_a_session_is_over_after_half_an_hour_alone(officer: Colleague) -> None:
    for _ in range(3):
        officer.wait(minutes=29, seconds=59)
        assert officer.get("/desk/api/session").status == 200
    officer.wait(minutes=30)

    assert officer.get("/desk/api/session").status == 401


def test_a_session_is_noted_to_be_in_use_every_two_minutes(cloud: Cloud, officer: Colleague) -> None:
    """Else thirty minutes would run from the sign-in, or each click would be a write."""
    noted = []
    for seconds in (119, 1, 119, 1):
        officer.wait(seconds=seconds)
        assert officer.get("/desk/api/session").status == 200
        [session] = cloud.items("SessionTable", kind="SESSION")
        noted.append(session["seen_at"] - int(NOW.timestamp()))

    assert noted == [0, 120, 120, 240]


def test_a_session_that_ends_while_its_use_is_noted_is_none(cloud: Cloud, officer: Colleague) -> None:
    officer.wait(minutes=2)
    [session] = cloud.items("SessionTable", kind="SESSION")
    cloud.meanwhile = lambda: end_session(session["staff_id"], session["pk"].removeprefix("SESSION#"))

    assert officer.get("/desk/signed-out").status == 200
    assert cloud.items("SessionTable", kind="SESSION") == []


def test_of_very_many_sessions_some_are_shown_and_all_are_ended(
    cloud: Cloud, officer: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.auth.signed_in.MOST_SHOWN", 2)
    for _ in range(2):
        Colleague(cloud, officer.provider).sign_in()

    assert len(officer.get("/desk/api/sessions").json["sessions"]) == 2
    assert officer.post("/desk/sign-out", {"everywhere": "true"}).status == 303
    assert cloud.items("SessionTable") == []


def test_a_session_is_over_after_a_working_day(officer: Colleague) -> None:
    for _ in range(24):
        officer.wait(minutes=19)
        assert officer.get("/desk/api/session").status == 200
    officer.wait(minutes=23, seconds=59)
    assert officer.get("/desk/api/session").status == 200
    officer.wait(seconds=1)

    assert officer.get("/desk/api/session").status == 401


def test_a_replayed_cookie_is_worth_nothing_after_signing_out(officer: Colleague) -> None:
    kept = dict(officer.cookies)
    assert officer.post("/desk/sign-out").location == "/desk/signed-out"
    assert SESSION not in officer.cookies

    officer.cookies = kept
    assert officer.get("/desk/api/session").status == 401

"""Who may do what: every route of the desk with nobody signed in and with each role, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from desk.app import PARTS, build_app
from desk.role import EVERYBODY, SIGNED_IN, STAFF, Role, known_roles
from desk.route import Desk, RouteWithoutRole

from tests.unit.cloud import Cloud
from tests.unit.desk.colleague import SESSION, Colleague

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
    "POST /desk/sign-out": (401, 303, 303, 303),
    "POST /desk/language": (401, 422, 422, 422),
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
    "GET /desk/ledger/people/{person}": (303, 403, 200, 200),
    "GET /desk/api/work": (401, 200, 200, 403),
    "GET /desk/api/items/{reference}": (401, 404, 404, 403),
    "POST /desk/api/items/{reference}": (401, 422, 422, 403),
    "POST /desk/api/items/{reference}/done": (401, 422, 422, 403),
    "GET /desk/api/payments/{attempt}": (401, 404, 404, 403),
    "POST /desk/api/payments/{attempt}/done": (401, 422, 422, 403),
    "POST /desk/api/search": (401, 422, 422, 403),
    "GET /desk/api/people/{person}": (401, 404, 404, 403),
    "GET /desk/api/ledger": (401, 403, 200, 200),
    "GET /desk/api/ledger/people/{person}": (401, 403, 200, 200),
}
WHO = ("nobody", "handler", "privacy_officer", "auditor")


def list_routes() -> list[str]:
    return [f"{route.method} {route.path}" for part in PARTS for route in part.routes]


def test_the_table_names_every_route() -> None:
    assert sorted(list_routes()) == sorted(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("who", WHO)
def test_each_role_may_what_the_table_says(
    route: str, who: str, stranger: Colleague, hire: Callable[[str], Colleague]
) -> None:
    somebody = stranger if who == "nobody" else hire(who)
    method, path = route.replace("{reference}", MISSING).split()
    if method == "GET":
        answer = somebody.get(path)
    else:
        answer = somebody.post_json(path, {}) if "/api/" in path else somebody.post(path)

    assert answer.status == ROUTES[route][WHO.index(who)], answer.text


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

    monkeypatch.setattr("desk.app.add_routes", add_and_forget)
    with pytest.raises(RouteWithoutRole, match="open-door"):
        build_app()


def test_only_signing_in_is_open_to_everybody() -> None:
    opened = {route.path for part in PARTS for route in part.routes if route.allow == EVERYBODY}

    assert opened == {"/desk/sign-in", "/desk/sign-in/callback", "/desk/signed-out"}


def test_the_auditor_reads_lists_and_does_nothing() -> None:
    allowed = {(route.method, route.path) for part in PARTS for route in part.routes if Role.AUDITOR in (route.allow or ())}

    assert {path for method, path in allowed if method == "POST"} == {"/desk/sign-out", "/desk/language"}
    assert Role.AUDITOR not in STAFF
    assert Role.AUDITOR in SIGNED_IN


def test_a_role_that_is_not_ours_gives_nothing(cloud: Cloud, stranger: Colleague) -> None:
    stranger.roles = ("administrator", "HANDLER", "")
    stranger.sign_in()

    assert known_roles(["administrator", "handler", 7, None]) == {Role.HANDLER}
    assert stranger.get("/desk").status == 403
    assert cloud.items("GuardTable", kind="SESSION#")[0]["roles"] == []


@pytest.mark.parametrize(
    "path", ["/desk/docs", "/desk/openapi.json", "/openapi.json", "/docs", "/desk/", "/desk/no-such-page"]
)
def test_what_is_not_a_route_is_not_there(officer: Colleague, path: str) -> None:
    assert officer.get(path).status == 404


def test_the_auditor_sees_no_name(ask: Ask, auditor: Colleague, cloud: Cloud) -> None:
    reference = ask(name="Sanne de Vries", details="Stop ermee.")

    page = auditor.get("/desk").text
    assert reference in page
    assert f"/desk/requests/{reference}" not in page
    assert auditor.get(f"/desk/requests/{reference}").status == 403
    assert not [line for line in cloud.items("LedgerTable") if line["event"] == "view"]
    for hidden in ("Sanne", "sanne", "Stop ermee"):
        assert hidden not in page + auditor.get("/desk/api/requests").text


@pytest.mark.parametrize("token", ["forged", "", "x" * 500, "../../SESSION", "a; b"])
def test_a_forged_cookie_opens_nothing(stranger: Colleague, token: str) -> None:
    stranger.cookies[SESSION] = token

    assert stranger.get("/desk/api/session").status == 401


def test_a_session_is_over_after_half_an_hour_alone(officer: Colleague) -> None:
    for _ in range(3):
        officer.wait(minutes=29)
        assert officer.get("/desk/api/session").status == 200
    officer.wait(minutes=30)

    assert officer.get("/desk/api/session").status == 401


def test_a_session_is_over_after_a_working_day(officer: Colleague) -> None:
    for _ in range(24):
        officer.wait(minutes=19)
        assert officer.get("/desk/api/session").status == 200
    officer.wait(minutes=24)

    assert officer.get("/desk/api/session").status == 401


def test_a_replayed_cookie_is_worth_nothing_after_signing_out(officer: Colleague) -> None:
    kept = dict(officer.cookies)
    assert officer.post("/desk/sign-out").location == "/desk/signed-out"
    assert SESSION not in officer.cookies

    officer.cookies = kept
    assert officer.get("/desk/api/session").status == 401

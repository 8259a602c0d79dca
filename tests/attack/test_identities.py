"""Attacks on who staff are: names that are another's, tokens that lie, sessions and roles that outlive their reason."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

import pytest

from tests.system.clerk import AUTHORIZE
from tests.unit.event import request_event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.running import Json, Reply, RunningStack

MEMBERS = "/_local/identity/staff"
LET_IN, REFUSED = 303, 403
TOMORROW = 86_400


@dataclass
class Intruder:
    """Somebody with an account at the provider, whose token says what they want it to."""

    stack: RunningStack
    member: str = "hanna"
    cookie: str = ""
    csrf: str = ""

    def lie(self, **claims: object) -> None:
        """Let the tokens about this member say something else from now on."""
        kind = {"content-type": "application/json"}
        sent = self.stack.send("PUT", f"{MEMBERS}/{self.member}", body=json.dumps(claims).encode(), headers=kind)
        assert sent.status == 204, sent.text

    def come_in(self, **claims: object) -> Reply:
        """Sign in with a token that says so, and keep the session if there is one."""
        self.lie(**claims)
        led = self.stack.get("/desk/sign-in")
        asked = {name: value for name, [value] in parse_qs(urlsplit(led.headers["location"]).query).items()}
        chosen = self.stack.post_html_form(AUTHORIZE, {**asked, "member": self.member})
        callback = chosen.headers["location"].removeprefix(self.stack.base_url)
        entered = self.stack.get(callback, cookie=_cookie(led))
        if entered.status == LET_IN:
            self.cookie = _cookie(entered)
            self.csrf = self.myself()["csrf"]
        return entered

    def myself(self) -> Json:
        """Return what the desk knows of who asks."""
        told: Json = self.get("/desk/api/session").json
        return told

    def get(self, path: str) -> Reply:
        """Open a page."""
        return self.stack.get(path, cookie=self.cookie)

    def post(self, path: str, **fields: str) -> Reply:
        """Send a form of the desk's own."""
        sent = {"csrf": self.csrf, **fields}
        return self.stack.post_html_form(path, sent, cookie=self.cookie, origin=self.stack.base_url)

    def at(self, minutes: int, path: str, content: object = None) -> tuple[int, Json]:
        """Let the desk answer as it would in so many minutes, by its API; return the status and the answer."""
        method, now = "GET" if content is None else "POST", datetime.now(UTC) + timedelta(minutes=minutes)
        given = {"origin": self.stack.base_url, "x_csrf_token": self.csrf, "content_type": "application/json"}
        event = request_event(f"{method} {path}", body=None if content is None else json.dumps(content), now=now, **given)
        answer = self.stack.invoke("serve_desk", {**event, "cookies": [self.cookie]}).json
        return answer["statusCode"], {**answer, "json": json.loads(answer.get("body") or "{}")}


def _cookie(reply: Reply) -> str:
    return str(reply.headers["set-cookie"]).partition(";")[0]


@pytest.fixture
def hanna(trial: RunningStack) -> Iterator[Intruder]:
    """Give a handler who can let their token say anything."""
    somebody = Intruder(trial)
    yield somebody
    somebody.lie()


@pytest.fixture
def olga(trial: RunningStack) -> Iterator[Intruder]:
    """Give a privacy officer who can."""
    somebody = Intruder(trial, "olga")
    yield somebody
    somebody.lie()


def request_of(trial: RunningStack, name: str = "Sanne de Vries") -> tuple[str, str]:
    """Make a privacy request; return its reference, and the id of the person."""
    known = {item["pk"] for item in trial.table("PersonalDataTable")}
    email = f"attack-{len(known)}-{datetime.now(UTC).timestamp():.0f}@example.nl"
    asked = {"kind": "objection", "name": name, "email": email, "language": "nl"}
    sent = trial.post_html_form("/privacy-requests", asked, origin=trial.base_url)
    assert sent.status == 202, sent.text
    [item] = [item for item in trial.table("PersonalDataTable") if item.get("email") == email]
    return item["reference"], item["pk"].partition("#")[2]


def lines_about(trial: RunningStack, person: str, event: str = "view") -> list[Json]:
    lines = [line for line in trial.table("LedgerTable") if line["pk"] == f"PERSON#{person}"]
    return [line for line in lines if line["event"] == event]


NAMES_OF_OTHERS = (
    "person",
    "PERSOON",
    "s o f t w a r e",
    "L\u043eket",
    "\uff53ystem",
    "so\u200bftware",
    "\u202eperson",
    "de betrokkene",
)
NO_NAMES: tuple[object, ...] = ("", " \u200b", None, 7, ["Olga"], "olga@example.nl", "\u3164")


def test_nobody_takes_the_name_of_the_person_or_of_software(hanna: Intruder) -> None:
    answered = {name: hanna.come_in(name=name).status for name in NAMES_OF_OTHERS}

    assert answered == dict.fromkeys(NAMES_OF_OTHERS, REFUSED)


def test_nobody_works_without_a_name_nor_under_an_address(hanna: Intruder) -> None:
    told = [hanna.come_in(name=name, sub="secret-subject", email="olga@example.nl") for name in NO_NAMES]

    assert [one.status for one in told] == [REFUSED] * len(NO_NAMES)
    assert [one for one in told if "secret-subject" in one.text or "olga@example.nl" in one.text] == []


def test_a_name_cannot_flood_or_reorder_a_line(hanna: Intruder) -> None:
    assert hanna.come_in(name="H\u202e\u0000\n" + "anna " * 5_000).status == LET_IN
    reference, person = request_of(hanna.stack)
    assert hanna.get(f"/desk/requests/{reference}").status == 200

    [line] = lines_about(hanna.stack, person)
    assert len(line["by"]) <= 60
    assert line["by"].isprintable()


def test_a_token_for_tomorrow_or_for_no_time_at_all_lets_nobody_in(hanna: Intruder) -> None:
    now = int(datetime.now(UTC).timestamp())
    lies: list[Json] = [
        *({"nbf": value} for value in (now + TOMORROW, "soon", [now], 10**400)),
        *({"exp": value} for value in (now - TOMORROW, "soon", None)),
        {"iat": now + TOMORROW},
    ]

    assert [(lie, hanna.come_in(**lie).status) for lie in lies if hanna.come_in(**lie).status != REFUSED] == []


def test_a_token_about_nobody_lets_nobody_in(hanna: Intruder) -> None:
    for subject in ("", "  ", "\u200b", "a\nb", "x" * 256, 7, ["hanna"], {"id": 1}, True, None):
        assert hanna.come_in(sub=subject).status == REFUSED, subject


@pytest.mark.parametrize(
    "roles", ["handler privacy_officer", {"privacy_officer": True}, [["privacy_officer"]], "PRIVACY_OFFICER", 7]
)
def test_roles_in_an_odd_shape_give_nothing_and_leave_the_way_out(hanna: Intruder, roles: object) -> None:
    assert hanna.come_in(roles=roles).status == LET_IN
    assert [hanna.get(path).status for path in ("/desk", "/desk/work", "/desk/ledger")] == [403, 403, 403]
    assert hanna.myself()["roles"] == []

    assert hanna.post("/desk/sign-out").headers["location"] == "/desk/signed-out"
    assert hanna.get("/desk/api/session").status == 401


def test_two_of_one_name_cannot_hide_behind_each_other(hanna: Intruder, olga: Intruder) -> None:
    reference, person = request_of(hanna.stack)
    for somebody in (hanna, olga):
        assert somebody.come_in(name="Kim Jansen").status == LET_IN
        assert somebody.get(f"/desk/requests/{reference}").status == 200

    lines = lines_about(hanna.stack, person)
    assert [line["by"] for line in lines] == ["Kim Jansen"] * 2
    assert {line["role"] for line in lines} == {"handler", "privacy_officer"}
    assert len({line["by_id"] for line in lines}) == 2
    assert "staff-hanna" not in json.dumps(hanna.stack.table("LedgerTable") + hanna.stack.table("SessionTable"))


def test_a_new_name_makes_nobody_another(hanna: Intruder) -> None:
    reference, person = request_of(hanna.stack)
    for name in ("Hanna Bakker", "Somebody Else"):
        assert hanna.come_in(name=name).status == LET_IN
        assert hanna.get(f"/desk/requests/{reference}").status == 200

    assert len({line["by_id"] for line in lines_about(hanna.stack, person)}) == 1


def test_a_copied_cookie_opens_nothing_after_signing_out_everywhere(hanna: Intruder) -> None:
    thief = Intruder(hanna.stack)
    assert thief.come_in().status == LET_IN
    assert hanna.come_in().status == LET_IN

    assert hanna.post("/desk/sign-out", everywhere="true").status == 303

    assert [one.get("/desk/api/session").status for one in (thief, hanna)] == [401, 401]


def test_a_handler_ends_nobody_elses_session_and_an_officer_does(hanna: Intruder, olga: Intruder) -> None:
    for somebody in (hanna, olga):
        assert somebody.come_in().status == LET_IN
    listed = olga.get("/desk/api/sessions").json["sessions"]
    [of_olga] = [one for one in listed if one["this"]]
    of_hanna = next(one for one in listed if one["name"] == "Hanna Bakker")
    assert {one["name"] for one in hanna.get("/desk/api/sessions").json["sessions"]} == {"Hanna Bakker"}

    assert hanna.post(f"/desk/sessions/{of_olga['id']}/end").status == 404
    assert hanna.post(f"/desk/staff/{of_olga['staff_id']}/sign-out").status == 403
    assert olga.get("/desk/api/session").status == 200
    assert olga.post(f"/desk/staff/{of_hanna['staff_id']}/sign-out").status == 303
    assert hanna.get("/desk/api/session").status == 401


def test_what_a_session_is_called_does_not_open_it(hanna: Intruder) -> None:
    assert hanna.come_in().status == LET_IN
    [called] = [one["id"] for one in hanna.get("/desk/api/sessions").json["sessions"] if one["this"]]
    name = hanna.cookie.partition("=")[0]

    for token in (called, f"SESSION#{called}", quote(hanna.cookie.partition("=")[2][::-1])):
        assert hanna.stack.get("/desk/api/session", cookie=f"{name}={token}").status == 401


@pytest.mark.parametrize("odd", ["x" * 3_000, "a%23b", "..%2f..", "%00", "SIGNED_IN", "é"])
def test_odd_ids_of_sessions_and_staff_are_not_found(olga: Intruder, odd: str) -> None:
    assert olga.come_in().status == LET_IN

    for path in (f"/desk/sessions/{odd}/end", f"/desk/staff/{odd}/sign-out"):
        assert olga.post(quote(path, safe="/%")).status == 404


def test_another_website_ends_no_session(hanna: Intruder) -> None:
    assert hanna.come_in().status == LET_IN
    for origin, csrf in ((None, hanna.csrf), ("https://evil.example", hanna.csrf), (hanna.stack.base_url, "guessed")):
        given = {"cookie": hanna.cookie, **({"origin": origin} if origin else {})}
        sent = hanna.stack.post_html_form("/desk/sign-out", {"csrf": csrf, "everywhere": "true"}, **given)
        assert sent.status == 403

    assert hanna.get("/desk/api/session").status == 200


@pytest.mark.parametrize("why", ["P-00000-00000", "M-7Q2MK-9XKDT", "<script>", "work\nquestion"])
def test_a_made_up_reason_is_no_reason(hanna: Intruder, why: str) -> None:
    assert hanna.come_in().status == LET_IN
    _, person = request_of(hanna.stack)

    assert hanna.get(f"/desk/people/{person}?{urlencode({'why': why})}").status == 200

    assert [line["why"] for line in lines_about(hanna.stack, person)] == ["work"]


@pytest.mark.parametrize("why", ["", "work", "anything"])
def test_nobody_searches_without_saying_why(hanna: Intruder, why: str) -> None:
    assert hanna.come_in().status == LET_IN

    assert hanna.post("/desk/search", sought="sanne.devries@example.nl", why=why).status == 422


def stay(somebody: Intruder, minutes: int) -> None:
    """Keep a session in use for so long."""
    for past in range(20, minutes + 1, 20):
        assert somebody.at(past, "/desk/api/session")[0] == 200


def test_a_role_that_was_taken_away_does_nothing_after_an_hour(olga: Intruder) -> None:
    assert olga.come_in().status == LET_IN
    reference, person = request_of(olga.stack)
    stay(olga, 40)
    assert olga.at(59, "/desk/api/requests")[0] == 200

    wanted = {"event": "vouch", "revision": 1, "reason": "Gezien."}
    status, answer = olga.at(61, f"/desk/api/requests/{reference}/moves", wanted)

    assert (status, answer["json"]["type"]) == (401, "urn:loket:problem:roles_stale")
    assert olga.at(61, "/desk/api/requests")[0] == 401
    assert olga.at(61, "/desk/api/sessions")[1]["json"]["sessions"] != []
    assert {one["name"] for one in olga.at(61, "/desk/api/sessions")[1]["json"]["sessions"]} == {"Olga Smit"}
    assert [line["what"] for line in lines_about(olga.stack, person, "request")] == ["receive"]


def silently(somebody: Intruder, provider_cookie: str) -> Reply:
    """Let the provider be asked without a word who is signed in there, and come back from it."""
    led = somebody.get("/desk/sign-in?silent=true&return_to=/desk/work")
    assert dict(parse_qsl(urlsplit(led.headers["location"]).query))["prompt"] == "none"
    asked = somebody.stack.get(led.headers["location"].removeprefix(somebody.stack.base_url), cookie=provider_cookie)
    callback = asked.headers["location"].removeprefix(somebody.stack.base_url)
    return somebody.stack.get(callback, cookie=f"{somebody.cookie}; {_cookie(led)}")


def test_a_silent_sign_in_takes_the_roles_of_now(hanna: Intruder) -> None:
    assert hanna.come_in().status == LET_IN
    hanna.lie(roles=["auditor"])

    back = silently(hanna, "local_identity=hanna")

    assert back.headers["location"] == "/desk/work"
    assert hanna.myself()["roles"] == ["auditor"]
    assert hanna.get("/desk/work").status == 403


@pytest.mark.parametrize("error", ["login_required", "consent_required"])
def test_who_is_no_longer_signed_in_at_the_provider_is_out(hanna: Intruder, error: str) -> None:
    assert hanna.come_in().status == LET_IN
    hanna.lie(error=error)

    back = silently(hanna, "local_identity=hanna" if error == "consent_required" else "")

    assert back.headers["location"].startswith("/desk/sign-in?return_to")
    assert hanna.get("/desk/api/session").status == 401


def test_another_who_is_signed_in_at_the_provider_takes_over_nothing(hanna: Intruder) -> None:
    assert hanna.come_in().status == LET_IN

    back = silently(hanna, "local_identity=olga")

    assert back.headers["location"].startswith("/desk/sign-in?return_to")
    assert hanna.get("/desk/api/session").status == 401


def test_a_withdrawn_name_is_not_kept_by_staying_signed_in(hanna: Intruder) -> None:
    assert hanna.come_in().status == LET_IN
    hanna.lie(name="software")

    assert silently(hanna, "local_identity=hanna").status == REFUSED

    assert hanna.myself()["name"] == "Hanna Bakker"


def test_sessions_lie_where_no_form_can_write(trial: RunningStack, hanna: Intruder) -> None:
    """A session in the table that the public forms write is none."""
    assert hanna.come_in().status == LET_IN

    def begin(table: str) -> set[Any]:
        return {item["pk"].partition("#")[0] for item in trial.table(table)}

    assert begin("GuardTable").isdisjoint({"SESSION", "SIGN_IN", "SIGNED_IN"})
    assert {"SESSION", "SIGNED_IN"} <= begin("SessionTable")

"""Forms: only our own pages can send them, only for the session they were made for; and every answer is closed up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from markupsafe import escape

from tests.unit.cloud import Cloud
from tests.unit.desk.colleague import ORIGIN, Colleague

if TYPE_CHECKING:
    from tests.unit.desk.conftest import Ask

FORMS = (
    "/desk/sign-out",
    "/desk/language",
    "/desk/register",
    "/desk/requests/P-00000-00000/moves",
    "/desk/items/M-00000-00000",
    "/desk/items/M-00000-00000/done",
    "/desk/payments/somewhere/done",
    "/desk/search",
)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("token", ["", "wrong"])
def test_a_form_without_the_sessions_token_does_nothing(officer: Colleague, path: str, token: str) -> None:
    assert officer.post(path, token=token).status == 403
    assert officer.get("/desk/api/session").status == 200


def test_the_token_of_another_session_does_nothing(officer: Colleague, handler: Colleague) -> None:
    assert officer.post("/desk/sign-out", token=handler.token).status == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "https://api.example.nl.evil.example"])
def test_a_form_from_elsewhere_does_nothing(officer: Colleague, origin: str) -> None:
    assert officer.post("/desk/sign-out", origin=origin).status == 403


def test_a_form_that_hides_where_it_is_from_does_nothing(officer: Colleague) -> None:
    body = f"csrf={officer.token}"
    answer = officer.send("POST", "/desk/sign-out", body=body, content_type="application/x-www-form-urlencoded")

    assert answer.status == 403


@pytest.mark.parametrize("given", [{"x_csrf_token": ""}, {"x_csrf_token": "wrong"}, {"origin": "https://evil.example"}])
def test_a_program_needs_the_token_and_the_origin_too(officer: Colleague, ask: Ask, given: dict[str, str]) -> None:
    target = f"/desk/api/requests/{ask()}/moves"
    wanted = {"event": "vouch", "revision": 1, "reason": "Bekend."}

    answer = officer.post_json(target, wanted, **given)
    assert (answer.status, answer.headers["content-type"]) == (403, "application/problem+json")
    assert officer.post_json(target, wanted).status == 200


def test_a_form_in_place_of_json_is_no_way_round_the_token(officer: Colleague, ask: Ask) -> None:
    target = f"/desk/api/requests/{ask()}/moves"

    answer = officer.post(target, {"event": "vouch", "revision": "1", "reason": "Bekend."})
    assert answer.status == 403


def test_a_large_body_is_refused(officer: Colleague) -> None:
    assert officer.post("/desk/register", {"details": "x" * 66_000}).status == 413


@pytest.mark.parametrize("path", ["/desk", "/desk/register", "/desk/no-such-page", "/desk/signed-out", "/desk/api/session"])
def test_every_answer_is_closed_up(officer: Colleague, path: str) -> None:
    headers = officer.get(path).headers

    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_a_fault_of_ours_tells_nothing(officer: Colleague, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("desk.requests.today.list_open", fail)
    answer = officer.get("/desk")
    assert answer.status == 500
    assert "a secret" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_the_language_is_chosen_and_kept(officer: Colleague) -> None:
    assert "Sign out" in officer.get("/desk").text
    assert officer.post("/desk/language", {"language": "nl", "return_to": "/desk/register"}).location == "/desk/register"

    page = officer.get("/desk")
    assert "Uitloggen" in page.text
    assert page.headers["content-language"] == "nl"


def test_the_way_back_from_a_language_stays_at_the_desk(officer: Colleague) -> None:
    answer = officer.post("/desk/language", {"language": "nl", "return_to": "https://evil.example"})

    assert answer.location == "/desk"
    assert ORIGIN.startswith("https")


def test_what_was_written_comes_back_when_the_session_is_over(officer: Colleague, ask: Ask) -> None:
    target, written = f"/desk/requests/{ask()}/moves", "Een lang verhaal.\nMet <alinea's>."
    token = officer.token
    officer.wait(minutes=31)

    answer = officer.post(target, {"event": "vouch", "revision": "1", "reason": written}, token=token)
    assert answer.status == 401
    assert f"<blockquote>{escape(written)}</blockquote>" in answer.text


def test_what_was_written_comes_back_when_our_own_code_fails(
    officer: Colleague, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    target, token = f"/desk/requests/{ask()}/moves", officer.token
    monkeypatch.setattr("desk.requests.page.move_case", fail)

    answer = officer.post(target, {"event": "vouch", "revision": "1", "reason": "Een lang verhaal."}, token=token)
    assert answer.status == 500
    assert "<blockquote>Een lang verhaal.</blockquote>" in answer.text


@pytest.mark.parametrize("path", FORMS)
def test_another_website_cannot_put_words_on_a_page_of_the_desk(stranger: Colleague, path: str) -> None:
    answer = stranger.post(path, {"reason": "Bel 06 12345678."}, token="", origin="https://evil.example")

    assert answer.status == 403
    assert "Bel" not in answer.text


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{1111*1111}}</textarea>"


def test_what_people_write_is_text_and_nothing_else(officer: Colleague, cloud: Cloud, ask: Ask) -> None:
    reference = ask(
        kind="portability",
        name=HOSTILE[:90],
        details=HOSTILE,
        purpose=HOSTILE[:90],
        recipient_name=HOSTILE[:90],
        recipient_email="school@example.nl",
    )
    officer.post(f"/desk/requests/{reference}/moves", {"event": "vouch", "revision": "1", "reason": HOSTILE})
    shown = [officer.get(f"/desk/requests/{reference}").text]
    shown.append(officer.post("/desk/register", {"name": HOSTILE, "details": HOSTILE, HOSTILE[:20]: "x"}).text)
    shown.append(
        officer.post(f"/desk/requests/{reference}/moves", {"event": "extend", "revision": "1", "reason": HOSTILE}).text
    )

    assert "&lt;script&gt;" in shown[0]
    for page in shown:
        assert "<script" not in page
        assert "<img" not in page
        assert "1234321" not in page
    assert cloud.holds(reference)

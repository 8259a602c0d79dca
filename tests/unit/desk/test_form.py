"""Forms: only our own pages can send them, only for the session they were made for; and every answer is closed up."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest
from desk.app import build_app
from fastapi.routing import APIRoute
from markupsafe import escape

from tests.unit.cloud import Cloud
from tests.unit.desk.colleague import ORIGIN, Colleague, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.unit.desk.conftest import Ask


def forms() -> list[str]:
    """Return where each form of the app's pages goes."""
    posts = [route.path for route in build_app().routes if isinstance(route, APIRoute) and "POST" in (route.methods or ())]
    return [path.replace("{reference}", "P-00000-00000") for path in posts if not path.startswith("/desk/api/")]


def test_a_form_without_the_sessions_token_does_nothing(officer: Colleague) -> None:
    refused = {path: {officer.post(path, token=token).status for token in ("", "wrong")} for path in forms()}

    assert len(refused) > 5
    assert [path for path, statuses in refused.items() if statuses != {403}] == []
    assert officer.get("/desk/api/session").status == 200


def test_the_token_of_another_session_does_nothing(officer: Colleague, handler: Colleague) -> None:
    assert officer.post("/desk/sign-out", token=handler.token).status == 403
    assert officer.post("/desk/sign-out").status == 303


def test_a_form_from_elsewhere_or_that_hides_where_it_is_from_does_nothing(officer: Colleague) -> None:
    elsewhere = ("https://evil.example", "null", "", "https://api.example.nl.evil.example", "http://api.example.nl")
    assert [origin for origin in elsewhere if officer.post("/desk/sign-out", origin=origin).status != 403] == []

    body, kind = f"csrf={officer.token}", "application/x-www-form-urlencoded"
    assert officer.send("POST", "/desk/sign-out", body=body, content_type=kind).status == 403
    assert officer.send("POST", "/desk/sign-out", body=body, content_type=kind, origin=ORIGIN).status == 303


def test_a_program_needs_the_token_and_the_origin_too(officer: Colleague, ask: Ask) -> None:
    target = f"/desk/api/requests/{ask()}/moves"
    wanted = {"event": "vouch", "revision": 1, "reason": "Bekend."}

    for given in ({"x_csrf_token": ""}, {"x_csrf_token": "wrong"}, {"origin": "https://evil.example"}):
        answer = officer.post_json(target, wanted, **given)
        assert (answer.status, answer.headers["content-type"]) == (403, "application/problem+json"), given
        assert answer.json["type"] == "urn:loket:problem:form_forged"
        assert [bool(answer.json[part]) for part in ("title", "status", "detail", "errors")] == [True, True, True, False]
    assert officer.post_json(target, wanted).status == 200


def test_a_field_of_a_programs_own_making_is_refused_by_a_name_that_can_be_printed(officer: Colleague) -> None:
    wanted = {"event": "vouch", "revision": 1, "<b>more</b> ": "x", "x" * 50: "y"}

    answer = officer.post_json("/desk/api/requests/P-00000-00000/moves", wanted)
    assert answer.status == 422
    assert [one["field"] for one in answer.json["errors"]] == ["bmoreb", "x" * 40]


def test_a_form_in_place_of_json_is_no_way_round_the_token(officer: Colleague, ask: Ask) -> None:
    target = f"/desk/api/requests/{ask()}/moves"

    answer = officer.post(target, {"event": "vouch", "revision": "1", "reason": "Bekend."})
    assert answer.status == 403


def test_a_body_of_more_than_64_kib_is_refused(officer: Colleague) -> None:
    """API Gateway encodes the body of a form, which makes it longer and the form no larger."""
    start = f"csrf={officer.token}&details="
    bodies = [start.ljust(65_536, "x"), start.ljust(65_537, "x"), start.ljust(65_535, "x") + "é"]
    encoded = [b64encode(body.encode()).decode() for body in bodies]

    assert [post_body(officer, body, encoded=False) for body in bodies] == [422, 413, 413]
    assert [post_body(officer, body, encoded=True) for body in encoded] == [422, 413, 413]


def test_a_form_without_a_body_is_refused_as_one_that_nobody_made(officer: Colleague) -> None:
    assert officer.send("POST", "/desk/sign-out", body=None, origin=ORIGIN).status == 403


def test_a_file_is_no_token_and_no_words(officer: Colleague, ask: Ask) -> None:
    """A browser sends none from a page of ours."""
    target, token = f"/desk/requests/{ask()}/moves", officer.token

    for fields in ({"csrf": ("file", token)}, {"csrf": ("text", token), "reason": ("file", "Bekend.")}):
        answer = post_parts(officer, target, {"event": ("text", "vouch"), "revision": ("text", "1"), **fields})
        assert answer.status == (403 if len(fields) == 1 else 422)
        assert "<blockquote>" not in answer.text
    fields = {"csrf": ("text", token), "name": ("text", "Sanne"), "details": ("file", "Een bestand.")}
    answer = post_parts(officer, "/desk/register", fields)
    assert (answer.status, "Een bestand." in answer.text) == (422, False)


def post_parts(officer: Colleague, target: str, fields: dict[str, tuple[str, str]]) -> Reply:
    """Send a form as one is sent that holds files."""
    given = {"text": "", "file": '; filename="a.txt"'}
    parts = [
        f'--b\r\ncontent-disposition: form-data; name="{name}"{given[kind]}\r\n\r\n{value}\r\n'
        for name, (kind, value) in fields.items()
    ]
    body = "".join(parts) + "--b--\r\n"
    return officer.send("POST", target, body=body, content_type="multipart/form-data; boundary=b", origin=ORIGIN)


def test_where_nothing_was_written_nothing_comes_back(officer: Colleague, ask: Ask) -> None:
    target, token = f"/desk/requests/{ask()}/moves", officer.token
    officer.wait(minutes=31)

    answer = officer.post(target, {"event": "vouch", "revision": "1", "reason": " \r\n"}, token=token)
    assert (answer.status, "<blockquote>" in answer.text) == (401, False)


def post_body(officer: Colleague, body: str, *, encoded: bool) -> int:
    kind = "application/x-www-form-urlencoded"
    return officer.send("POST", "/desk/register", body=body, encoded=encoded, content_type=kind, origin=ORIGIN).status


CLOSED = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}
NOTHING = {"default-src": "'none'", "frame-ancestors": "'none'"}


def policy_of(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the parts of a content security policy, without the hash of the page's style."""
    policy = re.sub(r"sha256-[\w+/=]{44}", "hash", headers["content-security-policy"])
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


def test_every_answer_is_closed_up(officer: Colleague) -> None:
    of_page = {**NOTHING, "style-src": "'hash'", "img-src": "'none'", "base-uri": "'none'", "form-action": "'self'"}
    pages = ("/desk", "/desk/register", "/desk/no-such-page", "/desk/signed-out")
    expected = {**dict.fromkeys(pages, of_page), "/desk/api/session": NOTHING, "/desk/sign-in": NOTHING}

    for path, policy in expected.items():
        headers = officer.get(path).headers
        assert {name: headers.get(name) for name in CLOSED} == CLOSED, path
        assert policy_of(headers) == policy, path


def test_a_fault_of_ours_tells_nothing(
    officer: Colleague, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("desk.requests.today.list_open", fail)
    answer = officer.get("/desk")
    assert answer.status == 500
    assert "a secret" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert [line.getMessage().partition(" at ")[0] for line in caplog.records] == ["fault RuntimeError"]


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

    # What staff write at length, wherever they write it.
    for name in ("reason", "answer", "details"):
        answer = officer.post(target, {"event": "vouch", "revision": "1", name: written}, token=token)
        assert answer.status == 401
        assert f"<blockquote>{escape(written)}</blockquote>" in answer.text, name


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


def test_another_website_cannot_put_words_on_a_page_of_the_desk(stranger: Colleague) -> None:
    paths = forms()
    answers = [
        stranger.post(path, {"reason": "Bel 06 12345678."}, token="", origin="https://evil.example") for path in paths
    ]

    assert [answer.status for answer in answers] == [403] * len(paths)
    assert not [answer for answer in answers if "Bel" in answer.text]


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

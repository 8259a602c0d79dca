"""Bad input: each a clear answer, never a fault, with nothing stored and nothing repeated."""

import json
from dataclasses import dataclass

import pytest
from loket.domain.contact import ContactForm
from loket.domain.enrollment import EnrollmentForm
from loket.domain.inventory import Declared
from loket.web.request import LARGEST_BODY

from tests.running import Reply, RunningStack
from tests.system.counter import CLOSED_COURSE, FORMS, SMALL_COURSE, Proofs, find_stored, write_enrollment, write_message
from tests.system.sending import WAYS, Sender, Way, read_reply

JSON_TYPE, FORM_TYPE = "application/json", "application/x-www-form-urlencoded"
MARK = "qzxmarker"
ROUTES: dict[str, type[Declared]] = {"/contact-messages": ContactForm, "/enrollments": EnrollmentForm}


@dataclass(frozen=True, slots=True)
class Body:
    """A body that cannot be a form, or is not sent as one."""

    content: bytes
    status: int
    kind: str | None = JSON_TYPE


BODIES = {
    "no content type": Body(b"{}", 415, None),
    "plain text": Body(b"{}", 415, "text/plain"),
    "multipart": Body(b"--x\r\n\r\n--x--", 415, "multipart/form-data; boundary=x"),
    "XML": Body(b"<a/>", 415, "application/xml"),
    "JSON by another name": Body(b"{}", 415, "application/json5"),
    "nothing as JSON": Body(b"", 400),
    "nothing as a form": Body(b"", 422, FORM_TYPE),
    "broken JSON": Body(b'{"name": "' + MARK.encode(), 400),
    "two documents": Body(b"{}{}", 400),
    "a list": Body(b'["' + MARK.encode() + b'"]', 400),
    "a string": Body(b'"' + MARK.encode() + b'"', 400),
    "null": Body(b"null", 400),
    "a number with too many digits": Body(b'{"name": ' + b"9" * 5000 + b"}", 400),
    "not a number": Body(b'{"name": NaN}', 422),
    "endless nesting": Body(b"[" * 30_000, 400),
    "nested objects": Body(b'{"a":' * 8_000 + b"1" + b"}" * 8_000, 422),
    "not UTF-8": Body(b'{"name": "\xff\xfe"}', 422),
    "UTF-16": Body('{"name": "x"}'.encode("utf-16"), 400),
    "byte order mark": Body(b"\xef\xbb\xbf{}", 400),
    "form not UTF-8": Body(b"name=%ff%fe", 400, FORM_TYPE),
    "half a surrogate pair as a name": Body(b'{"\\ud800": 1}', 400),
    "half surrogate pairs as repeated names": Body(b'{"\\ud800": 1, "\\ud800": 2}', 400),
    "repeated field in JSON": Body(b'{"name": "a", "name": "b"}', 422),
    "repeated field in a form": Body(b"name=a&name=b", 422, FORM_TYPE),
    "a thousand fields in JSON": Body(json.dumps({f"field{n}": MARK for n in range(1000)}).encode(), 400),
    "a thousand fields in a form": Body("&".join(f"field{n}=x" for n in range(1000)).encode(), 400, FORM_TYPE),
    "repeated fields to the brim": Body(b"{" + b",".join(b'"a":1' for _ in range(10_000)) + b"}", 400),
    "a very long field name": Body(json.dumps({MARK[:3] * 20_000: 1}).encode(), 422),
    "one byte too many": Body(b" " * (LARGEST_BODY + 1), 413),
    "one byte too many in a form": Body(b"name=" + b"x" * (LARGEST_BODY - 4), 413, FORM_TYPE),
    "a megabyte": Body(b" " * 1_000_000, 413),
}


@pytest.fixture(scope="module", params=FORMS)
def route(request: pytest.FixtureRequest) -> str:
    """Try each form."""
    return str(request.param)


@pytest.fixture(scope="module", params=WAYS)
def sender(request: pytest.FixtureRequest, trial: RunningStack) -> Sender:
    """Try with script and without."""
    way: Way = request.param
    return Sender(trial, way)


def is_clear(reply: Reply, status: int) -> bool:
    """Return whether an answer says in the sender's own form what was wrong, and repeats nothing."""
    kind = "text/html; charset=utf-8" if "<html" in reply.text else "application/problem+json"
    told = kind.startswith("text/html") or (reply.json["status"] == status and reply.json["title"])
    return reply.status == status and reply.headers["content-type"] == kind and bool(told) and MARK not in read_reply(reply)


@pytest.mark.parametrize("case", BODIES)
def test_body_that_is_no_form_is_refused(trial: RunningStack, route: str, case: str) -> None:
    body = BODIES[case]
    headers = {} if body.kind is None else {"content-type": body.kind}
    for accept in ("*/*", "text/html"):
        reply = trial.send("POST", route, body=body.content, headers={**headers, "accept": accept})
        assert is_clear(reply, body.status), reply.text[:500]
        assert len(reply.text) < 300_000


def test_largest_body_is_read(trial: RunningStack, route: str) -> None:
    """64 kB is not too much: what is wrong with this one is a field."""
    content = json.dumps({"message": "x"}).encode()
    reply = trial.send("POST", route, body=content.ljust(LARGEST_BODY), headers={"content-type": JSON_TYPE})
    assert is_clear(reply, 422)


NAMES = [
    "__proto__",
    "constructor",
    "prototype",
    "__class__",
    "model_config",
    "toString",
    "name[]",
    "name[first]",
    "",
    " name",
]


@pytest.mark.parametrize(
    "name", [*NAMES, "NAME", "name\x00", "<script>", "{{7*7}}", "$where", "reference", "expires_at", "pk"]
)
def test_unknown_field_is_refused_and_named(sender: Sender, route: str, name: str) -> None:
    reply = sender.send(route, {**FORMS[route](), name: MARK})
    assert is_clear(reply, 422)
    shown = "".join(sign for sign in name if sign.isalnum() or sign in "_-") or "?"
    assert shown in reply.text
    assert "<script>" not in reply.text


VALUES = {
    "an object": {"a": MARK},
    "a list": [MARK, MARK],
    "an empty list": [],
    "a number": 12345,
    "a fraction": 1.5,
    "true": True,
}


def list_fields(form: type[Declared]) -> list[str]:
    """Return the fields in which people describe themselves."""
    return [name for name in form.model_fields if not name.startswith("consent_")]


@pytest.mark.parametrize("case", VALUES)
def test_field_that_is_no_text_is_refused(trial: RunningStack, route: str, case: str) -> None:
    names = list_fields(ROUTES[route])
    reply = trial.post(route, dict.fromkeys(names, VALUES[case]))
    assert is_clear(reply, 422)
    assert [error["field"] for error in reply.json["errors"]] == sorted(names)


CONTROLS = {"NUL": "\x00", "escape": "\x1b[31m", "bell": "\x07", "delete": "\x7f", "C1": "\x85", "line separator": "\u2028"}


@pytest.mark.parametrize("case", CONTROLS)
def test_control_character_is_refused_in_every_field(trial: RunningStack, route: str, case: str) -> None:
    names = set(list_fields(ROUTES[route])) - {"website", "altcha", "return_to"}
    reply = trial.post_html_form(route, dict.fromkeys(names, f"{MARK}{CONTROLS[case]}x"))
    assert is_clear(reply, 422)
    assert [error["field"] for error in reply.json["errors"]] == sorted(names)


DATES = [
    "2023-02-29",
    "2024-02-30",
    "1980-13-01",
    "1980-00-10",
    "0000-01-01",
    "31-04-1980",
    "12/31/1980",
    "1980",
    "-1",
    "9e9",
]
FAR_DATES = ["1800-01-01", "2999-01-01", "0001-01-01", "9999-12-31"]


@pytest.mark.parametrize("date", [*DATES, *FAR_DATES, "1980-05-03T00:00:00", "0", "now", "\u0661\u0669\u0668\u0660-05-03"])
def test_date_that_cannot_be_a_birthday_is_refused(sender: Sender, date: str) -> None:
    reply = sender.send("/enrollments", write_enrollment(date_of_birth=date))
    assert is_clear(reply, 422)
    assert "geboortedatum" in reply.text.lower() or "datum" in reply.text.lower()


@pytest.mark.parametrize(
    "course", ["no-such-course", CLOSED_COURSE, "../rekencoach-po", "COURSE#x", "x" * 40, "rekencoach-po\n"]
)
def test_course_that_is_gone_is_refused(sender: Sender, course: str) -> None:
    form = write_enrollment(course=course)
    assert is_clear(sender.send("/enrollments", form), 422)
    assert find_stored(sender.stack, email=form["email"]) == []


def test_course_that_is_full_is_refused(trial: RunningStack) -> None:
    """The place goes to the first, who may send the same form again; nobody else's is stored."""
    first, second = write_enrollment(course=SMALL_COURSE), write_enrollment(course=SMALL_COURSE)
    accepted = trial.post("/enrollments", first)
    refused = trial.post("/enrollments", second)
    assert accepted.status == 201
    assert is_clear(refused, 422)
    assert refused.json["errors"][0]["code"] == "course_full"
    assert trial.post("/enrollments", first).json == accepted.json
    assert find_stored(trial, email=second["email"]) == []
    [course] = [one for one in trial.get("/courses").json["courses"] if one["code"] == SMALL_COURSE]
    assert course["places_left"] == 0


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1", "https://www.example.nl.evil.example"]
)
def test_form_from_another_website_is_refused(sender: Sender, route: str, origin: str) -> None:
    form = FORMS[route]()
    reply = sender.send(route, form, origin=origin)
    assert is_clear(reply, 403)
    assert "access-control-allow-origin" not in reply.headers
    assert find_stored(sender.stack, email=form["email"]) == []


RETURNS = [
    "https://evil.example/",
    "//evil.example/",
    "/thanks",
    "javascript:alert(1)",
    "http://[",
    "http://[::1",
    "{origin}@evil.example/",
    "{origin}.evil.example/",
    "{origin}\\@evil.example/",
    "{origin}/\r\nset-cookie: a=b",
    "{origin}/%0d%0a\nset-cookie: a=b",
    " {origin}/",
    "{origin}/\t",
    "data:text/html,x",
    "x" * 501,
]


@pytest.mark.parametrize("url", RETURNS)
def test_way_back_to_elsewhere_is_refused(sender: Sender, route: str, url: str) -> None:
    reply = sender.send(route, FORMS[route](return_to=url.format(origin=sender.stack.base_url)))
    assert is_clear(reply, 422)
    assert "location" not in reply.headers
    assert "set-cookie" not in reply.headers


def test_way_back_cannot_carry_a_header(trial: RunningStack) -> None:
    """Encoded line breaks stay encoded."""
    url = f"{trial.base_url}/thanks?x=%0d%0aset-cookie:%20a=b#part"
    reply = trial.post_html_form("/contact-messages", write_message(return_to=url))
    assert reply.status == 303
    assert "set-cookie" not in reply.headers
    assert reply.headers["location"].startswith(f"{trial.base_url}/thanks?x=%0D%0Aset-cookie")
    assert "&reference=M-" in reply.headers["location"]


def test_spent_challenge_is_refused(stack: RunningStack, proofs: Proofs, route: str) -> None:
    """A challenge lets one form through, and its repetition, but no other."""
    first = FORMS[route](altcha=proofs.take())
    other = FORMS[route](altcha=first["altcha"])
    accepted = stack.post(route, first)
    assert accepted.status == 201
    assert stack.post(route, first).json == accepted.json
    refused = stack.post(route, other)
    assert is_clear(refused, 422)
    assert [error["code"] for error in refused.json["errors"]] == ["spent"]
    assert find_stored(stack, email=other["email"]) == []


def test_form_by_script_without_challenge_is_refused(stack: RunningStack, route: str) -> None:
    refused = stack.post(route, FORMS[route]())
    assert is_clear(refused, 422)
    assert [(error["field"], error["code"]) for error in refused.json["errors"]] == [("altcha", "required")]


def test_hostile_key_names_one_submission(trial: RunningStack, route: str) -> None:
    """A key is only ever hashed; with another form it is refused."""
    key = "'; DROP TABLE people; -- " + "\u00e9" + MARK * 200
    first = trial.post(route, FORMS[route](), idempotency_key=key.encode().decode("latin-1"))
    second = trial.post(route, FORMS[route](), idempotency_key=key.encode().decode("latin-1"))
    assert first.status == 201
    assert is_clear(second, 422)
    assert second.json["type"] == "urn:loket:problem:key_reused"


LANGUAGES = ["en-GB,en;q=0.9", "*", "x" * 5000, "nl;q=nan", "en;q=1e999", ";;;,,,", "zz", "e", "\u00e9"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_odd_language_is_answered(trial: RunningStack, route: str, language: str) -> None:
    """Dutch, unless English was asked for."""
    reply = trial.post(route, {}, accept_language=language)
    assert is_clear(reply, 422)
    assert reply.headers["content-language"] == ("en" if language.startswith("en") else "nl")


def test_too_many_forms_from_one_address_must_wait(trial: RunningStack, route: str) -> None:
    """Without a challenge ten in ten minutes; another address is not concerned."""
    replies = [trial.post(route, FORMS[route](), loket_source_ip="203.0.113.9") for _ in range(11)]
    last = replies[-1]
    assert last.status == 429 or is_clear(last, 429)
    assert last.headers["retry-after"] == "600"
    assert trial.post(route, FORMS[route](), loket_source_ip="203.0.113.10").status == 201


def test_nothing_bad_was_stored(trial: RunningStack) -> None:
    """The last word on all of the above."""
    assert MARK not in json.dumps([trial.table(name) for name in ("PersonalDataTable", "GuardTable")])
    assert [line for line in trial.logs() if "unexpected" in line["message"] or MARK in line["message"]] == []

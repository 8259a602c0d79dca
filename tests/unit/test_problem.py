"""Every exception has one answer, in two languages and two forms, and none says what was sent."""

from __future__ import annotations

import json
import logging
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.core.language import Language
from loket.core.limit import TooOften
from loket.core.link import LinkRefused
from loket.core.refusal import FieldError, FormRefused
from loket.enrollment.problem import ENROLLMENT_PROBLEMS, answers_about_enrollment
from loket.http.page import problem_page, thanks_page
from loket.http.problem import UNEXPECTED, Problem, SubmissionKeyReused, answers
from loket.http.request import BodyMalformed, BodyTooLarge, ContentTypeUnsupported, OriginRefused, Request
from loket.payment.provider.fault import ProviderUnavailable
from loket.payment.store import AttemptUnknown
from loket.storage.client import StoreUnavailable
from loket.storage.item import ItemGone
from loket.texts import texts

from tests.unit.event import JSON, PLAIN, request_event

if TYPE_CHECKING:
    from collections.abc import Callable

ROUTE = "POST /contact-messages"
HOSTILE = "<script>alert(1)</script>\"'&{{7*7}}"
EXPECTED: dict[type[Exception], tuple[int, str | None]] = {
    FormRefused: (422, None),
    SubmissionKeyReused: (422, None),
    BodyMalformed: (400, None),
    BodyTooLarge: (413, None),
    ContentTypeUnsupported: (415, None),
    OriginRefused: (403, None),
    TooOften: (429, "600"),
    StoreUnavailable: (503, "5"),
    ProviderUnavailable: (503, "60"),
    LinkRefused: (404, None),
    AttemptUnknown: (404, None),
    ItemGone: (404, None),
}


def raising(error: Exception) -> Callable[[Any, object], dict[str, Any]]:
    @answers_about_enrollment
    def handler(_request: Request) -> NoReturn:
        raise error

    return handler


def told(error: Exception, **headers: Any) -> dict[str, Any]:
    return raising(error)(request_event(ROUTE, **{**JSON, **headers}), None)


def test_the_table_holds_what_is_tested_here() -> None:
    assert {
        kind: (problem.status, problem.retry_after and str(problem.retry_after))
        for kind, problem in ENROLLMENT_PROBLEMS.items()
    } == EXPECTED


EVERY = [(kind, language) for kind in EXPECTED for language in Language]


def test_every_problem_is_told_as_rfc_9457_says() -> None:
    for kind, language in EVERY:
        status, retry_after = EXPECTED[kind]
        name, words = ENROLLMENT_PROBLEMS[kind].name, texts(language)

        answer = told(kind.__new__(kind), accept_language=language.value)

        assert json.loads(answer["body"]) == {
            "type": f"urn:loket:problem:{name}",
            "title": words[f"problem.{name}.title"],
            "status": status,
            "detail": words[f"problem.{name}.detail"],
            "errors": [],
        }
        headers = answer["headers"]
        assert (answer["statusCode"], headers.get("retry-after")) == (status, retry_after)
        assert (headers["content-type"], headers["content-language"]) == ("application/problem+json", language.value)


def test_every_problem_has_a_page() -> None:
    for kind, language in EVERY:
        status, retry_after = EXPECTED[kind]

        answer = told(kind.__new__(kind), **PLAIN, accept_language=language.value)

        headers = answer["headers"]
        assert (answer["statusCode"], headers.get("retry-after")) == (status, retry_after), kind
        assert (headers["content-type"], headers["content-language"]) == ("text/html; charset=utf-8", language.value)
        assert f'<html lang="{language}">' in answer["body"]
        for part in ("title", "detail"):
            assert escape(texts(language)[f"problem.{ENROLLMENT_PROBLEMS[kind].name}.{part}"]) in answer["body"], kind


def test_errors_are_told_field_by_field() -> None:
    body = json.loads(
        told(FormRefused(FieldError("email", "email"), FieldError("name", "required")), accept_language="en")["body"]
    )

    assert [(error["field"], error["code"]) for error in body["errors"]] == [("email", "email"), ("name", "required")]
    assert body["errors"][1]["message"] == "Please fill in this field."


def test_an_unexpected_fault_is_told_without_its_words() -> None:
    for headers in (JSON, PLAIN):
        answer = told(RuntimeError("sanne@example.nl"), **headers)

        assert answer["statusCode"] == 500
        assert "retry-after" not in answer["headers"]
        assert "sanne" not in json.dumps(answer)


def test_a_fault_is_logged_once_and_about_nobody(caplog: pytest.LogCaptureFixture) -> None:
    def fail(error: Exception) -> NoReturn:
        raise error from OSError("Sanne Kwx")

    for error in (RuntimeError("Sanne Kwx"), KeyError("Sanne Kwx"), ValueError("Sanne Kwx"), StoreUnavailable("Kwx")):
        caplog.clear()

        @answers
        def handler(_request: Request, error: Exception = error) -> NoReturn:
            fail(error)

        with caplog.at_level(logging.DEBUG):
            handler(request_event(ROUTE, **JSON), None)

        [record] = caplog.records
        assert record.levelno == logging.ERROR
        assert f"fault {type(error).__name__} from OSError at " in record.getMessage()
        assert "Kwx" not in repr(vars(record))
        assert "Kwx" not in logging.Formatter().format(record)


def test_what_a_visitor_does_wrong_is_no_fault_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for kind, (status, _) in EXPECTED.items():
            told(kind.__new__(kind)) if status < 500 else None
        assert not caplog.records
        told(StoreUnavailable())
        assert len(caplog.records) == 1


def test_a_problem_of_a_kind_is_told_as_its_kind() -> None:
    class Gone(StoreUnavailable):
        pass

    assert told(Gone())["statusCode"] == 503


class _Reader(HTMLParser):
    """Reads a page as a browser does, and keeps its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))


def assert_safe(answer: dict[str, Any]) -> None:
    reader = _Reader()
    reader.feed(answer["body"])
    assert {tag for tag, _ in reader.tags} <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "h1",
        "p",
        "strong",
        "dl",
        "dt",
        "dd",
    }
    assert not [
        name for _, attributes in reader.tags for name in attributes if name in {"src", "href", "style"} or name[:2] == "on"
    ]
    policy = answer["headers"]["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy


@given(st.sampled_from(Language), st.text(st.characters(codec="utf-8")) | st.just(HOSTILE))
def test_a_problem_page_escapes_all_that_it_is_given(language: Language, text: str) -> None:
    errors = [{"field": f"{HOSTILE}{text}", "code": "unknown", "message": text}]

    assert_safe(problem_page(422, language, title=text, detail=f"{HOSTILE}{text}", errors=errors))


def test_a_page_of_thanks_escapes_all_that_it_is_given() -> None:
    receipt = {"reference": HOSTILE, "discarded": [HOSTILE, "bsn"], "redacted": [HOSTILE]}
    for language in Language:
        for kind in ("contact", "enrollment", "privacy_request"):
            answer = thanks_page(201, language, kind=kind, answer=receipt, words={"kept_until": HOSTILE})

            assert_safe(answer)
            assert answer["statusCode"] == 201
            assert "&lt;script&gt;" in answer["body"]
            assert escape(texts(language)[f"page.{kind}.title"]) in answer["body"]


def test_a_page_of_thanks_tells_what_was_left_out() -> None:
    receipt = {"reference": "E-1", "discarded": ["bsn"], "redacted": ["message"]}

    page = thanks_page(201, Language.EN, kind="enrollment", answer=receipt, words={"kept_until": "23 November 2028"})["body"]

    for part in ("E-1", "Citizen service number (BSN)", "Message", "23 November 2028", texts(Language.EN)["page.thanks"]):
        assert part in page


def test_the_only_style_that_a_page_allows_is_its_own() -> None:
    from base64 import b64encode
    from hashlib import sha256

    answer = problem_page(422, Language.NL, title="x", detail="x", errors=[])
    style = answer["body"].partition("<style>")[2].partition("</style>")[0]

    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in answer["headers"]["content-security-policy"]


def test_a_problem_is_one_line_of_the_table() -> None:
    told_apart = {*ENROLLMENT_PROBLEMS.values(), UNEXPECTED}
    assert len({problem.name for problem in told_apart}) == len(told_apart)
    assert all(isinstance(problem, Problem) for problem in told_apart)


class OddError(Exception):
    """Like a library's own: what it calls errors is not what we call so."""

    def errors(self) -> list[str]:
        """Return what nobody may read."""
        return [HOSTILE]


def test_an_error_of_a_library_is_a_fault_like_any_other() -> None:
    answer = told(OddError())

    assert (answer["statusCode"], json.loads(answer["body"])["errors"]) == (500, [])

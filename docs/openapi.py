"""The OpenAPI document of the public API: routes and problems here, shapes in `docs.schema`."""

import json
import tomllib
from pathlib import Path
from typing import Any

from loket.domain.contact import ContactForm
from loket.domain.enrollment import EnrollmentForm
from loket.domain.form import Form
from loket.web.problem import PROBLEMS, UNEXPECTED, Problem
from loket.web.request import LARGEST_BODY

from docs import schema

type Json = dict[str, Any]

_PROJECT = Path(__file__).parent.parent
_FORM_TYPE = "application/x-www-form-urlencoded"
_PAGE = {"text/html": {"schema": {"type": "string"}}}
_FORMS: dict[str, type[Form]] = {"Enrollment": EnrollmentForm, "ContactMessage": ContactForm}
_INTRODUCTION = f"""The public side of Loket: the course catalogue and the forms.

Send a form as JSON or as a browser does (`{_FORM_TYPE}`), {LARGEST_BODY // 1024} kB at most, in UTF-8. The list of fields is
closed: an unknown one is refused, a field left empty counts as not sent. A JSON request gets JSON; a browser that asks for
`text/html` gets a page. No answer repeats a value that was sent.

The same form twice within ten minutes is one submission; an `Idempotency-Key` makes it one for 24 hours. A page on a website
outside the allowed origins is refused. Beyond these answers stand the gateway's own, such as 404 for a route that does not
exist."""


def render() -> str:
    """Return the document as JSON."""
    return json.dumps(describe_api(), indent=2, ensure_ascii=False) + "\n"


def describe_api() -> Json:
    """Return the whole document."""
    project = tomllib.loads((_PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Loket", "version": project["version"], "description": _INTRODUCTION},
        "servers": [{"url": "https://api.example.nl", "description": "Your own address: the stack's output ApiUrl."}],
        "paths": _paths(),
        "components": {"parameters": _parameters(), "headers": _headers(), "schemas": _schemas()},
    }


def _paths() -> Json:
    return {
        "/courses": {"get": _reading("listCourses", "Courses that one can enroll in now", "Catalogue")},
        "/challenge": {"get": _reading("issueChallenge", "A new proof-of-work challenge, valid for an hour", "Challenge")},
        "/enrollments": {"post": _form("submitEnrollment", "Enroll in a course", "Enrollment")},
        "/contact-messages": {"post": _form("submitContactMessage", "Send a message", "ContactMessage")},
    }


def _reading(name: str, summary: str, answer: str) -> Json:
    success = {"description": summary, "headers": _named("Cache-Control"), "content": _json(answer)}
    trouble = [problem for problem in _problems() if problem.status in {500, 503}]
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [_parameter("AcceptLanguage")],
        "responses": {"200": success, **_refusals(trouble)},
    }


def _form(name: str, summary: str, form: str) -> Json:
    shape, html = ({"schema": _ref(f"{form}{kind}")} for kind in ("Form", "HtmlForm"))
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [_parameter("AcceptLanguage"), _parameter("IdempotencyKey")],
        "requestBody": {"required": True, "content": {"application/json": shape, _FORM_TYPE: html}},
        "responses": {**_acceptance(form), **_refusals(_problems())},
    }


def _acceptance(form: str) -> Json:
    stored = "Stored; a confirmation follows by mail. A repetition gets the first answer again."
    back = "An HTML form with `return_to`: stored, and back to that page with the `reference` in its query."
    return {
        "201": {
            "description": stored,
            "headers": _named("Cache-Control"),
            "content": {**_json(f"{form}Receipt"), **_PAGE},
        },
        "303": {"description": back, "headers": _named("Location", "Cache-Control")},
    }


def _problems() -> list[Problem]:
    return [*PROBLEMS.values(), UNEXPECTED]


def _refusals(problems: list[Problem]) -> Json:
    statuses = sorted({problem.status for problem in problems})
    return {str(status): _refusal([one for one in problems if one.status == status]) for status in statuses}


def _refusal(problems: list[Problem]) -> Json:
    types = [f"urn:loket:problem:{problem.name}" for problem in problems]
    narrowed = {"properties": {"type": {"enum": types}, "status": {"const": problems[0].status}}}
    waiting = ["Retry-After"] if problems[0].retry_after else []
    return {
        "description": " / ".join(schema.problem_words(problem.name) for problem in problems),
        "headers": _named("Content-Language", "Cache-Control", *waiting),
        "content": {"application/problem+json": {"schema": {"allOf": [_ref("Problem"), narrowed]}}, **_PAGE},
    }


def _schemas() -> Json:
    forms: Json = {}
    for name, form in _FORMS.items():
        forms.update(_form_schemas(name, form))
    return {
        **schema.shared_schemas(),
        **forms,
        "Catalogue": schema.catalogue_schema(),
        "Course": schema.course_schema(),
        "AskedField": schema.asked_field_schema(),
        "Challenge": schema.challenge_schema(),
        "Problem": schema.problem_schema(),
    }


def _form_schemas(name: str, form: type[Form]) -> Json:
    return {
        f"{name}Form": schema.form_schema(form),
        f"{name}HtmlForm": schema.html_form_schema(form),
        f"{name}Receipt": schema.receipt_schema(form),
    }


def _parameters() -> Json:
    language = "The language of the answer, `nl` (the default) or `en`."
    once = "A name of your own for this submission: the same name with the same form is stored once within 24 hours."
    return {
        "AcceptLanguage": {"name": "Accept-Language", "in": "header", "description": language, "schema": {"type": "string"}},
        "IdempotencyKey": {"name": "Idempotency-Key", "in": "header", "description": once, "schema": {"type": "string"}},
    }


def _headers() -> Json:
    waits = sorted({problem.retry_after for problem in _problems() if problem.retry_after})
    return {
        "Cache-Control": {"required": True, "schema": {"type": "string"}},
        "Content-Language": {"required": True, "schema": {"type": "string", "enum": ["nl", "en"]}},
        "Location": {"required": True, "schema": {"type": "string"}},
        "Retry-After": {
            "required": True,
            "description": "After how many seconds to try again.",
            "schema": {"type": "integer", "enum": waits},
        },
    }


def _named(*headers: str) -> Json:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in headers}


def _json(name: str) -> Json:
    return {"application/json": {"schema": _ref(name)}}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _parameter(name: str) -> Json:
    return {"$ref": f"#/components/parameters/{name}"}

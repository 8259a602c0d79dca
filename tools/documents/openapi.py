"""The OpenAPI document of the public API: its operations. What they share is in `component`, their routes in `route`."""

import json
import tomllib
from collections.abc import Iterable
from http import HTTPStatus

from loket.core.limit import TooOften
from loket.core.link import LINK_LIFETIME, LinkRefused
from loket.http.problem import PROBLEMS, UNEXPECTED, Problem, SubmissionKeyReused
from loket.http.request import LARGEST_BODY, OriginRefused
from loket.payment.provider.fault import ProviderUnavailable
from loket.privacy.problem import REQUEST_PROBLEMS
from loket.storage.client import StoreUnavailable

from tools.documents.answer import problem_words
from tools.documents.component import (
    EVERY_PROBLEM,
    components,
    json_content,
    named_headers,
    parameter,
    ref,
    shown,
)
from tools.documents.example import EXAMPLES
from tools.documents.markdown import ROOT
from tools.documents.route import FORMS, PAGES, READINGS, WEBHOOKS, FormRoute, Operation, PageByLink, Webhook
from tools.documents.schema import Json, reference_schema

_FORM_TYPE = "application/x-www-form-urlencoded"
_PAGE = {"text/html": {"schema": {"type": "string"}}}
# Problems of a page by link, which no form has.
_OF_PAGES = (LinkRefused, ProviderUnavailable)
_OF_LINKS = (*_OF_PAGES, StoreUnavailable)
# What a form of the website alone can run into, and the form on a page by link cannot.
_OF_WEBSITE = (OriginRefused, SubmissionKeyReused)
_OF_ACTIONS = tuple(error for error in REQUEST_PROBLEMS if error not in _OF_WEBSITE)
_TAGS = {
    "catalogue": "What there is, for everybody.",
    "forms": "What people send.",
    "own page": (
        "The page of one person, by the signed link that their mails and receipts carry. Whoever has the link sees it, for "
        f"{LINK_LIFETIME.days} days."
    ),
    "payment providers": "Where Mollie and Stripe tell that something changed. What changed is then asked of them.",
}
# Nothing is said about what we know: an unknown and a repeated payment are answered as any other.
_UNSIGNED = {200: "Taken in, or about nothing of ours.", 413: "Larger than a webhook is.", 503: "Come again."}
_SIGNED = {**_UNSIGNED, 400: "The signature does not hold, or is missing."}
_INTRODUCTION = f"""The public side of Loket: the course catalogue and the forms.

Send a form as JSON or as a browser does (`{_FORM_TYPE}`), {LARGEST_BODY // 1024} kB at most, in UTF-8. The list of fields is
closed: an unknown one is refused, a field left empty counts as not sent. A JSON request gets JSON; a browser that asks for
`text/html` gets a page. No answer repeats a value that was sent.

The same form twice within ten minutes is one submission; an `Idempotency-Key` makes it one for 24 hours. A repetition is
told what was told first, and where to pay only if it comes from the same network: the links are in the mail. A page on a
website outside the allowed origins is refused. Beyond these answers stand the gateway's own, such as 404 for a route that
does not exist."""


def render() -> str:
    """Return the document as JSON."""
    return json.dumps(describe_api(), indent=2, ensure_ascii=False) + "\n"


def describe_api() -> Json:
    """Return the whole document."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Loket", "version": project["version"], "description": _INTRODUCTION},
        "servers": [{"url": "https://api.example.nl", "description": "Your own address: the stack's output ApiUrl."}],
        "tags": [{"name": name, "description": about} for name, about in _TAGS.items()],
        "paths": _paths(),
        "components": components(),
    }


def _paths() -> Json:
    paths: Json = {reading.path: {"get": _reading(reading.get)} for reading in READINGS}
    paths |= {form.path: {"post": _form(form)} for form in FORMS}
    paths |= {page.path: _page(page) for page in PAGES}
    return paths | {webhook.path: {"post": _webhook(webhook)} for webhook in WEBHOOKS}


def _operation(operation: Operation, tag: str, *parameters: str) -> Json:
    return {
        "operationId": operation.name,
        "tags": [tag],
        "summary": operation.summary,
        "parameters": [parameter("AcceptLanguage"), *map(parameter, parameters)],
    }


def _reading(operation: Operation) -> Json:
    success = {
        "description": operation.summary,
        "headers": named_headers("Cache-Control"),
        "content": json_content(operation.answer),
    }
    trouble = [PROBLEMS[StoreUnavailable], UNEXPECTED]
    return {**_operation(operation, "catalogue"), "responses": {"200": success, **_refusals(trouble)}}


def _form(route: FormRoute) -> Json:
    content = {"application/json": shown(f"{route.name}Form"), _FORM_TYPE: shown(f"{route.name}HtmlForm")}
    problems = [problem for error, problem in PROBLEMS.items() if error not in _OF_PAGES]
    return {
        **_operation(route.post, "forms", "IdempotencyKey"),
        "requestBody": {"required": True, "content": content},
        "responses": {**_acceptance(route), **_refusals([*problems, UNEXPECTED])},
    }


def _acceptance(route: FormRoute) -> Json:
    stored = "Stored; a confirmation follows by mail. A repetition gets the first answer again."
    back = (
        "An HTML form with `return_to`, and nothing to pay: stored, and back to that page with the `reference` in its query."
    )
    return {
        str(route.status): {
            "description": stored,
            "headers": named_headers("Cache-Control"),
            "content": {**json_content(route.post.answer), **_PAGE},
        },
        "303": {"description": back, "headers": named_headers("Location", "Cache-Control")},
    }


def _page(route: PageByLink) -> Json:
    reference = {"name": "reference", "in": "path", "required": True, "schema": reference_schema(route.of)}
    page: Json = {"parameters": [reference], "get": _by_link(route.get, _OF_LINKS)}
    if route.post:
        page["post"] = _by_link(route.post, _OF_ACTIONS if route.form else (*_OF_LINKS, TooOften))
    if route.post and route.form:
        names = (f"{route.form.__name__}", route.form.__name__.replace("Form", "HtmlForm"))
        content = dict(zip(("application/json", _FORM_TYPE), map(shown, names), strict=True))
        page["post"]["requestBody"] = {"required": True, "content": content}
    return page


def _by_link(operation: Operation, errors: Iterable[type[Exception]]) -> Json:
    answer = {**json_content(operation.answer), **_PAGE}
    responses = {"200": {"description": operation.summary, "headers": named_headers("Cache-Control"), "content": answer}}
    if operation.elsewhere:
        responses["303"] = {"description": operation.elsewhere, "headers": named_headers("Location", "Cache-Control")}
    # Two exceptions can be one problem.
    trouble = [*dict.fromkeys(EVERY_PROBLEM[error] for error in errors), UNEXPECTED]
    described = _operation(operation, "own page", "LinkExpires", "LinkVersion", "LinkSignature")
    return {**described, "responses": {**responses, **_refusals(trouble)}}


def _webhook(route: Webhook) -> Json:
    attempt = {"name": "attempt", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[0-9a-z]{26}$"}}
    # Required, but whoever leaves it out is told nothing else than whoever makes it up.
    signature = {"name": route.header, "in": "header", "schema": {"type": "string"}}
    parameters = [attempt] * ("{attempt}" in route.path) + [signature] * (route.header is not None)
    body = {"content": {route.media: {"schema": _body_of_webhook(route.media)}}}
    statuses = _SIGNED if route.header else _UNSIGNED
    return {
        "operationId": route.name,
        "tags": ["payment providers"],
        "summary": route.summary,
        "parameters": parameters,
        "requestBody": body,
        "responses": {str(status): _status_alone(status, words) for status, words in statuses.items()},
    }


def _body_of_webhook(media: str) -> Json:
    # It is the provider's affair: it may grow, and is only ever a hint.
    if media == "application/json":
        return {"description": "The event, as the provider describes it. The signature is over its bytes."}
    payment = {
        "type": "string",
        "description": "The provider's own id of the payment.",
        "examples": ["tr_5B8cwPMGnU6qLbRvo7qEZo"],
    }
    return {"type": "object", "properties": {"id": payment}}


def _status_alone(status: int, words: str) -> Json:
    waiting = {"headers": named_headers("Retry-After")} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return {"description": words, **waiting, "content": {"text/plain": {"schema": {"type": "string", "maxLength": 0}}}}


def _refusals(problems: list[Problem]) -> Json:
    statuses = sorted({problem.status for problem in problems})
    return {str(status): _refusal([problem for problem in problems if problem.status == status]) for status in statuses}


def _refusal(problems: list[Problem]) -> Json:
    types = [f"urn:loket:problem:{problem.name}" for problem in problems]
    narrowed = {"properties": {"type": {"enum": types}, "status": {"const": problems[0].status}}}
    waiting = ["Retry-After"] if problems[0].retry_after else []
    shape: Json = {"schema": {"allOf": [ref("Problem"), narrowed]}}
    if problems[0].status == EXAMPLES["Problem"]["status"]:
        shape["example"] = EXAMPLES["Problem"]
    return {
        "description": " / ".join(problem_words(problem.name) for problem in problems),
        "headers": named_headers("Content-Language", "Cache-Control", *waiting),
        "content": {"application/problem+json": shape, **_PAGE},
    }

"""The OpenAPI document of the desk's JSON API, from the routes themselves: who may use each, and how it refuses."""

import json
from http import HTTPStatus
from typing import Any

from desk.app import PARTS, build_app
from desk.problem import PROBLEMS, UNEXPECTED
from desk.role import Role

type Json = dict[str, Any]

_INTRODUCTION = """The staff desk for programs: the same powers as its pages, under the same roles.

Sign in with a browser at `/desk`; the session cookie that it gets opens this API too. Every POST carries the session's token
(`csrf` in `GET /desk/api/session`) in the header `X-CSRF-Token`, and the desk's own address in `Origin`. Reading a person's
data and every act is a line in the ledger, under the name of who has signed in. A move names the revision of the request
that was read; where the request has changed since, it is refused (409)."""


def render() -> str:
    """Return the document as JSON."""
    return json.dumps(describe_desk(), indent=2, ensure_ascii=False) + "\n"


def describe_desk() -> Json:
    """Return the whole document."""
    app = build_app()
    app.description = _INTRODUCTION
    document: Json = app.openapi()
    document["components"]["schemas"] = _own_schemas(document["components"]["schemas"]) | {"Problem": _problem()}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _describe_guard(operation, path, method.upper())
    return document


def _own_schemas(schemas: Json) -> Json:
    # FastAPI's own way to refuse, which the desk does not use.
    return {name: schema for name, schema in schemas.items() if name not in {"HTTPValidationError", "ValidationError"}}


def _describe_guard(operation: Json, path: str, method: str) -> None:
    allow = (
        next(route.allow for part in PARTS for route in part.routes if (route.path, route.method) == (path, method)) or ()
    )
    roles = ", ".join(f"`{role}`" for role in Role if role in allow)
    operation["description"] = f"{operation['description']}\n\nFor: {roles}."
    operation["responses"].pop("422", None)
    operation["responses"] |= {str(status): _refusal(status) for status in _statuses(path, method)}
    if method == "POST":
        operation.setdefault("parameters", []).extend([_header("X-CSRF-Token"), _header("Origin")])


def _statuses(path: str, method: str) -> list[int]:
    statuses = {problem.status for problem in (*PROBLEMS.values(), UNEXPECTED)}
    named = "{" in path or path == "/desk/api/search"
    if not named or "/ledger/" in path:
        statuses -= {404}
    if method == "GET" or "{" not in path:
        statuses -= {409}
    if method == "GET":
        statuses -= {413}
    if method == "GET" and path == "/desk/api/session":
        statuses -= {422}
    return sorted(statuses)


def _refusal(status: int) -> Json:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": HTTPStatus(status).phrase, "content": content}


def _header(name: str) -> Json:
    return {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}


def _problem() -> Json:
    types = sorted({f"urn:loket:problem:{problem.name}" for problem in (*PROBLEMS.values(), UNEXPECTED)})
    words = {name: {"type": "string"} for name in ("title", "detail")}
    error = {"type": "object", "properties": {name: {"type": "string"} for name in ("field", "code", "message")}}
    errors = {"type": "array", "items": {**error, "required": ["field", "code", "message"]}}
    shown = {"type": {"type": "string", "enum": types}, "status": {"type": "integer"}, **words, "errors": errors}
    return {"type": "object", "title": "Problem", "required": list(shown), "properties": shown}

"""What the operations of the public API share: its schemas, parameters and headers, and how each is referred to."""

from loket.enrollment.problem import ENROLLMENT_PROBLEMS
from loket.privacy.problem import REQUEST_PROBLEMS

from tools.documents.answer import answer_schemas, receipt_schema, shared_schemas
from tools.documents.example import EXAMPLES
from tools.documents.form import form_schema, html_form_schema
from tools.documents.request import request_schemas
from tools.documents.route import FORMS
from tools.documents.schema import Json

EVERY_PROBLEM = {**REQUEST_PROBLEMS, **ENROLLMENT_PROBLEMS}


def components() -> Json:
    """Return all that operations refer to by name."""
    return {"parameters": _parameters(), "headers": _headers(), "schemas": _schemas()}


def named_headers(*headers: str) -> Json:
    """Return references to the headers of these names."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in headers}


def json_content(name: str) -> Json:
    """Return the content of an answer in JSON, by the name of its schema."""
    return {"application/json": shown(name)}


def shown(name: str) -> Json:
    """Return a reference to the schema of this name, with its example where there is one."""
    example = {"example": EXAMPLES[name]} if name in EXAMPLES else {}
    return {"schema": ref(name), **example}


def ref(name: str) -> Json:
    """Return a reference to the schema of this name."""
    return {"$ref": f"#/components/schemas/{name}"}


def parameter(name: str) -> Json:
    """Return a reference to the parameter of this name."""
    return {"$ref": f"#/components/parameters/{name}"}


def _schemas() -> Json:
    forms: Json = {}
    for route in FORMS:
        forms |= {
            f"{route.name}Form": form_schema(route.form),
            f"{route.name}HtmlForm": html_form_schema(route.form),
            f"{route.name}Receipt": receipt_schema(route.form, route.of),
        }
    return {**shared_schemas(), **forms, **answer_schemas(), **request_schemas()}


def _parameters() -> Json:
    language = "The language of the answer, `nl` (the default) or `en`."
    once = "A name of your own for this submission: the same name with the same form is stored once within 24 hours."
    text = {"type": "string"}
    parts = {
        "LinkExpires": {"name": "expires", "schema": {"type": "string", "pattern": "^[0-9]{10}$"}},
        "LinkVersion": {"name": "version", "schema": {"type": "string", "pattern": "^[0-9]{1,6}$"}},
        "LinkSignature": {"name": "signature", "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
    }
    return {
        "AcceptLanguage": {"name": "Accept-Language", "in": "header", "description": language, "schema": text},
        "IdempotencyKey": {"name": "Idempotency-Key", "in": "header", "description": once, "schema": text},
        **{
            name: {**part, "in": "query", "required": True, "description": "Part of the link."}
            for name, part in parts.items()
        },
    }


def _headers() -> Json:
    waits = sorted({problem.retry_after for problem in EVERY_PROBLEM.values() if problem.retry_after})
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

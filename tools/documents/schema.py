"""The shapes of the public API, made from the models that check and store what people send."""

from typing import Any

from loket.contact.message import ContactForm
from loket.core.challenge import HARDEST
from loket.core.form import Form
from loket.core.inventory import Declared, Field, Sensitivity, declarations
from loket.core.language import Language
from loket.core.reference import Referred, reference_pattern
from loket.core.text import Free
from loket.enrollment.domain.course import Course
from loket.enrollment.domain.enrollment import EnrollmentFields, EnrollmentForm, EnrollmentStatus
from loket.payment.domain.payment import PaymentStatus
from loket.privacy.domain.request import FOR_PORTABILITY, PrivacyRequestForm
from loket.texts import text, texts

type Json = dict[str, Any]

_REF = "#/components/schemas/{model}"
# What a library of ours checks and a type cannot say.
_FORMATS = {
    "email": {"format": "email"},
    "recipient_email": {"format": "email"},
    "phone": {"format": "phone"},
    "iban": {"format": "iban"},
    "bsn": {"format": "bsn"},
    "postcode": {"format": "postcode"},
    "course": {"format": "course-code"},
    "return_to": {"format": "uri"},
    "altcha": {"contentEncoding": "base64"},
}
_DATE = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "pattern": "^[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}$"}]}
DAY = {"type": "string", "format": "date"}
_CHECKBOX = {"type": "string", "enum": ["on", "true", "yes", "1", "off", "false", "no", "0"]}
_EMPTY = {"enum": ["", None], "description": "Left empty, which is the same as not sent."}
_CHECKOUT = {
    "type": ["string", "null"],
    "format": "uri",
    "description": "The payment provider's page. Null where it does not answer now, or nothing is left to pay.",
}
_WORDS = {
    "course": "The code of a course in the catalogue, which decides which other fields are required, kept or discarded.",
    "action": "Which button is pressed; which there are depends on where the request stands.",
    "language": "The language of the answer and the mails; without it, Accept-Language decides.",
    "altcha": (
        "The solved challenge, as base64 of JSON with `algorithm`, `challenge`, `number`, `salt` and `signature`. "
        "Required in JSON; an HTML form may come without it, under a lower rate limit."
    ),
    "return_to": "An HTML form's way back: a page on an allowed origin, which gets the `reference` in its query.",
    "website": "A field that people do not see. What is filled in here makes staff look before a mail is sent.",
}


def form_schema(form: type[Form]) -> Json:
    """Return the schema of a form that is sent as JSON."""
    schema = form.model_json_schema(ref_template=_REF)
    properties = {name: _property(form, name, shape) for name, shape in schema["properties"].items()}
    return {**object_schema(properties, schema["required"]), "description": schema["description"]}


def html_form_schema(form: type[Form]) -> Json:
    """Return the schema of the same form as a browser without script sends it: every value is text."""
    schema = form_schema(form)
    return {**schema, "properties": {name: _as_text(shape) for name, shape in schema["properties"].items()}}


def shared_schemas() -> Json:
    """Return the schemas that others refer to: enumerations and the description of courses."""
    schemas: Json = {}
    for model in (EnrollmentForm, ContactForm, PrivacyRequestForm, Course):
        schemas.update(model.model_json_schema(ref_template=_REF, mode="serialization").get("$defs", {}))
    return {name: _untitled(shape) for name, shape in sorted(schemas.items())}


def catalogue_schema() -> Json:
    """Return the schema of the catalogue as it is answered."""
    version = {"type": "string", "description": "The version of the reviewed catalogue."}
    return object_schema({"version": version, "courses": {"type": "array", "items": {"$ref": _REF.format(model="Course")}}})


def course_schema() -> Json:
    """Return the schema of a course as it is answered: its places left instead of its capacity."""
    properties = dict(_untitled(Course.model_json_schema(ref_template=_REF, mode="serialization"))["properties"])
    del properties["capacity"]
    left = {"type": ["integer", "null"], "minimum": 0, "description": "Null where there is no limit."}
    return object_schema({**properties, "places_left": left})


def asked_field_schema() -> Json:
    """Return the schema of a field that a course asks for: why, and how long it is kept."""
    asked = shared_schemas()["AskedField"]
    return object_schema({**asked["properties"], "kept": {"$ref": _REF.format(model="Words")}})


def challenge_schema() -> Json:
    """Return the schema of a proof-of-work challenge."""
    digest = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    salt = {"type": "string", "pattern": r"^[0-9a-f]{24}\?expires=[0-9]+&issued=[0-9]+&$"}
    fixed = {"algorithm": {"const": "SHA-256"}, "maxnumber": {"const": HARDEST}}
    return object_schema({**fixed, "challenge": digest, "salt": salt, "signature": digest})


def receipt_schema(form: type[Form], of: Referred) -> Json:
    """Return the schema of the answer to an accepted form."""
    receipt = {
        "reference": reference_schema(of),
        "redacted": _names(_free(form), "Free text from which a number was cut that may not be kept."),
    }
    if form is PrivacyRequestForm:
        receipt["due_on"] = {**DAY, "description": "The date in the Netherlands by which there is an answer."}
        receipt["discarded"] = _names(sorted(FOR_PORTABILITY), "What this right has no use for, so it was not kept.")
    else:
        receipt["kept_until"] = DAY
    if form is EnrollmentForm:
        receipt["status"] = {"enum": [EnrollmentStatus.RECEIVED, EnrollmentStatus.WAITING_FOR_PAYMENT]}
        receipt["discarded"] = _names(
            list(EnrollmentFields.model_fields), "What the course does not need, so it was not kept."
        )
        receipt["payment"] = {"description": "Null where there is nothing to pay.", "anyOf": [_payment(), {"type": "null"}]}
    return object_schema(receipt)


def reference_schema(of: Referred) -> Json:
    """Return the schema of a reference, by what it is of."""
    return {"type": "string", "pattern": reference_pattern(of)}


def answer_schemas() -> Json:
    """Return the schemas of all that is answered but receipts."""
    return {
        "Catalogue": catalogue_schema(),
        "Course": course_schema(),
        "AskedField": asked_field_schema(),
        "Challenge": challenge_schema(),
        "EnrollmentStanding": standing_schema(),
        "WayToPay": object_schema({"checkout_url": _CHECKOUT}),
        "Problem": problem_schema(),
    }


def standing_schema() -> Json:
    """Return the schema of how an enrollment stands: course and payment, and nothing about the person."""
    known = {"reference": reference_schema(Referred.ENROLLMENT), "course": {"type": "string"}}
    statuses = [status.value for status in PaymentStatus]
    return object_schema(
        {**known, "payment": {"enum": [*statuses, None], "description": "Null where there is nothing to pay."}}
    )


def webhook_schema(media: str) -> Json:
    """Return the schema of a webhook's body, which is the provider's affair: it may grow, and is only ever a hint."""
    if media == "application/json":
        return {"description": "The event, as the provider describes it. The signature is over its bytes."}
    payment = {
        "type": "string",
        "description": "The provider's own id of the payment.",
        "examples": ["tr_5B8cwPMGnU6qLbRvo7qEZo"],
    }
    return {"type": "object", "properties": {"id": payment}}


def problem_schema() -> Json:
    """Return the schema of every problem (RFC 9457); no problem repeats a value that was sent."""
    codes = sorted(name.removeprefix("error.") for name in texts(Language.EN) if name.startswith("error."))
    error = {"field": {"type": "string"}, "code": {"type": "string", "enum": codes}, "message": {"type": "string"}}
    words = {name: {"type": "string"} for name in ("type", "title", "detail")}
    return object_schema(
        {**words, "status": {"type": "integer"}, "errors": {"type": "array", "items": object_schema(error)}}
    )


def _payment() -> Json:
    cents = {"type": "integer", "minimum": 1}
    amount = object_schema({"cents": cents, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}})
    page = {"type": "string", "format": "uri", "description": "The person's own page: how things stand, and the way to pay."}
    return object_schema({"checkout_url": _CHECKOUT, "page_url": page, "amount": amount})


def _property(form: type[Form], name: str, shape: Json) -> Json:
    required = form.model_fields[name].is_required()
    shape = {**_bare(name, _untitled(shape)), **({"minLength": 1} if required and "$ref" not in shape else {})}
    described = {"description": _describe(form, name)}
    return {**described, **shape} if required else {**described, "anyOf": [shape, _EMPTY]}


def _bare(name: str, shape: Json) -> Json:
    [bare] = [part for part in shape.get("anyOf", [shape]) if part.get("type") != "null"]
    bare = {key: value for key, value in bare.items() if key != "default"}
    if bare.get("format") == "date":
        return _DATE
    if bare.get("type") == "boolean":
        return {"anyOf": [{"type": "boolean"}, _CHECKBOX]}
    return {**bare, **_FORMATS.get(name, {})}


def _describe(form: type[Declared], name: str) -> str:
    label = texts(Language.EN)[f"field.{name}"]
    return f"{label}. {_WORDS.get(name) or _reason(declarations(form)[name])}"


def _reason(declared: Field) -> str:
    kept = texts(Language.EN).get(f"retention.{declared.retention.name.lower()}", declared.retention.value)
    law = (
        " Kept only where the course names the law that asks for it."
        if declared.sensitivity is Sensitivity.SENSITIVE
        else ""
    )
    return f"For {declared.purpose}; {declared.basis}; kept {kept}.{law}"


def _as_text(shape: Json) -> Json:
    if "anyOf" not in shape:
        return shape
    parts = [{"const": ""} if part is _EMPTY else part for part in shape["anyOf"] if part.get("type") != "boolean"]
    return {**shape, "anyOf": [_as_text(part) for part in parts]}


def object_schema(properties: Json, required: list[str] | None = None) -> Json:
    """Return the schema of an object with these properties and no others, all of them required unless told otherwise."""
    needed = sorted(properties) if required is None else required
    return {"type": "object", "additionalProperties": False, "required": needed, "properties": properties}


def _names(names: list[str], description: str) -> Json:
    items = {"type": "string", "enum": sorted(names)}
    return {"type": "array", "uniqueItems": True, "items": items, "description": description}


def _free(form: type[Declared]) -> list[str]:
    fields = form.model_fields.items()
    return [name for name, info in fields if any(isinstance(mark, Free) for mark in info.metadata)]


def _untitled(shape: Any) -> Any:
    if isinstance(shape, list):
        return [_untitled(part) for part in shape]
    if not isinstance(shape, dict):
        return shape
    return {key: _untitled(value) for key, value in shape.items() if not (key == "title" and isinstance(value, str))}


def problem_words(name: str) -> str:
    """Return what a problem says to people, in English."""
    return f"{text(f'problem.{name}.title', Language.EN)}. {text(f'problem.{name}.detail', Language.EN)}"

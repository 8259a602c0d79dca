"""The schemas of what people send, made from the models that check it."""

from loket.core.form import Form
from loket.core.inventory import Declared, Field, Sensitivity, declarations
from loket.core.language import Language
from loket.texts import texts

from tools.documents.schema import REF, Json, object_schema, untitled

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
_CHECKBOX = {"type": "string", "enum": ["on", "true", "yes", "1", "off", "false", "no", "0"]}
_EMPTY = {"enum": ["", None], "description": "Left empty, which is the same as not sent."}
_WORDS = {
    "course": "The code of a course in the catalogue, which decides which other fields are required, kept or discarded.",
    "action": "Which button is pressed; which there are depends on where the request stands.",
    "language": "The language of the answer and the mails; without it, Accept-Language decides.",
    "altcha": (
        "The solved challenge, as base64 of JSON with `algorithm`, `challenge`, `number`, `salt` and `signature`. "
        "Required in JSON; an HTML form may come without it, under a lower rate limit."
    ),
    "return_to": "An HTML form's way back: a page on an allowed origin, which gets the `reference` in its query.",
    "confirm_again": "Needed to enroll the same person in a course once more, where the server asks whether it is meant.",
    "website": "A field that people do not see. What is filled in here makes staff look before a mail is sent.",
}


def form_schema(form: type[Form]) -> Json:
    """Return the schema of a form that is sent as JSON."""
    schema = form.model_json_schema(ref_template=REF)
    properties = {name: _property(form, name, shape) for name, shape in schema["properties"].items()}
    return {**object_schema(properties, schema["required"]), "description": schema["description"]}


def html_form_schema(form: type[Form]) -> Json:
    """Return the schema of the same form as a browser without script sends it: every value is text."""
    schema = form_schema(form)
    return {**schema, "properties": {name: _as_text(shape) for name, shape in schema["properties"].items()}}


def _property(form: type[Form], name: str, shape: Json) -> Json:
    required = form.model_fields[name].is_required()
    shape = {**_bare(name, untitled(shape)), **({"minLength": 1} if required and "$ref" not in shape else {})}
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

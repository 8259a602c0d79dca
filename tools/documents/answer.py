"""The schemas of what is answered, made from the models that are stored."""

from loket.contact.message import ContactForm
from loket.core.challenge import HARDEST
from loket.core.form import Form
from loket.core.inventory import Declared
from loket.core.language import Language
from loket.core.reference import Referred
from loket.core.text import Free
from loket.enrollment.domain.course import Course
from loket.enrollment.domain.enrollment import EnrollmentFields, EnrollmentForm, EnrollmentStatus
from loket.payment.domain.payment import PaymentStatus
from loket.privacy.domain.request import FOR_PORTABILITY, PrivacyRequestForm
from loket.texts import text, texts

from tools.documents.schema import DAY, REF, Json, object_schema, reference_schema, untitled

_CHECKOUT = {
    "type": ["string", "null"],
    "format": "uri",
    "description": "The payment provider's page. Null where it cannot be told here and now, or nothing is left to pay.",
}


def shared_schemas() -> Json:
    """Return the schemas that others refer to: enumerations and the description of courses."""
    schemas: Json = {}
    for model in (EnrollmentForm, ContactForm, PrivacyRequestForm, Course):
        schemas.update(model.model_json_schema(ref_template=REF, mode="serialization").get("$defs", {}))
    return {name: untitled(shape) for name, shape in sorted(schemas.items())}


def answer_schemas() -> Json:
    """Return the schemas of all that is answered but receipts."""
    return {
        "Catalogue": _catalogue(),
        "Course": _course(),
        "AskedField": _asked_field(),
        "Challenge": _challenge(),
        "EnrollmentStanding": _standing(),
        "WayToPay": object_schema({"checkout_url": _CHECKOUT}),
        "Problem": _problem(),
    }


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


def problem_words(name: str) -> str:
    """Return what a problem says to people, in English."""
    return f"{text(f'problem.{name}.title', Language.EN)}. {text(f'problem.{name}.detail', Language.EN)}"


def _catalogue() -> Json:
    """Return the schema of the catalogue as it is answered."""
    version = {"type": "string", "description": "The version of the reviewed catalogue."}
    return object_schema({"version": version, "courses": {"type": "array", "items": {"$ref": REF.format(model="Course")}}})


def _course() -> Json:
    """Return the schema of a course as it is answered: its places left instead of its capacity."""
    properties = dict(untitled(Course.model_json_schema(ref_template=REF, mode="serialization"))["properties"])
    del properties["capacity"]
    left = {"type": ["integer", "null"], "minimum": 0, "description": "Null where there is no limit."}
    return object_schema({**properties, "places_left": left})


def _asked_field() -> Json:
    """Return the schema of a field that a course asks for: why, and how long it is kept."""
    asked = shared_schemas()["AskedField"]
    return object_schema({**asked["properties"], "kept": {"$ref": REF.format(model="Words")}})


def _challenge() -> Json:
    """Return the schema of a proof-of-work challenge."""
    digest = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    salt = {"type": "string", "pattern": r"^[0-9a-f]{24}\?expires=[0-9]+&issued=[0-9]+&$"}
    fixed = {"algorithm": {"const": "SHA-256"}, "maxnumber": {"const": HARDEST}}
    return object_schema({**fixed, "challenge": digest, "salt": salt, "signature": digest})


def _standing() -> Json:
    """Return the schema of how an enrollment stands: course and payment, and nothing about the person."""
    known = {"reference": reference_schema(Referred.ENROLLMENT), "course": {"type": "string"}}
    told = [status for status in EnrollmentStatus if status not in {EnrollmentStatus.IN_REVIEW, EnrollmentStatus.SPAM}]
    until = "The last date in the Netherlands on which the place waits for its payment. Null where it does not wait."
    payment = [*(status.value for status in PaymentStatus), None]
    return object_schema(
        {
            **known,
            "status": {"enum": told},
            "held_until": {"type": ["string", "null"], "format": "date", "description": until},
            "payment": {"enum": payment, "description": "Null where there is nothing to pay."},
        }
    )


def _problem() -> Json:
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
    page = {
        "type": "string",
        "format": "uri",
        "description": "The person's own page: how things stand, and the way to pay. Only for who sent the form first.",
    }
    held = {"type": "string", "format": "date", "description": "The last day on which the place waits for the payment."}
    mailed = {"type": "boolean", "description": "Whether the way to pay is mailed to the person."}
    every = {"checkout_url": _CHECKOUT, "page_url": page, "held_until": held, "mailed": mailed, "amount": amount}
    return object_schema(every, [name for name in every if name not in {"page_url", "held_until"}])


def _names(names: list[str], description: str) -> Json:
    items = {"type": "string", "enum": sorted(names)}
    return {"type": "array", "uniqueItems": True, "items": items, "description": description}


def _free(form: type[Declared]) -> list[str]:
    fields = form.model_fields.items()
    return [name for name, info in fields if any(isinstance(mark, Free) for mark in info.metadata)]

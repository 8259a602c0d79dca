"""The shapes of a person's page about their privacy request: what it tells, and what it takes."""

from loket.core.language import Language
from loket.core.reference import Referred
from loket.privacy.domain.action import ActionForm
from loket.privacy.domain.lifecycle import RequestEvent, RequestStatus
from loket.privacy.domain.right import Right
from loket.texts import texts

from tools.documents.form import form_schema, html_form_schema
from tools.documents.schema import DAY, Json, object_schema, reference_schema

_TEXT: Json = {"type": "string"}


def request_schemas() -> Json:
    """Return the schemas of all that the page tells and takes."""
    return {
        "ActionForm": form_schema(ActionForm),
        "ActionHtmlForm": html_form_schema(ActionForm),
        "PrivacyRequestStanding": _standing(),
        "Invitation": _invitation(),
    }


def _standing() -> Json:
    actions = {"type": "array", "items": {"enum": [RequestEvent.CONFIRM, RequestEvent.SEND_PROOF]}}
    properties = {
        "reference": reference_schema(Referred.PRIVACY_REQUEST),
        "kind": {"enum": [right.value for right in Right]},
        "status": {"enum": [status.value for status in RequestStatus]},
        "due_on": {**DAY, "description": "The date in the Netherlands by which there is an answer; it never stops."},
        "overdue": {"type": "boolean"},
        "asked": {**actions, "description": "What is asked of the person now."},
        "steps": {"type": "array", "items": _step(), "description": "What happened, oldest first."},
    }
    return object_schema(properties)


def _step() -> Json:
    events = sorted(name.removeprefix("step.") for name in texts(Language.EN) if name.startswith("step."))
    some: Json = {"type": ["string", "null"]}
    step = {
        "event": {"enum": events},
        "status": {"enum": [status.value for status in RequestStatus]},
        "on": DAY,
        "by": {**some, "description": "Who decided; null for what is no decision."},
        "reason": some,
        "information": {**some, "description": "What the person added."},
    }
    return object_schema(step)


def _invitation() -> Json:
    sent = {"type": "object", "additionalProperties": _TEXT, "description": "Fields to send before the file, as they are."}
    return object_schema({"url": {**_TEXT, "format": "uri"}, "fields": sent})

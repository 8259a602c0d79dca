"""Reading a form: from what was sent to a checked model, or to refusals that name fields and repeat nothing."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from loket.core.field import Altcha, AskedLanguage, Honeypot, ReturnTo
from loket.core.inventory import Declared
from loket.core.redaction import redact
from loket.core.refusal import FieldError, FormRefused, printable_name
from loket.core.text import Free, Paragraphs

# pydantic's own error types, in our words; what is not here is `invalid`.
_CODES = {
    "missing": "required",
    "extra_forbidden": "unknown",
    "string_type": "text",
    "string_too_long": "too_long",
    "string_unicode": "control_character",
    "string_pattern_mismatch": "choice",
    "enum": "choice",
    "literal_error": "choice",
}

_WORDS: TypeAdapter[str] = TypeAdapter(Paragraphs)


class Form(Declared):
    """Base of every public form, with what each of them carries beside its own fields."""

    language: AskedLanguage = None
    altcha: Altcha = None
    return_to: ReturnTo = None
    website: Honeypot = None


def read_form[F: Form](form: type[F], sent: Mapping[str, Any]) -> F:
    """Return the checked form; raise `FormRefused` with one error per field.

    A field of the form that was left empty counts as not sent, as a browser sends every input.
    """
    known = form.model_fields
    filled = {name: value for name, value in sent.items() if name not in known or (value is not None and value != "")}
    try:
        return form.model_validate(filled)
    except ValidationError as refused:
        raise FormRefused(*_errors(refused)) from None


def read_words(name: str, words: str) -> str:
    """Return text of several lines that staff write in a field, cleaned; raise `FormRefused` if it is blank or too long."""
    try:
        return _WORDS.validate_python(words)
    except ValidationError as refused:
        raise FormRefused(*(FieldError(name, error.code) for error in _errors(refused))) from None


def _errors(refused: ValidationError) -> list[FieldError]:
    details = refused.errors(include_url=False, include_input=False)
    errors = {FieldError(printable_name(str((*detail["loc"], "")[0])), _code(detail)) for detail in details}
    return sorted(errors)


def _code(detail: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails, whose context is untyped
    return str(detail["ctx"]["code"]) if detail["type"] == "loket" else _CODES.get(detail["type"], "invalid")


def without_forbidden_numbers(form: type[Declared], values: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the values with BSN, IBAN, document numbers and MRZ cut out of free text, and the names of those fields."""
    free = {name for name, info in form.model_fields.items() if any(isinstance(mark, Free) for mark in info.metadata)}
    cleaned = dict(values)
    redacted = []
    for name in sorted(free & {name for name, value in values.items() if value}):
        cleaned[name], kinds = redact(values[name])
        redacted += [name] if kinds else []
    return cleaned, tuple(redacted)

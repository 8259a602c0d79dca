"""docs/privacy.md: the record of processing (GDPR art. 30) and every field, read from the data inventory."""

import importlib
import pkgutil
import tomllib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import loket
from loket.core.challenge import LIFETIME
from loket.core.form import Form
from loket.core.inventory import Declared, Field, LegalBasis, Purpose, Recipient, declarations
from loket.core.retention import Retention

from tools.documents.markdown import NOTICE, ROOT, link, table

type Record = dict[str, Any]

_COLUMNS = ("Field", "Category", "Purpose", "Legal basis", "Kept", "Sensitivity", "Recipients", "Law outranks erasure")


def describe_privacy() -> str:
    """Return the whole document."""
    record: Record = tomllib.loads((ROOT / "docs" / "record.toml").read_text("utf-8"))
    models = find_models(Declared)
    forms = [model for model in models if issubclass(model, Form)]
    items = [model for model in models if not issubclass(model, Form)]
    parts = [
        "# What Loket knows about people",
        NOTICE,
        record["opening"],
        *_record_of_processing(record, items),
        "## What the forms ask",
        record["forms"],
        *(_describe_model(form) for form in forms),
        "## What is stored about a person",
        record["items"],
        *(_describe_model(item) for item in items),
        "## What guards the forms",
        record["guards"],
        _describe_guards(),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def find_models(base: type[Declared]) -> list[type[Declared]]:
    """Return every model that nothing else is made from, by name: the forms and the stored items."""
    modules = {module.name for module in pkgutil.walk_packages(loket.__path__, "loket.")}
    for name in modules:
        importlib.import_module(name)
    ours = {model for model in _find_leaves(base) if model.__module__ in modules}
    return sorted(ours, key=lambda model: model.__name__)


def _find_leaves(model: type[Declared]) -> Iterator[type[Declared]]:
    made_from_it = model.__subclasses__()
    if not made_from_it:
        yield model
    for other in made_from_it:
        yield from _find_leaves(other)


def _record_of_processing(record: Record, items: list[type[Declared]]) -> list[str]:
    controller = table(("Who", "Particulars"), [(name, text) for name, text in record["controller"].items()])
    measures = [f"- {entry['measure']} {', '.join(map(link, entry['kept_by']))}" for entry in record["measures"]]
    return [
        "## Record of processing activities (GDPR art. 30)",
        "### Controller",
        controller,
        "### Purposes, with what is processed for each",
        _describe_purposes(items),
        "### Data subjects",
        record["data_subjects"],
        "### Recipients",
        _describe_recipients(record),
        "### Transfers to third countries",
        record["transfers"],
        "### Time limits for erasure",
        _describe_retention(record, items),
        "### Security measures (GDPR art. 32)",
        "\n".join(measures),
    ]


def _describe_purposes(items: list[type[Declared]]) -> str:
    fields = [field for item in items for field in declarations(item).values()]
    rows = [_purpose_row(purpose, [field for field in fields if field.purpose is purpose]) for purpose in Purpose]
    return table(("Purpose", "Categories of data", "Legal basis", "Kept", "Recipients"), rows)


def _purpose_row(purpose: Purpose, fields: list[Field]) -> tuple[str, ...]:
    if not fields:
        return (purpose, "nothing yet", *["none"] * 3)
    return (
        purpose,
        _listed(field.category for field in fields),
        _listed(field.basis for field in fields),
        _listed(field.retention for field in fields),
        _listed(recipient for field in fields for recipient in sorted(field.recipients)),
    )


def _describe_recipients(record: Record) -> str:
    explanations: dict[str, str] = record["recipients"]
    return table(("Recipient", "What for"), [(recipient, explanations[recipient.name]) for recipient in Recipient])


def _describe_retention(record: Record, items: list[type[Declared]]) -> str:
    meanings: dict[str, str] = record["retention"]
    rows = [(retention, meanings[retention.name], _listed(_kept_for(retention, items))) for retention in Retention]
    return table(("Kept", "What that means", "Stored items"), rows)


def _kept_for(retention: Retention, items: list[type[Declared]]) -> list[str]:
    # The period of an item as a whole is that of the moment at which it expires.
    return [item.__name__ for item in items if declarations(item)["expires_at"].retention is retention]


def _describe_model(model: type[Declared]) -> str:
    fields = declarations(model)
    # An item is kept as a whole, until it expires.
    whole = fields.get("expires_at")
    rows = [_field_row(name, field, (whole or field).retention) for name, field in fields.items()]
    return f"### {model.__name__}\n\n{model.__doc__}\n\n{table(_COLUMNS, rows)}"


def _field_row(name: str, field: Field, kept: Retention) -> tuple[str, ...]:
    return (
        f"`{name}`",
        field.category,
        field.purpose,
        field.basis,
        kept,
        field.sensitivity,
        _listed(sorted(field.recipients)),
        "yes" if field.outranks_erasure else "no",
    )


_SUBMISSION = (
    "keyed hash of the form, and the answer, such as a reference and, where a course has a price, a link to the own page"
)


def _describe_guards() -> str:
    rows = [
        ("sender", "keyed hash of the IP address, and a count; kept from the last form on", Retention.SENDER),
        ("recipient", "keyed hash of the address of staff, the day, and how many mails went there", Retention.RECIPIENT),
        ("challenge", "name of a spent proof of work, which is about nobody", _in_words(LIFETIME)),
        ("submission", _SUBMISSION, Retention.SUBMISSION),
        ("submission with a key", "the same, under a keyed hash of the client's own Idempotency-Key", Retention.IDEMPOTENCY),
        (
            "session at the desk",
            "who has signed in, by staff id, name and roles; language, a token, and when it was last used",
            Retention.SESSION,
        ),
        (
            "start of a sign-in",
            "random values of a browser that is on its way to sign in, and where it leads",
            Retention.SIGN_IN,
        ),
    ]
    return table(("Guard", "What it holds", "Kept at most"), [*rows, _basis_row()])


def _basis_row() -> tuple[str, str, str]:
    return ("all of them", f"{Purpose.SECURITY}; {LegalBasis.LEGITIMATE_INTEREST}", "as above")


def _in_words(span: timedelta) -> str:
    return f"{int(span.total_seconds()) // 60} minutes"


def _listed(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(values)) or "none"

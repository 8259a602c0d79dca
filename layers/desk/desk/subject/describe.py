"""What is kept, in words: every attribute that says something, with its name and its value as people read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from loket.core.consent import Consent
from loket.core.item import KEPT_FOR, ItemKind
from loket.core.key import kind_in
from loket.core.language import Language
from loket.core.retention import local_date_of
from loket.payment.domain.money import balance
from loket.payment.domain.payment import Chargeback, PaymentStatus, Refund
from loket.payment.domain.record import PaymentItem
from loket.staff.domain.subject import AnyRecord
from loket.texts.dates import in_words
from loket.texts.money import amount_in_words

from desk.page import day_in_words, moment_in_words
from desk.texts import text, texts

# How an item is found, grouped and counted, which says nothing of a person that its page does not say already.
KEYS = frozenset(
    {
        "person",
        "enrollment",
        "step",
        "revision",
        "link_version",
        "proof_round",
        "by_id",
        "done_by_id",
        "answered_by_id",
        "sending_until",
        "warning",
        "invoice",
    }
)
# What a page shows in a place of its own.
WORDS = frozenset({"message", "answer", "details", "reason", "information", "invoice_address", "debtor_address"})

# Attributes whose value is a code, and the group of texts that says it in words.
CODED = {
    "topic": "topic",
    "right": "right",
    "effect": "effect",
    "event": "event",
    "by": "by",
    "role": "role",
    "channel": "channel",
    "done_as": "outcome",
    "language": "language",
    "kept_for": "purpose",
    "vat": "vat",
    "mode": "mode",
    "provider": "provider",
}
# What tells an item from others of its kind: the first of these that it has.
SUMMARY = ("effect", "event", "right", "topic", "course_title", "cents", "debtor_name", "purpose")
# Since when it is there, and by what people know it: the first of these that it has, too.
MOMENTS = ("received_at", "happened_at", "created_at")
REFERENCES = ("reference", "enrollment_reference")


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """An item in words: what it is, its summary and reference, since and until when, its facts, and its longer words."""

    kind: str
    title: str
    summary: str
    reference: str | None
    received: str
    kept_until: str
    facts: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]


def describe(record: AnyRecord, language: Language) -> Described:
    """Return a record in words."""
    said = texts(language)
    named = _telling(record, said)
    words = {name: value if name in WORDS else _value(record, name, value, language) for name, value in named.items()}
    moment = next((value for name in MOMENTS if isinstance(value := named.get(name), int)), None)
    reference = next((named[name] for name in REFERENCES if name in named), None)
    return Described(
        kind=record.kind,
        summary=str(next((words[name] for name in SUMMARY if name in words), "")),
        title=said[f"desk.kind.{record.kind.lower()}"],
        reference=str(reference) if reference else None,
        received=str(words["booked_on"]) if moment is None else moment_in_words(moment, language),
        kept_until=in_words(local_date_of(record.expires_at), language),
        facts=tuple((_label(name, said), str(value)) for name, value in words.items() if name not in WORDS),
        words=tuple((_label(name, said), str(value)) for name, value in words.items() if name in WORDS),
    )


def attributes_of(record: AnyRecord) -> dict[str, object]:
    """Return what is stored of a record, by name, and what it is kept for; its place in an index is nobody's business."""
    stored = {name: value for name, value in record if value is not None and name != "due_bucket"}
    return {"kind": record.kind, "kept_for": KEPT_FOR[record.kind], **stored}


def state_in_words(kind: ItemKind, status: str, language: Language) -> str:
    """Return where an item stands; privacy requests and their steps share the words that people read on their own page."""
    said = texts(language)
    return said.get(f"desk.state.{kind}.{status}".lower()) or _word("status", status, said)


def payment_in_words(payment: PaymentItem, language: Language) -> str:
    """Return where a payment stands, and where money of it went back, how much of it is left with us."""
    state, left = state_in_words(payment.kind, payment.status, language), balance(payment.as_payment())
    if payment.status is not PaymentStatus.PAID or left == payment.cents:
        return state
    rest = "some" if left > 0 else "none" if left == 0 else "less"
    return text(f"desk.money_left.{rest}", language, state=state, amount=amount_in_words(abs(left), language))


def _telling(record: AnyRecord, said: Mapping[str, str]) -> dict[str, object]:
    stored = attributes_of(record)
    if isinstance(record, Consent):
        # Elsewhere a purpose is what a person wrote.
        stored["purpose"] = _label(f"consent_{record.purpose}", said)
    return {name: value for name, value in stored.items() if name != "kind" and _tells(record.kind, name, value)}


def _tells(kind: ItemKind, name: str, value: object) -> bool:
    # What is due at a moment is, but for a request, only a check of our own.
    own = name == "due_at" and kind is not ItemKind.PRIVACY_REQUEST
    return name not in KEYS and not own and value not in ((), {})


def _label(name: str, said: Mapping[str, str]) -> str:
    return said.get(f"desk.kept.{name}") or said.get(f"field.{name}") or name


def _value(record: AnyRecord, name: str, value: object, language: Language) -> str:
    said = texts(language)
    match value:
        case tuple():
            return "; ".join(_word("doubt", part, said) if name == "doubts" else _label(str(part), said) for part in value)
        case dict():
            return "; ".join(f"{_back_in_words(back, language)} ({key})" for key, back in value.items())
        case int() if name == "held_until":
            return in_words(local_date_of(value), language)
        case str() if name == "booked_on":
            return in_words(value, language)
        case int() | str() if name.endswith("_at") or name == "cents":
            return _number(name, value, language)
        case _:
            return _code_in_words(record, name, str(value), language)


def _code_in_words(record: AnyRecord, name: str, code: str, language: Language) -> str:
    said = texts(language)
    if name == "status":
        return state_in_words(record.kind, code, language)
    if name == "about":
        # A key, of which the kind tells something; or a reference.
        return said.get(f"desk.kind.{kind_in(code).lower()}", code)
    if name == "effect" and (asked := said.get(f"desk.work.{code}")):
        # A task has its name from the work list.
        return asked
    return _word(CODED[name], code, said) if name in CODED else code


def _back_in_words(back: Refund | Chargeback, language: Language) -> str:
    """Return money on its way back to the payer, a refund or a chargeback, with where it stands."""
    if isinstance(back, Refund):
        status: str = back.status
    else:
        status = "reversed" if back.reversed else "charged_back"
    return f"{amount_in_words(back.cents, language)} {_word('money_back', status, texts(language))}"


def _number(name: str, value: int | str, language: Language) -> str:
    if isinstance(value, str):
        return day_in_words(datetime.fromisoformat(value), language)
    return amount_in_words(value, language) if name == "cents" else moment_in_words(value, language)


def _word(group: str, word: str, said: Mapping[str, str]) -> str:
    return said.get(f"desk.{group}.{word}") or said.get(f"{group}.{word}") or word

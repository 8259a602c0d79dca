"""What is held, in words: every attribute that says something, with its name and its value as people read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loket.domain.item import ItemKind
from loket.domain.language import Language
from loket.domain.retention import local_date_of
from loket.texts.dates import in_words
from loket.texts.money import amount_in_words

from desk.page import day_in_words, moment_in_words
from desk.texts import texts

type Item = Mapping[str, Any]

# How an item is found, grouped and counted, which says nothing of a person that its page does not say already.
_KEYS = frozenset(
    {"pk", "sk", "kind", "due_bucket", "person", "enrollment", "step", "revision", "link_version", "proof_round"}
)
# What a page shows in a place of its own.
WORDS = frozenset({"message", "answer", "details", "reason", "information"})

# Attributes whose value is a code, and the group of texts that says it in words.
_CODED = {
    "topic": "topic",
    "right": "right",
    "effect": "effect",
    "event": "event",
    "by": "by",
    "channel": "channel",
    "done_as": "outcome",
    "language": "language",
    "kept_for": "purpose",
    "vat": "vat",
    "mode": "mode",
    "provider": "provider",
}
# What tells an item from others of its kind: the first of these that it has.
_GIST = ("effect", "event", "right", "topic", "course_title", "cents", "purpose")


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """An item in words: what it is, its gist and reference, since and until when, its facts, and its longer words."""

    kind: str
    title: str
    gist: str
    reference: str | None
    received: str
    kept_until: str
    facts: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]


def describe(item: Item, language: Language) -> Described:
    """Return an item in words."""
    told = texts(language)
    item = _consent_in_words(item, told) if item["kind"] == ItemKind.CONSENT else item
    named = {name: item[name] for name in item if _tells(item, name)}
    facts = [(_label(name, told), _value(item, name, language)) for name in named if name not in WORDS]
    moment = next((item[name] for name in ("received_at", "happened_at", "created_at") if name in item), 0)
    gist = next((_value(item, name, language) for name in _GIST if name in item), "")
    return Described(
        kind=item["kind"],
        gist=gist,
        title=told[f"desk.kind.{item['kind'].lower()}"],
        reference=item.get("reference") or item.get("enrollment_reference"),
        received=moment_in_words(moment, language),
        kept_until=in_words(local_date_of(item["expires_at"]), language),
        facts=tuple(facts),
        words=tuple((_label(name, told), str(named[name])) for name in named if name in WORDS),
    )


def state_in_words(item: Item, language: Language) -> str:
    """Return where an item stands; privacy requests and their steps share the words that people read on their own page."""
    word = f"{item['kind']}.{item['status']}".lower()
    return texts(language).get(f"desk.state.{word}") or _word("status", item["status"], texts(language))


def _tells(item: Item, name: str) -> bool:
    # What is due at a moment is, but for a request, only a check of our own.
    own = name == "due_at" and item["kind"] != ItemKind.PRIVACY_REQUEST
    return name not in _KEYS and not own and item[name] not in ([], {})


def _consent_in_words(item: Item, told: Mapping[str, str]) -> Item:
    # Elsewhere a purpose is what a person wrote.
    return {**item, "purpose": _label(f"consent_{item['purpose']}", told)}


def _label(name: str, told: Mapping[str, str]) -> str:
    return told.get(f"desk.held.{name}") or told.get(f"field.{name}") or name


def _value(item: Item, name: str, language: Language) -> str:
    value, told = item[name], texts(language)
    if name == "status":
        return state_in_words(item, language)
    if name in _CODED:
        return _word(_CODED[name], value, told)
    if name == "about":
        # A key, of which the kind tells something; or a reference.
        value = told.get(f"desk.kind.{value.partition('#')[0].lower()}", value)
    if name.endswith("_at") or name == "cents":
        return _number(name, value, language)
    if isinstance(value, list):
        return "; ".join(_word("doubt", one, told) if name == "doubts" else _label(str(one), told) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{_back_in_words(one, language)} ({key})" for key, one in value.items())
    return str(value)


def _back_in_words(back: Mapping[str, Any], language: Language) -> str:
    """Return money on its way back to the payer, a refund or a chargeback, with where it stands."""
    status = back.get("status") or ("reversed" if back["reversed"] else "charged_back")
    return f"{amount_in_words(back['cents'], language)} {_word('money_back', status, texts(language))}"


def _number(name: str, value: int | str, language: Language) -> str:
    if isinstance(value, str):
        return day_in_words(datetime.fromisoformat(value), language)
    return amount_in_words(value, language) if name == "cents" else moment_in_words(value, language)


def _word(group: str, word: str, told: Mapping[str, str]) -> str:
    return told.get(f"desk.{group}.{word}") or told.get(f"{group}.{word}") or word

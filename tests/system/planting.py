"""Values that occur nowhere else, one for each field of a form, and where each may be found again."""

import random
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from loket.contact.message import ContactFields, ContactForm
from loket.core.form import Form
from loket.core.inventory import Declared, Recipient, declarations
from loket.core.retention import Retention
from loket.enrollment.domain.enrollment import ALWAYS_KEPT, OF_INVOICE, EnrollmentFields, EnrollmentForm
from loket.privacy.domain.request import PrivacyRequestForm, RequestFields

from tests.running import Json

_FORMS: Mapping[str, type[Form]] = {
    "/enrollments": EnrollmentForm,
    "/contact-messages": ContactForm,
    "/privacy-requests": PrivacyRequestForm,
}
_ITEMS: Mapping[str, tuple[str, type[Declared]]] = {
    "/enrollments": ("ENROLLMENT", EnrollmentFields),
    "/contact-messages": ("MESSAGE", ContactFields),
    "/privacy-requests": ("PRIVACY_REQUEST", RequestFields),
}
# Fields whose few possible values cannot be told apart by searching; what is stored of them is compared instead.
_CHOICES = {
    "gender": "other",
    "education_level": "hbo",
    "marital_status": "registered_partnership",
    "nationality": "AQ",
    "country": "NL",
    # The one topic for which a course is named.
    "topic": "waiting_list",
    "course": "proefles-lesgeven",
    # The one right for which another organisation may be named.
    "kind": "portability",
}
_random = random.Random()  # noqa: S311 - planted values are no secrets
# No two people share a birthday.
_days = iter(_random.sample(range(25_000), 5_000))


@dataclass(frozen=True, slots=True)
class Plant:
    """A value that was sent in a field, and the signs by which it is recognised, however it was written down."""

    field: str
    sent: str
    signs: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        """Return whether the value occurs in a text, which is in lower case."""
        return any(sign.lower() in text and _sign(sign.lower()).search(text) for sign in self.signs)


@cache
def _sign(sign: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d){re.escape(sign)}(?!\d)")


def plant_form(route: str) -> dict[str, Plant]:
    """Return a new planted value for every field of a form in which a person can be described."""
    personal = [name for name in _ITEMS[route][1].model_fields if name not in _CHOICES]
    return {name: _plant(name) for name in [*personal, "website"]}


def plant_word(field: str) -> Plant:
    """Return a new planted word for a field."""
    return _same(field, _word())


def plant_headers() -> dict[str, Plant]:
    """Return what a browser tells about its user besides the form, each time with a new value."""
    address = f"198.19.{_random.randrange(256)}.{_random.randrange(256)}"
    words = {name: plant_word(name) for name in ("user_agent", "idempotency_key", "cookie", "x_requested_with")}
    return {**words, "loket_source_ip": _same("loket_source_ip", address)}


def list_choices(route: str) -> dict[str, str]:
    """Return a value for every field of a form that has few possible ones."""
    return {name: value for name, value in _CHOICES.items() if name in _FORMS[route].model_fields}


def may_be_kept(route: str, field: str, course: Json | None, *, consent: bool) -> bool:
    """Return whether the inventory and the course together say that a field is stored."""
    if declarations(_FORMS[route])[field].retention is Retention.NOT_KEPT:
        return False
    if course is None or field in ALWAYS_KEPT:
        return field in _ITEMS[route][1].model_fields
    if field in OF_INVOICE:
        return bool(course["price_cents"])
    needs = {asked["name"]: asked["need"] for asked in course["fields"]}
    return needs.get(field) in ({"required", "law", "consent"} if consent else {"required", "law"})


def list_places(route: str, field: str, *, mailed: bool) -> Iterator[str]:
    """Yield the places where a value that is stored may be found: its own attribute, and mail if SES receives it."""
    kind, _ = _ITEMS[route]
    yield f"table PersonalDataTable {kind}.{field}"
    if Recipient.MAIL_SERVICE in declarations(_FORMS[route])[field].recipients and mailed:
        yield "mail to the sender"


def stored_fields(route: str, item: Json) -> set[str]:
    """Return the fields of the form that an item holds."""
    return set(_ITEMS[route][1].model_fields) & set(item)


def _plant(field: str) -> Plant:
    match field:
        case "email" | "recipient_email":
            return _same(field, f"{_word()}@example.nl")
        case "phone":
            return _phone(field)
        case "iban" | "bsn":
            return _same(field, make_iban() if field == "iban" else make_bsn())
        case "postcode":
            return _postcode(field)
        case "date_of_birth":
            return _birthday(field)
        case _:
            return _same(field, _word())


def _phone(field: str) -> Plant:
    number = f"6{_random.randrange(10_000_000, 50_000_000)}"
    return Plant(field, f"0{number}", (f"0{number}", f"+31{number}", f"31{number}"))


def _postcode(field: str) -> Plant:
    digits, letters = _random.randrange(1000, 9999), "".join(_random.choices("BCFGHJKLMNPQRTVWXZ", k=2))
    return Plant(field, f"{digits}{letters}", (f"{digits}{letters}", f"{digits} {letters}"))


def _birthday(field: str) -> Plant:
    born = date(1930, 1, 1) + timedelta(days=next(_days))
    return Plant(field, born.isoformat(), (born.isoformat(), f"{born:%d-%m-%Y}", f"{born:%Y%m%d}"))


def _same(field: str, value: str) -> Plant:
    return Plant(field, value, (value,))


def _word() -> str:
    return "Q" + "".join(_random.choices(string.ascii_lowercase, k=13))


def make_bsn() -> str:
    """Return a number that passes the 11-test."""
    while True:
        digits = [_random.randrange(1, 10) for _ in range(9)]
        if sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True)) % 11 == 0:
            return "".join(map(str, digits))


def make_iban() -> str:
    """Return a Dutch IBAN with the right check digits."""
    account = "INGB0" + "".join(_random.choices(string.digits, k=9))
    rest = int("".join(str(int(sign, 36)) for sign in account + "NL00")) % 97
    return f"NL{98 - rest:02d}{account}"


def make_document() -> str:
    """Return a number like that of a Dutch passport."""
    return "".join(_random.choices("BCDFGHJKLMNPQRSTVWXZ", k=5)) + "".join(_random.choices("23456789", k=4))


def make_mrz() -> str:
    """Return a line of a machine readable zone, 36 signs as on an identity card of the second size."""
    return f"I<NLD{_word().upper()}<<{_word().upper()}".ljust(36, "<")

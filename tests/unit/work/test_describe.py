"""What is kept is shown in words: every attribute has a name, every code a meaning, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from desk.subject.describe import CODED, KEYS, MOMENTS, REFERENCES, SUMMARY, WORDS, describe
from loket.contact.message import ContactMessage
from loket.core.consent import Consent
from loket.core.effect import Effect, Task
from loket.core.language import Language
from loket.enrollment.domain.enrollment import Enrollment
from loket.payment.domain.books import InvoiceDebtor
from loket.payment.domain.payment import RefundStatus
from loket.payment.domain.record import PaymentItem
from loket.privacy.domain.request import PrivacyRequest, Step
from loket.storage.record import read_record

from tests.unit.event import NOW

if TYPE_CHECKING:
    from loket.staff.domain.subject import AnyRecord

MODELS: list[type[AnyRecord]] = [
    Consent,
    Enrollment,
    ContactMessage,
    Effect,
    Task,
    PaymentItem,
    InvoiceDebtor,
    PrivacyRequest,
    Step,
]
# What is of no use to who reads a page, and what is long: written out, so that a name that is lost is seen.
HIDDEN = {
    "by_id",
    "done_by_id",
    "answered_by_id",
    "person",
    "enrollment",
    "step",
    "revision",
    "link_version",
    "proof_round",
    "sending_until",
    "warning",
    "invoice",
}
LONG = {"message", "answer", "details", "reason", "information", "invoice_address", "debtor_address"}
BACK = {
    "refunds": {f"re_{status}": {"cents": 1234, "status": status.value} for status in RefundStatus},
    "chargebacks": {"chb_1": {"cents": 999, "reversed": False}, "chb_2": {"cents": 5, "reversed": True}},
}
# What stands for a value of each kind: those of a code are its own.
VALUES = {
    "effect": "tell_delay",
    "right": "access",
    "status": "received",
    "channel": "phone",
    "language": "nl",
    "topic": "course",
    "provider": "mollie",
    "mode": "test",
    "purpose": "newsletter",
    "vat": "high",
    "event": "vouch",
    "by": "person",
    "about": "PRIVACY_REQUEST#01",
    "gender": "other",
    "education_level": "mbo",
    "marital_status": "single",
    "date_of_birth": "2000-01-01",
    "booked_on": "2026-11-23",
    "done_as": "done",
}
LISTS = ("fields", "discarded", "redacted", "skipped")


def record(model: type[AnyRecord], **changes: Any) -> Any:
    """Return a record with a value for everything that it can hold, as our own code reads it."""
    names = model.model_fields
    item = {
        **dict.fromkeys(names, "x"),
        **{name: value for name, value in VALUES.items() if name in names},
        **{name: int(NOW.timestamp()) for name in names if name.endswith("_at") and name != "due_at"},
        **{name: ["name"] for name in LISTS if name in names},
        **({"due_at": NOW.isoformat()} if "due_at" in names else {}),
        **({"doubts": ["honeypot"]} if "doubts" in names else {}),
        **({"cents": 100} if "cents" in names else {}),
        **({"status": "paid", **BACK} if model is PaymentItem else {}),
    }
    return read_record(model, {**item, "expires_at": 2_000_000_000, **changes})


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("model", MODELS)
def test_no_attribute_is_shown_under_its_name_in_the_table(model: type[AnyRecord], language: Language) -> None:
    shown = describe(record(model), language)

    labels = [label for label, _ in (*shown.facts, *shown.words)]
    assert [label for label in labels if label in model.model_fields] == []
    assert labels


def test_what_is_shown_in_a_way_of_its_own_is_an_attribute_of_some_record() -> None:
    attributes = {name for model in MODELS for name in model.model_fields}
    # What it is kept for is of its kind.
    named = {*KEYS, *WORDS, *CODED, *SUMMARY, *MOMENTS, *REFERENCES} - {"kept_for"}

    assert named <= attributes
    assert (set(KEYS), set(WORDS)) == (HIDDEN, LONG)


@pytest.mark.parametrize("language", Language)
def test_money_that_went_back_is_an_amount_and_where_it_stands(language: Language) -> None:
    told = " ".join(value for _, value in describe(record(PaymentItem), language).facts)

    for word in ("12,34" if language is Language.NL else "12.34", "(re_failed)", "(chb_2)", "21%"):
        assert word in told
    assert not [word for word in ("cents", "reversed", "charged_back", "False") if word in told and language is Language.NL]


def test_our_own_next_check_of_a_payment_is_not_shown_as_a_date_for_staff() -> None:
    payment = record(PaymentItem, received_at=1)

    assert "23 november 2026" not in str(describe(payment, Language.NL).facts)


SUMMARIES: list[tuple[type[AnyRecord], dict[str, object], str]] = [
    (Effect, {}, "mail over vertraging"),
    (Step, {"status": "confirmed"}, "Zonder bevestiging aangenomen"),
    (PrivacyRequest, {}, "Inzage"),
    (Consent, {"about": "E-7Q2MK-9XKDT"}, "Toestemming voor de nieuwsbrief"),
    (ContactMessage, {}, "een cursus"),
    (Enrollment, {"course_title": "Rekencoach"}, "Rekencoach"),
    (PaymentItem, {"cents": 45_000}, "€ 450,00"),
]


@pytest.mark.parametrize(("model", "changes", "summary"), SUMMARIES)
def test_each_item_is_told_from_others_by_its_summary(
    model: type[AnyRecord], changes: dict[str, object], summary: str
) -> None:
    shown = describe(record(model, **changes), Language.NL)

    assert shown.summary.replace("\N{NO-BREAK SPACE}", " ") == summary
    assert not {str(value) for _, value in shown.facts} & {"vouch", "person", "phone", "PRIVACY_REQUEST#01", "tell_delay"}

"""Every letter of every capability: to a person with their rights and what they need, to staff with nobody's data."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from loket.contact.message import ContactMessage
from loket.core.effect import EffectKind, new_effect
from loket.core.inventory import Category, declarations
from loket.core.language import Language
from loket.enrollment.domain.enrollment import Enrollment, EnrollmentStatus
from loket.letter_context import MailContext, NothingToTell
from loket.letters import LETTERS, write_letter
from loket.mail.letter import Mail, write_mail
from loket.payment.domain.record import PaymentItem
from loket.privacy.domain.lifecycle import LIFECYCLE
from loket.privacy.domain.request import PrivacyRequest, Step
from loket.storage.record import read_record

from tests.unit.event import NOW

if TYPE_CHECKING:
    from loket.core.item import Record

AT = int(NOW.timestamp())
PERSON, STAFF, CONTACT = "sanne@example.nl", "staff@example.nl", "info@example.nl"
LINK = "https://api.example.nl/page?expires=1&version=1&signature=2"
# What is not said by people; the purpose of a transfer is a choice by its category, and written freely all the same.
OTHER = {Category.CHOICE, Category.CONSENT, Category.MONEY, Category.ADMINISTRATION, Category.GUARD}
OF_A_LIST = {"date_of_birth": "1988-02-29", "gender": "other", "education_level": "havo", "marital_status": "widowed"}
RECORDS: dict[type[Record], dict[str, Any]] = {
    Enrollment: {"reference": "E-7Q2MK-9XKDT", "status": "waiting_for_payment", "course": "a", "course_title": "R"},
    ContactMessage: {"reference": "M-7Q2MK-9XKDT", "status": "answered", "topic": "course", "answered_by": "Kim de Boer"},
    PaymentItem: {"enrollment_reference": "E-7Q2MK-9XKDT", "person": "secret-person", "status": "paid"},
    PrivacyRequest: {"reference": "P-7Q2MK-9XKDT", "right": "access", "status": "in_review", "channel": "form"},
}
PAYMENT = {"provider": "mollie", "mode": "test", "vat": "high", "refunds": {}, "chargebacks": {}, "currency": "EUR"}
# Which letter is about what, and to whom.
TO_PERSON: dict[str, type[Record]] = {
    "confirm_enrollment": Enrollment,
    "confirm_contact_message": ContactMessage,
    "answer_contact_message": ContactMessage,
    "warn_place": Enrollment,
    "tell_unpaid": Enrollment,
    "tell_cancelled": Enrollment,
    "tell_paid_without_place": Enrollment,
    "offer_payment": Enrollment,
    "confirm_payment": Enrollment,
    "offer_new_payment": Enrollment,
    "confirm_refund": Enrollment,
    "confirm_privacy_request": PrivacyRequest,
    "tell_step": PrivacyRequest,
    "tell_delay": PrivacyRequest,
}
# What a letter tells is so as long as its enrollment stands there.
STANDS = {"tell_unpaid": "unpaid", "confirm_payment": "paid"}
TO_STAFF: dict[str, type[Record]] = {
    "notify_staff": ContactMessage,
    "notify_invoice": PaymentItem,
    "notify_overpaid": PaymentItem,
    "notify_paid_without_place": PaymentItem,
    "notify_paid_after_erasure": PaymentItem,
    "notify_chargeback": PaymentItem,
    "notify_chargeback_reversed": PaymentItem,
    "notify_refund_failed": PaymentItem,
    "notify_quarantine": PaymentItem,
    "notify_refunded": PaymentItem,
    "notify_shortfall": PaymentItem,
    "notify_too_many_refunds": PaymentItem,
    "notify_request": PrivacyRequest,
    "notify_step": PrivacyRequest,
    "notify_addition": PrivacyRequest,
}
# What is about no item: test_digest.py looks at these.
DIGESTS = {"notify_due", "notify_officer_due"}


@pytest.fixture(autouse=True)
def _addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, address in (("MAIL_FROM", CONTACT), ("STAFF_MAIL", STAFF)):
        monkeypatch.setenv(name, address)


def told_by_people(model: type[Record]) -> set[str]:
    """Return the fields of a record that hold what people say, of themselves or of others, and who of staff answered."""
    told = {name for name, line in declarations(model).items() if line.category not in OTHER}
    return told | ({"purpose"} & model.model_fields.keys())


def record(model: type[Record], language: str, **changes: Any) -> Record:
    """Return a stored item that has a word of its own in every field that a person fills in."""
    names = model.model_fields
    item: dict[str, Any] = {
        **{name: "x" for name, field in names.items() if field.is_required()},
        **{name: OF_A_LIST.get(name, f"planted-{name}") for name in told_by_people(model)},
        **{name: AT for name in ("received_at", "answered_at") if name in names},
        **{name: [] for name in ("discarded", "redacted", "doubts") if name in names},
        **{name: 1 for name in ("proof_round", "link_version", "revision", "cents") if name in names},
        **(PAYMENT if model is PaymentItem else {}),
        **({"due_at": "2026-12-21T22:59:59+00:00", "due_bucket": "REQUEST#1", "rung": 1} if model is PrivacyRequest else {}),
        "email": PERSON,
        "language": language,
        "expires_at": 1_861_920_000,
        **RECORDS[model],
        **changes,
    }
    return read_record(model, {name: value for name, value in item.items() if name in names})


def write(
    kind: str, about: Record, *, event: str = "withdraw", stands: str = "in_review", cents: int | None = 45_000
) -> Mail:
    """Return the mail of an effect."""
    said = {"request": "P", "event": event, "status": stands, "by": "Kim de Boer", "reason": "planted-reason"}
    step = read_record(Step, {**said, "happened_at": AT, "expires_at": AT})
    effect = new_effect(EffectKind(kind), about="about", now=NOW, cents=cents)
    return write_mail(write_letter(MailContext(effect=effect, about=about, step=step, link=LINK, now=NOW)))


def reference_of(about: Record) -> str:
    return str(dict(about)["enrollment_reference" if isinstance(about, PaymentItem) else "reference"])


def test_the_letters_below_are_all_letters_that_there_are() -> None:
    named = {*TO_PERSON, *TO_STAFF, *DIGESTS}

    assert {str(kind) for kind in LETTERS} == named
    assert {str(kind) for kind in EffectKind} - named == {"create_payment"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_letter_to_a_person_names_them_their_reference_and_their_right_to_complain(language: str) -> None:
    complaint = {"nl": "klacht indienen", "en": "complain"}[language]
    for kind, model in TO_PERSON.items():
        stands = {"status": STANDS[kind]} if kind in STANDS else {}
        about = record(model, language, **stands)
        mail = write(kind, about)
        for written in (mail.text, mail.html):
            assert reference_of(about) in written, kind
            assert "Autoriteit Persoonsgegevens" in written, kind
            assert complaint in written, kind
            assert CONTACT in written, kind
        assert ("planted-first_name planted-last_name" if model is Enrollment else "planted-name") in mail.text, kind
        assert mail.to == PERSON, kind
        other = write(kind, record(model, "en" if language == "nl" else "nl", **stands))
        assert (mail.subject, mail.text) != (other.subject, other.text), kind


def test_a_letter_to_staff_names_nobody() -> None:
    for kind, model in TO_STAFF.items():
        about = record(model, "en")
        mail = write(kind, about, event="send_proof")
        assert reference_of(about) in mail.text, kind
        assert mail.to == STAFF, kind
        everything = mail.subject + mail.text + mail.html
        hidden = ("planted", "1988", PERSON, LINK, "secret-person", "Kim de Boer")
        assert [word for word in hidden if word in everything] == [], kind


def test_staff_read_nothing_of_who_enrolled() -> None:
    mail = write("notify_staff", record(Enrollment, "nl", doubts=["honeypot"]))

    assert "E-7Q2MK-9XKDT" in mail.text
    assert [word for word in ("planted", "1988") if word in mail.subject + mail.text + mail.html] == []


def test_a_letter_promises_what_the_state_says_and_nothing_else() -> None:
    free, priced = (write("confirm_enrollment", record(Enrollment, "nl"), cents=cents).text for cents in (None, 45_000))
    assert ("450,00" in priced, LINK in priced) == (True, True)
    assert ("€" in free, LINK in free) == (False, False)
    assert "1 januari 2029" in priced

    running, ended = (write("tell_step", record(PrivacyRequest, "nl", due_bucket=due)).text for due in ("REQUEST#1", None))
    assert ("21 december 2026" in running, "21 december 2026" in ended) == (True, False)

    received, registered = (
        write("confirm_privacy_request", record(PrivacyRequest, "nl", status=status)) for status in ("received", "confirmed")
    )
    assert received.text != registered.text
    assert "ingeschreven" in write("confirm_privacy_request", record(PrivacyRequest, "nl", channel="phone")).text
    assert "planted-details" not in received.text


def is_told(kind: str, about: Record, **more: Any) -> bool:
    """Return whether the letter of an effect is written."""
    try:
        write(kind, about, **more)
    except NothingToTell:
        return False
    return True


TOLD_WHILE: dict[str, set[str]] = {
    "warn_place": {"waiting_for_payment"},
    "offer_payment": {"waiting_for_payment"},
    "offer_new_payment": {"waiting_for_payment"},
    "tell_unpaid": {"unpaid"},
    "confirm_payment": {"paid"},
    "confirm_enrollment": {*EnrollmentStatus} - {"in_review", "spam"},
    "tell_paid_without_place": {*EnrollmentStatus} - {"paid"},
}


@pytest.mark.parametrize("kind", TOLD_WHILE)
def test_what_is_not_so_any_more_is_not_told(kind: str) -> None:
    told = {status for status in EnrollmentStatus if is_told(kind, record(Enrollment, "nl", status=status))}

    assert told == TOLD_WHILE[kind]


def test_a_late_confirmation_asks_nobody_to_pay_or_wait_for_what_is_over() -> None:
    """It left after the enrollment was paid, cancelled or came free: what was kept is told all the same."""
    said = {"pays": "Uw plaats is zeker als", "held": "Wij houden uw plaats vast", "waits": "U hoort binnen enkele"}
    said |= {"twice": "dit is een tweede inschrijving", "received": "Wij hebben deze goed ontvangen"}
    found: dict[str, set[str]] = {}
    for status in TOLD_WHILE["confirm_enrollment"]:
        more: dict[str, Any] = {"doubts": ["twice"], "held_until": int((NOW + timedelta(days=5)).timestamp())}
        mail = write("confirm_enrollment", record(Enrollment, "nl", status=status, **more)).text
        found[status] = {name for name, words in said.items() if words in mail}

    over, goes_on = {"received"}, {"received", "waits", "twice"}
    assert found == {
        "unpaid": over,
        "cancelled": over,
        "paid_without_place": over,
        "received": goes_on,
        "paid": goes_on,
        "waiting_for_payment": set(said),
    }


def test_a_late_confirmation_of_a_message_promises_no_answer_that_was_given() -> None:
    kind, told = "confirm_contact_message", {}
    for status in ("received", "answered"):
        told[status] = write(kind, record(ContactMessage, "nl", status=status)).text
    waits = write(kind, record(ContactMessage, "nl", status="received", course_title="Rekencoach")).text
    assert ["zo snel mogelijk antwoord" in text for text in told.values()] == [True, False]
    assert ("krijgt als er een plaats vrijkomt" in waits, "Wij hebben het ontvangen" in told["answered"]) == (True, True)
    held = ("in_review", "spam")
    assert [status for status in held if is_told(kind, record(ContactMessage, "nl", status=status))] == []


@pytest.mark.parametrize("changed", [{"due_bucket": None}, {"rung": None}, {"rung": 3}], ids=["ended", "moved", "near"])
def test_no_delay_is_told_of_a_request_that_ended_or_has_another_date(changed: dict[str, Any]) -> None:
    assert [is_told("tell_delay", record(PrivacyRequest, "nl", **more)) for more in ({}, changed)] == [True, False]


def test_of_a_request_that_ended_staff_hear_nothing_but_that() -> None:
    ended = record(PrivacyRequest, "nl", due_bucket=None, status="withdrawn")

    assert not is_told("notify_request", ended)
    assert not is_told("notify_step", ended, event="send_proof")
    assert is_told("notify_step", ended, stands="withdrawn")


def test_a_late_letter_about_a_request_asks_for_nothing_that_is_over() -> None:
    """The copy came, or the request ended, before the mail that asks for one, or names the date, was written."""
    asked, came = (
        write("tell_step", record(PrivacyRequest, "nl", status=status), event="ask_proof", stands="proof_asked").text
        for status in ("proof_asked", "proof_received")
    )
    assert ["paspoort" in text for text in (asked, came)] == [True, False]
    ended = write("confirm_privacy_request", record(PrivacyRequest, "nl", status="lapsed", due_bucket=None)).text
    assert ("21 december 2026" in ended, "ingeschreven" in ended) == (False, False)


def test_what_a_member_of_staff_has_done_is_asked_of_no_other() -> None:
    """A mail that says "pay it back" is not sent once somebody said that they did."""
    about = record(PaymentItem, "nl")
    done = new_effect(EffectKind.NOTIFY_OVERPAID, about="about", now=NOW, cents=1).model_copy(update={"due_bucket": None})

    with pytest.raises(NothingToTell):
        write_letter(MailContext(effect=done, about=about, step=None, link=LINK, now=NOW))


def test_no_letter_names_a_day_that_is_past() -> None:
    """A warning that leaves late names the day until which the place is then held: a whole day from now."""
    held, late = NOW + timedelta(days=5), NOW - timedelta(days=3)
    for until, said in ((held, "28 november 2026"), (late, "24 november 2026")):
        about = record(Enrollment, "nl", status="waiting_for_payment", held_until=int(until.timestamp()))
        assert said in write("warn_place", about).text
    told = [
        write("confirm_enrollment", record(Enrollment, "nl", held_until=int(until.timestamp()))).text
        for until in (held, late)
    ]
    assert ["28 november 2026" in text for text in told] == [True, False]
    assert ["Wij houden uw plaats vast" in text for text in told] == [True, False]


def test_every_step_has_a_letter_in_both_languages_that_says_why_and_where() -> None:
    for event in {str(move.event) for move in LIFECYCLE.rows}:
        texts = [write("tell_step", record(PrivacyRequest, language), event=event).text for language in Language]
        assert len(set(texts)) == 2, event
        for text in texts:
            assert [word for word in ("planted-reason", LINK, "Autoriteit Persoonsgegevens") if word not in text] == [], (
                event
            )

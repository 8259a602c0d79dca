"""What is held is shown in words: every attribute has a name, every code a meaning, in both languages."""

from __future__ import annotations

import pytest
from desk.held import describe
from loket.domain.consent import Consent
from loket.domain.contact import ContactMessage
from loket.domain.effect import Effect, Work
from loket.domain.enrollment import Enrollment
from loket.domain.inventory import Declared
from loket.domain.item import ItemKind
from loket.domain.language import Language
from loket.domain.payment import RefundStatus
from loket.domain.payment_item import PaymentItem
from loket.domain.privacy.request import PrivacyRequest, Step

from tests.unit.event import NOW

STORED: list[tuple[ItemKind, type[Declared]]] = [
    (ItemKind.CONSENT, Consent),
    (ItemKind.ENROLLMENT, Enrollment),
    (ItemKind.MESSAGE, ContactMessage),
    (ItemKind.OUTBOX, Effect),
    (ItemKind.OUTBOX, Work),
    (ItemKind.PAYMENT, PaymentItem),
    (ItemKind.PRIVACY_REQUEST, PrivacyRequest),
    (ItemKind.STEP, Step),
]
BACK = {
    "refunds": {f"re_{status}": {"cents": 1234, "status": status.value} for status in RefundStatus},
    "chargebacks": {"chb_1": {"cents": 999, "reversed": False}, "chb_2": {"cents": 5, "reversed": True}},
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("kind", "model"), STORED)
def test_no_attribute_is_shown_under_its_name_in_the_table(
    kind: ItemKind, model: type[Declared], language: Language
) -> None:
    moments = {name: int(NOW.timestamp()) for name in model.model_fields if name.endswith("_at")}
    amounts = {"cents": 100} if "cents" in model.model_fields else {}
    item = {"kind": kind, "expires_at": 2_000_000_000, **dict.fromkeys(model.model_fields, "x"), **moments, **amounts}

    shown = describe(item, language)

    labels = [label for label, _ in (*shown.facts, *shown.words)]
    assert [label for label in labels if label in model.model_fields] == []
    assert labels


@pytest.mark.parametrize("language", Language)
def test_money_that_went_back_is_an_amount_and_where_it_stands(language: Language) -> None:
    item = {"kind": ItemKind.PAYMENT, "received_at": 1, "expires_at": 2_000_000_000, "vat": "high", "mode": "test", **BACK}

    told = " ".join(value for _, value in describe(item, language).facts)

    for word in ("12,34" if language is Language.NL else "12.34", "(re_failed)", "(chb_2)", "21%"):
        assert word in told
    assert not [word for word in ("cents", "reversed", "charged_back", "False") if word in told and language is Language.NL]


def test_our_own_next_check_of_a_payment_is_not_shown_as_a_date_for_staff() -> None:
    item = {"kind": ItemKind.PAYMENT, "received_at": 1, "expires_at": 2_000_000_000, "due_at": NOW.isoformat()}

    assert "23 november 2026" not in str(describe(item, Language.NL).facts)


GISTS = [
    ({"kind": ItemKind.OUTBOX, "effect": "tell_delay", "about": "PRIVACY_REQUEST#01"}, "mail over vertraging"),
    ({"kind": ItemKind.STEP, "event": "vouch", "by": "person", "status": "confirmed"}, "Zonder bevestiging aangenomen"),
    ({"kind": ItemKind.PRIVACY_REQUEST, "right": "access", "purpose": "newsletter", "channel": "phone"}, "Inzage"),
    ({"kind": ItemKind.CONSENT, "purpose": "newsletter", "about": "E-7Q2MK-9XKDT"}, "Toestemming voor de nieuwsbrief"),
    ({"kind": ItemKind.MESSAGE, "topic": "course"}, "een cursus"),
    ({"kind": ItemKind.ENROLLMENT, "course_title": "Rekencoach"}, "Rekencoach"),
    ({"kind": ItemKind.PAYMENT, "cents": 45_000}, "€ 450,00"),
]


@pytest.mark.parametrize(("item", "gist"), GISTS)
def test_each_item_is_told_from_others_by_its_gist(item: dict[str, object], gist: str) -> None:
    shown = describe({**item, "received_at": 1, "expires_at": 2_000_000_000}, Language.NL)

    assert shown.gist.replace("\N{NO-BREAK SPACE}", " ") == gist
    assert not {str(value) for _, value in shown.facts} & {"vouch", "person", "phone", "PRIVACY_REQUEST#01", "tell_delay"}

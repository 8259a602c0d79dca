"""The auditor reads words: no code that the ledger can hold is shown as a code, in either language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from desk.audit.view_log import REASONS, WORK
from desk.role import Role
from desk.texts import texts
from loket.contact.message import ContactStatus
from loket.core.effect import TASKS, EffectKind
from loket.core.language import Language
from loket.core.ledger import BY_PERSON, BY_SOFTWARE, Author, LedgerEvent, write_line
from loket.core.staff_member import StaffMember
from loket.enrollment.domain.enrollment import EnrollmentStatus
from loket.payment.domain.record import PaymentItem, disclose_payment
from loket.privacy.domain.lifecycle import RequestEvent
from loket.staff.domain.action import Action
from loket.staff.domain.outcome import Outcome
from loket.storage.ledger import store_disclosure, store_line
from loket.storage.record import read_record
from loket.storage.transaction import Transaction

from tests.unit.event import NOW
from tests.unit.work.counter import PAID, Counter
from tests.unit.work.desk import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

VIEWED = ("message", "enrollment", "payment", "person", "privacy_request", "identity_proof")
GIVEN = {
    Language.NL: "bedrag, cursus, kenmerk van de inschrijving, taal",
    Language.EN: "amount, course, reference of the enrollment, language",
}
ANJA = StaffMember(id="id-anja", name="Anja", role="handler")
CODE = re.compile(r"[a-z]+_[a-z_]+|\b(?:person|software|view|work|grant|refuse|receive)\b")


def lines() -> Iterator[tuple[LedgerEvent, str, Author, str]]:
    """Yield every kind of line that staff, people and software cause: its event, what, by whom, and why."""
    yield from ((LedgerEvent.VIEW, what, ANJA, why) for what in VIEWED for why in (*REASONS, WORK))
    yield from ((LedgerEvent.REQUEST, what, BY_PERSON, "P-7Q2MK-9XKDT") for what in ("receive", *RequestEvent))
    for status in {*ContactStatus, *EnrollmentStatus}:
        yield from ((LedgerEvent.WORK, what, ANJA, status) for what in Action)
    yield from ((LedgerEvent.WORK, what, ANJA, why) for what in Outcome for why in TASKS)
    yield LedgerEvent.ESCALATION, "rung 3", BY_SOFTWARE, "P-7Q2MK-9XKDT"
    yield LedgerEvent.ESCALATION, "rung -1, skipped 3 1 0", BY_SOFTWARE, "P-7Q2MK-9XKDT"


@pytest.mark.parametrize("language", Language)
def test_each_code_has_its_words(language: Language) -> None:
    """One that is a word by itself, such as "cancel", is not seen among the words of a page."""
    said = texts(language)
    acts = [f"desk.ledger.what.{code}" for code in (*Action, *Outcome)]
    stood = [f"desk.ledger.why.{code}" for code in (*ContactStatus, *EnrollmentStatus)]
    sent = [f"desk.effect.{code}" for code in {*EffectKind} - {code for code in TASKS if f"desk.work.{code}" in said}]
    assert [name for name in (*acts, *stood, *sent) if name not in said] == []


@pytest.mark.parametrize("language", Language)
def test_the_ledger_shows_words_and_no_codes(counter: Counter, language: Language) -> None:
    counter.enroll(PAID)
    [stored] = counter.cloud.items("PersonalDataTable", kind="PAYMENT")
    payment = read_record(PaymentItem, stored)
    Transaction([store_disclosure("somebody", payment.attempt, disclose_payment(payment, now=NOW))]).commit()
    for event, what, by, why in lines():
        line = write_line(event, what, by=by, about="person" if what == "person" else "P-7Q2MK-9XKDT", why=why, now=NOW)
        Transaction([store_line("somebody", line)]).commit()
    aron = sign_in(counter.cloud, Role.AUDITOR, language=language)

    cells, path = [], "/desk/ledger?day=2026-11-23"
    while path:
        page = aron.get(path).text
        cells += re.findall(r"<td[^>]*>(.*?)</td>", page)
        path = (re.findall(r'href="(/desk/ledger[^"]*after=[^"]*)"', page) or [""])[0].replace("&amp;", "&")

    shown = [re.sub(r"<[^>]*>", "", cell) for cell in cells]
    assert len(shown) > 6 * len(list(lines()))
    assert sorted({cell for cell in shown if language is Language.NL and CODE.search(cell)}) == []
    assert sorted({cell for cell in shown if "_" in cell}) == []
    assert any("Mollie" in cell for cell in shown)
    assert GIVEN[language] in shown
    assert not any("payment provider (" in cell for cell in shown)

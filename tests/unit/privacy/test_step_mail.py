"""The mail of every move: what happened, why, who stands for it, and where to complain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from loket.core.language import Language
from loket.core.staff_member import StaffMember
from loket.mail.letter import write_mail
from loket.privacy.domain.lifecycle import DECISIONS, LIFECYCLE, RequestEvent, RequestStatus
from loket.privacy.domain.request import Channel, PrivacyRequest, PrivacyRequestForm, note_step, take_request
from loket.privacy.mail import tell_delay, tell_step

from tests.unit.event import NOW

KIM = StaffMember(id="id-Kim de Boer", name="Kim de Boer", role="privacy_officer")
REFERENCE = "P-7Q2MK-9XKDT"
LINK = "https://api.example.nl/privacy-requests/P-7Q2MK-9XKDT?expires=1&signature=2"
EVENTS = sorted({move.event for move in LIFECYCLE.rows})


def request(language: Language) -> PrivacyRequest:
    sent = {"kind": "access", "name": "Sanne de Vries", "email": "sanne.devries@example.nl", "language": language}
    form = PrivacyRequestForm.model_validate(sent)
    asked = take_request(form, reference=REFERENCE, doubts=frozenset(), channel=Channel.FORM, received_at=NOW)
    return asked.model_copy(update={"status": RequestStatus.IN_REVIEW})


def write_step(event: RequestEvent, language: Language) -> str:
    asked = request(language)
    step = note_step(
        asked,
        event,
        by=KIM,
        words="Dit staat in de wet.",
        now=NOW,
    )
    letter = tell_step(
        asked, step.model_copy(update={"reason": "Dit staat in de wet."}), contact="info@example.nl", link=LINK
    )
    return write_mail(letter).text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("event", EVENTS)
def test_whatever_is_told_the_person_reads_why_and_where_to_complain(event: RequestEvent, language: Language) -> None:
    mail = write_step(event, language)

    assert "Autoriteit Persoonsgegevens" in mail
    assert "Dit staat in de wet." in mail
    assert REFERENCE in mail
    assert LINK in mail


@pytest.mark.parametrize("event", EVENTS)
def test_a_decision_has_the_name_of_who_made_it_and_no_other_step_has(event: RequestEvent) -> None:
    assert ("Kim de Boer" in write_step(event, Language.NL)) == (event in DECISIONS)


@pytest.mark.parametrize("language", Language)
def test_who_hears_of_a_delay_late_is_promised_no_day_that_is_over(language: Language) -> None:
    told = [
        write_mail(tell_delay(request(language), contact="", link=LINK, now=NOW + timedelta(days=days))).text
        for days in (27, 60)
    ]

    assert [("4 januari 2027" in mail or "4 January 2027" in mail) for mail in told] == [True, False]
    assert "5 februari 2027" in told[1] or "5 February 2027" in told[1]


@pytest.mark.parametrize("language", Language)
def test_who_hears_of_a_delay_reads_where_to_complain(language: Language) -> None:
    letter = tell_delay(request(language), contact="info@example.nl", link=LINK, now=NOW)

    assert "Autoriteit Persoonsgegevens" in write_mail(letter).text

"""The mail of every move: what happened, why, who stands for it, and where to complain."""

from __future__ import annotations

import pytest
from loket.domain.language import Language
from loket.domain.privacy.lifecycle import DECISIONS, LIFECYCLE, RequestEvent
from loket.mail.letter import write_mail
from loket.mail.request import tell_delay, tell_step

ITEM = {
    "reference": "P-7Q2MK-9XKDT",
    "name": "Sanne de Vries",
    "email": "sanne.devries@example.nl",
    "right": "access",
    "due_at": "2026-12-21T22:59:59+00:00",
    "due_bucket": "REQUEST#1",
}
LINK = "https://api.example.nl/privacy-requests/P-7Q2MK-9XKDT?expires=1&signature=2"
EVENTS = sorted({move.event for move in LIFECYCLE})


def write_step(event: RequestEvent, language: Language) -> str:
    step = {"event": event, "status": "in_review", "by": "Kim de Boer", "reason": "Dit staat in de wet."}
    letter = tell_step({**ITEM, "language": language}, step, contact="info@example.nl", link=LINK)
    return write_mail(letter).text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("event", EVENTS)
def test_whatever_is_told_the_person_reads_why_and_where_to_complain(event: RequestEvent, language: Language) -> None:
    mail = write_step(event, language)

    assert "Autoriteit Persoonsgegevens" in mail
    assert "Dit staat in de wet." in mail
    assert ITEM["reference"] in mail
    assert LINK in mail


@pytest.mark.parametrize("event", EVENTS)
def test_a_decision_has_the_name_of_who_made_it_and_no_other_step_has(event: RequestEvent) -> None:
    assert ("Kim de Boer" in write_step(event, Language.NL)) == (event in DECISIONS)


@pytest.mark.parametrize("language", Language)
def test_who_hears_of_a_delay_reads_where_to_complain(language: Language) -> None:
    letter = tell_delay({**ITEM, "language": language}, contact="info@example.nl", link=LINK)

    assert "Autoriteit Persoonsgegevens" in write_mail(letter).text

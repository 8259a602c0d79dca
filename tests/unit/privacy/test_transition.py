"""What a move asks for and what follows from it, whoever makes it and from wherever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from loket.core.command import Actor
from loket.core.effect import EffectKind
from loket.core.key import Key
from loket.privacy.domain.effect import effects_of_move
from loket.privacy.domain.lifecycle import LIFECYCLE, ReasonMissing, RequestEvent
from loket.privacy.domain.request import Channel, PrivacyRequest
from loket.storage.item import find as find_item

from tests.unit.event import NOW
from tests.unit.privacy.escalating import act, find, keep

if TYPE_CHECKING:
    from tests.unit.cloud import Cloud


TELLS, ADDED, DONE = EffectKind.TELL_STEP, EffectKind.NOTIFY_ADDITION, EffectKind.NOTIFY_STEP


@pytest.mark.parametrize("words", [None, "", " \n\t"])
def test_white_space_is_no_reason(cloud: Cloud, words: str | None) -> None:
    keep(cloud)
    with pytest.raises(ReasonMissing):
        act(cloud, RequestEvent.VOUCH, NOW, words=words)

    assert find(cloud)["status"] == "received"


def test_staff_are_mailed_of_what_a_person_does_and_of_nothing_that_staff_do(cloud: Cloud) -> None:
    item = keep(cloud, channel=Channel.LETTER)
    request = find_item(PrivacyRequest, Key(item["pk"], item["sk"]), now=NOW).record
    mails = {move: effects_of_move(request, move)[1:] for move in LIFECYCLE.rows}

    assert {effects_of_move(request, move)[0] for move in LIFECYCLE.rows} == {TELLS}
    for move, to_staff in mails.items():
        of_person = ADDED if move.event is RequestEvent.ADD_INFORMATION else DONE
        assert to_staff == ((of_person,) if Actor.PERSON in move.actors else ()), move

"""The pages on which a person follows their privacy request and makes a copy of their proof of identity."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from loket.domain.key import Keys
from loket.domain.language import Language
from loket.domain.privacy.deadline import is_overdue
from loket.domain.privacy.ladder import LADDER, Audience
from loket.domain.privacy.lifecycle import DECISIONS, OPEN, Actor, RequestEvent, RequestStatus, moves_from
from loket.domain.privacy.request import ESCALATE, PrivacyRequest, due_moment_of, read_request
from loket.domain.retention import local_date, local_date_of
from loket.settings import setting
from loket.store.privacy_request import list_steps
from loket.store.proof import invite_upload
from loket.texts import text, texts
from loket.texts.dates import in_words
from loket.web.answer import Answer, answer_elsewhere, answer_json
from loket.web.request import Request

type Item = Mapping[str, Any]

# What a person is asked to do, where the lifecycle lets them; adding and withdrawing are theirs to choose.
_ASKED = (RequestEvent.CONFIRM, RequestEvent.SEND_PROOF)
# What the script of the page with the copy may have to say.
_SAYS = ("unreadable", "opened", "nothing_black", "count", "place", "sending", "failed")


def show_request(request: Request, item: Item) -> Answer:
    """Return how a request stands: a page for a browser, JSON for a program."""
    asked = read_request(dict(item))
    steps = [step for step in list_steps(item, now=request.received_at) if _concerns_person(step)]
    if not request.is_page:
        return answer_json(200, _told(asked, steps, now=request.received_at))
    from loket.web.page import request_page

    return request_page(asked.language, **_page(request, asked, steps))


def show_outcome(request: Request, item: Item) -> Answer:
    """Return what follows a button: the way back to the page for a browser, how it now stands for a program."""
    return answer_elsewhere(_address(request, item)) if request.is_page else show_request(request, item)


def show_proof_page(request: Request, item: Item, keys: Keys) -> Answer:
    """Return the page on which a copy is blacked out and sent, or the way back where no copy is asked for."""
    asked = read_request(dict(item))
    if RequestEvent.SEND_PROOF not in _possible(asked):
        return answer_elsewhere(_address(request, item))
    upload = invite_upload(asked.reference, asked.proof_round, keys)
    if not request.is_page:
        return answer_json(200, upload)
    from loket.web.page import proof_page

    return proof_page(
        asked.language,
        upload=upload,
        says={name: texts(asked.language)[f"page.proof.says.{name}"] for name in _SAYS},
        reference=asked.reference,
        back=_address(request, item),
        contact=setting("MAIL_FROM"),
    )


def _told(asked: PrivacyRequest, steps: Sequence[Item], *, now: datetime) -> dict[str, Any]:
    return {
        "reference": asked.reference,
        "kind": asked.right,
        "status": asked.status,
        "due_on": local_date(due_moment_of(asked)),
        "overdue": _is_overdue(asked, now=now),
        "asked": [event for event in _ASKED if event in _possible(asked)],
        "steps": [_told_step(step) for step in steps],
    }


def _told_step(step: Item) -> dict[str, Any]:
    return {
        "event": step["event"],
        "status": step["status"],
        "on": local_date_of(step["happened_at"]),
        # Who stands for a decision is told; who did the work is not of interest to anybody outside.
        "by": step["by"] if step["event"] in DECISIONS else None,
        "reason": step.get("reason"),
        "information": step.get("information"),
    }


def _page(request: Request, asked: PrivacyRequest, steps: Sequence[Item]) -> dict[str, Any]:
    language, possible = asked.language, _possible(asked)
    told = [_step_in_words(step, language) for step in steps]
    return {
        "asked": asked,
        "right": text(f"right.{asked.right}", language),
        "open": asked.status in OPEN,
        "due": in_words(local_date(due_moment_of(asked)), language),
        "overdue": _is_overdue(asked, now=request.received_at),
        "possible": possible,
        "decision": next((step for step in reversed(told) if step["event"] in DECISIONS), None),
        "steps": told,
        "action": _address(request, asked.model_dump()),
        "proof": _address(request, asked.model_dump(), page="/proof"),
        "contact": setting("MAIL_FROM"),
    }


def _step_in_words(step: Item, language: Language) -> dict[str, Any]:
    told = _told_step(step)
    return {**told, "words": text(f"step.{step['event']}", language), "date": in_words(told["on"], language)}


def _concerns_person(step: Item) -> bool:
    """Return whether a step is the person's to read: of the ladder only the rung on which they were told of a delay."""
    if step["event"] != ESCALATE:
        return True
    climbed = {step["rung"], *step["skipped"]}
    return any(rung.days_left in climbed for rung in LADDER if Audience.PERSON in rung.tells)


def _possible(asked: PrivacyRequest) -> frozenset[RequestEvent]:
    moves = moves_from(RequestStatus(asked.status), right=asked.right, actor=Actor.PERSON)
    return frozenset(move.event for move in moves)


def _is_overdue(asked: PrivacyRequest, *, now: datetime) -> bool:
    return asked.status in OPEN and is_overdue(due_moment_of(asked), now=now)


def _address(request: Request, item: Item, *, page: str = "") -> str:
    return f"/privacy-requests/{item['reference']}{page}?{request.event['rawQueryString']}"

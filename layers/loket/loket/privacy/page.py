"""The pages on which a person follows their privacy request and makes a copy of their proof of identity."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from loket.core.command import Actor
from loket.core.item import Stored
from loket.core.keyed_hash import Keys
from loket.core.language import Language
from loket.core.retention import local_date, local_date_of
from loket.http.answer import Answer, answer_elsewhere, answer_json
from loket.http.request import Request
from loket.privacy.domain.action import has_room
from loket.privacy.domain.deadline import is_overdue
from loket.privacy.domain.escalation import POLICY, Audience
from loket.privacy.domain.lifecycle import DECISIONS, OPEN, RequestEvent, moves_from
from loket.privacy.domain.request import ESCALATE, PrivacyRequest, Step
from loket.privacy.store.proof import invite_upload
from loket.privacy.store.request import list_steps
from loket.settings import setting
from loket.texts import text, texts
from loket.texts.dates import in_words

_FOLDER = Path(__file__).parent / "pages"
# What a person is asked to do, where the lifecycle lets them; adding and withdrawing are theirs to choose.
_ASKED = (RequestEvent.CONFIRM, RequestEvent.SEND_PROOF)
# What the script of the page with the copy may have to say.
_SAYS = ("unreadable", "opened", "nothing_black", "count", "place", "sending", "failed")


def show_request(request: Request, stored: Stored[PrivacyRequest]) -> Answer:
    """Return how a request stands: a page for a browser, JSON for a program."""
    privacy_request = stored.record
    steps = [step for step in list_steps(stored.key, now=request.received_at) if _concerns_person(step)]
    if not request.is_page:
        return answer_json(200, _as_json(privacy_request, steps, now=request.received_at))
    from loket.http.page import render_page

    return render_page(
        200, "request.html", privacy_request.language, folder=_FOLDER, **_page(request, privacy_request, steps)
    )


def show_outcome(request: Request, stored: Stored[PrivacyRequest]) -> Answer:
    """Return what follows a button: the way back to the page for a browser, how it now stands for a program."""
    return answer_elsewhere(_address(request, stored.record)) if request.is_page else show_request(request, stored)


def show_proof_page(request: Request, privacy_request: PrivacyRequest, keys: Keys) -> Answer:
    """Return the page on which a copy is blacked out and sent, or the way back where no copy is asked for."""
    if RequestEvent.SEND_PROOF not in _possible(privacy_request):
        return answer_elsewhere(_address(request, privacy_request))
    upload = invite_upload(privacy_request.reference, privacy_request.proof_round, keys)
    if not request.is_page:
        return answer_json(200, upload)
    from loket.http.page import hash_inline, render_page

    # It is the one page with a script, and that one may speak to the bucket alone.
    script, bucket = (_FOLDER / "proof.js").read_text(encoding="utf-8"), urlsplit(upload["url"])
    allows = f"; script-src 'sha256-{hash_inline(script)}'; connect-src {bucket.scheme}://{bucket.netloc}; img-src blob:"
    return render_page(
        200,
        "proof.html",
        privacy_request.language,
        folder=_FOLDER,
        allows=allows,
        script=script,
        upload=upload,
        says={name: texts(privacy_request.language)[f"page.proof.says.{name}"] for name in _SAYS},
        reference=privacy_request.reference,
        back=_address(request, privacy_request),
        contact=setting("MAIL_FROM"),
    )


def _as_json(privacy_request: PrivacyRequest, steps: Sequence[Step], *, now: datetime) -> dict[str, Any]:
    return {
        "reference": privacy_request.reference,
        "kind": privacy_request.right,
        "status": privacy_request.status,
        "due_on": local_date(privacy_request.due_moment),
        "overdue": _is_overdue(privacy_request, now=now),
        "asked": [event for event in _ASKED if event in _possible(privacy_request)],
        "steps": [_step(step) for step in steps],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "event": step.event,
        "status": step.status,
        "on": local_date_of(step.happened_at),
        # Who stands for a decision is told; who did the work is not of interest to anybody outside.
        "by": step.by if step.event in DECISIONS else None,
        "reason": step.reason,
        "information": step.information,
    }


def _page(request: Request, privacy_request: PrivacyRequest, steps: Sequence[Step]) -> dict[str, Any]:
    language = privacy_request.language
    shown = [_step_in_words(step, language) for step in steps]
    return {
        "privacy_request": privacy_request,
        "right": text(f"right.{privacy_request.right}", language),
        "open": privacy_request.status in OPEN,
        "due": in_words(local_date(privacy_request.due_moment), language),
        "overdue": _is_overdue(privacy_request, now=request.received_at),
        "possible": _possible(privacy_request),
        "has_room": has_room(steps),
        "decision": next((step for step in reversed(shown) if step["event"] in DECISIONS), None),
        "steps": shown,
        "action": _address(request, privacy_request),
        "proof": _address(request, privacy_request, page="/proof"),
        "contact": setting("MAIL_FROM"),
    }


def _step_in_words(step: Step, language: Language) -> dict[str, Any]:
    shown = _step(step)
    return {**shown, "words": text(f"step.{step.event}", language), "date": in_words(shown["on"], language)}


def _concerns_person(step: Step) -> bool:
    """Return whether a step is the person's to read: of escalations only the one at which they were told of a delay."""
    if step.event != ESCALATE:
        return True
    reached = {step.rung, *step.skipped}
    return any(level.days_left in reached for level in POLICY if Audience.PERSON in level.tells)


def _possible(privacy_request: PrivacyRequest) -> frozenset[RequestEvent]:
    return frozenset(
        move.event for move in moves_from(privacy_request.status, right=privacy_request.right, actor=Actor.PERSON)
    )


def _is_overdue(privacy_request: PrivacyRequest, *, now: datetime) -> bool:
    return privacy_request.status in OPEN and is_overdue(privacy_request.due_moment, now=now)


def _address(request: Request, privacy_request: PrivacyRequest, *, page: str = "") -> str:
    return f"/privacy-requests/{privacy_request.reference}{page}?{request.query_string}"

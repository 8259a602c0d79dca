"""Mails about privacy requests: to the person at every step, to staff where something must be done."""

from datetime import datetime

from loket.core.language import Language
from loket.core.retention import local_date
from loket.mail.letter import Letter, Section, letter_to_staff
from loket.mail.part import tell_doubts, tell_left_out, tell_reference, tell_retention, tell_rights
from loket.privacy.domain.deadline import expected_decision
from loket.privacy.domain.digest import MOST_COUNTED, Digest, DigestLine
from loket.privacy.domain.lifecycle import DECISIONS, RequestStatus
from loket.privacy.domain.request import Channel, PrivacyRequest, Step
from loket.texts import text
from loket.texts.dates import in_words


def confirm_request(request: PrivacyRequest, *, contact: str, link: str) -> Letter:
    """Return the letter that confirms a privacy request; one that came by the form asks the person to confirm it."""
    language = request.language
    unconfirmed = request.status is RequestStatus.RECEIVED
    opening = text("mail.request.opening" if request.channel is Channel.FORM else "mail.request.registered", language)
    right = text("mail.request.asked", language, right=text(f"right.{request.right}", language))
    reference = tell_reference(request.reference, language)
    return _letter(
        "mail.request.subject",
        request,
        Section(title=None, paragraphs=(opening, right, *_due(request, language), reference)),
        _confirm(link, language) if unconfirmed else _page(link, language),
        *tell_left_out(language, discarded=request.discarded, redacted=request.redacted),
        tell_retention(request.expires_at, language),
        contact=contact,
    )


def tell_step(request: PrivacyRequest, step: Step, *, contact: str, link: str) -> Letter:
    """Return the letter that tells a person of one step: what, why, who stands for it, and what comes next."""
    language, event = request.language, step.event
    said = [text(f"mail.step.{event}.opening", language)]
    said += [text("mail.step.reason", language, reason=step.reason)] if step.reason else []
    said += [text("mail.step.by", language, name=step.by)] if event in DECISIONS else []
    said += _due(request, language)
    # A copy that came, or is not needed any more, by the time of writing is not asked for.
    proof = [_proof(link, language)] if step.status is request.status is RequestStatus.PROOF_ASKED else []
    return _letter(
        f"mail.step.{event}.subject",
        request,
        Section(title=None, paragraphs=(*said, tell_reference(request.reference, language))),
        *proof,
        _page(link, language),
        contact=contact,
    )


def tell_delay(request: PrivacyRequest, *, contact: str, link: str, now: datetime) -> Letter:
    """Return the letter that tells a person in time that a date will be missed, although nobody has said why."""
    language = request.language
    expected = expected_decision(request.due_moment, now=now)
    said = (
        text("mail.delay.opening", language, date=_due_date(request, language)),
        text("mail.delay.reason", language),
        text("mail.delay.expected", language, date=in_words(local_date(expected), language)),
        tell_reference(request.reference, language),
    )
    return _letter(
        "mail.delay.subject", request, Section(title=None, paragraphs=said), _page(link, language), contact=contact
    )


def notify_request(request: PrivacyRequest, *, to: str) -> Letter:
    """Return the mail to staff that a privacy request has come in."""
    return _to_staff("mail.staff.request", request, *tell_doubts(request.doubts), to=to)


def notify_step(request: PrivacyRequest, step: Step, *, to: str) -> Letter:
    """Return the mail to staff that the person did something."""
    return _to_staff(f"mail.staff.step.{step.event}", request, to=to)


def notify_due(digest: Digest, *, to: str, desk: str) -> Letter:
    """Return the digest: which dates come near or have passed, the most urgent first, and how much else waits."""
    listed = [_due_line(line, desk) for line in digest.lines]
    more = [_say("more", number=_number(digest.more), link=desk)] if digest.more else []
    waiting = [_say("unconfirmed", number=_number(digest.unconfirmed), link=desk)] if digest.unconfirmed else []
    waiting += [_say("overdue", number=_number(digest.overdue))] if digest.overdue else []
    waiting += [_say("held", number=_number(digest.held))] if digest.held else []
    tasks = [_say("tasks", number=_number(digest.tasks), link=f"{desk}/work")] if digest.tasks else []
    opening, number = ("opening", len(digest.lines) + digest.more) if listed else ("held_alone", digest.held)
    parts = {None: [_say(opening)], _say("title"): [*listed, *more], _say("rest"): [*waiting, *tasks]}
    return Letter(
        to=to,
        language=Language.NL,
        subject=_say("subject" if listed else "subject_held", number=_number(number)),
        greeting=None,
        sections=tuple(Section(title=title, paragraphs=tuple(said)) for title, said in parts.items() if said),
    )


def _due_line(line: DigestLine, desk: str) -> str:
    names = {1: "tomorrow", 0: "today", -1: "yesterday"}
    name = names.get(line.days_left, "left" if line.days_left > 0 else "over")
    due, right = _say(name, days=abs(line.days_left)), _say(f"right.{line.right}")
    return f"{due}: {line.reference}, {right}. {desk}/requests/{line.reference}"


def _number(number: int) -> str:
    return _say("most", number=number) if number >= MOST_COUNTED else str(number)


def _say(name: str, **values: object) -> str:
    return text(f"mail.staff.digest.{name}", Language.NL, **values)


def _letter(subject: str, request: PrivacyRequest, *sections: Section, contact: str) -> Letter:
    language = request.language
    return Letter(
        to=request.email,
        language=language,
        subject=text(subject, language, reference=request.reference),
        greeting=text("mail.greeting", language, name=request.name),
        sections=(*sections, tell_rights(contact, language)),
    )


def _to_staff(name: str, request: PrivacyRequest, *more: str, to: str) -> Letter:
    date = _due_date(request, Language.NL)
    return letter_to_staff(name, *more, to=to, reference=request.reference, date=date)


def _due_date(request: PrivacyRequest, language: Language) -> str:
    return in_words(local_date(request.due_moment), language)


def _due(request: PrivacyRequest, language: Language) -> list[str]:
    return [text("mail.request.due", language, date=_due_date(request, language))] if request.due_bucket else []


def _confirm(link: str, language: Language) -> Section:
    words = text("mail.request.confirm", language, link=link)
    return Section(title=text("mail.request.confirm.title", language), paragraphs=(words,))


def _proof(link: str, language: Language) -> Section:
    words = text("mail.request.proof", language, link=link)
    return Section(title=text("mail.request.proof.title", language), paragraphs=(words,))


def _page(link: str, language: Language) -> Section:
    return Section(title=None, paragraphs=(text("mail.request.page", language, link=link),))

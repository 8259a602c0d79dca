"""Mails about privacy requests: to the person at every step, to staff where something must be done."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from loket.domain.language import Language
from loket.domain.privacy.lifecycle import DECISIONS, RequestStatus
from loket.domain.retention import local_date
from loket.domain.screening import Doubt
from loket.mail.confirmation import left_out, tell_retention, tell_rights
from loket.mail.letter import Letter, Section
from loket.mail.staff import tell_doubts
from loket.texts import text
from loket.texts.dates import in_words

type Item = Mapping[str, Any]

# What a person may expect where a date is missed: an expectation of ours, well within the law's extra months.
_EXPECTED_DELAY = timedelta(days=14)


def confirm_request(item: Item, *, contact: str, link: str) -> Letter:
    """Return the letter that confirms a privacy request; one that came by the form asks the person to confirm it."""
    language = Language(item["language"])
    unconfirmed = item["status"] == RequestStatus.RECEIVED
    opening = text("mail.request.opening" if unconfirmed else "mail.request.registered", language)
    asked = text("mail.request.asked", language, right=text(f"right.{item['right']}", language))
    sections = [Section(title=None, paragraphs=(opening, asked, _due(item, language), _reference(item, language)))]
    sections.append(_confirm(link, language) if unconfirmed else _page(link, language))
    subject = text("mail.request.subject", language, reference=item["reference"])
    sections += [*left_out(item, language), tell_retention(item, language)]
    return _letter(item, subject=subject, sections=sections, contact=contact)


def tell_step(item: Item, step: Item, *, contact: str, link: str) -> Letter:
    """Return the letter that tells a person of one step: what, why, who stands for it, and what comes next."""
    language, event = Language(item["language"]), step["event"]
    told = [text(f"mail.step.{event}.opening", language)]
    told += [text("mail.step.reason", language, reason=step["reason"])] if step.get("reason") else []
    told += [text("mail.step.by", language, name=step["by"])] if event in DECISIONS else []
    told += [_due(item, language)] if item.get("due_bucket") else []
    sections = [Section(title=None, paragraphs=(*told, _reference(item, language)))]
    sections += [_proof(link, language)] if step["status"] == RequestStatus.PROOF_ASKED else []
    sections.append(_page(link, language))
    subject = text(f"mail.step.{event}.subject", language, reference=item["reference"])
    return _letter(item, subject=subject, sections=sections, contact=contact)


def tell_delay(item: Item, *, contact: str, link: str) -> Letter:
    """Return the letter that tells a person in time that a date will be missed, although nobody has said why."""
    language = Language(item["language"])
    expected = local_date(datetime.fromisoformat(item["due_at"]) + _EXPECTED_DELAY)
    told = (
        text("mail.delay.opening", language, date=_due_date(item, language)),
        text("mail.delay.reason", language),
        text("mail.delay.expected", language, date=in_words(expected, language)),
        _reference(item, language),
    )
    subject = text("mail.delay.subject", language, reference=item["reference"])
    sections = [Section(title=None, paragraphs=told), _page(link, language)]
    return _letter(item, subject=subject, sections=sections, contact=contact)


def notify_request(item: Item, *, to: str) -> Letter:
    """Return the notice to staff that a privacy request has come in."""
    doubts = tell_doubts(frozenset(map(Doubt, item["doubts"])))
    return _notice(item, "mail.staff.request", to=to, more=doubts)


def notify_step(item: Item, step: Item, *, to: str) -> Letter:
    """Return the notice to staff that the person did something."""
    return _notice(item, f"mail.staff.step.{step['event']}", to=to)


def notify_due(item: Item, *, days_left: int, to: str) -> Letter:
    """Return the notice to staff that a date comes near, or has passed."""
    names = {1: "mail.staff.due.tomorrow", 0: "mail.staff.due.today", -1: "mail.staff.due.yesterday"}
    name = names.get(days_left, "mail.staff.due" if days_left > 0 else "mail.staff.due.over")
    return _notice(item, name, to=to, days=abs(days_left))


def _letter(item: Item, *, subject: str, sections: list[Section], contact: str) -> Letter:
    language = Language(item["language"])
    return Letter(
        to=item["email"],
        language=language,
        subject=subject,
        greeting=text("mail.greeting", language, name=item["name"]),
        sections=(*sections, tell_rights(contact, language)),
    )


def _notice(item: Item, name: str, *, to: str, more: tuple[str, ...] = (), **values: object) -> Letter:
    values |= {"reference": item["reference"], "date": _due_date(item, Language.NL)}
    told = (text(f"{name}.opening", Language.NL, **values), *more)
    return Letter(
        to=to,
        language=Language.NL,
        subject=text(f"{name}.subject", Language.NL, **values),
        greeting=None,
        sections=(Section(title=None, paragraphs=told),),
    )


def _due_date(item: Item, language: Language) -> str:
    return in_words(local_date(datetime.fromisoformat(item["due_at"])), language)


def _due(item: Item, language: Language) -> str:
    return text("mail.request.due", language, date=_due_date(item, language))


def _reference(item: Item, language: Language) -> str:
    return text("mail.reference", language, reference=item["reference"])


def _confirm(link: str, language: Language) -> Section:
    told = text("mail.request.confirm", language, link=link)
    return Section(title=text("mail.request.confirm.title", language), paragraphs=(told,))


def _proof(link: str, language: Language) -> Section:
    told = text("mail.request.proof", language, link=link)
    return Section(title=text("mail.request.proof.title", language), paragraphs=(told,))


def _page(link: str, language: Language) -> Section:
    return Section(title=None, paragraphs=(text("mail.request.page", language, link=link),))

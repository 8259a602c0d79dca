"""The post: choosing the letter that an effect asks for, and handing the mail to SES."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from loket.domain.effect import EffectKind
from loket.mail.answering import answer_contact_message
from loket.mail.confirmation import confirm_contact_message, confirm_enrollment
from loket.mail.letter import Letter, Mail, write_mail
from loket.mail.payment import TOLD_TO_PERSON, TOLD_TO_STAFF, notify_about_money, write_about_money
from loket.mail.request import confirm_request, notify_due, notify_request, notify_step, tell_delay, tell_step
from loket.mail.staff import notify_staff
from loket.settings import setting
from loket.store.client import client

type Item = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """Why a mail is written: the effect that asks for it, what it is about (and which step), and the person's own page."""

    effect: Item
    item: Item
    step: Item
    link: str

    @property
    def kind(self) -> EffectKind:
        """Return which effect it is."""
        return EffectKind(self.effect["effect"])


def _confirm_enrollment(occasion: Occasion) -> Letter:
    due = occasion.effect.get("cents")
    return confirm_enrollment(occasion.item, contact=setting("MAIL_FROM"), due=due, link=occasion.link)


def _confirm_contact_message(occasion: Occasion) -> Letter:
    return confirm_contact_message(occasion.item, contact=setting("MAIL_FROM"))


def _answer_contact_message(occasion: Occasion) -> Letter:
    return answer_contact_message(occasion.item, contact=setting("MAIL_FROM"))


def _notify_staff(occasion: Occasion) -> Letter:
    return notify_staff(occasion.item, to=setting("STAFF_MAIL"))


def _write_about_money(occasion: Occasion) -> Letter:
    return write_about_money(
        occasion.kind,
        occasion.item,
        cents=occasion.effect["cents"],
        link=occasion.link,
        contact=setting("MAIL_FROM"),
    )


def _notify_about_money(occasion: Occasion) -> Letter:
    return notify_about_money(occasion.kind, occasion.item, cents=occasion.effect["cents"], to=setting("STAFF_MAIL"))


def _confirm_request(occasion: Occasion) -> Letter:
    return confirm_request(occasion.item, contact=setting("MAIL_FROM"), link=occasion.link)


def _tell_step(occasion: Occasion) -> Letter:
    return tell_step(occasion.item, occasion.step, contact=setting("MAIL_FROM"), link=occasion.link)


def _tell_delay(occasion: Occasion) -> Letter:
    return tell_delay(occasion.item, contact=setting("MAIL_FROM"), link=occasion.link)


def _notify_request(occasion: Occasion) -> Letter:
    return notify_request(occasion.item, to=setting("STAFF_MAIL"))


def _notify_step(occasion: Occasion) -> Letter:
    return notify_step(occasion.item, occasion.step, to=setting("STAFF_MAIL"))


def _notify_due(occasion: Occasion) -> Letter:
    for_officer = occasion.kind is EffectKind.NOTIFY_OFFICER_DUE
    to = setting("OFFICER_MAIL") if for_officer else setting("STAFF_MAIL")
    return notify_due(occasion.item, days_left=occasion.effect["days_left"], to=to)


_LETTERS: Mapping[EffectKind, Callable[[Occasion], Letter]] = {
    EffectKind.CONFIRM_ENROLLMENT: _confirm_enrollment,
    EffectKind.CONFIRM_CONTACT_MESSAGE: _confirm_contact_message,
    EffectKind.ANSWER_CONTACT_MESSAGE: _answer_contact_message,
    EffectKind.NOTIFY_STAFF: _notify_staff,
    EffectKind.CONFIRM_PRIVACY_REQUEST: _confirm_request,
    EffectKind.TELL_STEP: _tell_step,
    EffectKind.TELL_DELAY: _tell_delay,
    EffectKind.NOTIFY_REQUEST: _notify_request,
    EffectKind.NOTIFY_STEP: _notify_step,
    EffectKind.NOTIFY_DUE: _notify_due,
    EffectKind.NOTIFY_OFFICER_DUE: _notify_due,
    **dict.fromkeys(TOLD_TO_PERSON, _write_about_money),
    **dict.fromkeys(TOLD_TO_STAFF, _notify_about_money),
}


def compose(occasion: Occasion) -> Mail:
    """Return the mail that an effect asks for."""
    return write_mail(_LETTERS[occasion.kind](occasion))


def send(mail: Mail) -> None:
    """Hand a mail to SES; whatever SES answers but success is raised, and the queue tries again."""
    client("sesv2").send_email(
        FromEmailAddress=setting("MAIL_FROM"),
        Destination={"ToAddresses": [mail.to]},
        Content={
            "Simple": {
                "Subject": _part(mail.subject),
                "Body": {"Text": _part(mail.text), "Html": _part(mail.html)},
                # RFC 3834, section 5: an automatic answer says so, and gets none.
                "Headers": [{"Name": "Auto-Submitted", "Value": "auto-generated"}],
            }
        },
    )


def _part(content: str) -> dict[str, str]:
    return {"Data": content, "Charset": "UTF-8"}

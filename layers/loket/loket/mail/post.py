"""The post: choosing the letter that an effect asks for, and handing the mail to SES."""

from collections.abc import Callable, Mapping
from typing import Any

from loket.domain.effect import EffectKind
from loket.mail.confirmation import confirm_contact_message, confirm_enrollment
from loket.mail.letter import Letter, Mail, write_mail
from loket.mail.staff import notify_staff
from loket.settings import setting
from loket.store.client import client

type Item = Mapping[str, Any]

_LETTERS: Mapping[EffectKind, Callable[[Item], Letter]] = {
    EffectKind.CONFIRM_ENROLLMENT: lambda item: confirm_enrollment(item, contact=setting("MAIL_FROM")),
    EffectKind.CONFIRM_CONTACT_MESSAGE: lambda item: confirm_contact_message(item, contact=setting("MAIL_FROM")),
    EffectKind.NOTIFY_STAFF: lambda item: notify_staff(item, to=setting("STAFF_MAIL")),
}


def compose(kind: EffectKind, item: Item) -> Mail:
    """Return the mail that an effect asks for, about an item."""
    return write_mail(_LETTERS[kind](item))


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

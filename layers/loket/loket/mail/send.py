"""Handing a mail to SES."""

from loket.mail.letter import Mail
from loket.settings import setting
from loket.storage.client import client


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

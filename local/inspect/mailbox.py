"""The mailbox of this machine: every mail as a person would see it, read from the request with which a function sent it."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from email.message import EmailMessage

    from local.survive.journal import Journal

type Json = dict[str, Any]

ADDRESS_IN_TEXT = re.compile(r"https?://[^\s<>\"']+")
ADDRESS_IN_HTML = re.compile(r"href=[\"'](https?://[^\"']+)", re.IGNORECASE)


class Mailbox:
    """Keeps what functions send; nothing leaves this machine."""

    def __init__(self, journal: Journal) -> None:
        """Keep mails in the journal."""
        self._journal = journal

    def keep(self, request: Json, message_id: str) -> None:
        """Keep the mail of a SendEmail request that succeeded."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._journal.save_mail(read_mail(request, message_id=message_id, sent_at=now))

    def list_mails(self) -> list[Json]:
        """Return all mails ever sent from this machine, newest last."""
        return self._journal.read_mails()


def read_mail(request: Json, *, message_id: str, sent_at: str) -> Json:
    """Return the mail as a person would see it, from a SendEmail request."""
    content = request["Content"]
    mail = _read_raw(content["Raw"]["Data"]) if "Raw" in content else _read_simple(content["Simple"])
    destination = request.get("Destination", {})
    to = ", ".join(destination.get("ToAddresses", [])) or mail["headers"].get("To", "")
    sender = request.get("FromEmailAddress") or mail["headers"].get("From", "")
    headers = {"From": sender, "To": to, "Subject": mail["subject"], **mail["headers"]}
    about = {"id": message_id, "sent_at": sent_at, "from": sender, "to": to}
    return {**about, **mail, "headers": headers, "links": find_links(mail["text"], mail["html"])}


def _read_simple(simple: Json) -> Json:
    body = simple["Body"]
    return {
        "subject": simple["Subject"]["Data"],
        "text": body.get("Text", {}).get("Data", ""),
        "html": body.get("Html", {}).get("Data", ""),
        "headers": {header["Name"]: header["Value"] for header in simple.get("Headers", [])},
    }


def _read_raw(data: str) -> Json:
    message: EmailMessage = message_from_bytes(base64.b64decode(data), policy=policy.default)
    return {
        "subject": str(message.get("Subject", "")),
        "text": _read_body(message, "plain"),
        "html": _read_body(message, "html"),
        "headers": {name: str(value) for name, value in message.items()},
    }


def _read_body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""


def find_links(text: str, html: str) -> list[str]:
    """Return every web address in a mail, each once, in the order of reading."""
    in_text = [address.rstrip(".,;:)") for address in ADDRESS_IN_TEXT.findall(text)]
    in_html = [unescape(address) for address in ADDRESS_IN_HTML.findall(html)]
    return list(dict.fromkeys([*in_text, *in_html]))

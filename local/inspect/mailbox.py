"""Read a mail from the request with which a function sent it."""

from __future__ import annotations

import base64
import re
from email import message_from_bytes, policy
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from email.message import EmailMessage

type Json = dict[str, Any]

ADDRESS_IN_TEXT = re.compile(r"https?://[^\s<>\"']+")
ADDRESS_IN_HTML = re.compile(r"href=[\"'](https?://[^\"']+)", re.IGNORECASE)


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
    found = [address.rstrip(".,;:)") for address in ADDRESS_IN_TEXT.findall(text)]
    found += [unescape(address) for address in ADDRESS_IN_HTML.findall(html)]
    return list(dict.fromkeys(found))

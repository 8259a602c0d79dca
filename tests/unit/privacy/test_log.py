"""The log of every function holds nothing that anybody sent, also where something goes wrong."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from desk.auth.identity import Identity
from desk.auth.session import open_session
from desk.role import Role
from loket.core.keyed_hash import person_id
from loket.core.language import Language
from loket.http.address import enrollment_address, request_address

from tests.unit.cloud import Cloud, Fault
from tests.unit.event import (
    KEYS,
    NOW,
    ORIGIN,
    PLAIN,
    SENDER,
    post_json,
    queue_event,
    request_event,
    solved_challenge,
    stream_event,
)
from tests.unit.function import folders
from tests.unit.sample import MESSAGE, VALUES, enrollment_fields

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

type Json = dict[str, Any]

DENIED = {"__type": "AccessDeniedException", "message": "planted-message of AWS"}
WHO = {"first_name": "Plantedfirst", "last_name": "Plantedlast", "email": "planted@example.nl"}
ASKED = {
    "kind": "portability",
    "name": "Plantedfirst Plantedlast",
    "email": "planted@example.nl",
    "details": "planted-details",
    "purpose": "planted-purpose",
    "recipient_name": "planted-recipient",
    "recipient_email": "planted-recipient@example.nl",
}
PAID = "flexibele-leerroute-mbo"


def pointers(cloud: Cloud, *, payments: bool = False) -> list[str]:
    outbox = [one for one in cloud.items("PersonalDataTable", kind="OUTBOX#") if "sent_at" not in one]
    wanted = [one for one in outbox if (one["effect"] == "create_payment") is payments]
    return [json.dumps({"pk": one["pk"], "sk": one["sk"]}) for one in wanted]


def submit(cloud: Cloud, folder: str, route: str, fields: Json) -> None:
    for changes in ({}, {"email": "planted@"}, {"planted": "planted"}):
        cloud.invoke(folder, post_json(route, {**fields, "altcha": solved_challenge(), **changes}))


def enroll(cloud: Cloud) -> None:
    values = {name: value for name, value in VALUES.items() if name not in {"country", "postcode"}}
    fields = {**enrollment_fields(PAID), **values, **WHO, "message": "planted-message"}
    submit(cloud, "submit_enrollment", "POST /enrollments", {**fields, "consent_newsletter": "on"})


def write(cloud: Cloud) -> None:
    fields = {**MESSAGE, "name": "Plantedfirst", "email": "planted@example.nl", "message": "planted-message"}
    submit(cloud, "submit_contact_message", "POST /contact-messages", fields)


def ask(cloud: Cloud) -> None:
    submit(cloud, "submit_privacy_request", "POST /privacy-requests", ASKED)


def open_page(cloud: Cloud, folder: str, kind: str, body: str | None) -> None:
    """Open somebody's own page, and press its button."""
    [item] = cloud.items("PersonalDataTable", kind=kind)[:1]
    cloud.monkeypatch.setenv("PUBLIC_URL", "https://api.example.nl")
    about: Any = enrollment_address if kind == "ENROLLMENT#" else partial(request_address, version=1)
    parts = urlsplit(about(item["reference"], KEYS, now=NOW))
    for method, sent in (("GET", None), ("POST", body)):
        event = request_event(f"{method} {parts.path}", body=sent, **PLAIN)
        event["pathParameters"] = {"reference": item["reference"]}
        event["rawQueryString"] = parts.query
        event["queryStringParameters"] = dict(parse_qsl(parts.query))
        cloud.invoke(folder, event)


def follow(cloud: Cloud) -> None:
    words = urlencode({"action": "add_information", "information": "planted-information"})
    open_page(cloud, "follow_privacy_request", "PRIVACY_REQUEST#", words)


def show(cloud: Cloud) -> None:
    open_page(cloud, "show_enrollment", "ENROLLMENT#", "planted=1")


def work(cloud: Cloud) -> None:
    """Open a person at the desk, and search for them."""
    cloud.settings |= {"OIDC_ISSUER": "http://127.0.0.1:9", "OIDC_CLIENT_ID": "desk", "OIDC_ROLES_CLAIM": "roles"}
    cloud.set_environment(cloud.environment("serve_desk"))
    token = open_session(
        Identity(staff_id="id", name="Planted-staff", roles=frozenset({Role.HANDLER})), Language.NL, now=NOW
    )
    [session] = cloud.items("SessionTable", kind="SESSION")
    form = {"content_type": PLAIN["content-type"], "origin": "https://api.example.nl"}
    asked = urlencode({"csrf": session["csrf"], "sought": "planted@example.nl", "why": "question"})
    visits = [
        ("GET", f"/desk/people/{person_id(KEYS, WHO['email'])}", None),
        ("POST", "/desk/search", asked),
        ("GET", "/desk/sign-in", None),
        ("GET", "/desk/planted@example.nl", None),
    ]
    for method, path, body in visits:
        event = request_event(f"{method} {path}", body=body, **(form if body else {}))
        event["cookies"] = [f"__Host-loket_desk={token}"]
        cloud.invoke("serve_desk", event)


def notify(cloud: Cloud) -> None:
    [payment] = cloud.items("PersonalDataTable", kind="PAYMENT")
    path = f"/webhooks/mollie/{payment['attempt']}"
    event = request_event(f"POST {path}", body="id=tr_planted", **PLAIN)
    event["pathParameters"] = {"attempt": payment["attempt"]}
    cloud.invoke("receive_payment_webhook", event)


def send(cloud: Cloud) -> None:
    cloud.invoke("send_mail", queue_event(*pointers(cloud)))


def relay(cloud: Cloud) -> None:
    cloud.invoke("relay_outbox", stream_event(*map(json.loads, pointers(cloud))))


def pay(cloud: Cloud) -> None:
    cloud.invoke("create_payment", queue_event(*pointers(cloud, payments=True)))


def sweep(cloud: Cloud) -> None:
    cloud.invoke("sweep_payments", {"time": (NOW + timedelta(hours=3)).isoformat()})


def escalate(cloud: Cloud) -> None:
    cloud.invoke("escalate_due_requests", {"time": (NOW + timedelta(days=27)).isoformat()})


# In an order in which each finds what an earlier one stored.
DO: dict[str, Callable[[Cloud], None]] = {
    "list_courses": lambda cloud: open_for_all(cloud, "list_courses", "GET /courses"),
    "issue_challenge": lambda cloud: open_for_all(cloud, "issue_challenge", "GET /challenge"),
    "submit_enrollment": enroll,
    "submit_contact_message": write,
    "submit_privacy_request": ask,
    "show_enrollment": show,
    "follow_privacy_request": follow,
    "serve_desk": work,
    "relay_outbox": relay,
    "create_payment": pay,
    "receive_payment_webhook": notify,
    "sweep_payments": sweep,
    "send_mail": send,
    "escalate_due_requests": escalate,
}
# Of the values that a form planted, those that are long enough to be nobody else's.
PLANTED = ("planted", SENDER, *(value for value in VALUES.values() if len(value) > 5))


def open_for_all(cloud: Cloud, folder: str, route: str) -> None:
    cloud.invoke(folder, request_event(route, origin=ORIGIN, planted="planted"))


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """Return all that Lambda writes of what was logged: each record with what was given beside it."""
    parts = [{name: value for name, value in vars(one).items() if name not in OWN} for one in caplog.records]
    return json.dumps(
        [{**part, "message": one.getMessage()} for part, one in zip(parts, caplog.records, strict=True)], default=str
    )


# Of a record itself, and not of what happened.
OWN = {"pathname", "filename", "module", "funcName"}


def test_every_function_is_watched() -> None:
    assert sorted(DO) == folders()


def test_no_log_holds_what_people_sent(
    cloud: Cloud, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    for do in DO.values():
        do(cloud)

    text = logged(caplog) + "".join(capsys.readouterr())
    names = {one.getMessage() for one in caplog.records}
    expected = {"enrollment.received", "contact_message.received", "privacy_request.received", "mail.sent", "payments.swept"}
    assert expected | {"requests.escalated"} <= names
    assert cloud.holds("planted-message")
    assert cloud.holds("planted-details")
    assert re.findall("|".join(map(re.escape, PLANTED)), text, re.IGNORECASE) == []


def test_no_log_of_a_fault_holds_what_people_sent(
    cloud: Cloud, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("submit_enrollment", "submit_contact_message", "submit_privacy_request"):
        DO[folder](cloud)
    for operation in ("Query", "GetItem", "TransactWriteItems", "BatchGetItem", "SendEmail", "SendMessage"):
        cloud.fail(Fault(operation, 400, DENIED))
    for folder in ("submit_enrollment", "submit_contact_message", "submit_privacy_request", "show_enrollment", "send_mail"):
        DO[folder](cloud)
    for folder in ("follow_privacy_request", "relay_outbox", "create_payment", "receive_payment_webhook"):
        DO[folder](cloud)

    text = logged(caplog) + "".join(capsys.readouterr())
    assert len([one for one in caplog.records if one.getMessage().startswith("fault ")]) > 5
    assert re.findall("|".join(map(re.escape, PLANTED)), text, re.IGNORECASE) == []

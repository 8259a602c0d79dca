"""POST /privacy-requests: the same answer for everybody, a due date at once, and nobody read back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from loket.privacy.domain.lifecycle import ENDED
from loket.privacy.domain.right import Right

from tests.unit.cloud import Cloud
from tests.unit.event import NOW, post_json, post_plain, queue_event, solved_challenge

if TYPE_CHECKING:
    from collections.abc import Mapping

ROUTE = "POST /privacy-requests"
ASKED = {"kind": "access", "name": "Sanne de Vries", "email": "sanne.devries@example.nl", "language": "nl"}


def send(cloud: Cloud, *, at: datetime = NOW, headers: Mapping[str, str] | None = None, **changes: Any) -> dict[str, Any]:
    sent = {**ASKED, "altcha": solved_challenge(now=at), **changes}
    return cloud.invoke("submit_privacy_request", post_json(ROUTE, sent, now=at, **(headers or {})))


def stored(cloud: Cloud) -> dict[str, Any]:
    [item] = cloud.items("PersonalDataTable", kind="PRIVACY_REQUEST#")
    return item


def errors_of(answer: dict[str, Any]) -> list[tuple[str, str]]:
    assert answer["statusCode"] == 422, answer
    return [(error["field"], error["code"]) for error in json.loads(answer["body"])["errors"]]


@pytest.mark.parametrize("right", Right)
def test_every_right_can_be_used(cloud: Cloud, right: Right) -> None:
    answer = send(cloud, kind=right.value, details="Mijn naam is verkeerd gespeld.")

    assert answer["statusCode"] == 202
    told = json.loads(answer["body"])
    assert told == {"reference": stored(cloud)["reference"], "due_on": "2026-12-21", "discarded": [], "redacted": []}
    assert (stored(cloud)["right"], stored(cloud)["status"]) == (right.value, "received")


def test_the_clock_starts_at_receipt(cloud: Cloud) -> None:
    send(cloud, at=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))

    assert stored(cloud)["due_at"] == "2026-12-22T22:59:59+00:00"


def test_it_is_one_transaction_that_reads_nobody(cloud: Cloud) -> None:
    send(cloud)

    counted, call = cloud.called()
    assert (counted.operation, call.operation) == ("UpdateItem", "TransactWriteItems")
    assert counted.tables == {"GuardTable"}
    actions = [action for action in call.request["TransactItems"] if "PersonalDataTable" in str(action)]
    assert [list(action) for action in actions] == [["Put"]] * 3


def test_the_answer_is_the_same_whether_the_person_is_known_or_not(cloud: Cloud) -> None:
    unknown = send(cloud)
    known = send(cloud, kind="erasure")

    shapes = [
        {**answer, "body": {**json.loads(answer["body"]), "reference": None}, "headers": {**answer["headers"]}}
        for answer in (unknown, known)
    ]
    assert shapes[0] == shapes[1]


def test_a_recipient_is_kept_for_portability_only(cloud: Cloud) -> None:
    recipient: dict[str, Any] = {"recipient_name": "Andere Cursussen", "recipient_email": "info@andere.example"}

    assert json.loads(send(cloud, kind="erasure", **recipient)["body"])["discarded"] == ["recipient_email", "recipient_name"]
    for name, value in recipient.items():
        # What is not kept is not missed either.
        assert json.loads(send(cloud, kind="erasure", **{name: value})["body"])["discarded"] == [name]
    assert not cloud.holds("andere")
    send(cloud, kind="portability", **recipient)
    assert cloud.holds("andere")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"kind": "revenge"}, ("kind", "choice")),
        ({"kind": ""}, ("kind", "required")),
        ({"kind": "rectification"}, ("details", "required")),
        ({"kind": "portability", "recipient_name": "Andere Cursussen"}, ("recipient_email", "required")),
        ({"kind": "portability", "recipient_email": "info@andere.example"}, ("recipient_name", "required")),
        ({"bsn": "111222333"}, ("bsn", "unknown")),
    ],
)
def test_what_is_wrong_is_named(cloud: Cloud, changes: dict[str, Any], error: tuple[str, str]) -> None:
    assert errors_of(send(cloud, **changes)) == [error]
    assert not cloud.items("PersonalDataTable")


def test_another_website_may_not_send_it(cloud: Cloud) -> None:
    answer = send(cloud, headers={"origin": "https://evil.example"})

    assert (answer["statusCode"], cloud.called()) == (403, [])


def test_numbers_that_may_not_be_held_are_cut(cloud: Cloud) -> None:
    answer = send(cloud, details="Mijn BSN is 111222333.")

    assert json.loads(answer["body"])["redacted"] == ["details"]
    assert stored(cloud)["details"] == "Mijn BSN is [BSN]."


def test_without_script_a_page_says_when_the_answer_comes(cloud: Cloud) -> None:
    answer = cloud.invoke("submit_privacy_request", post_plain(ROUTE, ASKED))

    assert answer["statusCode"] == 202
    assert "uiterlijk op 21 december 2026" in answer["body"]


def test_the_mail_asks_to_confirm_and_staff_get_none_until_then(cloud: Cloud) -> None:
    send(cloud)
    effects = cloud.items("PersonalDataTable", kind="OUTBOX#")

    cloud.invoke("send_mail", queue_event(*(json.dumps({"pk": one["pk"], "sk": one["sk"]}) for one in effects)))

    mails = {
        mail["Destination"]["ToAddresses"][0]: mail["Content"]["Simple"]["Body"]["Text"]["Data"] for mail in cloud.mails()
    }
    assert set(mails) == {ASKED["email"]}
    assert "uw gegevens inzien" in mails[ASKED["email"]]
    assert f"/privacy-requests/{stored(cloud)['reference']}?expires=" in mails[ASKED["email"]]
    assert "Autoriteit Persoonsgegevens" in mails[ASKED["email"]]


def test_mail_to_who_may_be_a_victim_waits_and_the_clock_does_not(cloud: Cloud) -> None:
    send(cloud, website="spam")

    assert cloud.items("PersonalDataTable", kind="OUTBOX#") == []
    assert stored(cloud)["due_at"]


def test_the_receipt_is_in_the_ledger_without_the_person(cloud: Cloud) -> None:
    send(cloud)

    [line] = cloud.items("LedgerTable")
    assert (line["event"], line["what"], line["by"], line["day"]) == ("request", "receive", "person", "2026-11-23")
    assert "Sanne" not in json.dumps(line)


@pytest.mark.parametrize("headers", [{}, {"idempotency-key": "a-key"}])
@pytest.mark.parametrize("status", sorted(ENDED))
def test_a_request_that_ended_swallows_no_form(cloud: Cloud, status: str, headers: dict[str, str]) -> None:
    """Who withdrew, and means it after all, sends the same form: it is a request, with a date, a step and a mail."""
    first = send(cloud, headers=headers)
    cloud.put("PersonalDataTable", {**stored(cloud), "status": status})

    again, repeated = (json.loads(send(cloud, headers=headers)["body"]) for _ in range(2))

    assert json.loads(first["body"])["reference"] != again["reference"] == repeated["reference"]
    assert [len(cloud.items("PersonalDataTable", kind=kind)) for kind in ("PRIVACY_REQUEST#", "STEP#", "OUTBOX#")] == [2] * 3

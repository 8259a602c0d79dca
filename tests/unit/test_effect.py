"""From the stream to the mailbox: each mail goes out once, and none is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from loket.core.key import Key
from loket.core.language import Language
from loket.storage.outbox import mark_sent
from loket.texts import texts

from tests.unit.cloud import Cloud, Fault, spectator
from tests.unit.event import NOW, post_json, queue_event, solved_challenge, stream_event
from tests.unit.sample import MESSAGE, VALUES, enrollment_fields

DUTCH, ENGLISH = texts(Language.NL), texts(Language.EN)
DENIED = {"__type": "AccessDeniedException", "message": "no"}
PERSONAL = ("Sanne", "Vries", "devries", "123456782", "Groningen", "Grachtstraat", "Hebt u nog plaats")


def enroll(cloud: Cloud, code: str = "flexibele-leerroute-mbo", **more: Any) -> str:
    sent = {**enrollment_fields(code), "altcha": solved_challenge(), "message": "Hebt u nog plaats?", **more}
    answer = cloud.invoke("submit_enrollment", post_json("POST /enrollments", sent))
    assert answer["statusCode"] == 201
    return str(json.loads(answer["body"])["reference"])


def write(cloud: Cloud, **more: Any) -> str:
    sent = {**MESSAGE, "altcha": solved_challenge(), **more}
    answer = cloud.invoke("submit_contact_message", post_json("POST /contact-messages", sent))
    assert answer["statusCode"] == 201
    return str(json.loads(answer["body"])["reference"])


def waiting_mails(cloud: Cloud) -> list[dict[str, Any]]:
    """Return the effects that are mails."""
    outbox = cloud.items("PersonalDataTable", kind="OUTBOX#")
    return [item for item in outbox if item["effect"] != "create_payment"]


def pointers(cloud: Cloud, effect: str = "") -> list[dict[str, str]]:
    found = [item for item in waiting_mails(cloud) if item["effect"].startswith(effect)]
    return [{"pk": item["pk"], "sk": item["sk"]} for item in found]


def deliver(cloud: Cloud, *keys: dict[str, str]) -> list[str]:
    """Run send_mail on the keys; return the numbers of those that must come again."""
    answer = cloud.invoke("send_mail", queue_event(*map(json.dumps, keys)))
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def content(mail: dict[str, Any]) -> tuple[str, str, str]:
    simple = mail["Content"]["Simple"]
    return simple["Subject"]["Data"], simple["Body"]["Text"]["Data"], simple["Body"]["Html"]["Data"]


def mail_to(cloud: Cloud, address: str) -> dict[str, Any]:
    [mail] = [mail for mail in cloud.mails() if mail["Destination"]["ToAddresses"] == [address]]
    return mail


def test_the_queue_gets_a_pointer_and_nothing_else(cloud: Cloud) -> None:
    enroll(cloud)
    keys = pointers(cloud)

    answer = cloud.invoke("relay_outbox", stream_event(*keys))

    assert answer == {"batchItemFailures": []}
    assert sorted(cloud.sent_messages(), key=str) == sorted(keys, key=str)


def test_a_payment_to_be_opened_goes_to_its_own_queue(cloud: Cloud) -> None:
    other = spectator("sqs").create_queue(QueueName="PaymentQueue")["QueueUrl"]
    cloud.settings["PAYMENT_QUEUE_URL"] = other
    keys = [{"pk": "PERSON#a", "sk": "OUTBOX#1"}, {"pk": "PAYMENT#b", "sk": "OUTBOX#2"}]
    event = stream_event(*keys)
    event["Records"][1]["dynamodb"]["NewImage"]["effect"]["S"] = "create_payment"

    cloud.invoke("relay_outbox", event)

    assert cloud.sent_messages() == keys[:1]
    queued = spectator("sqs").receive_message(QueueUrl=other, MaxNumberOfMessages=10)["Messages"]
    assert [json.loads(message["Body"]) for message in queued] == keys[1:]


def test_what_could_not_be_queued_comes_again(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    keys = [{"pk": "PERSON#a", "sk": f"OUTBOX#{number}"} for number in range(4)]
    cloud.fail(Fault("SendMessage", 400, DENIED, about="OUTBOX#1"))

    answer = cloud.invoke("relay_outbox", stream_event(*keys))

    assert answer["batchItemFailures"][0] == {"itemIdentifier": "101"}
    [record] = [record for record in caplog.records if record.name == "loket"]
    assert record.getMessage().startswith("fault ClientError at ")


def test_when_the_queue_is_gone_the_whole_batch_comes_again(cloud: Cloud) -> None:
    cloud.fail(Fault("SendMessage", 400, DENIED))

    answer = cloud.invoke(
        "relay_outbox", stream_event(*({"pk": "PERSON#a", "sk": f"OUTBOX#{number}"} for number in range(3)))
    )

    assert [failure["itemIdentifier"] for failure in answer["batchItemFailures"]] == ["100", "101", "102"]


def test_each_mail_is_sent_and_marked(cloud: Cloud) -> None:
    enroll(cloud)

    assert deliver(cloud, *pointers(cloud)) == []

    assert sorted(mail["Destination"]["ToAddresses"][0] for mail in cloud.mails()) == [
        "sanne.devries@example.nl",
        "staff@example.nl",
    ]
    assert {mail["FromEmailAddress"] for mail in cloud.mails()} == {"info@example.nl"}
    assert {item["sent_at"] for item in waiting_mails(cloud)} == {int(NOW.timestamp())}


def test_a_message_that_comes_twice_is_sent_once(cloud: Cloud) -> None:
    write(cloud)
    keys = pointers(cloud)

    deliver(cloud, *keys)
    deliver(cloud, *keys, *keys)

    assert len(cloud.mails()) == len(keys) == 2


def test_a_mail_that_was_sent_is_marked_on_one_item_only(cloud: Cloud) -> None:
    write(cloud)
    [key] = pointers(cloud, "confirm")
    before = cloud.items("PersonalDataTable")

    deliver(cloud, key)

    changed = [item for item in cloud.items("PersonalDataTable") if item not in before]
    assert [(item["sk"], item["sent_at"]) for item in changed] == [(key["sk"], int(NOW.timestamp()))]


def test_for_whom_is_gone_nothing_is_sent(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    """Erased, or expired though TTL has not removed it yet; a second earlier it is sent."""
    caplog.set_level("INFO", logger="loket")
    write(cloud)
    [key] = pointers(cloud, "confirm")
    end = int(NOW.timestamp())

    def expire(which: str, at: int) -> None:
        for item in cloud.items("PersonalDataTable", kind=which):
            cloud.put("PersonalDataTable", {**item, "expires_at": at})

    for which in ("OUTBOX#", "MESSAGE#"):
        expire(which, end)
        assert deliver(cloud, key) == []
        expire(which, end + 1)
    assert deliver(cloud, {"pk": "PERSON#gone", "sk": "OUTBOX#gone"}) == []
    assert cloud.mails() == []
    assert [record.getMessage() for record in caplog.records if record.name == "loket"][-3:] == ["mail.dropped"] * 3
    assert deliver(cloud, key) == []
    assert len(cloud.mails()) == 1


def test_a_mail_is_written_as_of_now_however_long_it_waited(cloud: Cloud) -> None:
    """Its message is four days old: what was over in the meantime is told to nobody, and a link counts from now."""
    write(cloud)
    enroll(cloud)
    [about_message] = pointers(cloud, "confirm_contact")
    [about_enrollment] = pointers(cloud, "confirm_enrollment")
    [message] = cloud.items("PersonalDataTable", kind="MESSAGE#")
    cloud.now = NOW + timedelta(days=4)
    cloud.put("PersonalDataTable", {**message, "expires_at": int(cloud.now.timestamp()) - 1})

    assert deliver(cloud, about_message, about_enrollment) == []

    [mail] = cloud.mails()
    [expires] = re.findall(r"expires=(\d+)", content(mail)[1])
    assert int(expires) == int((cloud.now + timedelta(days=60)).timestamp())
    [sent] = [item for item in waiting_mails(cloud) if item["sk"] == about_enrollment["sk"]]
    assert sent["sent_at"] == int(cloud.now.timestamp())


def test_what_is_handled_is_never_handled_before_it_was_sent(cloud: Cloud) -> None:
    write(cloud)
    [key] = pointers(cloud, "confirm")
    later = NOW + timedelta(days=31)

    cloud.invoke("send_mail", queue_event(json.dumps(key), now=later))

    assert cloud.mails() == []


def test_an_item_that_is_gone_is_not_made_again(cloud: Cloud) -> None:
    deliver(cloud, {"pk": "PERSON#gone", "sk": "OUTBOX#gone"})

    assert cloud.items("PersonalDataTable") == []


def test_an_item_that_goes_while_its_mail_is_sent_is_not_made_again_by_the_mark(cloud: Cloud) -> None:
    cloud.set_environment(cloud.environment("send_mail"))

    mark_sent(Key("PERSON#gone", "OUTBOX#gone"), at=NOW)

    assert cloud.items("PersonalDataTable") == []


def test_what_ses_refuses_comes_again_and_is_not_marked(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    enroll(cloud)
    first, second = pointers(cloud)
    cloud.fail(Fault("SendEmail", 400, {"__type": "MessageRejected", "message": "Sanne"}, times=1))

    assert deliver(cloud, first, second) == ["message-0"]

    unsent = [item["sk"] for item in waiting_mails(cloud) if "sent_at" not in item]
    assert unsent == [first["sk"]]
    assert "Sanne" not in repr([vars(record) for record in caplog.records if record.name == "loket"])


def test_when_ses_is_gone_all_mails_come_again_until_they_are_sent(cloud: Cloud) -> None:
    enroll(cloud)
    cloud.fail(Fault("SendEmail", 400, DENIED, times=2))

    assert deliver(cloud, *pointers(cloud)) == ["message-0", "message-1"]
    cloud.calls.clear()
    assert deliver(cloud, *pointers(cloud)) == []
    assert len(cloud.mails()) == 2


def test_a_table_that_is_gone_brings_the_mail_again(cloud: Cloud) -> None:
    write(cloud)
    for operation in ("GetItem", "UpdateItem"):
        cloud.fail(Fault(operation, 400, DENIED, times=2))
        assert deliver(cloud, *pointers(cloud)) == ["message-0", "message-1"], operation


def test_a_message_that_says_nothing_goes_to_the_dead_letters(cloud: Cloud) -> None:
    write(cloud)
    [key] = pointers(cloud, "confirm")
    bodies = ("", "{}", "[]", "null", '{"pk": "PERSON#a"}')

    answer = cloud.invoke("send_mail", queue_event(*bodies, json.dumps(key)))

    assert answer == {"batchItemFailures": [{"itemIdentifier": f"message-{number}"} for number in range(len(bodies))]}
    assert len(cloud.mails()) == 1


@pytest.mark.parametrize(
    ("language", "words", "day"), [("nl", DUTCH, "23 november 2028"), ("en", ENGLISH, "23 November 2028")]
)
def test_a_confirmation_says_what_was_kept_and_what_people_may_ask(
    cloud: Cloud, language: str, words: Mapping[str, str], day: str
) -> None:
    reference = enroll(cloud, language=language, iban=VALUES["iban"], message="BSN 123456782")

    deliver(cloud, *pointers(cloud, "confirm"))

    subject, plain, html = content(mail_to(cloud, "sanne.devries@example.nl"))
    assert subject == words["mail.enrollment.subject"].format(reference=reference)
    for said in (
        reference,
        day,
        words["mail.rights.what"],
        words["mail.rights.how"].format(contact="info@example.nl"),
        words["mail.left_out.discarded"].format(fields=words["field.iban"]),
        words["mail.left_out.redacted"].format(fields=words["field.message"]),
        "https://www.autoriteitpersoonsgegevens.nl",
        words["field.bsn"],
    ):
        assert said in plain
        assert said in re.sub(r"</?a\b[^>]*>", "", html)
    assert f'<html lang="{language}">' in html


def test_a_confirmation_repeats_no_answer_but_the_name(cloud: Cloud) -> None:
    enroll(cloud)

    deliver(cloud, *pointers(cloud, "confirm"))

    _, plain, html = content(mail_to(cloud, "sanne.devries@example.nl"))
    assert "Sanne de Vries" in plain
    for value in ("123456782", "Groningen", "Grachtstraat", "1988", "Hebt u nog plaats"):
        assert value not in plain + html


@pytest.mark.parametrize(("language", "words"), [("nl", DUTCH), ("en", ENGLISH)])
def test_a_message_is_confirmed(cloud: Cloud, language: str, words: Mapping[str, str]) -> None:
    reference = write(cloud, language=language)

    deliver(cloud, *pointers(cloud, "confirm"))

    subject, plain, _ = content(mail_to(cloud, "sanne.devries@example.nl"))
    assert subject == words["mail.contact.subject"].format(reference=reference)
    assert words["topic.course"] in plain
    # What was sent is named, and a telephone number was not.
    assert words["field.email"] in plain
    assert words["field.phone"] not in plain
    assert words["mail.left_out.title"] not in plain


def test_staff_are_told_without_personal_data(cloud: Cloud) -> None:
    references = [enroll(cloud), write(cloud)]

    deliver(cloud, *pointers(cloud, "notify"))

    mails = cloud.mails()
    assert {mail["Destination"]["ToAddresses"][0] for mail in mails} == {"staff@example.nl"}
    assert [any(reference in content(mail)[0] for mail in mails) for reference in references] == [True, True]
    assert [value for value in PERSONAL for mail in mails if value in json.dumps(mail)] == []


def test_staff_are_told_why_a_form_is_doubtful(cloud: Cloud) -> None:
    enroll(cloud, website="http://spam.example")

    deliver(cloud, *pointers(cloud))

    [mail] = cloud.mails()
    assert mail["Destination"]["ToAddresses"] == ["staff@example.nl"]
    assert DUTCH["doubt.honeypot"] in content(mail)[1]
    assert DUTCH["mail.staff.held"] in content(mail)[1]


HOSTILE = "<img src=x onerror=alert(1)> {reference} {{7*7}} %s Bcc: iemand"


def test_a_hostile_name_is_only_a_name(cloud: Cloud) -> None:
    write(cloud, name=HOSTILE)

    deliver(cloud, *pointers(cloud, "confirm"))

    mail = mail_to(cloud, "sanne.devries@example.nl")
    subject, plain, html = content(mail)
    simple = mail["Content"]["Simple"]
    assert {part["Charset"] for part in (simple["Subject"], *simple["Body"].values())} == {"UTF-8"}
    assert simple["Headers"] == [{"Name": "Auto-Submitted", "Value": "auto-generated"}]
    assert HOSTILE in plain
    assert "<img" not in html
    assert "{{7*7}}" in html
    assert subject.isprintable()


def test_a_mail_loads_nothing_from_elsewhere(cloud: Cloud) -> None:
    enroll(cloud)

    deliver(cloud, *pointers(cloud))

    for mail in cloud.mails():
        html = content(mail)[2]
        assert "<img" not in html
        assert "<script" not in html
        assert "<link" not in html
        assert "src=" not in html


def test_the_whole_way_from_form_to_mailbox(cloud: Cloud) -> None:
    reference = enroll(cloud)
    cloud.invoke("relay_outbox", stream_event(*pointers(cloud)))

    cloud.invoke("send_mail", queue_event(*map(json.dumps, cloud.sent_messages())))

    assert reference in content(mail_to(cloud, "sanne.devries@example.nl"))[1]


def test_a_mail_about_what_no_letter_tells_of_comes_again_and_is_no_dropped_one(
    cloud: Cloud, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="loket")
    write(cloud)
    item, *_ = waiting_mails(cloud)
    for about in ("CONSENT#01", "STEP#01#02", "SOMETHING#01"):
        caplog.clear()
        cloud.put("PersonalDataTable", {**item, "about": about})

        assert deliver(cloud, {"pk": item["pk"], "sk": item["sk"]}) == ["message-0"], about

        assert "LetterUnwritable" in caplog.text
        assert "mail.dropped" not in caplog.text
    assert cloud.mails() == []


@pytest.mark.parametrize("known", [{}, {"answer": "Ja."}, {"answered_by": "Anja Bakker"}])
def test_an_answer_that_nobody_gave_is_mailed_to_nobody(cloud: Cloud, known: dict[str, str]) -> None:
    write(cloud)
    [message] = cloud.items("PersonalDataTable", kind="MESSAGE#")
    cloud.put("PersonalDataTable", {**message, **known})
    item, *_ = waiting_mails(cloud)
    cloud.put("PersonalDataTable", {**item, "effect": "answer_contact_message"})

    assert deliver(cloud, {"pk": item["pk"], "sk": item["sk"]}) == ["message-0"]
    assert cloud.mails() == []

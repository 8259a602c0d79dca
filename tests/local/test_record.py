"""What the AWS proxy reads from requests: the mail, the keys that it writes, the event's missing parts."""

from __future__ import annotations

import base64
import string
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.emulator.deployment import Table
from local.emulator.program import complete_event
from local.emulator.raw import read_plain
from local.emulator.secrets import choose_alphabet, generate_secret
from local.inspect.mailbox import read_mail
from local.survive.written_keys import WriteNotJournaled, find_written_keys

type Json = dict[str, Any]

KEY = {"pk": {"S": "p"}, "sk": {"S": "s"}}
ITEM = {**KEY, "name": {"S": "n"}}
TABLES = {"t": Table("T", "t", ("pk", "sk"), None)}


@pytest.mark.parametrize(
    ("operation", "request_body"),
    [
        ("PutItem", {"TableName": "t", "Item": ITEM}),
        ("UpdateItem", {"TableName": "t", "Key": KEY}),
        ("DeleteItem", {"TableName": "t", "Key": KEY}),
        ("TransactWriteItems", {"TransactItems": [{"Put": {"TableName": "t", "Item": ITEM}}]}),
        ("TransactWriteItems", {"TransactItems": [{"Update": {"TableName": "t", "Key": KEY}}]}),
        ("TransactWriteItems", {"TransactItems": [{"Delete": {"TableName": "t", "Key": KEY}}] * 2}),
        ("BatchWriteItem", {"RequestItems": {"t": [{"PutRequest": {"Item": ITEM}}]}}),
        ("BatchWriteItem", {"RequestItems": {"t": [{"DeleteRequest": {"Key": KEY}}]}}),
    ],
)
def test_every_write_names_the_keys_it_writes(operation: str, request_body: Json) -> None:
    assert find_written_keys(operation, request_body, TABLES) == {"t": [KEY]}


def test_condition_check_and_reads_write_nothing() -> None:
    check = {"TransactItems": [{"ConditionCheck": {"TableName": "t", "Key": KEY}}]}
    assert find_written_keys("TransactWriteItems", check, TABLES) == {}
    assert find_written_keys("Query", {"TableName": "t"}, TABLES) == {}


def test_write_that_the_journal_would_miss_is_refused() -> None:
    """A statement in PartiQL can write, and does not say which keys."""
    with pytest.raises(WriteNotJournaled):
        find_written_keys("ExecuteStatement", {"Statement": "DELETE FROM t"}, TABLES)


def test_raw_mail_is_read_like_a_simple_one() -> None:
    message = EmailMessage()
    message["Subject"], message["To"], message["From"] = "Één", "a@example.nl", "b@example.nl"
    message.set_content("text https://example.nl/x")
    message.add_alternative("<a href='https://example.nl/y'>y</a>", subtype="html")
    raw = base64.b64encode(message.as_bytes()).decode()
    mail = read_mail({"Content": {"Raw": {"Data": raw}}}, message_id="1", sent_at="now")
    assert (mail["subject"], mail["to"], mail["from"]) == ("Één", "a@example.nl", "b@example.nl")
    assert mail["links"] == ["https://example.nl/x", "https://example.nl/y"]


@given(st.sets(st.sampled_from(["ExcludeLowercase", "ExcludeUppercase", "ExcludeNumbers"]), max_size=2))
def test_secret_keeps_to_its_order(options: set[str]) -> None:
    order = {"PasswordLength": 24, "ExcludePunctuation": True, "ExcludeCharacters": "aA0", **dict.fromkeys(options, True)}
    secret = generate_secret(order)
    assert len(secret) == 24
    assert set(secret) <= set(choose_alphabet(order)) <= set(string.ascii_letters + string.digits) - set("aA0")


def test_secret_in_a_template_is_json() -> None:
    order = {"SecretStringTemplate": '{"user": "x"}', "GenerateStringKey": "key", "ExcludePunctuation": True}
    assert generate_secret(order).startswith('{"user": "x", "key": "')


def test_event_without_cookies_has_no_such_list() -> None:
    """AWS leaves the list out, and the function must not count on it."""
    event = {"headers": {"host": "x"}, "requestContext": {"http": {"sourceIp": "?"}}}
    completed = complete_event(event)
    assert "cookies" not in completed
    assert completed["requestContext"]["http"]["sourceIp"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("stored", "plain"),
    [
        ({"S": "x"}, "x"),
        ({"N": "-12"}, -12),
        ({"N": "1.5"}, 1.5),
        ({"BOOL": False}, False),
        ({"NULL": True}, None),
        ({"L": [{"N": "1"}, {"S": "a"}]}, [1, "a"]),
        ({"M": {"a": {"NS": ["1", "2"]}}}, {"a": [1, 2]}),
        ({"SS": ["a"]}, ["a"]),
    ],
)
def test_stored_values_read_plainly(stored: Json, plain: object) -> None:
    assert read_plain(stored) == plain

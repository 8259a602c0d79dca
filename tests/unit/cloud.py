"""The AWS of a unit test: moto in this process, with tables made from the template, and a record of every call."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import EndpointConnectionError
from botocore.session import Session
from loket.storage.attribute import from_item, to_item
from loket.storage.client import client
from loket.storage.secret import load_keys

from tests.template import TABLE, parameters, resources, table_request, variables_of
from tests.unit.event import NOW
from tests.unit.function import Context, folders, load_handler, run_beside
from tests.unit.sample import catalogue_file
from tests.unit.secret import SECRETS
from tests.unit.zone import Judge
from tools.operate.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pytest

type Json = dict[str, Any]

REGION = "eu-central-1"
SERVICES = ("dynamodb", "s3", "secretsmanager", "sesv2", "sqs")
# A bucket's name is a part of an address, so it has no capitals.
PROOF_BUCKET = "proof-bucket"
_LOADED: list[Json] = []


@dataclass(frozen=True)
class Call:
    """One call that our code made to AWS."""

    operation: str
    request: Json

    @property
    def tables(self) -> set[str]:
        """Return the tables that the call reads or writes."""
        actions = self.request.get("TransactItems", [self.request])
        parts = [part for action in actions for part in (action, *action.values()) if isinstance(part, dict)]
        return {part["TableName"] for part in parts if "TableName" in part}


@dataclass
class Fault:
    """What AWS answers in place of its own answer to one operation's calls (that hold a text); 0 is no answer at all."""

    operation: str
    status: int = 0
    body: Json = field(default_factory=dict)
    times: int = 1_000
    about: str = ""

    def take(self, url: str) -> AWSResponse | None:
        """Return the answer, as often as was asked for."""
        self.times -= 1
        if self.times < 0:
            return None
        if not self.status:
            raise EndpointConnectionError(endpoint_url=url)
        headers = HTTPHeaders.from_dict({"content-type": "application/x-amz-json-1.0"})
        return AWSResponse(url, self.status, headers, _Raw(json.dumps(self.body).encode()))


class _Raw(BytesIO):
    def stream(self, **_: Any) -> Iterator[bytes]:
        while chunk := self.read(4096):
            yield chunk


@dataclass
class Cloud:
    """What a test may ask of, and do to, its AWS."""

    monkeypatch: pytest.MonkeyPatch
    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    meanwhile: Callable[[], object] | None = None
    before: str = "TransactWriteItems"
    queue_url: str = ""
    context: Context = field(default_factory=Context)
    settings: dict[str, str] = field(default_factory=dict)
    judge: Judge = field(default_factory=Judge)
    now: datetime = NOW

    def start(self) -> None:
        """Make everything that the template promises and the functions use."""
        for name in resources(TABLE):
            spectator("dynamodb").create_table(**table_request(name))
        for name, secret in SECRETS.items():
            spectator("secretsmanager").create_secret(Name=name, SecretString=secret)
        spectator("s3").create_bucket(Bucket=PROOF_BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        self.queue_url = spectator("sqs").create_queue(QueueName="MailQueue")["QueueUrl"]
        for address in ("info@example.nl", "example.nl"):
            spectator("sesv2").create_email_identity(EmailIdentity=address)
        self.monkeypatch.setattr("loket.clock._now", lambda: self.now)
        self.set_environment({"COURSE_TABLE": "CourseTable"})
        requests = [{"PutRequest": {"Item": to_item(item)}} for item in self._courses()]
        spectator("dynamodb").batch_write_item(RequestItems={"CourseTable": requests})
        self.calls.clear()

    def _courses(self) -> list[Json]:
        """Return the catalogue's items; its command writes them once, for the first test."""
        if not _LOADED:
            self.load_courses()
            _LOADED.extend(self.items("CourseTable"))
        return _LOADED

    def load_courses(self) -> None:
        """Load the catalogue as its command does."""
        assert main(["courses", "load", str(catalogue_file())]) == 0
        self.calls.clear()

    def invoke(self, folder: str, event: Mapping[str, Any]) -> Json:
        """Run a function on an event, in a fresh module, with the environment that the template gives it."""
        self.set_environment(self.environment(folder))
        with self.judge.acting_as(folder):
            answer: Json = load_handler(folder)(event, self.context)
        return answer

    def environment(self, folder: str) -> dict[str, str]:
        """Return a function's environment variables with the template's references resolved."""
        return {name: self._resolve(name, value) for name, value in variables_of(folder).items()}

    def _resolve(self, name: str, value: Any) -> str:
        # An intrinsic that chooses or joins stands for whatever the test set.
        reference = str(value.get("Ref", name) if isinstance(value, dict) else value)
        known = {**parameters(), "MailQueue": self.queue_url, "StaffMail": "staff@example.nl"}
        known["ProofBucket"] = PROOF_BUCKET
        return self.settings.get(name, known.get(reference, reference))

    def set_environment(self, variables: Mapping[str, str]) -> None:
        """Set these variables, and none that another function was given: of its keys neither."""
        if os.environ.get("KEYS_SECRET") != variables.get("KEYS_SECRET"):
            load_keys.cache_clear()
        for name in {name for folder in folders() for name in variables_of(folder)}:
            self.monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            self.monkeypatch.setenv(name, value)

    def record(self, model: Any, params: Mapping[str, Any], **_: Any) -> None:
        """Keep what botocore is about to call, and let happen what a test wants just before: a transaction, if unsaid."""
        body = params.get("body") or b"{}"
        sent = json.loads(body) if body[:1] in {b"{", "{"} else {}
        if model.name == self.before and self.meanwhile:
            happen, self.meanwhile = self.meanwhile, None
            run_beside(happen)
        self.calls.append(Call(model.name, sent))
        queues = {self.queue_url.removesuffix("MailQueue"): ""}
        self.judge.look(model.service_model.signing_name, model.name, sent, queues)

    def called(self, *operations: str) -> list[Call]:
        """Return the calls of these operations, or all DynamoDB calls."""
        wanted = operations or DYNAMODB
        return [call for call in self.calls if call.operation in wanted]

    def mails(self) -> list[Json]:
        """Return the mails that were handed to SES, each to one address and with nothing that a mail of ours has not."""
        mails = [call.request for call in self.called("SendEmail")]
        assert {tuple(mail) for mail in mails} <= {("FromEmailAddress", "Destination", "Content")}
        assert [mail for mail in mails if list(mail["Destination"]) != ["ToAddresses"]] == []
        assert [mail for mail in mails if len(mail["Destination"]["ToAddresses"]) != 1] == []
        return mails

    def fail(self, *faults: Fault) -> None:
        """Let AWS answer with these faults from now on."""
        self.faults.extend(faults)

    def interfere(self, event_name: str, request: AWSRequest, **_: Any) -> AWSResponse | None:
        """Answer in AWS's place where a fault says so; called by botocore."""
        operation = event_name.rpartition(".")[2]
        body = request.body.encode() if isinstance(request.body, str) else bytes(request.body or b"")
        due = (fault for fault in self.faults if fault.operation == operation and fault.about.encode() in body)
        found = next((answer for fault in due if (answer := fault.take(str(request.url)))), None)
        if found is not None:
            # Every listener is asked, moto too; at this address it stores nothing.
            request.url = "http://fault.invalid/"
        return found

    def contents(self) -> dict[str, str]:
        """Return all that is kept, as text to be searched: each table, the queue and the mails."""
        kept: dict[str, object] = {name: self.items(name) for name in resources(TABLE) if name != "CourseTable"}
        kept |= {"queue": self.sent_messages(), "mails": self.mails()}
        return {name: json.dumps(content, ensure_ascii=False) for name, content in kept.items()}

    def holds(self, text: str) -> list[str]:
        """Return where a text is kept."""
        return [name for name, content in self.contents().items() if text in content]

    def items(self, table: str, *, kind: str = "") -> list[Json]:
        """Return what a table holds, optionally only items whose sort or partition key starts with a word."""
        found = [from_item(item) for item in spectator("dynamodb").scan(TableName=table)["Items"]]
        return [item for item in found if item.get("sk", item["pk"]).startswith(kind)]

    def put(self, table: str, item: Mapping[str, Any]) -> None:
        """Put an item in a table, past our own code."""
        spectator("dynamodb").put_item(TableName=table, Item=to_item(item))

    def put_proof(self, key: str) -> None:
        """Put a copy of an identity document in its bucket, as a person's browser does."""
        spectator("s3").put_object(Bucket=PROOF_BUCKET, Key=key, Body=b"a copy")

    def proofs(self) -> list[str]:
        """Return where a copy of an identity document lies."""
        return [found["Key"] for found in spectator("s3").list_objects_v2(Bucket=PROOF_BUCKET).get("Contents", [])]

    def sent_messages(self) -> list[Json]:
        """Return what is on the mail queue."""
        answer = spectator("sqs").receive_message(QueueUrl=self.queue_url, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


DYNAMODB = ("GetItem", "Query", "Scan", "PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "TransactGetItems")


@cache
def spectator(service: str) -> Any:
    """Return a client of the test's own, whose calls are not recorded."""
    return Session().create_client(service, region_name=REGION)


def watch(cloud: Cloud) -> None:
    """Let a cloud see, and interfere with, every call of our own clients."""
    for service in SERVICES:
        events = client(service).meta.events
        events.register("before-call", cloud.record, unique_id="unit-record")
        events.register_first("before-send", cloud.interfere, unique_id="unit-fault")


def unwatch() -> None:
    """Let the clients go their own way again."""
    for service in SERVICES:
        events = client(service).meta.events
        events.unregister("before-call", unique_id="unit-record")
        events.unregister("before-send", unique_id="unit-fault")

"""Where schedules of places are played: the tables, the settings, and a process that is killed at any call of DynamoDB."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from loket.core.key import course_key
from loket.core.reference import Referred, new_attempt, new_reference
from loket.enrollment.domain.enrollment import Enrolled, EnrollmentForm, enroll
from loket.storage.attribute import from_item, to_item
from loket.storage.client import client

from tests.payment.provider import PROFILE
from tests.payment.store import open_store
from tests.unit.secret import SECRETS

if TYPE_CHECKING:
    from datetime import datetime

    from loket.enrollment.domain.course import Course

TABLES = ("PersonalDataTable", "LedgerTable", "CourseTable")
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "PERSONAL_DATA_TABLE": "PersonalDataTable",
    "LEDGER_TABLE": "LedgerTable",
    "COURSE_TABLE": "CourseTable",
    "PAYMENT_SECRET": "PaymentSecret",
    "KEYS_SECRET": "LedgerKeysSecret",
    "PAYMENT_PROVIDER": "mollie",
}


class Killed(BaseException):
    """The process was killed here."""


@dataclass
class Execution:
    """How many calls of DynamoDB, before and after each of them, go well until a process is killed; 0 is all."""

    left: int = 0

    def count(self, **_: Any) -> None:
        """Count a moment, and kill at the last; called by botocore."""
        self.left -= 1
        if self.left == 0:
            raise Killed


def start(execution: Execution) -> None:
    """Let the emulator answer in this process, and each call be counted."""
    open_store()
    secret = f'{{"mollie": {{"key": "test_abc", "profile": "{PROFILE}"}}}}'
    client("secretsmanager").create_secret(Name="PaymentSecret", SecretString=secret)
    client("secretsmanager").create_secret(Name="LedgerKeysSecret", SecretString=SECRETS["LedgerKeysSecret"])
    events = client("dynamodb").meta.events
    events.register("before-call.dynamodb", execution.count)
    events.register("after-call.dynamodb", execution.count)


def read_items(execution: Execution) -> list[dict[str, Any]]:
    """Return all items about people, in a fixed order; nobody is killed meanwhile."""
    left, execution.left = execution.left, 0
    found = client("dynamodb").scan(TableName="PersonalDataTable")["Items"]
    execution.left = left
    return sorted(map(from_item, found), key=lambda item: (item["pk"], item["sk"]))


def read_taken(code: str) -> int:
    """Return how many places in a course are taken."""
    key = to_item(course_key(code)._asdict())
    return int(from_item(client("dynamodb").get_item(TableName="CourseTable", Key=key)["Item"])["seats_taken"])


def enroll_in(course: Course, who: str, *, now: datetime) -> Enrolled:
    """Return the enrollment of somebody; one of them asks for an invoice."""
    payer, address = ("De Opleider", "Dorpsstraat 1") if who == "person1" else (None, None)
    return enroll(
        EnrollmentForm(
            course=course.code,
            first_name=who,
            last_name="Jansen",
            email=f"{who}@example.nl",
            invoice_name=payer,
            invoice_address=address,
        ),
        course,
        reference=new_reference(Referred.ENROLLMENT),
        doubts=frozenset(),
        attempt=new_attempt(),
        received_at=now,
    )

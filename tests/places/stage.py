"""Where schedules of places are played: the tables, the settings, and a process that is killed at any call of DynamoDB."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from loket.core.key import course_key
from loket.core.reference import Referred, new_attempt, new_reference
from loket.enrollment.attempt import new_payment
from loket.enrollment.domain.enrollment import Enrollment, EnrollmentForm, enroll
from loket.enrollment.store.course import find_course
from loket.enrollment.store.enrollment import store_enrollment
from loket.storage.attribute import from_item, to_item
from loket.storage.client import client
from loket.storage.item import new_key
from loket.storage.seat import take_seat
from loket.storage.transaction import Transaction

from tests.payment.provider import PROFILE
from tests.payment.store import open_store
from tests.unit.secret import SECRETS

if TYPE_CHECKING:
    from datetime import datetime

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


def enroll_in(code: str, who: str, *, now: datetime) -> None:
    """Let somebody take a place in a course that costs money; one of them asks for an invoice."""
    payer, address = ("De Opleider", "Dorpsstraat 1") if who == "person1" else (None, None)
    form = EnrollmentForm(
        course=code,
        first_name=who,
        last_name="Jansen",
        email=f"{who}@example.nl",
        invoice_name=payer,
        invoice_address=address,
    )
    course, reference, attempt = find_course(code, now=now), new_reference(Referred.ENROLLMENT), new_attempt()
    enrolled = enroll(form, course, reference=reference, doubts=frozenset(), attempt=attempt, received_at=now)
    key = new_key(Enrollment, who, at=now)
    payment = new_payment(enrolled.enrollment, attempt, course, key, now=now)
    items = store_enrollment(enrolled, key, payment=payment, at=now)
    Transaction([take_seat(code, now=now), *items]).commit()

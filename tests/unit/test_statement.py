"""What documents state as a number, a period or a list is what the code and the template hold."""

from __future__ import annotations

import re

import pytest
from desk.auth.cookie import set_browser_cookie, set_session_cookie
from desk.auth.published import BELIEVED_FOR
from desk.auth.session import _NOTED_EVERY, IDLE, ROLES_BELIEVED_FOR, ROLES_READ_AFTER
from desk.auth.staff_name import LONGEST
from desk.role import Role
from fastapi import Response
from loket.core.challenge import LIFETIME
from loket.core.partition import DueList
from loket.core.retention import _SPANS, Retention
from loket.core.screening import SHORTEST_FILL
from loket.http.intake import WITH_PROOF, WITHOUT_PROOF
from loket.http.request import LARGEST_BODY
from loket.payment.provider.http import PATIENCE
from loket.privacy.domain.deadline import _EXPECTED_DELAY, _MOST_MONTHS, DAYS
from loket.privacy.domain.escalation import FIRST_LEVEL, POLICY, Audience
from loket.privacy.store.proof import VIEW_SECONDS
from loket.storage.transaction import _PATIENCE_SECONDS

from local.settings import Settings
from tests.template import FUNCTION, folder_of, resources
from tests.unit.event import KEYS
from tests.unit.statement import count, decision, of, rate, read, span, tries
from tools.bench.report import LEAST_TIMES_OURS, MOST_TIMES_FLOOR
from tools.documents.promise import LAST

type Statement = tuple[str, str, *tuple[object, ...]]

ARCHITECTURE, OPERATIONS, PROMISES = "docs/architecture.md", "docs/operations.md", "docs/promises.toml"
TABLES = resources("AWS::DynamoDB::Table")
KINDS = ("AWS::KMS::Key", "AWS::SecretsManager::Secret", "AWS::CloudWatch::Alarm")
LOCAL = Settings.from_environment({})
STREAM = of("RelayOutboxFunction", "Events", "Outbox", "Properties")
RETRIES, OLDEST = count(STREAM["MaximumRetryAttempts"]), span(STREAM["MaximumRecordAgeInSeconds"])
DEAD_FOR = span(of("MailDeadLetterQueue", "MessageRetentionPeriod"))
COPY_LASTS = span(86_400 * of("ProofBucket", "LifecycleConfiguration", "Rules", 0, "ExpirationInDays"))
SENDER = (span(_SPANS[Retention.SENDER]), WITH_PROOF.most, WITHOUT_PROOF.most)
TASKS, REQUESTS = DueList.TASKS.partitions(), DueList.REQUESTS.partitions()
INDEXES = [index for name in TABLES for index in of(name).get("GlobalSecondaryIndexes", [])]
DELAY_TOLD = next(level.days_left for level in POLICY if Audience.PERSON in level.tells)
EFFECT, SUBMISSION, KEY = (_SPANS[one] for one in (Retention.EFFECT, Retention.SUBMISSION, Retention.IDEMPOTENCY))

# A document, a sentence of it, and what the code or the template says in its gaps.
STATEMENTS: list[Statement] = [
    ("README.md", "open the address that it prints, http://127.0.0.1:{}/", LOCAL.port),
    ("README.md", "To begin anew, stop it and `rm -r {}`", LOCAL.state.name),
    ("README.md", "| sweep_payments | every {} |", rate("SweepPaymentsFunction")),
    ("README.md", "| escalate_due_requests | every {} |", rate("EscalateDueRequestsFunction")),
    (ARCHITECTURE, "There are {} indexes.", count(len(INDEXES))),
    (ARCHITECTURE, "each in {} partitions of their own", count(len(TASKS))),
    (ARCHITECTURE, "`due_bucket` `{}` to `{}` until it is done", TASKS[0], TASKS[-1]),
    (ARCHITECTURE, "What fails, and then {} times again, in the stream,", RETRIES),
    (ARCHITECTURE, "{} times in the mail queue", count(tries("MailQueue"))),
    (ARCHITECTURE, "a {} times in the payment queue", {100: "hundred"}[tries("PaymentQueue")]),
    (ARCHITECTURE, "Every {} `escalate_due_requests` finds", rate("EscalateDueRequestsFunction")),
    (ARCHITECTURE, "a body of more than {} kB 413", LARGEST_BODY / 1024),
    (ARCHITECTURE, "| Size and shape | {} kB,", LARGEST_BODY / 1024),
    (ARCHITECTURE, "from one address, in {}, {} forms with proof of work and {} without", *SENDER),
    (OPERATIONS, "from one address, in {}, {} forms with proof of work and {} without", *SENDER),
    (OPERATIONS, "{} requests per second", of("Api", "DefaultRouteSettings", "ThrottlingRateLimit")),
    (OPERATIONS, "bursts of {}, for each route", of("Api", "DefaultRouteSettings", "ThrottlingBurstLimit")),
    (OPERATIONS, "{} KMS key, {} secrets, {} alarms,", *(count(len(resources(kind))) for kind in KINDS)),
    (OPERATIONS, "After {} retries or {} it gives up", RETRIES, OLDEST),
    ("template.yaml", "gives a record up after {} retries or {}", RETRIES, OLDEST),
    (OPERATIONS, "has not got on for {}", span(of("EffectsWaiting", "Threshold") / 1000)),
    (OPERATIONS, "A mail has waited {}", span(of("MailsWaiting", "Threshold"))),
    (OPERATIONS, "has waited {} for a way to pay", span(of("PaymentsWaiting", "Threshold"))),
    (OPERATIONS, "The sweep has not run for {}", span(of("PaymentsNotSwept", "Period"))),
    (OPERATIONS, "Nobody looked for {}", span(of("RequestsNotEscalated", "Period"))),
    (OPERATIONS, "A mail failed {} times", count(tries("MailQueue"))),
    (OPERATIONS, "a hundred tries, some {}", span(tries("PaymentQueue") * of("PaymentQueue", "VisibilityTimeout"))),
    (OPERATIONS, "[Redrive the relay](#redrive-the-relay), within {}", span(EFFECT)),
    (OPERATIONS, "[Redrive the mail](#redrive-the-mail), within {}", DEAD_FOR),
    (OPERATIONS, "mails and payments wait, for {} at most", span(of("MailQueue", "MessageRetentionPeriod"))),
    (OPERATIONS, "mails and payments wait, for {} at most", span(of("PaymentQueue", "MessageRetentionPeriod"))),
    (OPERATIONS, "a sweep or an escalation within {}", span(of("SweepPaymentsFunction", "Timeout"))),
    (OPERATIONS, "a sweep or an escalation within {}", span(of("EscalateDueRequestsFunction", "Timeout"))),
    (OPERATIONS, "due within {} days, and at those that are overdue", FIRST_LEVEL),
    (OPERATIONS, "one partition at a time (`{}` to `{}`)", REQUESTS[0], REQUESTS[-1]),
    (OPERATIONS, "Roles are `{}`, `{}` and `{}`", *Role),
    ("docs/glossary.md", "{} days after receipt", DAYS),
    ("docs/glossary.md", "P01 to P{}", LAST),
    (decision("0001"), "{} bits in base32", len(KEYS.hash("person")) * 5),
    (decision("0002"), "at most {} times the processor time", MOST_TIMES_FLOOR),
    (decision("0002"), "at least {} times cheaper", LEAST_TIMES_OURS),
    (decision("0003"), "for {} hours or, without one, of its content for {}", KEY.total_seconds() / 3600, span(SUBMISSION)),
    (decision("0004"), "at most {2} times in {0} from one address (with proof: {1})", *SENDER),
    (decision("0004"), "within {} of its issue", span(SHORTEST_FILL)),
    (decision("0005"), "A solution is valid for {}", span(LIFETIME)),
    (decision("0007"), "An effect lives {}, longer than the {} of a dead-letter queue", span(EFFECT), DEAD_FOR),
    (decision("0009"), "the transaction is tried for {} seconds", count(_PATIENCE_SECONDS)),
    (decision("0013"), "All calls of one webhook share {} seconds", count(PATIENCE.total)),
    (decision("0013"), "the sweep finds: every {}", rate("SweepPaymentsFunction")),
    (decision("0020"), "last second of the {}th local day", DAYS),
    (decision("0020"), "up to {} months after receipt", count(_MOST_MONTHS)),
    (decision("0021"), "(`POLICY`): {} days left", ", ".join(str(level.days_left) for level in POLICY)),
    (decision("0022"), "a new expectation of {} weeks", count(_EXPECTED_DELAY.days / 7)),
    (decision("0024"), "whatever is left after {}", COPY_LASTS),
    (decision("0030"), "An attempt is an item in SessionTable: {}", span(_SPANS[Retention.SIGN_IN])),
    (decision("0031"), "ends {} after sign-in", span(_SPANS[Retention.SESSION])),
    (decision("0031"), "{} after the last request (which is noted every {})", span(IDLE), span(_NOTED_EVERY)),
    (decision("0059"), "Roles are believed for {}", span(ROLES_BELIEVED_FOR)),
    (decision("0059"), "From {} on a page leads", span(ROLES_READ_AFTER)),
    (decision("0059"), "its keys too, is believed for {}", span(BELIEVED_FOR)),
    (decision("0059"), "hides, reorders or shows nothing, {} signs at most", count(LONGEST)),
    (decision("0033"), "Its address is good for {}", span(VIEW_SECONDS)),
    (PROMISES, "through a link of {}", span(VIEW_SECONDS)),
    (PROMISES, "destroys after {} whatever is left", COPY_LASTS),
    (PROMISES, "the end of the {}th day on the Dutch calendar", DAYS),
    (PROMISES, "With {} day left", count(DELAY_TOLD)),
    (PROMISES, "up to {} months after receipt", count(_MOST_MONTHS)),
    *(
        (OPERATIONS, "Logs are kept {}", span(86_400 * of(group, "RetentionInDays")))
        for group in resources("AWS::Logs::LogGroup")
    ),
]


def is_told(statement: Statement) -> bool:
    """Return whether a document has the sentence, and not as a part of other words or of a longer number."""
    return re.search(rf"(?<![\w.,]){re.escape(as_told(statement))}(?!\w)", read(statement[0])) is not None


def as_told(statement: Statement) -> str:
    """Return the sentence with the truth in its gaps."""
    _, sentence, *truth = statement
    return sentence.format(*(f"{fact:.0f}" if isinstance(fact, float) and fact.is_integer() else fact for fact in truth))


def test_every_statement_is_what_the_code_and_the_template_say() -> None:
    assert [f"{one[0]}: {as_told(one)}" for one in STATEMENTS if not is_told(one)] == []


def test_a_statement_that_is_not_so_is_found() -> None:
    document, sentence, *_ = STATEMENTS[0]

    assert is_told((document, sentence, LOCAL.port))
    assert not is_told((document, sentence, LOCAL.port + 1))
    assert is_told(("docs/glossary.md", "{} days after receipt", 28))
    assert not is_told(("docs/glossary.md", "{} days after receipt", 8))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (9, "nine seconds"),
        (60, "a minute"),
        (600, "ten minutes"),
        (1800, "half an hour"),
        (3600, "an hour"),
        (1209600, "14 days"),
    ],
)
def test_a_period_is_written_as_people_say_it(seconds: int, words: str) -> None:
    assert span(seconds) == words


def test_the_desk_sets_the_cookies_that_the_promise_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://loket.example.nl")
    response = Response()
    set_session_cookie(response, "random")
    set_browser_cookie(response, "random", seconds=600)
    names = sorted(value.partition("=")[0] for name, value in response.headers.items() if name == "set-cookie")

    assert "Staff get {} at the desk, both functional: `{}` holds their session and `{}` an attempt".format(
        count(len(names)), *names
    ) in read(PROMISES)


def test_a_restore_stops_every_function_that_can_change_what_is_restored() -> None:
    writing = ("PutItem", "UpdateItem", "DeleteItem")
    harmless = [
        folder_of(name)
        for name in sorted(resources(FUNCTION))
        if not any(
            f"dynamodb:{way}" in str(one) and "PersonalDataTable" in str(one) for way in writing for one in rights_of(name)
        )
    ]

    assert "every function but `{1}`, `{0}` and `{2}`".format(*harmless) in read(OPERATIONS)
    assert len(harmless) == 3


def rights_of(function: str) -> list[dict[str, object]]:
    """Return the statements of a function's role."""
    statements: list[dict[str, object]] = of(function, "Policies", 0, "Statement")
    return statements

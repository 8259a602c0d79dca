"""What starts each function, what it is told, and what it may do: written out, so that no grain more is given unseen."""

from __future__ import annotations

from dataclasses import dataclass

from loket.core.key_group import KeyGroup

from tests.architecture.kind import Json, attribute, ref, written

# Each variable is the same thing wherever it is given.
VARIABLES: dict[str, object] = {
    **{
        f"{name}_TABLE": ref(f"{name.title().replace('_', '')}Table")
        for name in ("PERSONAL_DATA", "LEDGER", "COURSE", "GUARD", "SESSION")
    },
    **{f"{name}_SECRET": ref(f"{name.title()}Secret") for name in ("PAYMENT", "DESK")},
    **{f"{name}_QUEUE_URL": ref(f"{name.title()}Queue") for name in ("MAIL", "PAYMENT")},
    "PROOF_BUCKET": ref("ProofBucket"),
    "ALLOWED_ORIGINS": ref("AllowedOrigins"),
    "CHALLENGE": ref("Challenge"),
    "PAYMENT_PROVIDER": ref("PaymentProvider"),
    "PUBLIC_URL": ref("PublicUrl"),
    "MAIL_FROM": ref("MailFrom"),
    "STAFF_MAIL": ref("StaffMail"),
    "OFFICER_MAIL": ref("PrivacyOfficerMail"),
    "OIDC_ISSUER": {
        "Fn::If": [
            "HasStaffPool",
            written("https://cognito-idp.${AWS::Region}.${AWS::URLSuffix}/${StaffPool}"),
            ref("OidcIssuer"),
        ]
    },
    "OIDC_CLIENT_ID": {"Fn::If": ["HasStaffPool", ref("StaffClient"), ref("OidcClientId")]},
    "OIDC_ROLES_CLAIM": ref("OidcRolesClaim"),
    "FOUR_EYES": ref("FourEyes"),
}

PEOPLE, LEDGER, COURSES, GUARDS, SESSIONS = (
    attribute(f"{name}Table") for name in ("PersonalData", "Ledger", "Course", "Guard", "Session")
)
BY_REFERENCE, BY_DUE = (written(f"${{PersonalDataTable.Arn}}/index/{name}") for name in ("by_reference", "by_due"))
BY_DAY = written("${LedgerTable.Arn}/index/by_day")
PROOFS = written("${ProofBucket.Arn}/proofs/*")
OURS = written("arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/*")


@dataclass(frozen=True)
class Grant:
    """Actions of one service, on what, and under which condition."""

    service: str
    actions: str
    on: object
    condition: Json | None = None

    def write(self, sid: str) -> Json:
        """Return the statement, with its actions and resources as lists."""
        actions = [f"{self.service}:{action}" for action in self.actions.split()]
        on = self.on if isinstance(self.on, list) else [self.on]
        more = {"Condition": self.condition} if self.condition else {}
        return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": on, **more}


def keys(*leading: str) -> Json:
    """Return the condition that only items whose partition begins like this are touched: all of them, and at least one."""
    named = {"dynamodb:LeadingKeys": "false"}
    return {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(leading)}, "Null": named}


def unseen(*leading: str) -> Json:
    """Return that condition, with the one that an item that was overwritten is not given back."""
    return {**keys(*leading), "StringEqualsIfExists": {"dynamodb:ReturnValues": "NONE"}}


# A name of a statement means the same in every function.
GRANTS = {
    "ReadCatalogue": Grant("dynamodb", "Query", COURSES, keys("CATALOGUE")),
    "ReadCourse": Grant("dynamodb", "GetItem", COURSES, keys("CATALOGUE")),
    "ReadCourseAndTakeSeat": Grant("dynamodb", "GetItem UpdateItem", COURSES, keys("CATALOGUE")),
    "GiveAndTakeBackPlaces": Grant("dynamodb", "GetItem UpdateItem", COURSES, keys("CATALOGUE")),
    "MoveSeats": Grant("dynamodb", "UpdateItem", COURSES, keys("CATALOGUE")),
    "StorePersonWithoutReadingBack": Grant("dynamodb", "PutItem", PEOPLE, unseen("PERSON#*")),
    "OpenPaymentWithoutReadingBack": Grant("dynamodb", "PutItem UpdateItem", PEOPLE, unseen("PAYMENT#*")),
    "OpenPaymentLate": Grant("dynamodb", "GetItem UpdateItem", PEOPLE, keys("PAYMENT#*")),
    "SeeWhatIsPaidFor": Grant("dynamodb", "GetItem ConditionCheckItem", PEOPLE, keys("PERSON#*")),
    "KnowWhetherThere": Grant("dynamodb", "ConditionCheckItem", PEOPLE, keys("PERSON#*")),
    "StoreEffects": Grant("dynamodb", "PutItem", PEOPLE, unseen("PERSON#*")),
    "SettlePayment": Grant("dynamodb", "GetItem UpdateItem ConditionCheckItem", PEOPLE, keys("PERSON#*", "PAYMENT#*")),
    "WriteBooksAndEffects": Grant("dynamodb", "PutItem", PEOPLE, unseen("PERSON#*", "PAYMENT#*", "FISCAL#*", "DEBTOR#*")),
    "ReadDebtors": Grant("dynamodb", "BatchGetItem", PEOPLE, keys("DEBTOR#*")),
    "ReadAndMoveRequest": Grant("dynamodb", "GetItem Query UpdateItem PutItem", PEOPLE, keys("PERSON#*")),
    "WorkOnWhatPeopleSent": Grant(
        "dynamodb", "GetItem BatchGetItem Query PutItem UpdateItem ConditionCheckItem", PEOPLE, keys("PERSON#*", "PAYMENT#*")
    ),
    "ReadWhatTheMailTellsAndMarkItSent": Grant(
        "dynamodb", "GetItem BatchGetItem UpdateItem", PEOPLE, keys("PERSON#*", "PAYMENT#*", "DIGEST#*")
    ),
    "ReadRequestAndSetItsLevel": Grant("dynamodb", "GetItem Query PutItem UpdateItem", PEOPLE, keys("PERSON#*")),
    "FindEnrollment": Grant("dynamodb", "Query", BY_REFERENCE, keys("E-*")),
    "FindRequest": Grant("dynamodb", "Query", BY_REFERENCE, keys("P-*")),
    "FindDuePayments": Grant("dynamodb", "Query", BY_DUE, keys("PAYMENT#*", "PLACE#*")),
    "ReadEffectsOfPayment": Grant("dynamodb", "Query", PEOPLE, keys("PAYMENT#*")),
    "FindDueRequests": Grant("dynamodb", "Query", BY_DUE, keys("REQUEST#*", "UNCONFIRMED#*")),
    "FindWhatIsCounted": Grant("dynamodb", "Query", BY_DUE, keys("REQUEST#*", "UNCONFIRMED#*", "WORK#*")),
    "FindAndMakeDigest": Grant("dynamodb", "Query PutItem", PEOPLE, keys("DIGEST#*")),
    "CountMails": Grant("dynamodb", "UpdateItem", GUARDS, keys("RECIPIENT#*")),
    "FindByReferenceAndDueDate": Grant("dynamodb", "Query", [BY_REFERENCE, BY_DUE]),
    "KeepGuard": Grant(
        "dynamodb", "PutItem UpdateItem", GUARDS, keys("SUBMISSION#*", "CHALLENGE#*", "SENDER#*", "RECIPIENT#*")
    ),
    "CountPresses": Grant("dynamodb", "UpdateItem", GUARDS, keys("PRESS#*")),
    "CountSignIns": Grant("dynamodb", "UpdateItem DeleteItem", GUARDS, keys("SIGN_INS#*")),
    "TakeInOnce": Grant("dynamodb", "PutItem", GUARDS, keys("SUBMISSION#*")),
    "KeepSessions": Grant(
        "dynamodb",
        "GetItem BatchGetItem Query PutItem UpdateItem DeleteItem",
        SESSIONS,
        keys("SESSION#*", "SIGN_IN#*", "SIGNED_IN"),
    ),
    "WriteLedger": Grant("dynamodb", "PutItem", LEDGER, unseen("PERSON#*")),
    "ReadLedger": Grant("dynamodb", "Query BatchGetItem", [LEDGER, BY_DAY]),
    # What is signed for a browser, that browser may do.
    "TakeInAndDestroyProof": Grant("s3", "PutObject GetObject DeleteObject", PROOFS),
    "ShowAndDestroyProof": Grant("s3", "GetObject DeleteObject", PROOFS),
    # Without it S3 says of what is not there that it is forbidden.
    "TellMissingProof": Grant("s3", "ListBucket", attribute("ProofBucket")),
    "QueueEffects": Grant(
        "sqs", "SendMessage", [attribute(f"{name}Queue") for name in ("Mail", "Payment", "RelayDeadLetter")]
    ),
    # From one address, whatever identity sends.
    "SendAsUs": Grant("ses", "SendEmail", OURS, {"StringEquals": {"ses:FromAddress": ref("MailFrom")}}),
    **{f"Read{group}Keys": Grant("secretsmanager", "GetSecretValue", ref(group.secret)) for group in KeyGroup},
    "ReadPaymentKeys": Grant("secretsmanager", "GetSecretValue", ref("PaymentSecret")),
    "ReadDeskSecret": Grant("secretsmanager", "GetSecretValue", ref("DeskSecret")),
    "UseDataKey": Grant("kms", "Decrypt DescribeKey", attribute("DataKey")),
    "WriteWithDataKey": Grant("kms", "Decrypt DescribeKey GenerateDataKey", attribute("DataKey")),
}


@dataclass(frozen=True)
class Job:
    """What starts a function, and the names of its grants."""

    starts: str
    may: str

    @property
    def routes(self) -> list[str]:
        """Return its routes."""
        return [start for start in self.starts.split(", ") if " /" in start]


JOBS = {
    "ListCourses": Job("GET /courses", "ReadCatalogue UseDataKey"),
    "IssueChallenge": Job("GET /challenge", "ReadChallengeKeys UseDataKey"),
    "SubmitEnrollment": Job(
        "POST /enrollments",
        "StorePersonWithoutReadingBack KnowWhetherThere KeepGuard ReadCourseAndTakeSeat ReadEnrollmentKeys ReadPaymentKeys "
        "OpenPaymentWithoutReadingBack WriteLedger WriteWithDataKey",
    ),
    "ShowEnrollment": Job(
        "GET /enrollments/{reference}, POST /enrollments/{reference}",
        "FindEnrollment CountPresses SettlePayment WriteBooksAndEffects ReadCourseAndTakeSeat WriteLedger ReadPageKeys "
        "ReadPaymentKeys WriteWithDataKey",
    ),
    "ReceivePaymentWebhook": Job(
        "POST /webhooks/mollie/{attempt}, POST /webhooks/mollie, POST /webhooks/stripe",
        "SettlePayment WriteBooksAndEffects MoveSeats WriteLedger ReadLedgerKeys ReadPaymentKeys WriteWithDataKey",
    ),
    "SubmitContactMessage": Job(
        "POST /contact-messages",
        "StorePersonWithoutReadingBack KnowWhetherThere KeepGuard ReadCourse ReadFormKeys WriteWithDataKey",
    ),
    "SubmitPrivacyRequest": Job(
        "POST /privacy-requests",
        "StorePersonWithoutReadingBack KnowWhetherThere WriteLedger KeepGuard ReadRightsKeys WriteWithDataKey",
    ),
    "FollowPrivacyRequest": Job(
        "GET /privacy-requests/{reference}, POST /privacy-requests/{reference}, GET /privacy-requests/{reference}/proof",
        "FindRequest ReadAndMoveRequest CountPresses WriteLedger TakeInAndDestroyProof TellMissingProof "
        "ReadRequestKeys WriteWithDataKey",
    ),
    "ServeDesk": Job(
        "ANY /desk, ANY /desk/{proxy+}",
        "WorkOnWhatPeopleSent ReadDebtors FindByReferenceAndDueDate WriteLedger ReadLedger GiveAndTakeBackPlaces "
        "KeepSessions CountSignIns TakeInOnce ShowAndDestroyProof ReadDeskSecret ReadDeskKeys ReadPaymentKeys "
        "WriteWithDataKey",
    ),
    "RelayOutbox": Job("stream of PersonalDataTable", "QueueEffects WriteWithDataKey"),
    "CreatePayment": Job(
        "PaymentQueue",
        "OpenPaymentLate SeeWhatIsPaidFor StoreEffects WriteLedger ReadCheckoutKeys ReadPaymentKeys WriteWithDataKey",
    ),
    "SendMail": Job(
        "MailQueue", "ReadWhatTheMailTellsAndMarkItSent FindWhatIsCounted CountMails SendAsUs ReadLinkKeys WriteWithDataKey"
    ),
    "SweepPayments": Job(
        "rate(15 minutes)",
        "FindDuePayments ReadEffectsOfPayment SettlePayment WriteLedger WriteBooksAndEffects MoveSeats ReadLedgerKeys "
        "ReadPaymentKeys WriteWithDataKey",
    ),
    "EscalateDueRequests": Job(
        "rate(1 hour)",
        "FindDueRequests FindAndMakeDigest ReadRequestAndSetItsLevel WriteLedger ReadLedgerKeys WriteWithDataKey",
    ),
}

"""What starts each function, what it is told, and what it may do: written out, so that no grain more is given unseen."""

from __future__ import annotations

from dataclasses import dataclass

from tests.architecture.kind import Json, attribute, ref, written

# Each variable is the same thing wherever it is given.
VARIABLES: dict[str, object] = {
    **{
        f"{name}_TABLE": ref(f"{name.title().replace('_', '')}Table")
        for name in ("PERSONAL_DATA", "LEDGER", "COURSE", "GUARD")
    },
    **{f"{name}_SECRET": ref(f"{name.title()}Secret") for name in ("KEYS", "PAYMENT", "DESK")},
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
}

PEOPLE, LEDGER, COURSES, GUARDS = (attribute(f"{name}Table") for name in ("PersonalData", "Ledger", "Course", "Guard"))
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
    """Return the condition that only items whose partition begins like this are touched."""
    return {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(leading)}}


# A name of a statement means the same in every function.
GRANTS = {
    "ReadCatalogue": Grant("dynamodb", "Query", COURSES),
    "ReadCourse": Grant("dynamodb", "GetItem", COURSES),
    "ReadCourseAndTakeSeat": Grant("dynamodb", "GetItem UpdateItem", COURSES),
    "GiveAndTakeBackPlaces": Grant("dynamodb", "GetItem UpdateItem", COURSES),
    "StorePersonWithoutReadingBack": Grant("dynamodb", "PutItem", PEOPLE),
    "BindPaymentWithoutReadingPeople": Grant("dynamodb", "UpdateItem", PEOPLE, keys("PAYMENT#*")),
    "SettlePayment": Grant("dynamodb", "GetItem PutItem UpdateItem ConditionCheckItem", PEOPLE),
    "ReadAndMoveRequest": Grant("dynamodb", "GetItem Query UpdateItem PutItem", PEOPLE),
    "WorkOnWhatPeopleSent": Grant("dynamodb", "GetItem BatchGetItem Query PutItem UpdateItem", PEOPLE),
    "ReadWhatTheMailTellsAndMarkItSent": Grant("dynamodb", "GetItem BatchGetItem UpdateItem", PEOPLE),
    "FindAndMakeDigest": Grant("dynamodb", "Query PutItem", PEOPLE, keys("DIGEST#*")),
    "ReadRequestAndSetItsLevel": Grant("dynamodb", "GetItem PutItem UpdateItem", PEOPLE, keys("PERSON#*")),
    "FindByReference": Grant("dynamodb", "Query", BY_REFERENCE),
    "FindDuePayments": Grant("dynamodb", "Query", BY_DUE),
    "FindDueRequests": Grant("dynamodb", "Query", BY_DUE),
    "FindByReferenceAndDueDate": Grant("dynamodb", "Query", [BY_REFERENCE, BY_DUE]),
    "KeepGuard": Grant("dynamodb", "PutItem UpdateItem", GUARDS),
    "CountMails": Grant("dynamodb", "UpdateItem", GUARDS, keys("RECIPIENT#*")),
    "KeepSessions": Grant("dynamodb", "GetItem PutItem UpdateItem DeleteItem", GUARDS),
    "WriteLedger": Grant("dynamodb", "PutItem", LEDGER),
    "WriteAndReadLedger": Grant("dynamodb", "PutItem Query BatchGetItem", [LEDGER, BY_DAY]),
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
    "ReadKeys": Grant("secretsmanager", "GetSecretValue", ref("KeysSecret")),
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
    "IssueChallenge": Job("GET /challenge", "ReadKeys UseDataKey"),
    "SubmitEnrollment": Job(
        "POST /enrollments",
        "StorePersonWithoutReadingBack KeepGuard ReadCourseAndTakeSeat ReadKeys ReadPaymentKeys "
        "BindPaymentWithoutReadingPeople WriteLedger WriteWithDataKey",
    ),
    "ShowEnrollment": Job(
        "GET /enrollments/{reference}, POST /enrollments/{reference}",
        "FindByReference SettlePayment WriteLedger ReadKeys ReadPaymentKeys WriteWithDataKey",
    ),
    "ReceivePaymentWebhook": Job(
        "POST /webhooks/mollie/{attempt}, POST /webhooks/mollie, POST /webhooks/stripe",
        "SettlePayment WriteLedger ReadPaymentKeys WriteWithDataKey",
    ),
    "SubmitContactMessage": Job(
        "POST /contact-messages", "StorePersonWithoutReadingBack KeepGuard ReadCourse ReadKeys WriteWithDataKey"
    ),
    "SubmitPrivacyRequest": Job(
        "POST /privacy-requests", "StorePersonWithoutReadingBack WriteLedger KeepGuard ReadKeys WriteWithDataKey"
    ),
    "FollowPrivacyRequest": Job(
        "GET /privacy-requests/{reference}, POST /privacy-requests/{reference}, GET /privacy-requests/{reference}/proof",
        "FindByReference ReadAndMoveRequest WriteLedger TakeInAndDestroyProof TellMissingProof ReadKeys WriteWithDataKey",
    ),
    "ServeDesk": Job(
        "ANY /desk, ANY /desk/{proxy+}",
        "WorkOnWhatPeopleSent FindByReferenceAndDueDate WriteAndReadLedger GiveAndTakeBackPlaces KeepSessions "
        "ShowAndDestroyProof ReadDeskSecret ReadKeys ReadPaymentKeys WriteWithDataKey",
    ),
    "RelayOutbox": Job("stream of PersonalDataTable", "QueueEffects WriteWithDataKey"),
    "CreatePayment": Job("PaymentQueue", "SettlePayment WriteLedger ReadKeys ReadPaymentKeys WriteWithDataKey"),
    "SendMail": Job(
        "MailQueue", "ReadWhatTheMailTellsAndMarkItSent FindDueRequests CountMails SendAsUs ReadKeys WriteWithDataKey"
    ),
    "SweepPayments": Job("rate(15 minutes)", "FindDuePayments SettlePayment ReadPaymentKeys WriteWithDataKey"),
    "EscalateDueRequests": Job(
        "rate(1 hour)", "FindDueRequests FindAndMakeDigest ReadRequestAndSetItsLevel WriteLedger WriteWithDataKey"
    ),
}

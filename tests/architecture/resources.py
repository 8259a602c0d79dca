"""Every type of resource of the template, and what must hold for it: a type or a part without a row here is refused."""

from __future__ import annotations

from loket.core.key_group import KeyGroup

from tests.architecture.kind import (
    IN_PRODUCTION_ONLY,
    OF_PERSONS,
    OUR_KEY,
    Json,
    Kind,
    attribute,
    ref,
    written,
)
from tests.template import folder_of

BUILT = {"Metadata": {"BuildMethod": "makefile", "ContextPath": "tools/packaging"}}
# Longer than any week of holidays: what is given up waits for a person.
TWO_WEEKS, FOUR_DAYS = 14 * 86_400, 4 * 86_400
# The end of the line has no dead-letter queue of its own.
END_OF_LINE = {"Metadata": {"cfn-lint": {"config": {"ignore_checks": ["ES6000"]}}}, "MessageRetentionPeriod": TWO_WEEKS}


def keys(*names: str) -> list[Json]:
    """Return the key of a table or an index: the partition, and where there is one the order in it."""
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, ("HASH", "RANGE"), strict=False)]


def attributes(**kinds: str) -> list[Json]:
    return [{"AttributeName": name, "AttributeType": kind} for name, kind in kinds.items()]


def index(name: str, *parts: str) -> Json:
    """Return an index that holds when its entry ends beside the keys, and nothing else of anybody."""
    projection = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["expires_at"]}
    return {"IndexName": name, "KeySchema": keys(*parts), "Projection": projection}


# What must last can be restored, and is not deleted by mistake or with the stack.
LASTING = {
    **OF_PERSONS,
    "DeletionProtectionEnabled": IN_PRODUCTION_ONLY,
    "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
}
PASSING = {"DeletionPolicy": "Delete", "UpdateReplacePolicy": "Delete"}
TABLES = Kind(
    shared={
        "BillingMode": "PAY_PER_REQUEST",
        "SSESpecification": {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": OUR_KEY},
        "TimeToLiveSpecification": {"AttributeName": "expires_at", "Enabled": True},
        "KeySchema": keys("pk", "sk"),
    },
    own={
        "PersonalDataTable": {
            **LASTING,
            "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
            "AttributeDefinitions": attributes(pk="S", sk="S", reference="S", due_bucket="S", due_at="S"),
            "GlobalSecondaryIndexes": [index("by_reference", "reference"), index("by_due", "due_bucket", "due_at")],
        },
        "LedgerTable": {
            **LASTING,
            "AttributeDefinitions": attributes(pk="S", sk="S", day="S", happened_at="N"),
            "GlobalSecondaryIndexes": [index("by_day", "day", "happened_at")],
        },
        "CourseTable": {**LASTING, "AttributeDefinitions": attributes(pk="S", sk="S")},
        # Hashes and sessions of hours: no copy of them is left, and their loss would let somebody send a form twice, or let
        # staff sign in once more.
        "GuardTable": {**PASSING, "AttributeDefinitions": attributes(pk="S"), "KeySchema": keys("pk")},
        "SessionTable": {**PASSING, "AttributeDefinitions": attributes(pk="S", sk="S")},
    },
)

SECRETS = Kind(
    shared={**OF_PERSONS, "KmsKeyId": OUR_KEY},
    own={
        "KeysSecret": {"GenerateSecretString": {"PasswordLength": 64, "ExcludePunctuation": True}},
        # Filled by the operators' command, from the master key.
        **{group.secret: {"SecretString": "{}"} for group in KeyGroup},
        # Filled in by hand: nothing that opens anything is in the template.
        "PaymentSecret": {"SecretString": "{}"},
        "DeskSecret": {"SecretString": "{}"},
    },
)

# Copies of identity documents: no versions, nobody else's, gone after 14 days at the very latest (P19).
BUCKETS = Kind(
    own={
        "ProofBucket": {
            "DeletionPolicy": "Delete",
            "UpdateReplacePolicy": "Delete",
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [
                    {
                        "BucketKeyEnabled": True,
                        "ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": OUR_KEY},
                    }
                ]
            },
            "PublicAccessBlockConfiguration": dict.fromkeys(
                ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
            ),
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "LifecycleConfiguration": {
                "Rules": [
                    {
                        "Id": "Forget",
                        "Status": "Enabled",
                        "ExpirationInDays": 14,
                        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
                    }
                ]
            },
            "CorsConfiguration": {
                "CorsRules": [
                    {
                        "AllowedMethods": ["POST"],
                        "AllowedOrigins": [ref("PublicUrl")],
                        "AllowedHeaders": ["content-type"],
                        "MaxAge": 600,
                    }
                ]
            },
        }
    },
)
OVER_TLS = {
    "Sid": "OnlyOverTls",
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": [attribute("ProofBucket"), written("${ProofBucket.Arn}/*")],
    "Condition": {"Bool": {"aws:SecureTransport": False}},
}
BUCKET_POLICIES = Kind(
    own={
        "ProofBucketPolicy": {
            "Bucket": ref("ProofBucket"),
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [OVER_TLS]},
        }
    }
)

QUEUES = Kind(
    shared={"KmsMasterKeyId": ref("DataKey")},
    own={
        # A mail is given up after 8 tries of 180 seconds, a payment after five hours.
        "MailQueue": {
            "VisibilityTimeout": 180,
            "MessageRetentionPeriod": FOUR_DAYS,
            "RedrivePolicy": {"deadLetterTargetArn": attribute("MailDeadLetterQueue"), "maxReceiveCount": 8},
        },
        "PaymentQueue": {
            "DelaySeconds": 30,
            "VisibilityTimeout": 180,
            "MessageRetentionPeriod": FOUR_DAYS,
            "RedrivePolicy": {"deadLetterTargetArn": attribute("PaymentDeadLetterQueue"), "maxReceiveCount": 100},
        },
        **{f"{name}DeadLetterQueue": END_OF_LINE for name in ("Relay", "Mail", "Payment", "Sweep", "Escalation")},
    },
)


def left_by_schedule(policy: str) -> Json:
    """Return what a schedule may do: leave what it could not start, and from this account alone."""
    queue = policy.removesuffix("Policy") + "Queue"
    statement = {
        "Sid": "ScheduleLeavesWhatItCouldNotStart",
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": attribute(queue),
        "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
    }
    return {"Queues": [ref(queue)], "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}


QUEUE_POLICIES = Kind(of_each=left_by_schedule, own={"SweepDeadLetterPolicy": {}, "EscalationDeadLetterPolicy": {}})


def of_function(name: str) -> Json:
    return {
        "CodeUri": f"functions/{folder_of(name)}/",
        "LoggingConfig": {"LogGroup": ref(f"{name.removesuffix('Function')}Logs")},
    }


def not_tried_again(queue: str) -> Json:
    """Return how a schedule's run ends that failed: the next run does its work."""
    return {
        "MaximumRetryAttempts": 0,
        "DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": attribute(f"{queue}DeadLetterQueue")}},
    }


FUNCTIONS = Kind(
    shared=BUILT,
    of_each=of_function,
    judged_by={"Environment": "test_access", "Policies": "test_access", "Events": "test_access"},
    own={
        # Somebody waits: API Gateway gives up after 30 seconds, Mollie after 15.
        "ShowEnrollmentFunction": {"Timeout": 15},
        "ReceivePaymentWebhookFunction": {"Timeout": 14},
        "ServeDeskFunction": {"MemorySize": 1024, "Layers": [ref("DeskLayer")]},
        **{f"{name}Function": {"Timeout": 30} for name in ("RelayOutbox", "CreatePayment", "SendMail")},
        "SweepPaymentsFunction": {"Timeout": 300, "EventInvokeConfig": not_tried_again("Sweep")},
        "EscalateDueRequestsFunction": {"Timeout": 300, "EventInvokeConfig": not_tried_again("Escalation")},
    },
)
LAYERS = Kind(
    shared={
        **BUILT,
        "CompatibleRuntimes": ["python3.13"],
        "CompatibleArchitectures": [ref("Architecture")],
        "RetentionPolicy": "Delete",
    },
    own={"LoketLayer": {"ContentUri": "layers/loket/"}, "DeskLayer": {"ContentUri": "layers/desk/"}},
)
# Encrypted, and gone in a month.
LOGS = Kind(shared={"RetentionInDays": 30, "KmsKeyId": OUR_KEY})

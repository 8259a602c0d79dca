"""What must hold for the key, the API, the sign-in of staff and the alarms: the rest of the table of resources."""

from __future__ import annotations

from tests.architecture.kind import OF_PERSONS, WITH_POOL, Json, Kind, attribute, ref, written
from tests.architecture.resources import (
    BUCKET_POLICIES,
    BUCKETS,
    FUNCTIONS,
    LAYERS,
    LOGS,
    QUEUE_POLICIES,
    QUEUES,
    SECRETS,
    TABLES,
)

ENCRYPTING = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey"]
IN_OUR_LOGS = written("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:*")
MAY_USE_THE_KEY = [
    {
        "Sid": "AccountAdministersTheKey",
        "Effect": "Allow",
        "Principal": {"AWS": written("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")},
        "Action": "kms:*",
        "Resource": "*",
    },
    {
        "Sid": "LogsEncryptTheirGroups",
        "Effect": "Allow",
        "Principal": {"Service": written("logs.${AWS::Region}.amazonaws.com")},
        "Action": ENCRYPTING,
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": IN_OUR_LOGS}},
    },
    {
        "Sid": "AlarmsReachTheirTopic",
        "Effect": "Allow",
        "Principal": {"Service": ["cloudwatch.amazonaws.com", "events.amazonaws.com"]},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": "*",
    },
]
KEYS = Kind(
    own={
        "DataKey": {
            **OF_PERSONS,
            "EnableKeyRotation": True,
            "KeyPolicy": {"Version": "2012-10-17", "Statement": MAY_USE_THE_KEY},
        }
    }
)

CORS = {
    "AllowOrigins": {"Fn::Split": [",", ref("AllowedOrigins")]},
    "AllowMethods": ["GET", "POST"],
    "AllowHeaders": ["content-type", "idempotency-key", "accept-language"],
    "ExposeHeaders": ["retry-after"],
    "MaxAge": 600,
}
# No address, no user agent, no path, no query: a reference in a link is enough to find a person.
LOGGED = {"request": "requestId", "route": "routeKey", "status": "status", "latency": "responseLatency"}
APIS = Kind(
    own={
        "Api": {
            "StageName": "$default",
            "CorsConfiguration": {"Fn::If": ["IsProduction", CORS, CORS]},
            "DefaultRouteSettings": {
                "ThrottlingBurstLimit": 50,
                "ThrottlingRateLimit": 25,
                "DetailedMetricsEnabled": True,
            },
            "AccessLogSettings": {
                "DestinationArn": attribute("ApiLogs"),
                "Format": "{" + ",".join(f'"{name}":"$context.{what}"' for name, what in LOGGED.items()) + "}",
            },
        }
    }
)

# A second factor, nobody who signs up, and nothing that outlives the session at the desk.
POOLS = Kind(
    own={
        "StaffPool": {
            **OF_PERSONS,
            **WITH_POOL,
            "UserPoolName": written("${AWS::StackName}-staff"),
            "DeletionProtection": {"Fn::If": ["IsProduction", "ACTIVE", "INACTIVE"]},
            "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True},
            "MfaConfiguration": "ON",
            "EnabledMfas": ["SOFTWARE_TOKEN_MFA"],
            "UsernameAttributes": ["email"],
            "AutoVerifiedAttributes": ["email"],
            "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
            "Policies": {"PasswordPolicy": {"MinimumLength": 14, "TemporaryPasswordValidityDays": 3}},
            "Schema": [{"Name": "name", "AttributeDataType": "String", "Mutable": True, "Required": True}],
        }
    }
)
DOMAINS = Kind(
    shared={**WITH_POOL, "UserPoolId": ref("StaffPool"), "Domain": written("${AWS::StackName}-${AWS::AccountId}")},
)
CLIENTS = Kind(
    own={
        "StaffClient": {
            **WITH_POOL,
            "UserPoolId": ref("StaffPool"),
            "ClientName": "desk",
            "GenerateSecret": False,
            "AllowedOAuthFlowsUserPoolClient": True,
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": ["openid", "profile", "email"],
            "SupportedIdentityProviders": ["COGNITO"],
            "CallbackURLs": [written("${PublicUrl}/desk/sign-in/callback")],
            "LogoutURLs": [written("${PublicUrl}/desk/signed-out")],
            "PreventUserExistenceErrors": "ENABLED",
            "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
            "IdTokenValidity": 5,
            "AccessTokenValidity": 5,
            "RefreshTokenValidity": 60,
            "TokenValidityUnits": dict.fromkeys(("IdToken", "AccessToken", "RefreshToken"), "minutes"),
        }
    }
)
ROLES = {"HandlerGroup": "handler", "PrivacyOfficerGroup": "privacy_officer", "AuditorGroup": "auditor"}
GROUPS = Kind(
    shared={**WITH_POOL, "UserPoolId": ref("StaffPool")},
    own={name: {"GroupName": role} for name, role in ROLES.items()},
)

TOPICS = Kind(
    own={
        "AlarmTopic": {
            "KmsMasterKeyId": ref("DataKey"),
            "Subscription": [{"Protocol": "email", "Endpoint": ref("AlarmMail")}],
        }
    }
)

# What every alarm is, unless it says otherwise: the first failure within five minutes is heard, and so is its end.
HEARD = {
    "Namespace": "AWS/Lambda",
    "Statistic": "Sum",
    "Period": 300,
    "EvaluationPeriods": 1,
    "ComparisonOperator": "GreaterThanThreshold",
    "Threshold": 0,
    "TreatMissingData": "notBreaching",
    "AlarmActions": [ref("AlarmTopic")],
    "OKActions": [ref("AlarmTopic")],
}
# No news is the alarm: not one run within so many seconds.
SILENT = {
    "MetricName": "Invocations",
    "ComparisonOperator": "LessThanThreshold",
    "Threshold": 1,
    "TreatMissingData": "breaching",
}
OF_QUEUES = {"Namespace": "AWS/SQS", "Statistic": "Maximum"}


def watching(name: str, value: Json) -> Json:
    return {"Dimensions": [{"Name": name, "Value": value}]}


def on_function(name: str) -> Json:
    return watching("FunctionName", ref(name))


def on_queue(name: str) -> Json:
    return watching("QueueName", attribute(name, "QueueName"))


def of_alarm(name: str) -> Json:
    """Return what an alarm watches, as its name says it."""
    for metric in ("Errors", "Throttles"):
        if name.endswith(metric):
            return {"MetricName": metric, **on_function(name.removesuffix(metric) + "Function")}
    if name.endswith("DeadLetters"):
        queue = name.removesuffix("DeadLetters") + "DeadLetterQueue"
        return {**OF_QUEUES, "MetricName": "ApproximateNumberOfMessagesVisible", **on_queue(queue)}
    return {}


WAITING = {**OF_QUEUES, "MetricName": "ApproximateAgeOfOldestMessage"}
ALARMS = Kind(
    shared=HEARD,
    of_each=of_alarm,
    words=frozenset({"AlarmDescription"}),
    own={
        "ApiFailures": {"Namespace": "AWS/ApiGateway", "MetricName": "5xx", **watching("ApiId", ref("Api"))},
        "PaymentsNotSwept": {**SILENT, **on_function("SweepPaymentsFunction"), "Period": 3600},
        "RequestsNotEscalated": {**SILENT, **on_function("EscalateDueRequestsFunction"), "Period": 7200},
        # In seconds; of the stream in milliseconds.
        "MailsWaiting": {**WAITING, **on_queue("MailQueue"), "Threshold": 600},
        "PaymentsWaiting": {**WAITING, **on_queue("PaymentQueue"), "Threshold": 1800},
        "EffectsWaiting": {
            "MetricName": "IteratorAge",
            "Statistic": "Maximum",
            **on_function("RelayOutboxFunction"),
            "Threshold": 300_000,
        },
    },
)

KINDS = {
    "AWS::CloudWatch::Alarm": ALARMS,
    "AWS::Cognito::UserPool": POOLS,
    "AWS::Cognito::UserPoolClient": CLIENTS,
    "AWS::Cognito::UserPoolDomain": DOMAINS,
    "AWS::Cognito::UserPoolGroup": GROUPS,
    "AWS::DynamoDB::Table": TABLES,
    "AWS::KMS::Key": KEYS,
    "AWS::Logs::LogGroup": LOGS,
    "AWS::S3::Bucket": BUCKETS,
    "AWS::S3::BucketPolicy": BUCKET_POLICIES,
    "AWS::SNS::Topic": TOPICS,
    "AWS::SQS::Queue": QUEUES,
    "AWS::SQS::QueuePolicy": QUEUE_POLICIES,
    "AWS::SecretsManager::Secret": SECRETS,
    "AWS::Serverless::Function": FUNCTIONS,
    "AWS::Serverless::HttpApi": APIS,
    "AWS::Serverless::LayerVersion": LAYERS,
}

"""Each function is started by what should start it, is told what it must know, may do what it does, and nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

from loket.core.key_group import KeyGroup

from tests.architecture.access import GRANTS, JOBS, VARIABLES
from tests.architecture.kind import attribute, ref
from tests.template import FUNCTION, properties, resources

type Json = dict[str, Any]

FUNCTIONS = {name.removesuffix("Function"): one["Properties"] for name, one in resources(FUNCTION).items()}
# What nobody does in a request, not even by a ready-made policy.
NEVER = {"Scan", "BatchWriteItem", "DeleteTable", "UpdateTable", "PartiQLSelect", "ExportTableToPointInTime"}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statements(name: str) -> list[Json]:
    """Return the statements of a function's policies, with their actions and resources as lists."""
    found = [one for policy in FUNCTIONS[name].get("Policies", []) for one in policy["Statement"]]
    return [{**one, "Action": as_list(one["Action"]), "Resource": as_list(one["Resource"])} for one in found]


def actions_on(name: str, resource: str) -> set[str]:
    """Return what a function may do to a resource of the template."""
    touching = [one for one in statements(name) if any(resource in str(target) for target in one["Resource"])]
    return {action for one in touching for action in one["Action"]}


# Whoever anybody may send a form to, without a link of their own: read from what starts them.
PUBLIC = {name for name, job in JOBS.items() if any(one.startswith("POST") and "{" not in one for one in job.routes)} - {
    "ReceivePaymentWebhook"
}


def test_every_function_has_its_job_and_every_job_a_function() -> None:
    assert set(FUNCTIONS) == set(JOBS)


def test_every_function_may_do_what_its_job_names_and_nothing_else() -> None:
    """Each policy is written out: a ready-made one, such as DynamoDBCrudPolicy, lets a function scan and delete."""
    for name, job in JOBS.items():
        assert all(set(policy) == {"Statement"} for policy in FUNCTIONS[name]["Policies"]), name
        assert statements(name) == [GRANTS[sid].write(sid) for sid in job.may.split()], name


def test_every_grant_is_exact_and_of_use() -> None:
    used = {sid for job in JOBS.values() for sid in job.may.split()}
    actions = [action for grant in GRANTS.values() for action in grant.actions.split()]

    assert used == set(GRANTS)
    assert [action for action in actions if "*" in action or action in NEVER] == []
    # A star only below the one folder of proofs, and for the identities from which one address may send.
    wide = {sid for sid, grant in GRANTS.items() if "*" in str(grant.on)}
    assert wide == {"TakeInAndDestroyProof", "ShowAndDestroyProof", "SendAsUs"}


def test_a_public_form_cannot_read_a_person_back_nor_send_nor_queue_anything() -> None:
    assert {"SubmitEnrollment", "SubmitContactMessage", "SubmitPrivacyRequest"} == PUBLIC
    for name in PUBLIC:
        # A check returns nothing of what it looks at.
        without_looking = {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:ConditionCheckItem"}
        assert actions_on(name, "PersonalDataTable") <= without_looking, name
        services = {action.partition(":")[0] for one in statements(name) for action in one["Action"]}
        assert services == {"dynamodb", "secretsmanager", "kms"}, name
        here = [one for one in statements(name) if one["Resource"] == [attribute("PersonalDataTable")]]
        changing = [one for one in here if one["Action"] != ["dynamodb:ConditionCheckItem"]]
        assert [one["Condition"].get("StringEqualsIfExists") for one in changing] == [
            {"dynamodb:ReturnValues": "NONE"} for _ in changing
        ], name


# Of an index or the ledger by day nothing can be written, and staff find whatever there is.
READ_FREELY = {"FindByReferenceAndDueDate", "ReadLedger"}


def test_every_grant_on_a_table_names_the_partitions() -> None:
    """`ForAllValues` is true where a request names no key at all, so `Null` must say that it does (IAM user guide)."""
    free = set()
    for name in JOBS:
        for one in statements(name):
            if not any(action.startswith("dynamodb:") for action in one["Action"]):
                continue
            condition = one.get("Condition", {})
            if condition.get("Null") != {"dynamodb:LeadingKeys": "false"} or "ForAllValues:StringLike" not in condition:
                free.add(one["Sid"])
                assert {action.partition(":")[2] for action in one["Action"]} <= {"Query", "BatchGetItem"}, one["Sid"]
    assert free == READ_FREELY


def test_no_function_reads_the_master_key_and_each_that_has_keys_one_group_of_them() -> None:
    secrets = {group.secret: group for group in KeyGroup}
    reading = {name: {one for one in ["KeysSecret", *secrets] if {"Ref": one} in targets_of(name)} for name in JOBS}

    assert {name: sorted(read) for name, read in reading.items() if read} == {
        "IssueChallenge": ["ChallengeKeysSecret"],
        "SubmitContactMessage": ["FormKeysSecret"],
        "SubmitPrivacyRequest": ["RightsKeysSecret"],
        "SubmitEnrollment": ["EnrollmentKeysSecret"],
        "ShowEnrollment": ["PageKeysSecret"],
        "CreatePayment": ["CheckoutKeysSecret"],
        "SendMail": ["LinkKeysSecret"],
        "ReceivePaymentWebhook": ["LedgerKeysSecret"],
        "SweepPayments": ["LedgerKeysSecret"],
        "EscalateDueRequests": ["LedgerKeysSecret"],
        "FollowPrivacyRequest": ["RequestKeysSecret"],
        "ServeDesk": ["DeskKeysSecret"],
    }
    assert set().union(*reading.values()) == set(secrets)


def targets_of(name: str) -> list[Json]:
    """Return all that a function's statements are about."""
    return [target for one in statements(name) for target in one["Resource"]]


def test_the_ledger_is_only_added_to() -> None:
    reading = {name: actions_on(name, "LedgerTable") - {"dynamodb:PutItem"} for name in JOBS}

    assert {name: actions for name, actions in reading.items() if actions} == {
        "ServeDesk": {"dynamodb:Query", "dynamodb:BatchGetItem"}
    }


def test_nothing_is_deleted_but_sessions_counts_and_copies_of_documents() -> None:
    found = [(name, one) for name in JOBS for one in statements(name)]
    deleting = {(name, one["Sid"]) for name, one in found if any("Delete" in action for action in one["Action"])}

    assert deleting == {
        ("ServeDesk", "KeepSessions"),
        ("ServeDesk", "CountSignIns"),
        ("ServeDesk", "ShowAndDestroyProof"),
        ("FollowPrivacyRequest", "TakeInAndDestroyProof"),
    }


def test_a_function_is_told_the_name_of_what_it_may_touch() -> None:
    for name in JOBS:
        told = {value.get("Ref") for value in given(name).values()}
        for kind in ("AWS::DynamoDB::Table", "AWS::SecretsManager::Secret", "AWS::S3::Bucket"):
            assert told & set(resources(kind)) == {one for one in resources(kind) if touches(name, one)}, name


def touches(name: str, resource: str) -> bool:
    """Return whether a function may do anything with a resource, whose name may be a part of another's."""
    return any(re.search(rf"(?<![A-Z])(?<!\w){resource}\b", str(target)) for target in targets_of(name))


def given(name: str) -> Json:
    """Return the variables that a function is given."""
    variables: Json = FUNCTIONS[name].get("Environment", {}).get("Variables", {})
    return variables


def test_a_variable_is_the_same_thing_wherever_it_is_given() -> None:
    told = [(name, variable, value) for name in JOBS for variable, value in given(name).items()]

    assert told
    # Of the keys each function is given those of its own group.
    others = [one for one in told if one[1] != "KEYS_SECRET"]
    assert [one for one in others if VARIABLES[one[1]] != one[2]] == []
    assert {variable for _, variable, _ in others} == set(VARIABLES)


def describe_start(event: Json) -> str:
    """Return what starts a function, in a few words."""
    given = event["Properties"]
    match event["Type"]:
        case "HttpApi":
            return f"{given['Method']} {given['Path']}"
        case "Schedule":
            return str(given["Schedule"])
        case "SQS":
            return str(given["Queue"]["Fn::GetAtt"]).removesuffix(".Arn")
    assert event["Type"] == "DynamoDB"
    return f"stream of {str(given['Stream']['Fn::GetAtt']).removesuffix('.StreamArn')}"


def test_every_function_is_started_by_what_its_job_says() -> None:
    starts = {name: [describe_start(event) for event in one["Events"].values()] for name, one in FUNCTIONS.items()}

    assert starts == {name: job.starts.split(", ") for name, job in JOBS.items()}


ONE_API = {"ApiId": ref("Api")}
PARTIAL = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}
NEW_EFFECTS = {"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "OUTBOX#"}]}}}}


def test_what_starts_a_function_says_nothing_else() -> None:
    """Above all not that it is switched off, nor that only a part of what comes in is handed over."""
    said = {
        (name, describe_start(event)): {part: value for part, value in event["Properties"].items() if part not in NAMED}
        for name, one in FUNCTIONS.items()
        for event in one["Events"].values()
    }
    routes = {key: ONE_API for key in said if " /" in key[1]}
    stream = said.pop(("RelayOutbox", "stream of PersonalDataTable"))

    assert said == {
        **routes,
        ("SendMail", "MailQueue"): {"BatchSize": 10, **PARTIAL},
        ("CreatePayment", "PaymentQueue"): {"BatchSize": 5, **PARTIAL},
        ("SweepPayments", "rate(15 minutes)"): {"DeadLetterConfig": {"Arn": attribute("SweepDeadLetterQueue")}},
        ("EscalateDueRequests", "rate(1 hour)"): {"DeadLetterConfig": {"Arn": attribute("EscalationDeadLetterQueue")}},
    }
    [pattern] = stream.pop("FilterCriteria")["Filters"]
    assert json.loads(pattern["Pattern"]) == NEW_EFFECTS
    assert stream == {
        "StartingPosition": "TRIM_HORIZON",
        "BatchSize": 100,
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": 10,
        "MaximumRecordAgeInSeconds": 43_200,
        **PARTIAL,
        "DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": attribute("RelayDeadLetterQueue")}},
    }


NAMED = {"Method", "Path", "Schedule", "Queue", "Stream"}


def test_a_message_outlives_the_function_that_handles_it() -> None:
    """AWS asks for a visibility time-out of six times the function's time-out."""
    handled = {job.starts: properties(f"{name}Function")["Timeout"] for name, job in JOBS.items() if "Queue" in job.starts}

    assert set(handled) == {"MailQueue", "PaymentQueue"}
    assert {queue: properties(queue)["VisibilityTimeout"] >= 6 * time for queue, time in handled.items()} == dict.fromkeys(
        handled, True
    )

"""Each function may do what it does and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.template import FUNCTION, resources

FORMS = ("SubmitEnrollmentFunction", "SubmitContactMessageFunction")
SETTLING = {"ShowEnrollmentFunction", "CreatePaymentFunction", "ReceivePaymentWebhookFunction", "SweepPaymentsFunction"}
FOLLOW = "FollowPrivacyRequestFunction"
FUNCTIONS = sorted(resources(FUNCTION))
DESK = "ServeDeskFunction"
NEVER = {"Scan", "BatchWriteItem", "DeleteTable", "UpdateTable", "PartiQLSelect", "ExportTableToPointInTime"}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statements(name: str) -> list[dict[str, Any]]:
    """Return the statements of a function's policies."""
    policies = resources(FUNCTION)[name]["Properties"].get("Policies", [])
    return [statement for policy in policies for statement in policy["Statement"]]


def actions_on(name: str, resource: str) -> set[str]:
    """Return what a function may do to a resource of the template."""
    return {
        action
        for statement in statements(name)
        for action in as_list(statement["Action"])
        if any(resource in str(target) for target in as_list(statement["Resource"]))
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_policy_is_written_out(name: str) -> None:
    """A ready-made policy such as DynamoDBCrudPolicy lets a function scan and delete."""
    policies = resources(FUNCTION)[name]["Properties"].get("Policies", [])

    assert all(isinstance(policy, dict) and set(policy) == {"Statement"} for policy in policies)
    assert all(statement["Effect"] == "Allow" and statement["Sid"] for statement in statements(name))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_action_is_exact(name: str) -> None:
    actions = [action for statement in statements(name) for action in as_list(statement["Action"])]

    assert actions
    assert not [action for action in actions if "*" in action]
    assert not [action for action in actions if action.partition(":")[2] in NEVER]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_resource_is_one_of_ours(name: str) -> None:
    targets = [target for statement in statements(name) for target in as_list(statement["Resource"])]

    assert all(isinstance(target, dict) for target in targets)
    assert all("identity/" in str(target) or "/proofs/*" in str(target) for target in targets if "*" in str(target))


def test_mail_is_sent_from_one_address_only() -> None:
    every = [statement for name in FUNCTIONS for statement in statements(name)]
    sending = [statement for statement in every if "ses:SendEmail" in as_list(statement["Action"])]

    assert sending
    assert all(statement["Condition"] == {"StringEquals": {"ses:FromAddress": {"Ref": "MailFrom"}}} for statement in sending)


@pytest.mark.parametrize("name", FORMS)
def test_a_public_form_cannot_read_a_person_back(name: str) -> None:
    assert actions_on(name, "PersonalDataTable") <= {"dynamodb:PutItem", "dynamodb:UpdateItem"}
    updating = [statement for statement in statements(name) if "PersonalDataTable" in str(statement["Resource"])]
    for statement in updating:
        if "dynamodb:UpdateItem" in as_list(statement["Action"]):
            assert statement["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["PAYMENT#*"]}}


@pytest.mark.parametrize("name", FORMS)
def test_a_public_form_cannot_send_or_queue_anything(name: str) -> None:
    actions = {action.partition(":")[0] for statement in statements(name) for action in as_list(statement["Action"])}

    assert actions == {"dynamodb", "secretsmanager", "kms"}


def test_only_who_tells_people_settles_payments_or_reminds_reads_about_them() -> None:
    reading = {name for name in FUNCTIONS if "dynamodb:GetItem" in actions_on(name, "PersonalDataTable")}

    assert reading == {"SendMailFunction", "EscalateDueRequestsFunction", FOLLOW, DESK, *SETTLING}


def test_people_are_found_by_an_index_of_keys_alone() -> None:
    querying = {name for name in FUNCTIONS if "dynamodb:Query" in actions_on(name, "PersonalDataTable")}

    assert querying == {"ShowEnrollmentFunction", "SweepPaymentsFunction", "EscalateDueRequestsFunction", FOLLOW, DESK}
    # In a person's own partition their page reads the steps of a request, and the desk all that is kept about them too.
    for name in querying - {FOLLOW, DESK}:
        [found] = [statement for statement in statements(name) if "dynamodb:Query" in as_list(statement["Action"])]
        assert "/index/by_" in str(found["Resource"])
    indexes = resources("AWS::DynamoDB::Table")["PersonalDataTable"]["Properties"]["GlobalSecondaryIndexes"]
    assert all(index["Projection"]["NonKeyAttributes"] == ["expires_at"] for index in indexes)


def test_the_ledger_is_only_added_to() -> None:
    assert all(actions_on(name, "LedgerTable") <= {"dynamodb:PutItem"} for name in FUNCTIONS if name != DESK)
    assert actions_on(DESK, "LedgerTable") == {"dynamodb:PutItem", "dynamodb:Query", "dynamodb:BatchGetItem"}


def test_nothing_is_deleted_but_sessions_and_copies_of_documents() -> None:
    found = [(name, statement) for name in FUNCTIONS for statement in statements(name)]
    deleting = [(name, one) for name, one in found if any("Delete" in action for action in as_list(one["Action"]))]

    assert {(name, str(statement["Resource"])) for name, statement in deleting} == {
        (DESK, "{'Fn::GetAtt': 'GuardTable.Arn'}"),
        (DESK, "{'Fn::Sub': '${ProofBucket.Arn}/proofs/*'}"),
        (FOLLOW, "{'Fn::Sub': '${ProofBucket.Arn}/proofs/*'}"),
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_a_function_may_do_to_a_table_it_is_told_the_name_of(name: str) -> None:
    variables = resources(FUNCTION)[name]["Properties"].get("Environment", {}).get("Variables", {})
    told = {value.get("Ref") for value in variables.values()} & set(resources("AWS::DynamoDB::Table"))

    assert told == {table for table in resources("AWS::DynamoDB::Table") if actions_on(name, table)}

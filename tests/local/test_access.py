"""The local stand-in for IAM judges as AWS does: what no statement allows is denied."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.access.demand import Demand, Places, read_demands
from local.access.role import PolicyNotUnderstood, read_role

type Json = dict[str, Any]

PLACES = Places(
    names={"loket-People-1": "People", "loket-keys": "Keys", "http://queue/Mail": "Mail", "proofs-1": "Proofs"},
    partitions={"People": "pk", "People/index/by_due": "due_bucket"},
)
KEY = {"pk": {"S": "PERSON#a"}, "sk": {"S": "x"}}
LEADING = "dynamodb:LeadingKeys"


def allow(actions: object, resources: object, **condition: Json) -> Json:
    """Return a function with one statement."""
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources, "Condition": condition}
    return {"Properties": {"Policies": [{"Statement": [statement]}]}}


def ask(operation: str, **body: Any) -> list[Demand]:
    """Return what a request to a table asks for."""
    return list(read_demands("dynamodb", operation, json.dumps(body).encode(), PLACES))


def test_each_request_says_which_partitions_it_is_about() -> None:
    table = {"TableName": "loket-People-1"}
    other = {"pk": {"S": "PERSON#b"}, "sk": {"S": "x"}}
    query = {
        "KeyConditionExpression": "#due = :bucket AND due_at <= :now",
        "ExpressionAttributeNames": {"#due": "due_bucket"},
    }
    values = {":bucket": {"S": "REQUEST#1"}, ":now": {"S": "2026"}}
    one, both = {LEADING: ("PERSON#a",)}, {LEADING: ("PERSON#a", "PERSON#b")}

    assert ask("PutItem", **table, Item=KEY) == [Demand("dynamodb:PutItem", "People", one)]
    assert ask("DeleteItem", **table, Key=KEY) == [Demand("dynamodb:DeleteItem", "People", one)]
    assert ask("UpdateItem", **table, Key=KEY, ReturnValues="ALL_OLD") == [
        Demand("dynamodb:UpdateItem", "People", {**one, "dynamodb:ReturnValues": ("ALL_OLD",)})
    ]
    assert ask("Query", **table, IndexName="by_due", **query, ExpressionAttributeValues=values) == [
        Demand("dynamodb:Query", "People/index/by_due", {LEADING: ("REQUEST#1",)})
    ]
    assert ask("Scan", **table) == [Demand("dynamodb:Scan", "People", {})]
    assert ask("BatchGetItem", RequestItems={"loket-People-1": {"Keys": [KEY, other]}}) == [
        Demand("dynamodb:BatchGetItem", "People", both)
    ]
    writes = [{"PutRequest": {"Item": KEY}}, {"DeleteRequest": {"Key": other}}]
    assert ask("BatchWriteItem", RequestItems={"loket-People-1": writes}) == [
        Demand("dynamodb:BatchWriteItem", "People", both)
    ]
    members = [{"Put": {**table, "Item": KEY}}, {"ConditionCheck": {**table, "Key": other}}]
    assert ask("TransactWriteItems", TransactItems=members) == [
        Demand("dynamodb:PutItem", "People", one),
        Demand("dynamodb:ConditionCheckItem", "People", {LEADING: ("PERSON#b",)}),
    ]
    assert ask("ExecuteStatement", Statement="...") == [Demand("dynamodb:ExecuteStatement", "", {})]


@pytest.mark.parametrize(
    ("service", "operation", "body", "asked"),
    [
        ("secretsmanager", "GetSecretValue", {"SecretId": "loket-keys"}, ("secretsmanager:GetSecretValue", "Keys")),
        ("sqs", "SendMessage", {"QueueUrl": "http://queue/Mail"}, ("sqs:SendMessage", "Mail")),
        ("s3", "HEAD /proofs-1/proofs/a.jpg", {}, ("s3:GetObject", "Proofs/proofs/a.jpg")),
        ("s3", "DELETE /proofs-1/proofs/a.jpg", {}, ("s3:DeleteObject", "Proofs/proofs/a.jpg")),
        ("s3", "GET /proofs-1", {}, ("s3:ListBucket", "Proofs")),
        ("kms", "Decrypt", {}, ("kms:Decrypt", "")),
    ],
)
def test_the_other_services_say_what_it_is_about(service: str, operation: str, body: Json, asked: tuple[str, str]) -> None:
    [demand] = read_demands(service, operation, json.dumps(body).encode(), PLACES)

    assert (demand.action, demand.resource) == asked


@pytest.mark.parametrize(
    ("condition", "leading", "allowed"),
    [
        # Without a key in the request ForAllValues alone lets everything through.
        ({"ForAllValues:StringLike": {LEADING: ["PERSON#*"]}}, (), True),
        ({"ForAllValues:StringLike": {LEADING: ["PERSON#*"]}, "Null": {LEADING: "false"}}, (), False),
        ({"ForAllValues:StringLike": {LEADING: ["PERSON#*"]}, "Null": {LEADING: "false"}}, ("PERSON#a", "PERSON#b"), True),
        ({"ForAllValues:StringLike": {LEADING: ["PERSON#*"]}, "Null": {LEADING: "false"}}, ("PERSON#a", "SESSION#b"), False),
        ({"ForAllValues:StringLike": {LEADING: ["A#?", "B"]}}, ("A#1", "B"), True),
        ({"ForAllValues:StringLike": {LEADING: ["A#?", "B"]}}, ("A#12",), False),
        ({"ForAllValues:StringLike": {LEADING: ["A.*"]}}, ("AxB",), False),
        ({"StringEqualsIfExists": {LEADING: "B"}}, (), True),
        ({"StringEqualsIfExists": {LEADING: "B"}}, ("A",), False),
        ({"StringEquals": {LEADING: {"Ref": "Parameter"}}}, ("B",), True),
        ({"StringEquals": {LEADING: "B"}}, (), False),
    ],
)
def test_a_condition_holds_as_it_does_at_aws(condition: Json, leading: tuple[str, ...], *, allowed: bool) -> None:
    role = read_role(allow("dynamodb:PutItem", {"Fn::GetAtt": ["People", "Arn"]}, **condition), {"Parameter": "B"})

    assert role.allows(Demand("dynamodb:PutItem", "People", {LEADING: leading} if leading else {})) is allowed


def test_a_statement_is_about_its_own_actions_and_resources() -> None:
    index = {"Fn::Sub": "${People.Arn}/index/*"}
    role = read_role(allow(["dynamodb:Query", "dynamodb:Get*"], [index, {"Fn::GetAtt": "Courses.Arn"}]), {})

    asked = [("Query", "People/index/by_due"), ("GetItem", "Courses"), ("Query", "People"), ("PutItem", "Courses")]
    assert [role.allows(Demand(f"dynamodb:{action}", on)) for action, on in asked] == [True, True, False, False]


def test_without_a_policy_nothing_is_allowed() -> None:
    assert not read_role({"Properties": {}}, {}).allows(Demand("dynamodb:GetItem", "People"))


def test_what_is_not_judged_here_is_refused_at_the_start() -> None:
    """A condition that was passed over would let through what AWS denies."""
    denying = allow("dynamodb:*", "*")
    denying["Properties"]["Policies"][0]["Statement"][0]["Effect"] = "Deny"
    for function in (denying, allow("dynamodb:*", "*", StringNotLike={LEADING: "x"}), allow("x:y", {"Fn::Join": []})):
        with pytest.raises(PolicyNotUnderstood):
            read_role(function, {})

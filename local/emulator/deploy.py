"""Deploy template.yaml into a fresh emulator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from local.emulator.archive import pack_function, pack_layer
from local.emulator.deployment import Deployment, Table
from local.emulator.repair import repair_template
from local.emulator.template import (
    HTTP_API,
    SERVERLESS_FUNCTION,
    SERVERLESS_LAYER,
    TABLE,
    choose_parameters,
    find_resources,
    name_folders,
    point_functions,
    read_template,
    transform_template,
    write_template,
)
from local.errors import CannotStart
from local.settings import REGION, STACK_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from local.emulator.aws import AwsClients
    from local.settings import Settings

type Json = dict[str, Any]

CODE_BUCKET = "loket-code"
TEMPLATE_KEY = "template.json"


@dataclass(frozen=True)
class Surroundings:
    """What a deployment is told of the rest of this machine: where AWS and payment providers are, more parameters."""

    aws_url: str
    payments_url: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


class DeploymentFailed(CannotStart):
    """The emulator could not create the stack."""


def deploy(aws: AwsClients, settings: Settings, surroundings: Surroundings) -> Deployment:
    """Create the stack in an empty emulator and return what came of it."""
    template = read_template(settings.project / "template.yaml")
    parameters = choose_parameters(template, settings, surroundings.parameters)
    plain = transform_template(template, parameters, CODE_BUCKET)
    upload_code(aws, settings, template)
    urls = {"aws_url": surroundings.aws_url, "payments_url": surroundings.payments_url}
    body = point_functions(repair_template(plain, settings), name_folders(template), **urls)
    create_stack(aws, body, parameters)
    deployment = Deployment(template, plain, parameters, read_ids(aws))
    deployment.api_hosts = dict(_name_hosts(aws, deployment))
    deployment.tables = {table.logical_id: table for table in _describe_tables(aws, deployment)}
    return deployment


def upload_code(aws: AwsClients, settings: Settings, template: Json) -> None:
    """Put the zip of every function and layer where the stack will look for it."""
    aws.files.create_bucket(Bucket=CODE_BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    for name, function in find_resources(template, SERVERLESS_FUNCTION):
        body = pack_function(settings.project / function["Properties"]["CodeUri"])
        aws.files.put_object(Bucket=CODE_BUCKET, Key=f"{name}.zip", Body=body)
    for name, layer in find_resources(template, SERVERLESS_LAYER):
        body = pack_layer(settings.project / layer["Properties"]["ContentUri"])
        aws.files.put_object(Bucket=CODE_BUCKET, Key=f"{name}.zip", Body=body)


def create_stack(aws: AwsClients, body: Json, parameters: dict[str, str]) -> None:
    """Create the stack and wait for it; raise with the reason when it fails.

    The template goes by way of a bucket: one over 51,200 bytes does not fit in the call (CloudFormation's quotas).
    """
    aws.files.put_object(Bucket=CODE_BUCKET, Key=TEMPLATE_KEY, Body=write_template(body))
    aws.stacks.create_stack(
        StackName=STACK_NAME,
        TemplateURL=f"https://s3.{REGION}.amazonaws.com/{CODE_BUCKET}/{TEMPLATE_KEY}",
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
    )
    waiter = aws.stacks.get_waiter("stack_create_complete")
    try:
        waiter.wait(StackName=STACK_NAME, WaiterConfig={"Delay": 0.2, "MaxAttempts": 600})
    except Exception as error:
        raise DeploymentFailed("; ".join(_find_reasons(aws))) from error


def _find_reasons(aws: AwsClients) -> Iterator[str]:
    events = aws.stacks.describe_stack_events(StackName=STACK_NAME)["StackEvents"]
    for event in reversed(events):
        if event["ResourceStatus"].endswith("_FAILED"):
            yield f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason')}"


def read_ids(aws: AwsClients) -> dict[str, str]:
    """Return the physical id of every resource by its logical id."""
    pages = aws.stacks.get_paginator("list_stack_resources").paginate(StackName=STACK_NAME)
    resources = [resource for page in pages for resource in page["StackResourceSummaries"]]
    return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in resources}


def _name_hosts(aws: AwsClients, deployment: Deployment) -> Iterator[tuple[str, str]]:
    port = aws.endpoint.rsplit(":", 1)[-1]
    for name, _ in find_resources(deployment.plain, HTTP_API):
        yield name, f"{deployment.ids[name]}.execute-api.localhost:{port}"


def _describe_tables(aws: AwsClients, deployment: Deployment) -> Iterator[Table]:
    for logical_id, _ in find_resources(deployment.plain, TABLE):
        name = deployment.ids[logical_id]
        table = aws.tables.describe_table(TableName=name)["Table"]
        key = tuple(part["AttributeName"] for part in table["KeySchema"])
        yield Table(logical_id, name, key, table.get("LatestStreamArn"))

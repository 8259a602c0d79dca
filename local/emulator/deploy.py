"""Deploy template.yaml into a fresh emulator, mend what it drops, and refuse to go on if that failed."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from local.emulator import template as blueprint
from local.emulator.archive import pack_function, pack_layer
from local.errors import CannotStart
from local.settings import REGION, STACK_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.emulator.aws import Cloud
    from local.settings import Setting

type Json = dict[str, Any]

CODE_BUCKET = "loket-code"
TEMPLATE_KEY = "template.json"


class DeploymentFailed(CannotStart):
    """The emulator could not create the stack."""


class NoRoutes(CannotStart):
    """The deployed HTTP API answers on no path at all."""


class RouteMissing(CannotStart):
    """The deployed HTTP API lacks a route that the template declares."""


class ExpiryNotEnabled(CannotStart):
    """A table would keep its items for ever, because its time to live is off."""


class RecoveryNotEnabled(CannotStart):
    """A table that must be restorable to a moment in time is not."""


class OriginsNotAllowed(CannotStart):
    """The HTTP API would refuse the website's own origin."""


@dataclass(frozen=True)
class Table:
    """A deployed table: its names, its key, and the stream of its changes."""

    logical_id: str
    name: str
    key: tuple[str, ...]
    stream: str | None


@dataclass
class Deployment:
    """What the emulator made of the template."""

    template: Json
    plain: Json
    parameters: dict[str, str]
    ids: dict[str, str]
    api_hosts: dict[str, str] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)

    def list_functions(self) -> dict[str, str]:
        """Return the physical name of the function in each folder."""
        folders = blueprint.name_folders(self.template)
        return {folder: self.ids[name] for name, folder in folders.items()}


def deploy(cloud: Cloud, setting: Setting, *, gateway: str, provider: str = "") -> Deployment:
    """Create the stack in an empty emulator and return what came of it."""
    template = blueprint.read_template(setting.project / "template.yaml")
    parameters = blueprint.choose_parameters(template, setting)
    plain = blueprint.transform_template(template, parameters, CODE_BUCKET)
    upload_code(cloud, setting, template)
    mended = blueprint.mend_blueprint(plain, setting)
    body = blueprint.point_functions(mended, gateway, blueprint.name_folders(template), provider=provider)
    create_stack(cloud, body, parameters)
    deployment = Deployment(template, plain, parameters, read_ids(cloud))
    deployment.api_hosts = dict(_name_hosts(cloud, deployment))
    deployment.tables = {table.logical_id: table for table in _describe_tables(cloud, deployment)}
    return deployment


def upload_code(cloud: Cloud, setting: Setting, template: Json) -> None:
    """Put the zip of every function and layer where the stack will look for it."""
    cloud.files.create_bucket(Bucket=CODE_BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    for name, function in blueprint.find_resources(template, blueprint.SERVERLESS_FUNCTION):
        body = pack_function(setting.project / function["Properties"]["CodeUri"])
        cloud.files.put_object(Bucket=CODE_BUCKET, Key=f"{name}.zip", Body=body)
    for name, layer in blueprint.find_resources(template, blueprint.SERVERLESS_LAYER):
        body = pack_layer(setting.project / layer["Properties"]["ContentUri"])
        cloud.files.put_object(Bucket=CODE_BUCKET, Key=f"{name}.zip", Body=body)


def create_stack(cloud: Cloud, body: Json, parameters: dict[str, str]) -> None:
    """Create the stack and wait for it; raise with the reason when it fails.

    The template goes by way of a bucket: one over 51,200 bytes does not fit in the call (CloudFormation's quotas).
    """
    cloud.files.put_object(Bucket=CODE_BUCKET, Key=TEMPLATE_KEY, Body=blueprint.write_blueprint(body))
    cloud.stacks.create_stack(
        StackName=STACK_NAME,
        TemplateURL=f"https://s3.{REGION}.amazonaws.com/{CODE_BUCKET}/{TEMPLATE_KEY}",
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
    )
    waiter = cloud.stacks.get_waiter("stack_create_complete")
    try:
        waiter.wait(StackName=STACK_NAME, WaiterConfig={"Delay": 0.2, "MaxAttempts": 600})
    except Exception as error:
        raise DeploymentFailed("; ".join(_find_reasons(cloud))) from error


def _find_reasons(cloud: Cloud) -> Iterator[str]:
    events = cloud.stacks.describe_stack_events(StackName=STACK_NAME)["StackEvents"]
    for event in reversed(events):
        if event["ResourceStatus"].endswith("_FAILED"):
            yield f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason')}"


def read_ids(cloud: Cloud) -> dict[str, str]:
    """Return the physical id of every resource by its logical id."""
    pages = cloud.stacks.get_paginator("list_stack_resources").paginate(StackName=STACK_NAME)
    found = [resource for page in pages for resource in page["StackResourceSummaries"]]
    return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in found}


def _name_hosts(cloud: Cloud, deployment: Deployment) -> Iterator[tuple[str, str]]:
    port = cloud.endpoint.rsplit(":", 1)[-1]
    for name, _ in blueprint.find_resources(deployment.plain, blueprint.HTTP_API):
        yield name, f"{deployment.ids[name]}.execute-api.localhost:{port}"


def _describe_tables(cloud: Cloud, deployment: Deployment) -> Iterator[Table]:
    for logical_id, _ in blueprint.find_resources(deployment.plain, blueprint.TABLE):
        name = deployment.ids[logical_id]
        table = cloud.tables.describe_table(TableName=name)["Table"]
        key = tuple(part["AttributeName"] for part in table["KeySchema"])
        yield Table(logical_id, name, key, table.get("LatestStreamArn"))


def mend_deployment(cloud: Cloud, deployment: Deployment, origins: tuple[str, ...]) -> None:
    """Set what CloudFormation said and the emulator did not do."""
    for name, table in blueprint.find_resources(deployment.plain, blueprint.TABLE):
        _mend_table(cloud, deployment.ids[name], table["Properties"])
    for name, cors in blueprint.read_cors(deployment.plain, origins).items():
        cloud.apis.update_api(ApiId=deployment.ids[name], CorsConfiguration=cors)
    if sender := parseaddr(deployment.parameters.get("MailFrom", ""))[1]:
        cloud.mails.create_email_identity(EmailIdentity=sender)


def _mend_table(cloud: Cloud, name: str, properties: Json) -> None:
    if expiry := properties.get("TimeToLiveSpecification"):
        cloud.tables.update_time_to_live(TableName=name, TimeToLiveSpecification=expiry)
    if recovery := properties.get("PointInTimeRecoverySpecification"):
        cloud.tables.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)


def check_deployment(cloud: Cloud, deployment: Deployment, origins: tuple[str, ...]) -> None:
    """Raise unless every promise that the emulator is known to drop is kept after all."""
    check_routes(cloud, deployment)
    check_tables(cloud, deployment)
    check_origins(cloud, deployment, origins)


def check_routes(cloud: Cloud, deployment: Deployment) -> None:
    """Raise unless each HTTP API has every route of its template, and at least one."""
    for name, api in blueprint.find_resources(deployment.plain, blueprint.HTTP_API):
        expected = blueprint.list_route_keys(api["Properties"].get("Body", {}))
        found = cloud.apis.get_routes(ApiId=deployment.ids[name], MaxResults="500")["Items"]
        if not found:
            raise NoRoutes(name)
        if missing := expected - {route["RouteKey"] for route in found}:
            raise RouteMissing(", ".join(sorted(missing)))


def check_tables(cloud: Cloud, deployment: Deployment) -> None:
    """Raise unless items expire in every table, and tables that must be restorable are."""
    for name, table in blueprint.find_resources(deployment.plain, blueprint.TABLE):
        physical = deployment.ids[name]
        expiry = cloud.tables.describe_time_to_live(TableName=physical)["TimeToLiveDescription"]
        if expiry["TimeToLiveStatus"] != "ENABLED":
            raise ExpiryNotEnabled(name)
        if "PointInTimeRecoverySpecification" in table["Properties"]:
            _check_recovery(cloud, name, physical)


def _check_recovery(cloud: Cloud, name: str, physical: str) -> None:
    answer = cloud.tables.describe_continuous_backups(TableName=physical)
    recovery = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    if recovery["PointInTimeRecoveryStatus"] != "ENABLED":
        raise RecoveryNotEnabled(name)


def check_origins(cloud: Cloud, deployment: Deployment, origins: tuple[str, ...]) -> None:
    """Raise unless each HTTP API with CORS settings lets our own website in."""
    for name in blueprint.read_cors(deployment.plain, origins):
        cors = cloud.apis.get_api(ApiId=deployment.ids[name]).get("CorsConfiguration", {})
        if missing := set(origins) - set(cors.get("AllowOrigins", [])):
            raise OriginsNotAllowed(", ".join(sorted(missing)))

"""Do what the emulator leaves out of the template: routes, CORS, time to live, point-in-time recovery, the mail sender.

It drops an HTTP API's OpenAPI `Body`, so its paths become routes and integrations. Stream mappings are left to
`local.emulator.stream`.
"""

from __future__ import annotations

from copy import deepcopy
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from local.emulator.template import HTTP_API, METHODS, TABLE, find_resources, find_stream_mappings, name_route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from local.emulator.aws import AwsClients
    from local.emulator.deployment import Deployment
    from local.settings import Settings

type Json = dict[str, Any]

SCHEDULES = ("AWS::Events::Rule", "AWS::Scheduler::Schedule")


def repair_template(plain: Json, settings: Settings) -> Json:
    """Return the template without what the emulator drops, mistakes, or must not do here."""
    repaired = deepcopy(plain)
    for name, api in list(find_resources(repaired, HTTP_API)):
        repaired["Resources"].update(_spell_out_routes(name, api["Properties"].pop("Body", {})))
    for name, _ in list(find_stream_mappings(repaired)):
        del repaired["Resources"][name]
    for _, schedule in find_resources(repaired, *SCHEDULES):
        if settings.schedules == "off":
            schedule["Properties"]["State"] = "DISABLED"
    return repaired


def _spell_out_routes(api: str, body: Json) -> Json:
    resources: Json = {}
    for path, operations in body.get("paths", {}).items():
        for method in METHODS:
            if integration := operations.get(method, {}).get("x-amazon-apigateway-integration"):
                resources.update(_spell_out_route(api, method, path, integration, len(resources)))
    return resources


def _spell_out_route(api: str, method: str, path: str, integration: Json, number: int) -> Json:
    integration_id = f"{api}Integration{number}"
    return {
        integration_id: {
            "Type": "AWS::ApiGatewayV2::Integration",
            "Properties": {
                "ApiId": {"Ref": api},
                "IntegrationType": "AWS_PROXY",
                "IntegrationUri": integration["uri"],
                "PayloadFormatVersion": integration.get("payloadFormatVersion", "2.0"),
            },
        },
        f"{api}Route{number}": {
            "Type": "AWS::ApiGatewayV2::Route",
            "Properties": {
                "ApiId": {"Ref": api},
                "RouteKey": name_route(method, path),
                "Target": {"Fn::Sub": f"integrations/${{{integration_id}}}"},
            },
        },
    }


def read_cors(plain: Json, origins: Sequence[str]) -> dict[str, Json]:
    """Return the CORS settings that the emulator drops, for each HTTP API that has any."""
    bodies = {name: api["Properties"].get("Body", {}) for name, api in find_resources(plain, HTTP_API)}
    cors = {name: body.get("x-amazon-apigateway-cors") for name, body in bodies.items()}
    return {name: _name_cors(written, origins) for name, written in cors.items() if written}


def _name_cors(cors: Json, origins: Sequence[str]) -> Json:
    # SAM keeps a block that is an intrinsic as it was written; both of its branches are the same.
    chosen = cors["Fn::If"][1] if "Fn::If" in cors else cors
    settings = {key[0].upper() + key[1:]: value for key, value in chosen.items() if key[0].isalpha()}
    return {**settings, "AllowOrigins": list(origins)}


def repair_deployment(aws: AwsClients, deployment: Deployment, origins: tuple[str, ...]) -> None:
    """Set what CloudFormation said and the emulator did not do."""
    for name, table in find_resources(deployment.plain, TABLE):
        _repair_table(aws, deployment.ids[name], table["Properties"])
    for name, cors in read_cors(deployment.plain, origins).items():
        aws.apis.update_api(ApiId=deployment.ids[name], CorsConfiguration=cors)
    if sender := parseaddr(deployment.parameters.get("MailFrom", ""))[1]:
        aws.mails.create_email_identity(EmailIdentity=sender)


def _repair_table(aws: AwsClients, name: str, properties: Json) -> None:
    if expiry := properties.get("TimeToLiveSpecification"):
        aws.tables.update_time_to_live(TableName=name, TimeToLiveSpecification=expiry)
    if recovery := properties.get("PointInTimeRecoverySpecification"):
        aws.tables.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)

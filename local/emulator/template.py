"""Turn template.yaml into what the emulator can carry out: plain CloudFormation, no `Body`.

The emulator drops an HTTP API's OpenAPI `Body`, so its paths become routes and integrations.
"""

from __future__ import annotations

import json
import platform
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from local.errors import CannotStart
from local.oidc import provider as identity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from local.settings import Setting

type Json = dict[str, Any]

SERVERLESS_FUNCTION = "AWS::Serverless::Function"
SERVERLESS_LAYER = "AWS::Serverless::LayerVersion"
HTTP_API = "AWS::ApiGatewayV2::Api"
TABLE = "AWS::DynamoDB::Table"
FUNCTION = "AWS::Lambda::Function"
MAPPING = "AWS::Lambda::EventSourceMapping"
SECRET = "AWS::SecretsManager::Secret"  # noqa: S105 - the name of a resource type
QUEUE = "AWS::SQS::Queue"
SCHEDULES = ("AWS::Events::Rule", "AWS::Scheduler::Schedule")
METHODS = (
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "x-amazon-apigateway-any-method",
)


class ParameterWithoutValue(CannotStart):
    """The template asks for a parameter that the local stack cannot fill in."""


class NoManagedPolicies:
    """The managed policies that the transform may look up: none, the emulator enforces none."""

    def load(self) -> dict[str, str]:
        """Return no policies."""
        return {}


def read_template(path: Path) -> Json:
    """Return the template as it is written, CloudFormation's short tags included."""
    template: Json = yaml_parse(path.read_text(encoding="utf-8"))
    return template


def find_resources(template: Json, *kinds: str) -> Iterator[tuple[str, Json]]:
    """Yield the logical id and the definition of each resource of these kinds."""
    for logical_id, resource in template["Resources"].items():
        if resource["Type"] in kinds:
            yield logical_id, resource


def choose_parameters(template: Json, setting: Setting) -> dict[str, str]:
    """Return a value for every parameter: the local one, else the template's default."""
    local = {
        "AllowedOrigins": ",".join(setting.origins),
        "Challenge": setting.challenge,
        "PublicUrl": setting.url,
        "PaymentProvider": setting.payment_provider,
        "OidcIssuer": setting.url + identity.PATH,
        "OidcClientId": identity.CLIENT,
        "OidcRolesClaim": identity.CLAIM,
        "MailFrom": "loket@example.nl",
        "StaffMail": "medewerkers@example.nl",
        "PrivacyOfficerMail": "privacy@example.nl",
        "Architecture": "arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64",
    }
    declared: Mapping[str, Json] = template.get("Parameters", {})
    values = {name: local.get(name, declared[name].get("Default")) for name in declared}
    missing = [name for name, value in values.items() if value is None]
    if missing:
        raise ParameterWithoutValue(", ".join(missing))
    return {name: str(value) for name, value in values.items()}


def transform_template(template: Json, parameters: dict[str, str], bucket: str) -> Json:
    """Return plain CloudFormation whose functions and layers come from the bucket."""
    source = deepcopy(template)
    for name, resource in find_resources(source, SERVERLESS_FUNCTION):
        resource["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": f"{name}.zip"}
    for name, resource in find_resources(source, SERVERLESS_LAYER):
        resource["Properties"]["ContentUri"] = {"Bucket": bucket, "Key": f"{name}.zip"}
    plain: Json = transform(source, dict(parameters), NoManagedPolicies())
    return plain


def mend_blueprint(plain: Json, setting: Setting) -> Json:
    """Return the blueprint without what the emulator drops, mistakes, or must not do here."""
    mended = deepcopy(plain)
    for name, api in list(find_resources(mended, HTTP_API)):
        mended["Resources"].update(_spell_out_routes(name, api["Properties"].pop("Body", {})))
    for name, _ in list(find_stream_mappings(mended)):
        del mended["Resources"][name]
    for _, schedule in find_resources(mended, *SCHEDULES):
        if setting.schedules == "off":
            schedule["Properties"]["State"] = "DISABLED"
    return mended


def point_functions(plain: Json, gateway: str, folders: Mapping[str, str], *, provider: str = "") -> Json:
    """Return the blueprint with every function calling AWS through the gateway, in its own name, and the local providers."""
    pointed = deepcopy(plain)
    for name, function in find_resources(pointed, FUNCTION):
        variables = function["Properties"].setdefault("Environment", {}).setdefault("Variables", {})
        variables |= {"AWS_ENDPOINT_URL": gateway, "AWS_SDK_UA_APP_ID": folders[name]}
        if provider and "PAYMENT_SECRET" in variables:
            variables |= {"MOLLIE_URL": provider, "STRIPE_URL": provider}
    return pointed


def name_folders(template: Json) -> dict[str, str]:
    """Return the name of the folder that holds each function's code."""
    return {
        name: str(function["Properties"]["CodeUri"]).rstrip("/").rsplit("/", 1)[-1]
        for name, function in find_resources(template, SERVERLESS_FUNCTION)
    }


def write_blueprint(plain: Json) -> str:
    """Return the blueprint as the text that CloudFormation takes."""
    return json.dumps(plain, default=str)


def list_route_keys(body: Json) -> set[str]:
    """Return the key of every route in an API's OpenAPI `Body`."""
    return {
        _name_route(method, path)
        for path, operations in body.get("paths", {}).items()
        for method in operations
        if method in METHODS
    }


def _name_route(method: str, path: str) -> str:
    verb = "ANY" if method.startswith("x-") else method.upper()
    return "$default" if path == "/$default" else f"{verb} {path}"


def find_stream_mappings(plain: Json) -> Iterator[tuple[str, Json]]:
    """Yield the mappings from a table's stream to a function, which the launcher runs itself."""
    for name, mapping in find_resources(plain, MAPPING):
        if "StartingPosition" in mapping["Properties"]:
            yield name, mapping


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
                "RouteKey": _name_route(method, path),
                "Target": {"Fn::Sub": f"integrations/${{{integration_id}}}"},
            },
        },
    }


def read_cors(plain: Json, origins: Sequence[str]) -> dict[str, Json]:
    """Return the CORS settings that the emulator drops, for each HTTP API that has any."""
    bodies = {name: api["Properties"].get("Body", {}) for name, api in find_resources(plain, HTTP_API)}
    found = {name: body.get("x-amazon-apigateway-cors") for name, body in bodies.items()}
    return {name: _name_cors(cors, origins) for name, cors in found.items() if cors}


def _name_cors(cors: Json, origins: Sequence[str]) -> Json:
    # SAM keeps a block that is an intrinsic as it was written; both of its branches are the same.
    chosen = cors["Fn::If"][1] if "Fn::If" in cors else cors
    settings = {key[0].upper() + key[1:]: value for key, value in chosen.items() if key[0].isalpha()}
    return {**settings, "AllowOrigins": list(origins)}

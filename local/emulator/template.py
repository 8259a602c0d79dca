"""Read template.yaml, and turn it into plain CloudFormation whose functions call AWS and the payment providers here."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from local.errors import CannotStart
from local.settings import ARCHITECTURE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from local.settings import Settings

type Json = dict[str, Any]

SERVERLESS_FUNCTION = "AWS::Serverless::Function"
SERVERLESS_LAYER = "AWS::Serverless::LayerVersion"
HTTP_API = "AWS::ApiGatewayV2::Api"
TABLE = "AWS::DynamoDB::Table"
FUNCTION = "AWS::Lambda::Function"
MAPPING = "AWS::Lambda::EventSourceMapping"
SECRET = "AWS::SecretsManager::Secret"  # noqa: S105 - the name of a resource type
QUEUE = "AWS::SQS::Queue"
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


def choose_parameters(template: Json, settings: Settings, more: Mapping[str, str]) -> dict[str, str]:
    """Return a value for every parameter: the one of this machine or of `more`, else the template's default."""
    local = {
        "AllowedOrigins": ",".join(settings.origins),
        "Challenge": settings.challenge,
        "PublicUrl": settings.url,
        "PaymentProvider": settings.payment_provider,
        "MailFrom": "loket@example.nl",
        "StaffMail": "medewerkers@example.nl",
        "PrivacyOfficerMail": "privacy@example.nl",
        "Architecture": ARCHITECTURE,
        **more,
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


def point_functions(plain: Json, folders: Mapping[str, str], *, aws_url: str, payments_url: str) -> Json:
    """Return the template with every function calling AWS and the payment providers at these addresses, in its own name."""
    pointed = deepcopy(plain)
    for name, function in find_resources(pointed, FUNCTION):
        variables = function["Properties"].setdefault("Environment", {}).setdefault("Variables", {})
        variables |= {"AWS_ENDPOINT_URL": aws_url, "AWS_SDK_UA_APP_ID": folders[name]}
        if payments_url and "PAYMENT_SECRET" in variables:
            variables |= {"MOLLIE_URL": payments_url, "STRIPE_URL": payments_url}
    return pointed


def name_folders(template: Json) -> dict[str, str]:
    """Return the name of the folder that holds each function's code."""
    return {
        name: str(function["Properties"]["CodeUri"]).rstrip("/").rsplit("/", 1)[-1]
        for name, function in find_resources(template, SERVERLESS_FUNCTION)
    }


def write_template(plain: Json) -> str:
    """Return a template as the text that CloudFormation takes."""
    return json.dumps(plain, default=str)


def list_route_keys(body: Json) -> set[str]:
    """Return the key of every route in an API's OpenAPI `Body`."""
    return {
        name_route(method, path)
        for path, operations in body.get("paths", {}).items()
        for method in operations
        if method in METHODS
    }


def name_route(method: str, path: str) -> str:
    """Return the key that API Gateway has for a method and path of an OpenAPI document."""
    verb = "ANY" if method.startswith("x-") else method.upper()
    return "$default" if path == "/$default" else f"{verb} {path}"


def find_worked_queues(plain: Json) -> set[str]:
    """Return the queues from which a function takes messages."""
    sources = [mapping["Properties"]["EventSourceArn"] for _, mapping in find_resources(plain, MAPPING)]
    named = {str(source["Fn::GetAtt"][0]) for source in sources if isinstance(source, dict)}
    return named & {name for name, _ in find_resources(plain, QUEUE)}


def find_stream_mappings(plain: Json) -> Iterator[tuple[str, Json]]:
    """Yield the mappings from a table's stream to a function, which the launcher runs itself."""
    for name, mapping in find_resources(plain, MAPPING):
        if "StartingPosition" in mapping["Properties"]:
            yield name, mapping

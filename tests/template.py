"""The deployed template, read as data."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = Path(__file__).resolve().parent.parent
FUNCTION = "AWS::Serverless::Function"
TABLE = "AWS::DynamoDB::Table"


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's short tags as their long form."""


def _intrinsic(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]
    return {suffix: value} if suffix in {"Ref", "Condition"} else {f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _intrinsic)


@cache
def template() -> dict[str, Any]:
    """Return the whole template."""
    read: dict[str, Any] = yaml.load((PROJECT / "template.yaml").read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a SafeLoader
    return read


def resources(kind: str) -> dict[str, dict[str, Any]]:
    """Return the resources of a type, by logical id."""
    return {name: found for name, found in template()["Resources"].items() if found["Type"] == kind}


def properties(logical_id: str) -> dict[str, Any]:
    """Return the properties of a resource."""
    found: dict[str, Any] = template()["Resources"][logical_id]["Properties"]
    return found


def function_id(folder: str) -> str:
    """Return the logical id that belongs to a function's folder."""
    return "".join(map(str.capitalize, folder.split("_"))) + "Function"


def folder_of(logical_id: str) -> str:
    """Return the folder that belongs to a function's logical id."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", logical_id.removesuffix("Function")).lower()


def variables_of(folder: str) -> dict[str, Any]:
    """Return the environment variables that the template gives one function, beside those of all."""
    given: dict[str, Any] = properties(function_id(folder)).get("Environment", {}).get("Variables", {})
    return given


def parameters() -> dict[str, str]:
    """Return the parameters' defaults."""
    declared: Mapping[str, Any] = template()["Parameters"]
    return {name: parameter["Default"] for name, parameter in declared.items() if "Default" in parameter}


def table_request(logical_id: str) -> dict[str, Any]:
    """Return the CreateTable request of a table, named by its logical id."""
    wanted = properties(logical_id)
    names = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "StreamSpecification")
    request = {name: wanted[name] for name in names if name in wanted}
    if "StreamSpecification" in request:
        request["StreamSpecification"] = {"StreamEnabled": True, **request["StreamSpecification"]}
    return {"TableName": logical_id, **request}

"""Refuse to go on with a deployment in which something is missing that the emulator is known to drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.emulator.repair import read_cors
from local.emulator.template import HTTP_API, TABLE, find_resources, list_route_keys
from local.errors import CannotStart

if TYPE_CHECKING:
    from local.emulator.aws import AwsClients
    from local.emulator.deployment import Deployment


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


def check_deployment(aws: AwsClients, deployment: Deployment, origins: tuple[str, ...]) -> None:
    """Raise unless everything that the emulator is known to drop is there after all."""
    check_routes(aws, deployment)
    check_tables(aws, deployment)
    check_origins(aws, deployment, origins)


def check_routes(aws: AwsClients, deployment: Deployment) -> None:
    """Raise unless each HTTP API has every route of its template, and at least one."""
    for name, api in find_resources(deployment.plain, HTTP_API):
        expected = list_route_keys(api["Properties"].get("Body", {}))
        routes = aws.apis.get_routes(ApiId=deployment.ids[name], MaxResults="500")["Items"]
        if not routes:
            raise NoRoutes(name)
        if missing := expected - {route["RouteKey"] for route in routes}:
            raise RouteMissing(", ".join(sorted(missing)))


def check_tables(aws: AwsClients, deployment: Deployment) -> None:
    """Raise unless items expire in every table, and tables that must be restorable are."""
    for name, table in find_resources(deployment.plain, TABLE):
        physical = deployment.ids[name]
        expiry = aws.tables.describe_time_to_live(TableName=physical)["TimeToLiveDescription"]
        if expiry["TimeToLiveStatus"] != "ENABLED":
            raise ExpiryNotEnabled(name)
        if "PointInTimeRecoverySpecification" in table["Properties"]:
            _check_recovery(aws, name, physical)


def _check_recovery(aws: AwsClients, name: str, physical: str) -> None:
    answer = aws.tables.describe_continuous_backups(TableName=physical)
    recovery = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    if recovery["PointInTimeRecoveryStatus"] != "ENABLED":
        raise RecoveryNotEnabled(name)


def check_origins(aws: AwsClients, deployment: Deployment, origins: tuple[str, ...]) -> None:
    """Raise unless each HTTP API with CORS settings lets our own website in."""
    for name in read_cors(deployment.plain, origins):
        cors = aws.apis.get_api(ApiId=deployment.ids[name]).get("CorsConfiguration", {})
        if missing := set(origins) - set(cors.get("AllowOrigins", [])):
            raise OriginsNotAllowed(", ".join(sorted(missing)))

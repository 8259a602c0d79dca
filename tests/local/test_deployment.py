"""Everything that the emulator drops is looked after: take one thing away, and the start is refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from local.emulator.aws import AwsClients
from local.emulator.check import (
    ExpiryNotEnabled,
    NoRoutes,
    OriginsNotAllowed,
    RecoveryNotEnabled,
    RouteMissing,
    check_deployment,
)
from local.emulator.deploy import Surroundings, deploy
from local.emulator.deployment import Deployment
from local.emulator.process import EmulatorProcess
from local.emulator.repair import repair_deployment
from local.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parent / "sample"


@dataclass(frozen=True)
class Deployed:
    """The sample in an emulator of its own, repaired."""

    aws: AwsClients
    settings: Settings
    deployment: Deployment

    def repair(self) -> None:
        """Repair what a test has broken."""
        repair_deployment(self.aws, self.deployment, self.settings.origins)

    def check(self) -> None:
        """Check the deployment as the launcher does."""
        check_deployment(self.aws, self.deployment, self.settings.origins)

    @property
    def table(self) -> str:
        """Return the physical name of the table."""
        return self.deployment.tables["NoteTable"].name

    @property
    def api(self) -> str:
        """Return the id of the HTTP API."""
        return self.deployment.ids["Api"]


@pytest.fixture(scope="module")
def unrepaired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """Deploy the sample and repair nothing."""
    state = tmp_path_factory.mktemp("state")
    settings = Settings.from_environment({"PROJECT": str(SAMPLE), "STATE": str(state), "PORT": "1"})
    with pytest.MonkeyPatch.context() as patch, EmulatorProcess(settings, aws_url="http://127.0.0.1:1") as emulator:
        patch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        aws = AwsClients(emulator.url)
        yield Deployed(aws, settings, deploy(aws, settings, Surroundings("http://127.0.0.1:1")))


@pytest.fixture
def deployed(unrepaired: Deployed) -> Deployed:
    """Repair the sample for a test that will break one thing."""
    unrepaired.repair()
    unrepaired.check()
    return unrepaired


def test_unrepaired_deployment_is_refused(unrepaired: Deployed) -> None:
    """The emulator still drops what the launcher repairs; when it no longer does, repairing can go."""
    with pytest.raises(ExpiryNotEnabled):
        unrepaired.check()


def test_table_without_expiry_is_refused(deployed: Deployed) -> None:
    off = {"AttributeName": "expires_at", "Enabled": False}
    deployed.aws.tables.update_time_to_live(TableName=deployed.table, TimeToLiveSpecification=off)
    with pytest.raises(ExpiryNotEnabled, match="NoteTable"):
        deployed.check()


def test_table_without_recovery_is_refused(deployed: Deployed) -> None:
    off = {"PointInTimeRecoveryEnabled": False}
    deployed.aws.tables.update_continuous_backups(TableName=deployed.table, PointInTimeRecoverySpecification=off)
    with pytest.raises(RecoveryNotEnabled, match="NoteTable"):
        deployed.check()


def test_api_that_keeps_the_website_out_is_refused(deployed: Deployed) -> None:
    cors = {"AllowOrigins": ["https://www.example.nl"]}
    deployed.aws.apis.update_api(ApiId=deployed.api, CorsConfiguration=cors)
    with pytest.raises(OriginsNotAllowed, match=deployed.settings.url):
        deployed.check()


def test_api_without_a_route_of_the_template_is_refused(deployed: Deployed) -> None:
    """First one route goes, then all."""
    first, *rest = deployed.aws.apis.get_routes(ApiId=deployed.api)["Items"]
    deployed.aws.apis.delete_route(ApiId=deployed.api, RouteId=first["RouteId"])
    with pytest.raises(RouteMissing, match=first["RouteKey"]):
        deployed.check()
    for route in rest:
        deployed.aws.apis.delete_route(ApiId=deployed.api, RouteId=route["RouteId"])
    with pytest.raises(NoRoutes, match="Api"):
        deployed.check()

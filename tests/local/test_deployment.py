"""Each promise that the emulator drops is looked after: take one away, and the start is refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from local.emulator.aws import Cloud
from local.emulator.deploy import (
    Deployment,
    ExpiryNotEnabled,
    NoRoutes,
    OriginsNotAllowed,
    RecoveryNotEnabled,
    RouteMissing,
    check_deployment,
    deploy,
    mend_deployment,
)
from local.emulator.process import Emulator
from local.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parent / "sample"


@dataclass(frozen=True)
class Deployed:
    """The sample in an emulator of its own, mended."""

    cloud: Cloud
    setting: Setting
    deployment: Deployment

    def mend(self) -> None:
        """Mend what a test has broken."""
        mend_deployment(self.cloud, self.deployment, self.setting.origins)

    def check(self) -> None:
        """Check the deployment as the launcher does."""
        check_deployment(self.cloud, self.deployment, self.setting.origins)

    @property
    def table(self) -> str:
        """Return the physical name of the table."""
        return self.deployment.tables["NoteTable"].name

    @property
    def api(self) -> str:
        """Return the id of the HTTP API."""
        return self.deployment.ids["Api"]


@pytest.fixture(scope="module")
def unmended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """Deploy the sample and mend nothing."""
    state = tmp_path_factory.mktemp("state")
    setting = Setting.from_environment({"PROJECT": str(SAMPLE), "STATE": str(state), "PORT": "1"})
    with pytest.MonkeyPatch.context() as patch, Emulator(setting, gateway="http://127.0.0.1:1") as emulator:
        patch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        cloud = Cloud(emulator.url)
        yield Deployed(cloud, setting, deploy(cloud, setting, gateway="http://127.0.0.1:1"))


@pytest.fixture
def deployed(unmended: Deployed) -> Deployed:
    """Mend the sample for a test that will break one thing."""
    unmended.mend()
    unmended.check()
    return unmended


def test_unmended_deployment_is_refused(unmended: Deployed) -> None:
    """The emulator still drops what the launcher mends; when it no longer does, mending can go."""
    with pytest.raises(ExpiryNotEnabled):
        unmended.check()


def test_table_without_expiry_is_refused(deployed: Deployed) -> None:
    off = {"AttributeName": "expires_at", "Enabled": False}
    deployed.cloud.tables.update_time_to_live(TableName=deployed.table, TimeToLiveSpecification=off)
    with pytest.raises(ExpiryNotEnabled, match="NoteTable"):
        deployed.check()


def test_table_without_recovery_is_refused(deployed: Deployed) -> None:
    off = {"PointInTimeRecoveryEnabled": False}
    deployed.cloud.tables.update_continuous_backups(TableName=deployed.table, PointInTimeRecoverySpecification=off)
    with pytest.raises(RecoveryNotEnabled, match="NoteTable"):
        deployed.check()


def test_api_that_keeps_the_website_out_is_refused(deployed: Deployed) -> None:
    cors = {"AllowOrigins": ["https://www.example.nl"]}
    deployed.cloud.apis.update_api(ApiId=deployed.api, CorsConfiguration=cors)
    with pytest.raises(OriginsNotAllowed, match=deployed.setting.url):
        deployed.check()


def test_api_without_a_route_of_the_template_is_refused(deployed: Deployed) -> None:
    """First one route goes, then all."""
    first, *rest = deployed.cloud.apis.get_routes(ApiId=deployed.api)["Items"]
    deployed.cloud.apis.delete_route(ApiId=deployed.api, RouteId=first["RouteId"])
    with pytest.raises(RouteMissing, match=first["RouteKey"]):
        deployed.check()
    for route in rest:
        deployed.cloud.apis.delete_route(ApiId=deployed.api, RouteId=route["RouteId"])
    with pytest.raises(NoRoutes, match="Api"):
        deployed.check()

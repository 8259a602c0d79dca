"""The system as it is deployed in the emulator: what it consists of, and the clients that reach it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from local.emulator.aws import AwsClients
from local.emulator.deploy import Surroundings, deploy
from local.emulator.raw import RawDynamoDb

if TYPE_CHECKING:
    from local.emulator.deployment import Deployment
    from local.settings import Settings


class NotDeployed(Exception):
    """Something asked for the deployment before there was one."""


class System:
    """The deployed template in one emulator."""

    def __init__(self, endpoint: str) -> None:
        """Prepare the clients of an emulator that need not run yet."""
        self.endpoint = endpoint
        self.aws = AwsClients(endpoint)
        self.raw = RawDynamoDb(endpoint)
        self._deployment: Deployment | None = None

    def deploy(self, settings: Settings, surroundings: Surroundings) -> Deployment:
        """Deploy the template, once, and return what came of it."""
        self._deployment = deploy(self.aws, settings, surroundings)
        return self._deployment

    @property
    def deployment(self) -> Deployment:
        """Return what was deployed, or refuse while there is nothing yet."""
        if self._deployment is None:
            raise NotDeployed
        return self._deployment

    @cached_property
    def functions(self) -> dict[str, str]:
        """Return the physical name of the function in each folder."""
        return self.deployment.list_functions()

"""Everything that runs: the emulator, the deployed template, the relay, and the state they share."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property

from local.emulator.aws import Cloud
from local.emulator.deploy import Deployment, check_deployment, deploy, mend_deployment
from local.emulator.process import Emulator
from local.emulator.raw import Wire
from local.emulator.secrets import settle_secrets
from local.emulator.stream.mapping import Relay
from local.launch.commands import load_catalogue, make_website
from local.launch.progress import say, step
from local.oidc.provider import IdentityHouse
from local.payments.app import App
from local.payments.secret import settle_payment_secret
from local.proxy.aws import Gateway
from local.proxy.message import Line
from local.settings import Setting
from local.survive.journal import Journal
from local.survive.restore import restore_items


class NotReady(Exception):
    """Something asked for the deployment before there was one."""


class Stack:
    """The local stack, from start to stop."""

    def __init__(self, setting: Setting, *, gateway_url: str, provider_url: str) -> None:
        """Prepare everything that needs no emulator yet."""
        self.setting = setting
        self.ready = False
        self.journal = Journal(setting.state / "journal.sqlite3")
        self._gateway_url, self._provider_url = gateway_url, provider_url
        self._emulator = Emulator(setting, gateway=gateway_url)
        self._deployment: Deployment | None = None
        self._open = ExitStack()
        self._open.callback(self.journal.close)
        self.cloud = Cloud(self._emulator.url)
        self.wire = Wire(self._emulator.url)
        self.line = Line(self._emulator.url)
        self.gateway = Gateway(self.line, self.wire, self.journal)
        self.identity = IdentityHouse(setting.state, url=setting.url)
        self.providers = App(setting.state, url=provider_url, public_url=setting.url)

    @property
    def emulator_url(self) -> str:
        """Return the emulator's own address."""
        return self._emulator.url

    @property
    def deployment(self) -> Deployment:
        """Return what was deployed, or refuse while there is nothing yet."""
        if self._deployment is None:
            raise NotReady
        return self._deployment

    @cached_property
    def folders(self) -> dict[str, str]:
        """Return the physical name of the function in each folder."""
        return self.deployment.list_functions()

    def start(self) -> None:
        """Bring everything up, one step after the other."""
        with step("emulator on loopback"):
            self._open.enter_context(self._emulator)
        with step("template deployed"):
            self._deployment = deploy(self.cloud, self.setting, gateway=self._gateway_url, provider=self._provider_url)
        with step("emulator's omissions mended and checked"):
            self._mend(self._deployment)
        with step("state put back"):
            self._restore(self._deployment)
        with step("course catalogue loaded"):
            load_catalogue(self.setting, self._deployment, gateway_url=self._gateway_url)
        with step("demonstration website made"):
            make_website(self.setting)
        self.gateway.reset_calls()
        self.ready = True
        # Last to start and first to stop: a webhook needs everything else.
        self._open.callback(self.providers.stop)
        self.providers.start()

    @property
    def alive(self) -> bool:
        """Tell whether the emulator, without which nothing works, is still there."""
        return self._emulator.running

    def stop(self) -> None:
        """Stop everything, in the opposite order."""
        self.ready = False
        self._open.close()

    def _mend(self, deployment: Deployment) -> None:
        mend_deployment(self.cloud, deployment, self.setting.origins)
        check_deployment(self.cloud, deployment, self.setting.origins)
        settle_secrets(self.cloud, deployment, self.journal)
        settle_payment_secret(self.cloud, deployment, self.providers.service.account)
        self.gateway.tables = {table.name: table for table in deployment.tables.values()}

    def _restore(self, deployment: Deployment) -> None:
        restore_items(self.wire, deployment, self.journal)
        relay = Relay(self.cloud, self.wire, deployment)
        self._open.callback(relay.stop)
        if unsent := relay.start(self.journal):
            say(f"          {unsent} effects of before are carried out now")

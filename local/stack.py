"""Everything that runs: the emulator, the deployed template, the relay, and the state they share."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from functools import cached_property

from local.child import Emulator
from local.cloud import Cloud
from local.deployment import Deployment, check_deployment, deploy, mend_deployment
from local.exchange import Line
from local.gateway import Gateway
from local.journal import Journal
from local.progress import say, step
from local.refusal import CannotStart
from local.relay import Relay
from local.restore import restore_items
from local.secret import settle_secrets
from local.setting import REGION, Setting
from local.wire import Wire

CATALOGUE = "catalogue/courses.json"


class CatalogueNotLoaded(CannotStart):
    """The course catalogue was refused; the reason is in the message."""


class NotReady(Exception):
    """Something asked for the deployment before there was one."""


class Stack:
    """The local stack, from start to stop."""

    def __init__(self, setting: Setting, *, gateway_url: str) -> None:
        """Prepare everything that needs no emulator yet."""
        self.setting = setting
        self.ready = False
        self.journal = Journal(setting.state / "journal.sqlite3")
        self._gateway_url = gateway_url
        self._emulator = Emulator(setting, gateway=gateway_url)
        self._deployment: Deployment | None = None
        self._open = ExitStack()
        self._open.callback(self.journal.close)
        self.cloud = Cloud(self._emulator.url)
        self.wire = Wire(self._emulator.url)
        self.line = Line(self._emulator.url)
        self.gateway = Gateway(self.line, self.wire, self.journal)

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
            self._deployment = deploy(self.cloud, self.setting, gateway=self._gateway_url)
        with step("emulator's omissions mended and checked"):
            self._mend(self._deployment)
        with step("state put back"):
            self._restore(self._deployment)
        with step("course catalogue loaded"):
            self._load_catalogue()
        self.ready = True

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
        self.gateway.tables = {table.name: table for table in deployment.tables.values()}

    def _restore(self, deployment: Deployment) -> None:
        restore_items(self.wire, deployment, self.journal)
        relay = Relay(self.cloud, self.wire, deployment)
        self._open.callback(relay.stop)
        if unsent := relay.start(self.journal):
            say(f"          {unsent} effects of before are carried out now")

    def _load_catalogue(self) -> None:
        if not (self.setting.project / CATALOGUE).exists():
            return
        command = [sys.executable, "-m", "loket.console", "courses", "load", CATALOGUE]
        environment = os.environ | describe_console_environment(self.deployment, self._gateway_url)
        environment["PYTHONPATH"] = str(self.setting.project / "layers" / "loket")
        done = subprocess.run(
            command,
            cwd=self.setting.project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CatalogueNotLoaded(done.stderr.strip() or done.stdout.strip())


def describe_console_environment(deployment: Deployment, gateway_url: str) -> dict[str, str]:
    """Return what the `loket` command needs to work on the local tables."""
    return {
        "COURSE_TABLE": deployment.tables["CourseTable"].name,
        "AWS_ENDPOINT_URL": gateway_url,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_SDK_UA_APP_ID": "console",
    }

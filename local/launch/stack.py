"""Everything that runs: the emulator, the deployed template, what stands around them, and the state they share."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from starlette.routing import Mount, Route

from local.access.guard import judge_deployment
from local.emulator.check import check_deployment
from local.emulator.deploy import Surroundings
from local.emulator.process import EmulatorProcess
from local.emulator.repair import repair_deployment
from local.emulator.secrets import settle_secrets
from local.emulator.stream.event_source import EventSources
from local.emulator.system import System
from local.inspect.mailbox import Mailbox
from local.inspect.page import FirstPage
from local.inspect.routes import Control
from local.inspect.under_way import Traffic
from local.launch.commands import load_catalogue, make_website, split_keys
from local.launch.progress import say, step
from local.oidc.provider import OidcProvider
from local.payments.app import App
from local.payments.secret import settle_payment_secret
from local.proxy.aws import AwsProxy
from local.proxy.front import WhenReady, build_front
from local.survive.journal import Journal
from local.survive.restore import restore_items

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from local.settings import Settings


class Stack:
    """The local stack, from start to stop."""

    def __init__(self, settings: Settings, *, aws_url: str, payments_url: str) -> None:
        """Prepare everything that needs no emulator yet; the addresses are those of the AWS proxy and the providers."""
        self.settings = settings
        self.ready = False
        self._open = ExitStack()
        self._journal = Journal(settings.state / "journal.sqlite3")
        self._open.callback(self._journal.close)
        self._emulator = EmulatorProcess(settings, aws_url=aws_url)
        self._system = System(self._emulator.url)
        self._mailbox = Mailbox(self._journal)
        self.aws_proxy = AwsProxy(self._system.raw, self._journal, self._mailbox.keep)
        self._oidc = OidcProvider(settings.state, url=settings.url)
        self.payments = App(settings.state, url=payments_url, public_url=settings.url)
        self._surroundings = Surroundings(aws_url, payments_url, self._oidc.describe_parameters())

    def build_front(self) -> ASGIApp:
        """Return what serves the one address for people."""
        traffic = Traffic(self._system, lambda: self._sources, self.payments.count_due)
        mounts = [Mount("/identity", self._oidc.list_routes()), Mount("/providers", self.payments.control)]
        control = Control(self._system, self.aws_proxy, self._mailbox, traffic, mounts).list_routes()
        first_page = Route("/", FirstPage(self.settings, self._system).show)
        front = build_front(self.settings, self._system, first_page=first_page, control=control)
        return WhenReady(front, is_ready=lambda: self.ready)

    def start(self) -> None:
        """Bring everything up, one step after the other."""
        with step("emulator on loopback"):
            self._open.enter_context(self._emulator)
        with step("template deployed"):
            self._system.deploy(self.settings, self._surroundings)
        with step("emulator's omissions mended and checked"):
            self._repair()
        with step("state put back"):
            self._restore()
        with step("keys given to the functions"):
            split_keys(self.settings, self._system.deployment, aws_url=self._surroundings.aws_url)
        with step("course catalogue loaded"):
            load_catalogue(self.settings, self._system.deployment, aws_url=self._surroundings.aws_url)
        with step("demonstration website made"):
            make_website(self.settings)
        self.aws_proxy.reset_calls()
        self.ready = True
        # Last to start and first to stop: a webhook needs everything else.
        self._open.callback(self.payments.stop)
        self.payments.start()

    @property
    def alive(self) -> bool:
        """Tell whether the emulator, without which nothing works, is still there."""
        return self._emulator.running

    def stop(self) -> None:
        """Stop everything, in the opposite order."""
        self.ready = False
        self._open.close()

    def _repair(self) -> None:
        aws, deployment = self._system.aws, self._system.deployment
        repair_deployment(aws, deployment, self.settings.origins)
        check_deployment(aws, deployment, self.settings.origins)
        settle_secrets(aws, deployment, self._journal.keep_secret)
        settle_payment_secret(aws, deployment, self.payments.service.account)
        self.aws_proxy.access = judge_deployment(deployment)
        self.aws_proxy.tables = {table.name: table for table in deployment.tables.values()}

    def _restore(self) -> None:
        restore_items(self._system.raw, self._system.deployment, self._journal)
        self._sources = EventSources(self._system)
        self._open.callback(self._sources.stop)
        if unsent := self._sources.start(self._journal.read_items):
            say(f"          {unsent} effects of before are carried out now")

"""Clients for the emulator's AWS services, never for a real account."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, cast

import botocore.session
from botocore.config import Config

from local.settings import REGION

if TYPE_CHECKING:
    from collections.abc import Callable


class Client(Protocol):
    """A client of a service: it has a method for each of the service's operations."""

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        """Return the method that carries out an operation."""


WORTHLESS = "local"
PATIENT = Config(retries={"total_max_attempts": 2}, read_timeout=120, max_pool_connections=32)


class AwsClients:
    """The emulator's services, each client made when it is first used."""

    def __init__(self, endpoint: str) -> None:
        """Remember the one address that all services answer on."""
        self.endpoint = endpoint
        self._session = botocore.session.Session()

    def connect(self, service: str) -> Client:
        """Return a client of one service, with credentials that are worth nothing."""
        client = self._session.create_client(
            service,
            region_name=REGION,
            endpoint_url=self.endpoint,
            aws_access_key_id=WORTHLESS,
            aws_secret_access_key=WORTHLESS,
            config=PATIENT,
        )
        return cast("Client", client)

    @cached_property
    def stacks(self) -> Client:
        """Return the client of CloudFormation."""
        return self.connect("cloudformation")

    @cached_property
    def tables(self) -> Client:
        """Return the client of DynamoDB."""
        return self.connect("dynamodb")

    @cached_property
    def functions(self) -> Client:
        """Return the client of Lambda."""
        return self.connect("lambda")

    @cached_property
    def apis(self) -> Client:
        """Return the client of API Gateway's HTTP APIs."""
        return self.connect("apigatewayv2")

    @cached_property
    def queues(self) -> Client:
        """Return the client of SQS."""
        return self.connect("sqs")

    @cached_property
    def secrets(self) -> Client:
        """Return the client of Secrets Manager."""
        return self.connect("secretsmanager")

    @cached_property
    def mails(self) -> Client:
        """Return the client of SES."""
        return self.connect("sesv2")

    @cached_property
    def files(self) -> Client:
        """Return the client of S3."""
        return self.connect("s3")

    @cached_property
    def logs(self) -> Client:
        """Return the client of CloudWatch Logs."""
        return self.connect("logs")

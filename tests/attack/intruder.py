"""Somebody who runs their own code inside one of our functions: they have its role, and whatever it was told."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import Session

from tests.template import function_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.running import RunningStack

type Json = dict[str, Any]


@cache
def _session() -> Session:
    # What it reads of each service is read once.
    return Session()


class Intruder:
    """Calls AWS at the address at which a function finds it, in the name of that function."""

    def __init__(self, stack: RunningStack, folder: str) -> None:
        """Break into one function."""
        functions: Mapping[str, Mapping[str, str]] = stack.get("/_local/functions").json
        self.told = functions[function_id(folder)]
        self._folder, self._clients = folder, dict[str, Any]()

    def call(self, service: str, operation: str, **request: Any) -> Any:
        """Return what AWS answers."""
        return getattr(self._client(service), operation)(**request)

    def attempt(self, service: str, operation: str, **request: Any) -> str:
        """Return the code with which AWS refuses; nothing where it does as it is told."""
        try:
            self.call(service, operation, **request)
        except ClientError as refused:
            return str(refused.response["Error"]["Code"])
        return ""

    def _client(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = _session().create_client(
                service,
                region_name="eu-central-1",
                endpoint_url=self.told["AWS_ENDPOINT_URL"],
                aws_access_key_id="local",
                aws_secret_access_key="local",
                config=Config(
                    user_agent_extra=f"app/{self._folder}",
                    s3={"addressing_style": "path"},
                    retries={"total_max_attempts": 1},
                ),
            )
        return self._clients[service]

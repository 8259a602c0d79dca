"""Clients for AWS, made once per process and kept open.

botocore is used without boto3: its resource layer would double the time to start (`make bench`), and everything here is one
call deep. Three tries of at most three seconds stay within every function's time-out, so a person is told to come back.
"""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session

_CONFIG = Config(
    connect_timeout=1,
    read_timeout=2,
    retries={"mode": "standard", "total_max_attempts": 3},
    tcp_keepalive=True,
    parameter_validation=False,
)
# What is signed for a browser must be signed as a bucket under our key wants it, for the region's own address: botocore's
# default is one that leads there by a redirect, which a browser may not follow from a page of ours.
_CONFIGS = {"s3": _CONFIG.merge(Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))}


class StoreUnavailable(Exception):
    """A table or secret could not be reached, or did not answer in time."""


@cache
def client(service: str) -> Any:  # noqa: ANN401 - botocore makes its clients at run time
    """Return the client of an AWS service, such as "dynamodb"."""
    return _session().create_client(service, config=_CONFIGS.get(service, _CONFIG))


def call(operation: str, **request: Any) -> dict[str, Any]:  # noqa: ANN401 - a DynamoDB request
    """Return what DynamoDB answers to a request that needs no condition; raise `StoreUnavailable`."""
    try:
        answer: dict[str, Any] = getattr(client("dynamodb"), operation)(**request)
    except (BotoCoreError, ClientError) as error:
        raise StoreUnavailable from error
    return answer


@cache
def _session() -> Session:
    return Session()

"""Clients for AWS, made once per process and kept open.

botocore is used without boto3: its resource layer would double the time to start (`make bench`), and everything here is one
call deep. Three tries of at most three seconds stay within every function's time-out, so a person is told to come back.
"""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's own, of which a name that does not resolve is one
    CredentialRetrievalError,
    HTTPClientError,
    IncompleteReadError,
)
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


# What passes by itself: the network, and what AWS says of itself when it is busy (docs.aws.amazon.com, "Error handling with
# DynamoDB"; a 5xx is one whatever it is called).
_PASSING_FAULTS = (ConnectionError, HTTPClientError, IncompleteReadError, CredentialRetrievalError)
_PASSING_CODES = frozenset(
    {
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestTimeout",
        "SlowDown",
        "Throttling",
        "ThrottlingError",
        "ThrottlingException",
        "TooManyRequestsException",
        # Where it does not say why; it mostly does (`Transaction`).
        "TransactionCanceledException",
        "TransactionConflict",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
_SERVER_ERRORS = 500


class StoreUnavailable(Exception):
    """A table or secret could not be reached, or did not answer in time: it passes, and who comes again is helped."""


class StoreRefused(Exception):
    """AWS will never do what we asked: a right or a resource is missing, or it breaks a rule. That is a fault of ours."""


@cache
def client(service: str) -> Any:  # noqa: ANN401 - botocore makes its clients at run time
    """Return the client of an AWS service, such as "dynamodb"."""
    return _session().create_client(service, config=_CONFIGS.get(service, _CONFIG))


def call(operation: str, **request: Any) -> dict[str, Any]:  # noqa: ANN401 - a DynamoDB request
    """Return what DynamoDB answers to a request that needs no condition; raise `StoreUnavailable` or `StoreRefused`."""
    try:
        answer: dict[str, Any] = getattr(client("dynamodb"), operation)(**request)
    except (BotoCoreError, ClientError) as error:
        raise store_fault(error) from error
    return answer


def store_fault(error: BotoCoreError | ClientError) -> StoreUnavailable | StoreRefused:
    """Return what a refusal of AWS means: that it passes, or that we asked what it will never do."""
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        passes = status >= _SERVER_ERRORS or passes_by_itself(code_of(error))
    else:
        passes = isinstance(error, _PASSING_FAULTS)
    return StoreUnavailable() if passes else StoreRefused()


def code_of(error: BotoCoreError | ClientError) -> str:
    """Return the code with which AWS refused, or nothing where it did not answer."""
    return str(error.response["Error"]["Code"]) if isinstance(error, ClientError) else ""


def passes_by_itself(code: str) -> bool:
    """Return whether AWS refuses for a moment only, by the code that it gives."""
    return code in _PASSING_CODES


@cache
def _session() -> Session:
    return Session()

"""Clients for AWS, made once per process and kept open.

botocore is used without boto3: its resource layer would double the time to start (`make bench`), and everything here is one
call deep. Retries are botocore's standard mode, bounded so that a person waits seconds, not a function's whole time-out.
"""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session

_CONFIG = Config(
    connect_timeout=1,
    read_timeout=3,
    retries={"mode": "standard", "total_max_attempts": 3},
    tcp_keepalive=True,
    parameter_validation=False,
)


@cache
def client(service: str) -> Any:  # noqa: ANN401 - botocore makes its clients at run time
    """Return the client of an AWS service, such as "dynamodb"."""
    return _session().create_client(service, config=_CONFIG)


@cache
def _session() -> Session:
    return Session()

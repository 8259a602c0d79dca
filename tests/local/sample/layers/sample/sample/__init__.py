"""What the sample's functions share: it reaches them as a layer."""

import os
from typing import Any

import botocore.session
from botocore.config import Config

IMPATIENT = Config(retries={"total_max_attempts": 2, "mode": "standard"})


def connect(service: str) -> Any:
    """Return a client of one AWS service."""
    session = botocore.session.get_session()
    return session.create_client(service, region_name=os.environ["AWS_REGION"], config=IMPATIENT)

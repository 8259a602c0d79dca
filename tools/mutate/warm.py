"""What every test would do again in its own process, done once: importing what others wrote, and reading what AWS can do."""

import gc
import importlib
import warnings
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from botocore.loaders import JSONFileLoader
from botocore.session import get_session

# What Loket's tests call.
_SERVICES = ("dynamodb", "s3", "secretsmanager", "sesv2", "sqs")


def preload(names: Sequence[str]) -> None:
    """Import what others wrote, once."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            with suppress(Exception):
                importlib.import_module(name)
    gc.collect()
    gc.freeze()


def remember_services() -> None:
    """Keep the descriptions of AWS's services, which are large files; nobody changes what is read from them."""
    read, found = JSONFileLoader.load_file, dict[str, Any]()

    def load_file(loader: JSONFileLoader, path: str) -> Any:
        if path not in found:
            found[path] = read(loader, path)
        return found[path]

    JSONFileLoader.load_file = load_file  # type: ignore[method-assign,assignment]
    for service in _SERVICES:
        get_session().create_client(service, region_name="eu-central-1")

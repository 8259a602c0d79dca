"""Which function calls which operation of which AWS service, as its request tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from local.proxy.message import HttpRequest

CALLER = re.compile(r"\bapp/(\w+)")
SERVICE = re.compile(r"Credential=[^/,]+/\d+/[\w-]+/(\w+)/aws4_request")
MAIL_TARGET = "/v2/email/outbound-emails"


class Call(BaseModel):
    """One request of a function to an AWS service."""

    model_config = ConfigDict(frozen=True)

    caller: str
    service: str
    operation: str


def identify_call(request: HttpRequest) -> Call:
    """Return which function calls what of which service."""
    service = SERVICE.search(request.find_header("authorization"))
    caller = CALLER.search(request.find_header("user-agent"))
    return Call(
        caller=caller[1] if caller else "unknown",
        service=service[1] if service else "unknown",
        operation=_name_operation(request),
    )


def _name_operation(request: HttpRequest) -> str:
    if target := request.find_header("x-amz-target"):
        return target.rsplit(".", 1)[-1]
    if request.method == "POST" and request.target == MAIL_TARGET:
        return "SendEmail"
    return f"{request.method} {request.target.split('?')[0]}"

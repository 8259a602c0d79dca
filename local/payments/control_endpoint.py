"""One thing that can be asked of `/_local/providers/`: with JSON by a test, with a form by a person."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from local.payments.payment import UnknownMove
from local.payments.store import UnknownPayment
from local.payments.webhooks.queue import UnknownWebhook

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

type Json = dict[str, Any]
type Handle = Callable[[Request, Json], Any]

FORM = "application/x-www-form-urlencoded"


class ControlEndpoint:
    """Takes JSON or a form; after a form one is back at the page."""

    def __init__(self, handle: Handle, *, page: str) -> None:
        """Answer with what the handle returns."""
        self._handle, self._page = handle, page

    async def __call__(self, request: Request) -> Response:
        """Carry out one request, and say what was wrong with it if that cannot be done."""
        body = await request.body()
        from_page = request.headers.get("content-type", "").startswith(FORM)
        try:
            content = await run_in_threadpool(self._handle, request, read_content(body, from_page=from_page))
        except ValidationError as error:
            return JSONResponse(error.errors(include_url=False, include_input=False, include_context=False), 422)
        except ValueError as error:
            return JSONResponse({"detail": f"The body must be JSON: {error}"}, 400)
        except (UnknownPayment, UnknownWebhook, UnknownMove) as error:
            return JSONResponse({"detail": f"There is nothing here: {type(error).__name__}"}, 404)
        return RedirectResponse(self._page, HTTPStatus.SEE_OTHER) if from_page else JSONResponse(content)


def read_content(body: bytes, *, from_page: bool) -> Json:
    """Return the fields of a body; empty fields of a form do not count."""
    if not from_page:
        content: Json = json.loads(body or b"{}")
        return content
    return dict(parse_qsl(body.decode()))

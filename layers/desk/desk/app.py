"""The app: every part of the desk, each route behind its guard."""

from operator import attrgetter

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from desk import api, audit, item, payment, person, register, request, search, sign_in, today, work, work_api
from desk.edge import Edge
from desk.problem import PROBLEMS, tell_problem
from desk.route import Desk, add_routes, check_routes

_REQUESTS = (today.desk, request.desk, register.desk, api.desk)
_WORK = (work.desk, item.desk, payment.desk, search.desk, person.desk, audit.desk, work_api.desk)
PARTS: tuple[Desk, ...] = (sign_in.desk, *_REQUESTS, *_WORK)


def build_app(*more: Desk) -> FastAPI:
    """Return the app, with more parts if there are any; raise `RouteWithoutRole` where a route does not say who may use it.

    Its OpenAPI document is written to docs/, and served to nobody.
    """
    app = FastAPI(
        title="Loket, the desk",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=attrgetter("name"),
    )
    for part in (*PARTS, *more):
        add_routes(app, part)
    check_routes(app, *PARTS, *more)
    for kind in (*PROBLEMS, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, tell_problem)
    app.add_middleware(Edge)
    return app

"""The app: every part of the desk, each route behind its guard."""

from operator import attrgetter

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from desk import sessions, sessions_api, sign_in, sign_in_api
from desk.audit import api as audit_api
from desk.audit import page as audit_page
from desk.middleware import Edge
from desk.problem import PROBLEMS, tell_problem
from desk.requests import api as requests_api
from desk.requests import page as request
from desk.requests import register, today, unconfirmed, unconfirmed_api
from desk.route import Desk, add_routes, check_routes
from desk.subject import api as subject_api
from desk.subject import person, search
from desk.tasks import api as tasks_api
from desk.tasks import item, payment
from desk.tasks import page as tasks

_SIGNED_IN = (sign_in.desk, sign_in_api.desk, sessions.desk, sessions_api.desk)
_REQUESTS = (today.desk, request.desk, register.desk, unconfirmed.desk, requests_api.desk, unconfirmed_api.desk)
_TASKS = (tasks.desk, item.desk, payment.desk, tasks_api.desk)
_SUBJECT = (search.desk, person.desk, subject_api.desk)
_AUDIT = (audit_page.desk, audit_api.desk)
PARTS: tuple[Desk, ...] = (*_SIGNED_IN, *_REQUESTS, *_TASKS, *_SUBJECT, *_AUDIT)


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

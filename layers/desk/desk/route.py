"""Routes that say who may use them; one that does not say it cannot be built."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute

from desk.context import API
from desk.guard import admit
from desk.role import Access

type Endpoint = Callable[..., Any]


class RouteWithoutRole(Exception):
    """A route does not say which roles may use it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskRoute:
    """A route: a method, a path below /desk, what answers it, and who may use it."""

    method: str
    path: str
    endpoint: Endpoint
    allow: Access | None
    options: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """The routes of one part of the desk, in the order in which they were written."""

    prefix: str = "/desk"
    routes: list[DeskRoute] = field(default_factory=list)

    def get(self, path: str, *, allow: Access | None = None, **options: Any) -> Callable[[Endpoint], Endpoint]:  # noqa: ANN401 - FastAPI's
        """Return what makes a function the answer to GET; `options` are for the OpenAPI document."""
        return self._add("GET", path, allow, options)

    def post(self, path: str, *, allow: Access | None = None, **options: Any) -> Callable[[Endpoint], Endpoint]:  # noqa: ANN401 - FastAPI's
        """Return what makes a function the answer to POST; `options` are for the OpenAPI document."""
        return self._add("POST", path, allow, options)

    def _add(self, method: str, path: str, allow: Access | None, options: dict[str, Any]) -> Callable[[Endpoint], Endpoint]:
        def note(endpoint: Endpoint) -> Endpoint:
            route = DeskRoute(method=method, path=self.prefix + path, endpoint=endpoint, allow=allow, options=options)
            self.routes.append(route)
            return endpoint

        return note


def in_api(path: str) -> str:
    """Return where a program finds what people see at a path of the desk."""
    return path.replace("/desk/", API, 1)


def add_routes(app: FastAPI, desk: Desk) -> None:
    """Give the app a part of the desk, each route behind its guard; raise `RouteWithoutRole`."""
    for route in desk.routes:
        if not route.allow:
            raise RouteWithoutRole(f"{route.method} {route.path}")
        guard = Depends(admit(route.allow))
        app.add_api_route(route.path, route.endpoint, methods=[route.method], dependencies=[guard], **route.options)


def check_routes(app: FastAPI, *desks: Desk) -> None:
    """Raise `RouteWithoutRole` where the app has a route that did not come through `add_routes`."""
    ours = {(route.path, route.method) for desk in desks for route in desk.routes}
    for route in app.routes:
        if not isinstance(route, APIRoute) or {(route.path, method) for method in route.methods or ()} - ours:
            raise RouteWithoutRole(repr(route))

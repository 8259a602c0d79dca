"""Sending a form in each of the ways in which people's browsers send one."""

from dataclasses import dataclass
from typing import Literal

from tests.running import Json, Reply, RunningStack

type Way = Literal["json", "html"]

WAYS: tuple[Way, ...] = ("json", "html")


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody who sends forms, with script (JSON) or without (HTML)."""

    stack: RunningStack
    way: Way

    def send(self, route: str, fields: Json, **headers: str) -> Reply:
        """Send a form; what is None or false is left out of an HTML form, as a browser does."""
        if self.way == "json":
            return self.stack.post(route, fields, **headers)
        spelled = {name: "on" if value is True else str(value) for name, value in fields.items() if value}
        return self.stack.post_html_form(route, spelled, accept="text/html", **headers)


def read_reply(reply: Reply) -> str:
    """Return all of an answer, its headers included, in lower case."""
    return "\n".join([*(f"{name}: {value}" for name, value in reply.headers.items()), reply.text]).lower()

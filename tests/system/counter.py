"""People at the counter: forms that may come in, and solved challenges to send them with."""

import itertools
import time
from collections import deque
from typing import Any

from tests.proof import solve
from tests.running import Json, Reply, RunningStack
from tests.system.sending import read_reply

# The system doubts a form that comes sooner than three seconds after its challenge was issued.
PATIENCE_SECONDS = 3.2
STOCK = 40
_numbers = itertools.count(1)

# A course without a limit of places, and what it requires.
COURSE = "nederlands-op-de-werkvloer"
# One that costs nothing.
FREE_COURSE = "proefles-lesgeven"
# Courses of the trial system alone: with a single place, closed, and one that keeps much text and is never full.
SMALL_COURSE, CLOSED_COURSE, WIDE_COURSE = "een-plaats", "gesloten", "veel-vragen"
# With a few places, over which people race.
RACED_COURSE, RACED_PLACES = "drie-plaatsen", 3


class Proofs:
    """A stock of solved challenges, so that no test waits until its own is old enough."""

    def __init__(self, stack: RunningStack) -> None:
        """Solve a first stock."""
        self._stack = stack
        self._solved: deque[tuple[float, str]] = deque()
        self._fill()

    def take(self) -> str:
        """Return a solution whose challenge is old enough for a person to have filled in a form."""
        if len(self._solved) < STOCK // 4:
            self._fill()
        issued, solution = self._solved.popleft()
        time.sleep(max(0, issued + PATIENCE_SECONDS - time.monotonic()))
        return solution

    def _fill(self) -> None:
        for _ in range(STOCK):
            self._solved.append((time.monotonic(), solve(self._stack.get("/challenge").json)))


def write_message(**changes: Any) -> Json:
    """Return a contact message like no other."""
    number = next(_numbers)
    message = {"name": "Jan Jansen", "email": f"jan{number}@example.nl", "topic": "course", "message": f"Hallo {number}"}
    return {**message, **changes}


def write_enrollment(**changes: Any) -> Json:
    """Return an enrollment like no other, in a course that asks for nothing."""
    name = {"first_name": "Jan", "last_name": "Jansen", "email": f"jan{next(_numbers)}@example.nl"}
    return {"course": COURSE, **name, **changes}


def write_request(**changes: Any) -> Json:
    """Return a privacy request like no other."""
    request = {"kind": "access", "name": "Jan Jansen", "email": f"jan{next(_numbers)}@example.nl"}
    return {**request, **changes}


FORMS = {"/contact-messages": write_message, "/enrollments": write_enrollment, "/privacy-requests": write_request}
# What each answers to a form that it takes: stored, or taken in to be answered later.
ACCEPTED = {"/contact-messages": 201, "/enrollments": 201, "/privacy-requests": 202}


def find_stored(stack: RunningStack, **values: Any) -> list[Json]:
    """Return the items about people that hold these values."""
    return [item for item in stack.table("PersonalDataTable") if values.items() <= item.items()]


# What is sent in bad input, to see that it never comes back.
MARK = "qzxmarker"


def is_clear(reply: Reply, status: int) -> bool:
    """Return whether an answer says in the sender's own form what was wrong, and repeats nothing."""
    kind = "text/html; charset=utf-8" if "<html" in reply.text else "application/problem+json"
    told = kind.startswith("text/html") or (reply.json["status"] == status and reply.json["title"])
    return reply.status == status and reply.headers["content-type"] == kind and bool(told) and MARK not in read_reply(reply)

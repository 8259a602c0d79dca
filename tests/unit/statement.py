"""Documents as text to hold against the code, and the code's numbers in the words that documents use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.template import PROJECT, properties

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MINUTE, HOUR, DAY = 60, 3600, 86_400
NAMED: Mapping[float, str] = {MINUTE: "a minute", HOUR // 2: "half an hour", HOUR: "an hour"}


def count(number: float) -> str:
    """Return a whole number as our documents write it in a sentence: up to twelve in words."""
    assert number == int(number)
    return WORDS[int(number)] if number <= 12 else str(int(number))


def span(seconds: float | timedelta) -> str:
    """Return how long something lasts as our documents write it, such as `half an hour` or `14 days`."""
    lasts = seconds if isinstance(seconds, (int, float)) else seconds.total_seconds()
    if lasts in NAMED:
        return NAMED[lasts]
    for unit, size, least in (("days", DAY, 2 * DAY), ("hours", HOUR, 2 * HOUR), ("minutes", MINUTE, 2 * MINUTE)):
        if lasts >= least and lasts % size == 0:
            return f"{count(lasts / size)} {unit}"
    return f"{count(lasts)} seconds"


def read(document: str) -> str:
    """Return the text of a document, with every run of spaces, line ends and comment signs as one space."""
    lines = (PROJECT / document).read_text("utf-8").splitlines()
    return " ".join(" ".join(line.strip().removeprefix("# ") for line in lines).split())


def decision(number: str) -> str:
    """Return the path of a decision in the project."""
    [place] = (PROJECT / "docs" / "decisions").glob(f"{number}-*.md")
    return str(place.relative_to(PROJECT))


def of(logical_id: str, *path: str | int) -> Any:
    """Return what the template says of a resource, under a path of names."""
    found: Any = properties(logical_id)
    for name in path:
        found = found[name]
    return found


def tries(queue: str) -> int:
    """Return how often a queue hands a message over before it is dead."""
    return int(of(queue, "RedrivePolicy", "maxReceiveCount"))


def rate(function: str) -> str:
    """Return how often a function is started, as the template's schedule says it."""
    schedule: str = of(function, "Events", "Schedule", "Properties", "Schedule")
    return schedule.removeprefix("rate(").removesuffix(")").removeprefix("1 ")

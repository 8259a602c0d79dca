"""Fields that cannot be right: each refused by name, never with a fault, with nothing stored and nothing repeated."""

import re

import pytest
from loket.contact.message import ContactForm
from loket.core.inventory import Declared
from loket.enrollment.domain.enrollment import EnrollmentForm
from loket.privacy.domain.request import PrivacyRequestForm

from tests.running import RunningStack
from tests.system.counter import CLOSED_COURSE, MARK, SMALL_COURSE, find_stored, is_clear, write_enrollment
from tests.system.sending import Sender

ROUTES: dict[str, type[Declared]] = {
    "/contact-messages": ContactForm,
    "/enrollments": EnrollmentForm,
    "/privacy-requests": PrivacyRequestForm,
}

VALUES = {
    "an object": {"a": MARK},
    "a list": [MARK, MARK],
    "an empty list": [],
    "a number": 12345,
    "a fraction": 1.5,
    "true": True,
}


def list_fields(form: type[Declared]) -> list[str]:
    """Return the fields in which people describe themselves."""
    return [name for name in form.model_fields if not name.startswith(("consent_", "confirm_"))]


@pytest.mark.parametrize("case", VALUES)
def test_field_that_is_no_text_is_refused(trial: RunningStack, route: str, case: str) -> None:
    names = list_fields(ROUTES[route])
    reply = trial.post(route, dict.fromkeys(names, VALUES[case]))
    assert is_clear(reply, 422)
    assert [error["field"] for error in reply.json["errors"]] == sorted(names)


CONTROLS = {"NUL": "\x00", "escape": "\x1b[31m", "bell": "\x07", "delete": "\x7f", "C1": "\x85", "line separator": "\u2028"}


@pytest.mark.parametrize("case", CONTROLS)
def test_control_character_is_refused_in_every_field(trial: RunningStack, route: str, case: str) -> None:
    names = set(list_fields(ROUTES[route])) - {"website", "altcha", "return_to"}
    reply = trial.post_html_form(route, dict.fromkeys(names, f"{MARK}{CONTROLS[case]}x"))
    assert is_clear(reply, 422)
    assert [error["field"] for error in reply.json["errors"]] == sorted(names)


DATES = [
    "2023-02-29",
    "2024-02-30",
    "1980-13-01",
    "1980-00-10",
    "0000-01-01",
    "31-04-1980",
    "12/31/1980",
    "1980",
    "-1",
    "9e9",
]
# How a page names the field, and how an answer in JSON does.
BIRTHDAY = re.compile("geboortedatum|date_of_birth", re.IGNORECASE)
FAR_DATES = ["1800-01-01", "2999-01-01", "0001-01-01", "9999-12-31"]


@pytest.mark.parametrize("date", [*DATES, *FAR_DATES, "1980-05-03T00:00:00", "0", "now", "\u0661\u0669\u0668\u0660-05-03"])
def test_date_that_cannot_be_a_birthday_is_refused(sender: Sender, date: str) -> None:
    reply = sender.send("/enrollments", write_enrollment(date_of_birth=date))
    assert is_clear(reply, 422)
    assert BIRTHDAY.search(reply.text)


@pytest.mark.parametrize(
    "course", ["no-such-course", CLOSED_COURSE, "../rekencoach-po", "COURSE#x", "x" * 40, "rekencoach-po\n"]
)
def test_course_that_is_gone_is_refused(sender: Sender, course: str) -> None:
    form = write_enrollment(course=course)
    assert is_clear(sender.send("/enrollments", form), 422)
    assert find_stored(sender.stack, email=form["email"]) == []


def test_course_that_is_full_is_refused(trial: RunningStack) -> None:
    """The place goes to the first, who may send the same form again; nobody else's is stored."""
    first, second = write_enrollment(course=SMALL_COURSE), write_enrollment(course=SMALL_COURSE)
    accepted = trial.post("/enrollments", first)
    refused = trial.post("/enrollments", second)
    assert accepted.status == 201
    assert is_clear(refused, 422)
    assert refused.json["errors"][0]["code"] == "course_full"
    assert trial.post("/enrollments", first).json == accepted.json
    assert find_stored(trial, email=second["email"]) == []
    [course] = [one for one in trial.get("/courses").json["courses"] if one["code"] == SMALL_COURSE]
    assert course["places_left"] == 0


LANGUAGES = ["en-GB,en;q=0.9", "*", "x" * 5000, "nl;q=nan", "en;q=1e999", ";;;,,,", "zz", "e", "\u00e9"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_odd_language_is_answered(trial: RunningStack, route: str, language: str) -> None:
    """Dutch, unless English was asked for."""
    reply = trial.post(route, {}, accept_language=language)
    assert is_clear(reply, 422)
    assert reply.headers["content-language"] == ("en" if language.startswith("en") else "nl")

"""The whole system as it ships, over HTTP only; and once more as a trial, in which waiting takes less long."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.catalogue import find_course
from tests.project import run_project
from tests.running import Json, RunningStack
from tests.system.counter import (
    CLOSED_COURSE,
    FORMS,
    FREE_COURSE,
    RACED_COURSE,
    RACED_PLACES,
    SMALL_COURSE,
    WIDE_COURSE,
    Proofs,
)
from tests.system.sending import WAYS, Sender, Way

# What a message waits on AWS before it is tried again is too long for a test. It must stay longer than sending a mail takes,
# with the retries of the AWS client, or the mail is sent twice.
PATIENCE = {"VisibilityTimeout: 180": "VisibilityTimeout: 8", "DelaySeconds: 30": "DelaySeconds: 1"}


@pytest.fixture(scope="session")
def proofs(stack: RunningStack) -> Proofs:
    """Solve challenges in advance."""
    return Proofs(stack)


@pytest.fixture(scope="session")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Start the system without challenges, with quick retries, and with a course of one place and a closed one."""
    yield from run_trial(tmp_path_factory.mktemp("trial"))


@pytest.fixture(scope="module")
def stripe_trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Start such a system in which Stripe handles payments."""
    yield from run_trial(tmp_path_factory.mktemp("stripe"), PAYMENT_PROVIDER="stripe")


def run_trial(folder: Path, **environment: str) -> Iterator[RunningStack]:
    """Run the trial system."""
    yield from run_project(folder, changes=PATIENCE, courses=list_courses(), CHALLENGE="off", **environment)


@pytest.fixture
def faulty(trial: RunningStack) -> Iterator[RunningStack]:
    """Lend the trial system to a test that orders faults, and lift them afterwards."""
    yield trial
    trial.recover()


def list_courses() -> list[Json]:
    """Return courses that are soon full, closed, or ask for much and are never full."""
    plain, wide = find_course(FREE_COURSE), find_course("flexibele-leerroute-zij-instroom")
    return [
        {**plain, "code": SMALL_COURSE, "capacity": 1},
        {**plain, "code": RACED_COURSE, "capacity": RACED_PLACES},
        {**plain, "code": CLOSED_COURSE, "closes_on": "2020-01-31"},
        {**wide, "code": WIDE_COURSE, "capacity": None},
    ]


@pytest.fixture(scope="module", params=FORMS)
def route(request: pytest.FixtureRequest) -> str:
    """Try each form."""
    return str(request.param)


@pytest.fixture(scope="module", params=WAYS)
def sender(request: pytest.FixtureRequest, trial: RunningStack) -> Sender:
    """Try with script and without."""
    way: Way = request.param
    return Sender(trial, way)

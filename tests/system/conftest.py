"""The whole system as it ships, over HTTP only; and once more as a trial, in which waiting takes less long."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import PROJECT, RunningStack
from tests.system.counter import CLOSED_COURSE, FORMS, RACED_COURSE, RACED_PLACES, SMALL_COURSE, WIDE_COURSE, Proofs
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
    running = RunningStack(folder / "state", project=copy_project(folder / "project"), CHALLENGE="off", **environment)
    try:
        yield running.start()
    finally:
        running.kill()


@pytest.fixture
def faulty(trial: RunningStack) -> Iterator[RunningStack]:
    """Lend the trial system to a test that orders faults, and lift them afterwards."""
    yield trial
    trial.recover()


def copy_project(project: Path) -> Path:
    """Copy what is deployed, with the changes that make it a trial."""
    for folder in ("functions", "layers"):
        shutil.copytree(PROJECT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("local", "tools", "website"):
        (project / folder).symlink_to(PROJECT / folder)
    template = (PROJECT / "template.yaml").read_text(encoding="utf-8")
    for on_aws, in_trial in PATIENCE.items():
        assert on_aws in template
        template = template.replace(on_aws, in_trial)
    (project / "template.yaml").write_text(template, encoding="utf-8")
    write_catalogue(project / "catalogue")
    return project


def write_catalogue(folder: Path) -> None:
    """Write the catalogue that ships, with courses that are soon full, closed, or ask for much and are never full."""
    folder.mkdir()
    catalogue = json.loads((PROJECT / "catalogue" / "courses.json").read_text(encoding="utf-8"))
    [plain, *_] = [course for course in catalogue["courses"] if not course["fields"] or course["price_cents"] == 0]
    small = {**plain, "code": SMALL_COURSE, "capacity": 1}
    raced = {**plain, "code": RACED_COURSE, "capacity": RACED_PLACES}
    closed = {**plain, "code": CLOSED_COURSE, "closes_on": "2020-01-31"}
    [wide] = [course for course in catalogue["courses"] if course["code"] == "flexibele-leerroute-zij-instroom"]
    catalogue["courses"] += [small, raced, closed, {**wide, "code": WIDE_COURSE, "capacity": None}]
    (folder / "courses.json").write_text(json.dumps(catalogue), encoding="utf-8")


@pytest.fixture(scope="module", params=FORMS)
def route(request: pytest.FixtureRequest) -> str:
    """Try each form."""
    return str(request.param)


@pytest.fixture(scope="module", params=WAYS)
def sender(request: pytest.FixtureRequest, trial: RunningStack) -> Sender:
    """Try with script and without."""
    way: Way = request.param
    return Sender(trial, way)

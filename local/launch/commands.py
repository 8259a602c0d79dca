"""Run the project's own commands while the stack starts."""

from __future__ import annotations

import os
import subprocess
import sys

from local.emulator.deployment import Deployment
from local.errors import CannotStart
from local.settings import NO_REAL_ACCOUNT, STACK_NAME, Settings

CATALOGUE = "catalogue/courses.json"
MASTER_KEY = "KeysSecret"


class CatalogueNotLoaded(CannotStart):
    """The course catalogue was refused; the reason is in the message."""


class KeysNotSplit(CannotStart):
    """The functions could not be given their keys; the reason is in the message."""


class WebsiteNotMade(CannotStart):
    """The demonstration website could not be written; the reason is in the message."""


def load_catalogue(settings: Settings, deployment: Deployment, *, aws_url: str) -> None:
    """Load the project's course catalogue into its table, if it has one."""
    if not (settings.project / CATALOGUE).exists():
        return
    variables = {
        "COURSE_TABLE": deployment.tables["CourseTable"].name,
        "AWS_ENDPOINT_URL": aws_url,
        "AWS_SDK_UA_APP_ID": "operate",
    }
    done = run_module(settings, "tools.operate", "courses", "load", CATALOGUE, **variables)
    if done.returncode:
        raise CatalogueNotLoaded(done.stderr.strip() or done.stdout.strip())


def split_keys(settings: Settings, deployment: Deployment, *, aws_url: str) -> None:
    """Give each group of functions its keys, as whoever deploys does, if the template has a master key."""
    if MASTER_KEY not in deployment.ids:
        return
    variables = {"AWS_ENDPOINT_URL": aws_url, "AWS_SDK_UA_APP_ID": "operate"}
    done = run_module(settings, "tools.operate", "keys", "split", STACK_NAME, **variables)
    if done.returncode:
        raise KeysNotSplit(done.stderr.strip() or done.stdout.strip())


def make_website(settings: Settings) -> None:
    """Write the demonstration website's pages for the project's courses, if it has any."""
    if not (settings.project / CATALOGUE).exists():
        return
    done = run_module(
        settings,
        "website.generate",
        f"--output={settings.website}",
        f"--courses={settings.project / CATALOGUE}",
        f"--site={settings.url}/website",
    )
    if done.returncode:
        raise WebsiteNotMade(done.stderr.strip())


def run_module(settings: Settings, module: str, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one of the project's modules, without any real AWS account in its reach."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(settings.project), str(settings.project / "layers" / "loket")]),
        **NO_REAL_ACCOUNT,
        **variables,
    }
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, cwd=settings.project, env=environment, capture_output=True, text=True, check=False)

"""Run the project's own commands while the stack starts."""

from __future__ import annotations

import os
import subprocess
import sys

from local.emulator.deploy import Deployment
from local.errors import CannotStart
from local.settings import REGION, Setting

CATALOGUE = "catalogue/courses.json"


class CatalogueNotLoaded(CannotStart):
    """The course catalogue was refused; the reason is in the message."""


class WebsiteNotMade(CannotStart):
    """The demonstration website could not be written; the reason is in the message."""


def load_catalogue(setting: Setting, deployment: Deployment, *, gateway_url: str) -> None:
    """Load the project's course catalogue into its table, if it has one."""
    if not (setting.project / CATALOGUE).exists():
        return
    variables = {
        "COURSE_TABLE": deployment.tables["CourseTable"].name,
        "AWS_ENDPOINT_URL": gateway_url,
        "AWS_SDK_UA_APP_ID": "console",
    }
    done = run_module(setting, "loket.console", "courses", "load", CATALOGUE, **variables)
    if done.returncode:
        raise CatalogueNotLoaded(done.stderr.strip() or done.stdout.strip())


def make_website(setting: Setting) -> None:
    """Write the demonstration website's pages for the project's courses, if it has any."""
    if not (setting.project / CATALOGUE).exists():
        return
    done = run_module(
        setting,
        "website.generate",
        f"--output={setting.website}",
        f"--courses={setting.project / CATALOGUE}",
        f"--site={setting.url}/website",
    )
    if done.returncode:
        raise WebsiteNotMade(done.stderr.strip())


def run_module(setting: Setting, module: str, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one of the project's modules, without any real AWS account in its reach."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(setting.project), str(setting.project / "layers" / "loket")]),
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        **variables,
    }
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, cwd=setting.project, env=environment, capture_output=True, text=True, check=False)

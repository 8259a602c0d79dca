"""`sam local` runs the build in containers, against the tables of the running system."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
import urllib3

from tests.loopback import choose_address, choose_port
from tests.machine import find_docker, require
from tests.template import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.running import RunningStack

START_SECONDS = 180
INVOKE_SECONDS = 180


@pytest.fixture(scope="module")
def settings(build: Path, stack: RunningStack) -> Mapping[str, str]:
    """Return how `local.sam` finds the build and the running system."""
    require(find_docker)
    # The path of a test of ours may be anywhere, and `-m local.sam` must find the project's packages from there.
    paths = f"{PROJECT}:{PROJECT / 'layers' / 'loket'}"
    return {**os.environ, "PYTHONPATH": paths, "PORT": str(stack.port), "STATE": str(stack.state), "BUILD": str(build)}


@pytest.fixture(scope="module")
def api(settings: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the built API as `make sam-local` does, and yield its address."""
    port = choose_port()
    log = tmp_path_factory.mktemp("sam") / "log"
    command = [sys.executable, "-m", "local.sam", "start-api", "--host", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as file:
        process = subprocess.Popen(command, cwd=PROJECT, env=settings, stdout=file, stderr=file)  # noqa: S603 - our own
    try:
        wait_until_served(port, process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(START_SECONDS)
    assert list_containers() == []


def wait_until_served(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib3.request("GET", f"http://127.0.0.1:{port}/", retries=False, timeout=5)
        except urllib3.exceptions.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(log.read_text())


def list_containers() -> list[str]:
    """Return the containers that SAM left behind."""
    command = ["docker", "ps", "--all", "--filter", "label=sam.cli.container.type=lambda", "--format", "{{.ID}}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()  # noqa: S603 - our own


def send(method: str, url: str, body: Any = None) -> Any:
    """Send a request as a script does."""
    given = {"json": body} if body is not None else {}
    return urllib3.request(method, url, retries=False, timeout=INVOKE_SECONDS, **given)


def find_references(stack: RunningStack) -> set[str]:
    items = json.loads(stack.get("/_local/tables/PersonalDataTable").text)
    return {item["reference"] for item in items if "reference" in item}


def write_message(stack: RunningStack, text: str) -> dict[str, str]:
    who = {"name": "Sanne de Vries", "email": "sanne.devries@example.nl"}
    return {**who, "topic": "course", "message": text, "altcha": stack.solve_challenge()}


def test_the_api_serves_the_catalogue_of_the_running_system(api: str, stack: RunningStack) -> None:
    answer = send("GET", f"{api}/courses")
    assert answer.status == 200, answer.data
    assert answer.json()["version"] == json.loads(stack.get("/courses").text)["version"]


def test_the_api_stores_a_form_in_the_tables_of_the_running_system(api: str, stack: RunningStack) -> None:
    answer = send("POST", f"{api}/contact-messages", write_message(stack, "Gestuurd door de container."))
    assert answer.status == 201, answer.data
    assert answer.json()["reference"] in find_references(stack)


def test_a_form_sent_to_the_api_is_kept_from_today(api: str, stack: RunningStack) -> None:
    answer = send("POST", f"{api}/contact-messages", write_message(stack, "Tot wanneer wordt dit bewaard?"))
    assert answer.json()["kept_until"][:4] == str(time.gmtime().tm_year + 2)


def test_the_api_refuses_a_form_in_words(api: str) -> None:
    answer = send("POST", f"{api}/enrollments", {"course": "rekencoach-po", "shoe_size": "43"})
    assert answer.status == 422
    assert "shoe_size" in {error["field"] for error in answer.json()["errors"]}


def test_one_function_can_be_invoked_with_an_event(settings: Mapping[str, str], stack: RunningStack, tmp_path: Path) -> None:
    event = json.loads((PROJECT / "events" / "submit_contact_message" / "valid.json").read_bytes())
    event["requestContext"]["timeEpoch"] = time.time_ns() // 1_000_000
    event["requestContext"]["http"]["sourceIp"] = choose_address()
    event["body"] = json.dumps(write_message(stack, "Gestuurd met sam local invoke."))
    file = tmp_path / "event.json"
    file.write_text(json.dumps(event))
    command = [sys.executable, "-m", "local.sam", "invoke", "SubmitContactMessageFunction", "--event", str(file)]
    done = subprocess.run(  # noqa: S603 - our own
        command, cwd=PROJECT, env=settings, capture_output=True, text=True, check=False, timeout=INVOKE_SECONDS
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer["statusCode"] == 201, answer
    assert json.loads(answer["body"])["reference"] in find_references(stack)

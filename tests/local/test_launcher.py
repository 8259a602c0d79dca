"""The launcher itself: what it prints, where it listens, and when it refuses to go on."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from local.launch.process import StateTaken, hold, listen
from tests.running import RunningStack

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parent / "sample"
LOOPBACK = "0100007F"
LISTENING = "0A"


def test_start_prints_its_steps_and_one_address(sample: RunningStack) -> None:
    """Whoever waits can see for what, and then where to go."""
    assert "s  template deployed\n" in sample.output
    assert sample.output.count("http://") == 1
    assert f"{sample.base_url}/\n" in sample.output


def test_port_in_use_is_said_in_one_sentence(own_sample: RunningStack) -> None:
    """No traceback, and the way out."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", own_sample.port))
        other.listen()
        assert own_sample.launch().wait(30) == 1
    last = own_sample.output.splitlines()[-1]
    assert last.startswith(f"Port {own_sample.port} is in use")
    assert "Traceback" not in own_sample.output


def test_a_folder_that_another_uses_is_said_in_one_sentence(own_sample: RunningStack) -> None:
    """Two at a time would write over each other's items."""
    own_sample.start()
    other = RunningStack(own_sample.state, project=SAMPLE)
    assert other.launch().wait(30) == 1
    assert other.output.splitlines()[-1].startswith(f"StateTaken: another Loket runs on {own_sample.state}: stop it")
    assert "Traceback" not in other.output
    assert own_sample.get("/_local/under-way").status == 200


def test_a_state_that_is_no_folder_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StateTaken, match=r"/file is no folder that can be written to"), hold(tmp_path / "file"):
        pass


async def is_sent_at_once() -> bool:
    """Tell whether a server on a socket of ours sends what it has to say without waiting for what was said before."""
    told: asyncio.Queue[int] = asyncio.Queue()

    async def tell(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        told.put_nowait(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async with await asyncio.start_server(tell, sock=listen("127.0.0.1", 0)) as server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.close()
        return bool(await told.get())


def test_no_answer_waits_for_an_acknowledgement() -> None:
    """It took 44 ms to say that there is no such page, and an enrollment six times as long as its own work."""
    assert asyncio.run(is_sent_at_once())


def test_everything_listens_on_loopback_only(sample: RunningStack) -> None:
    """Nobody else on the network can reach the front, the AWS proxy or the emulator."""
    listeners = [place for pid in sample.list_processes() for place in list_listeners(pid)]
    assert len(listeners) >= 3
    assert {place.split(":")[0] for place in listeners} == {LOOPBACK}


def test_interrupt_in_the_terminal_reaches_the_launcher_alone(sample: RunningStack) -> None:
    """The launcher stops the emulator itself, after the requests that are still being answered."""
    launcher, *others = sample.list_processes()
    assert others
    assert launcher not in {os.getpgid(pid) for pid in others}


def list_listeners(pid: int) -> Iterator[str]:
    """Yield the address of every socket on which a process listens, IPv6 included."""
    sockets = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTENING and f"socket:[{fields[9]}]" in sockets:
                yield fields[1]


ROUTES = [
    "        Keep: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: POST, Path: /notes}}\n",
    "        Show: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /notes}}\n",
]
EXPIRY = "      TimeToLiveSpecification: {AttributeName: expires_at, Enabled: true}\n"
STREAM = "      StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}\n"
FAULTY_TEMPLATES = {
    "NoRoutes: Api": dict.fromkeys(["      Events:\n" + "".join(ROUTES)], ""),
    "ExpiryNotEnabled: NoteTable": {EXPIRY: ""},
    "ParameterWithoutValue: Unknown": {"Parameters:\n": "Parameters:\n  Unknown: {Type: String}\n"},
    "FilterRuleUnknown: ": {'"prefix": "OUTBOX#"': '"wildcard": "OUTBOX#*"'},
    "StreamMissing: NoteTable": {STREAM: ""},
    "NothingToPack: ": {"functions/count_notes/": "functions/nothing/"},
    "DeploymentFailed: ": {"maxReceiveCount: 2": "maxReceiveCount: 0"},
}


@pytest.mark.parametrize("refusal", FAULTY_TEMPLATES)
def test_start_is_refused_with_the_reason(tmp_path: Path, refusal: str) -> None:
    """A template that the emulator would quietly half carry out ends the start."""
    project = copy_sample(tmp_path / "project", FAULTY_TEMPLATES[refusal])
    running = RunningStack(tmp_path / "state", project=project)
    try:
        assert running.launch().wait(60) == 1
    finally:
        running.kill()
    assert running.output.splitlines()[-1].startswith(refusal)
    assert "Traceback" not in running.output


def copy_sample(project: Path, changes: dict[str, str]) -> Path:
    """Copy the sample system with changes in its template."""
    shutil.copytree(SAMPLE, project)
    template = (project / "template.yaml").read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in template
        template = template.replace(old, new)
    (project / "template.yaml").write_text(template, encoding="utf-8")
    return project


def test_changed_source_is_what_runs_after_the_next_start(tmp_path: Path) -> None:
    """State stays, code is always that of the folder."""
    project = copy_sample(tmp_path / "project", {})
    running = RunningStack(tmp_path / "state", project=project)
    source = project / "functions" / "count_notes" / "app.py"
    try:
        running.start()
        running.stop()
        text = source.read_text(encoding="utf-8").replace('event["time"]', '"changed"')
        source.write_text(text, encoding="utf-8")
        assert running.start().invoke("count_notes", {}).json["time"] == "changed"
    finally:
        running.kill()

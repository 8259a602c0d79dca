"""The image that `sam local` runs functions in: AWS's own, or where no registry is reached one made from this machine.

The made one holds this Python, the C libraries that it and wheels link against, a shell, and Lambda's runtime client. It is
not Amazon Linux and has none of AWS's limits: it shows that the template, the packaging and the handlers fit together.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from local.errors import CannotStart
from local.launch.progress import say
from local.settings import ARCHITECTURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = f"public.ecr.aws/lambda/python:3.13-{ARCHITECTURE}"
PULL_SECONDS = 300
DOCKER = shutil.which("docker") or "docker"

# SAM's own layer on top of the image runs the first of these; the rest make `docker exec ... sh` bearable.
TOOLS = ("sh", "mv", "cp", "rm", "mkdir", "chmod", "ls", "cat", "env")
# Wheels expect these of every Linux (PEP 513), so no file of this machine's Python need name them.
_GLIBC = ("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1")
WHEEL_LIBRARIES = (*_GLIBC, "libgcc_s.so.1", "libstdc++.so.6")
NOT_NEEDED = ("test", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib2to3", "site-packages", "config-*", "*.a")
_SYSTEM = ("dev", "etc", "opt", "proc", "root", "sys", "tmp", "usr/bin")
FOLDERS = (*_SYSTEM, "var/lang/bin", "var/rapid", "var/runtime", "var/task")
BOOTSTRAP = """#!/bin/sh
export AWS_EXECUTION_ENV=AWS_Lambda_python3.13
export PYTHONPATH=/var/task:/opt/python:/var/runtime
cd /var/task && exec /var/lang/bin/python3.13 -m awslambdaric "$_HANDLER"
"""
ENTRYPOINT = """#!/bin/sh
export _HANDLER="$1"
if [ -z "$AWS_LAMBDA_RUNTIME_API" ]; then exec /var/rapid/aws-lambda-rie /var/runtime/bootstrap; fi
exec /var/runtime/bootstrap
"""
SETTINGS = (
    "ENV PATH=/var/lang/bin:/usr/bin:/bin",
    "ENV LANG=C.UTF-8",
    "ENV TZ=:UTC",
    "ENV LAMBDA_TASK_ROOT=/var/task",
    "ENV LAMBDA_RUNTIME_DIR=/var/runtime",
    "WORKDIR /var/task",
    'ENTRYPOINT ["/lambda-entrypoint.sh"]',
)


class NoEngine(CannotStart):
    """No Docker Engine answers."""


def ensure_image() -> None:
    """Make sure that the image is there: as it is, else pulled, else made; raise `NoEngine` without an engine."""
    if not shutil.which(DOCKER) or _run(DOCKER, "info", check=False).returncode:
        raise NoEngine("start Docker Engine first (Debian: apt-get install docker.io, then dockerd)")
    if _run(DOCKER, "image", "inspect", NAME, check=False).returncode == 0:
        return
    say(f"Pulling {NAME} ...")
    if _run(DOCKER, "pull", "--quiet", NAME, check=False, timeout=PULL_SECONDS).returncode:
        say("It cannot be pulled here; making one from this machine's Python ...")
        make_image()


def make_image() -> None:
    """Make the image from this machine's files."""
    changes = [f"--change={setting}" for setting in SETTINGS]
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder))
        with subprocess.Popen(
            [DOCKER, "import", *changes, "-", NAME], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        ) as engine:
            with tarfile.open(fileobj=engine.stdin, mode="w|") as archive:
                archive.add(folder, arcname=".")
            engine.communicate()
    _run(DOCKER, "image", "inspect", NAME)


def lay_out(root: Path) -> None:
    """Fill a folder with everything that the image holds."""
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True)
    (root / "bin").symlink_to("usr/bin")
    (root / "tmp").chmod(0o1777)
    copy_python(root / "var/lang")
    copy_runtime(root / "var/runtime")
    for tool in TOOLS:
        shutil.copy(shutil.which(tool, path="/usr/bin:/bin") or tool, root / "usr/bin" / tool)
    for library in sorted(find_libraries([*root.glob("usr/bin/*"), *root.glob("var/lang/bin/*"), *root.rglob("*.so")])):
        place = root / library.relative_to("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, place)
    write_program(root / "var/runtime/bootstrap", BOOTSTRAP)
    write_program(root / "lambda-entrypoint.sh", ENTRYPOINT)


def copy_python(place: Path) -> None:
    """Copy this Python and its standard library to where Lambda has them."""
    shutil.copy(Path(sys.executable).resolve(), place / "bin" / "python3.13")
    library = sysconfig.get_path("stdlib")
    shutil.copytree(library, place / "lib" / "python3.13", ignore=shutil.ignore_patterns(*NOT_NEEDED), symlinks=True)


def copy_runtime(place: Path) -> None:
    """Install Lambda's runtime client, in the locked version."""
    uv = shutil.which("uv", path=f"{Path(__file__).parents[2] / '.tools' / 'bin'}:/usr/local/bin:/usr/bin:/bin") or "uv"
    pinned = f"awslambdaric=={version('awslambdaric')}"
    _run(uv, "pip", "install", "--quiet", "--python", sys.executable, "--target", str(place), pinned)


def find_libraries(programs: Iterable[Path]) -> set[Path]:
    """Return every shared library that the programs load, and those that wheels take for granted."""
    linked = {library for program in programs for library in _list_linked(program)}
    folder = next(library.parent for library in linked if library.name == "libc.so.6")
    return linked | {path for name in WHEEL_LIBRARIES if (path := folder / name).exists()}


def _list_linked(program: Path) -> Iterator[Path]:
    # ldd fails for a script or a static program; it then lists nothing.
    for name in re.findall(r"(/\S+\.so\S*)", _run("ldd", str(program), check=False).stdout):
        yield Path(name)


def write_program(path: Path, text: str) -> None:
    """Write a script that can be run."""
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def _run(*command: str, check: bool = True, timeout: int | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=check, timeout=timeout, capture_output=True, text=True)

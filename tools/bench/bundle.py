"""Folders of packages that a measurement needs beside the built artifact, made of the locked versions."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from tools.packaging.bytecode import compile_folder, compile_libraries

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".bench"
RUNTIME = ("awslambdaric",)
_UV = shutil.which("uv", path=f"{ROOT / '.tools' / 'bin'}:{os.defpath}") or "uv"
_CACHES = shutil.ignore_patterns("__pycache__")
REFERENCE = ("fastapi", "mangum", "boto3", "aws-lambda-powertools")


def install_runtime(folder: Path = FOLDER / "runtime") -> Path:
    """Return a folder with Lambda's runtime client for Python alone."""
    return _install(folder, RUNTIME)


def install_reference() -> Path:
    """Return what the reference handlers would ship: their frameworks, the layer's dependencies and package, uncut."""
    layer = ROOT / "layers" / "loket"
    folder = _install(FOLDER / "reference", REFERENCE, "--requirement", str(layer / "requirements.txt"))
    shutil.copytree(layer / "loket", folder / "loket", ignore=_CACHES)
    # Importing our package puts the garbage collector off until the end of the start: our trick, not the reference's.
    (folder / "loket" / "__init__.py").write_text("")
    compile_folder(folder / "loket", shown_as="/opt/python/loket")
    return folder


def compile_copy(name: str, source: Path, *, beside: Path | None = None) -> Path:
    """Return a byte-compiled copy of a handler's folder, as the build makes one of a function's, and of what it imports."""
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder, ignore=_CACHES)
    if beside:
        shutil.copytree(beside, folder / beside.relative_to(ROOT), ignore=_CACHES)
    compile_folder(folder, shown_as="/var/task")
    return folder


def _install(folder: Path, names: tuple[str, ...], *more: str) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    pinned = [f"{name}=={version(name)}" for name in names]
    options = ["--quiet", "--python", sys.executable, "--only-binary", ":all:", "--link-mode", "copy"]
    subprocess.run([_UV, "pip", "install", *options, "--target", str(folder), *pinned, *more], check=True)
    # As in the layer: without the sources of libraries.
    compile_libraries(folder, own=frozenset(), shown_as="/opt/python")
    return folder

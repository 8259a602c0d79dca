"""A copy of the project for each worker, in which a fault can be made while the other worker sees none."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PARTS = ("catalogue", "docs", "events", "functions", "layers", "local", "tests", "tools", "website")
_LINKS = (".venv", ".tools", ".git")


def copy_tree(root: Path, copy: Path) -> None:
    """Copy what tests read, anew."""
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    for part in PARTS:
        shutil.copytree(root / part, copy / part, ignore=shutil.ignore_patterns(".mutate"))
    for path in root.iterdir():
        if path.is_file():
            shutil.copy2(path, copy / path.name)
    for link in _LINKS:
        if (root / link).exists():
            (copy / link).symlink_to(root / link)


@contextmanager
def changed(copy: Path, file: str, source: str) -> Iterator[None]:
    """Give a file other contents for a while.

    Its compiled form goes: Python takes it for the same where the second and the size are.
    """
    path = copy / file
    before, stat = path.read_text("utf-8"), path.stat()
    _forget(path)
    path.write_text(source, "utf-8")
    try:
        yield
    finally:
        path.write_text(before, "utf-8")
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        _forget(path)


def _forget(path: Path) -> None:
    for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
        compiled.unlink()

"""The project as a running system finds it, what is deployed with the tests' own courses; and that system, running."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.catalogue import write_catalogue
from tests.running import PROJECT, RunningStack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

type Json = dict[str, Any]

# Looked up in the project: what is deployed, and what the launcher runs there.
FOLDERS = ("functions", "layers", "local", "tools", "website")


def copy_project(folder: Path, *, changes: Mapping[str, str] | None = None, courses: Sequence[Json] = ()) -> Path:
    """Make a project of what is deployed, with changes in the template's text and with more courses; return its folder."""
    folder.mkdir(parents=True)
    for name in FOLDERS:
        (folder / name).symlink_to(PROJECT / name)
    template = (PROJECT / "template.yaml").read_text(encoding="utf-8")
    for before, after in (changes or {}).items():
        assert before in template
        template = template.replace(before, after)
    (folder / "template.yaml").write_text(template, encoding="utf-8")
    write_catalogue(folder / "catalogue" / "courses.json", more=courses)
    return folder


def run_project(
    folder: Path, *, changes: Mapping[str, str] | None = None, courses: Sequence[Json] = (), **environment: str
) -> Iterator[RunningStack]:
    """Run such a project from a folder with nothing in it, for as long as a fixture lends it."""
    project = copy_project(folder / "project", changes=changes, courses=courses)
    running = RunningStack(folder / "state", project=project, **environment)
    try:
        yield running.start()
    finally:
        running.kill()

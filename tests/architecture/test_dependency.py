"""What a folder imports is what the project says that it needs, and not what comes along with something else for now."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.architecture.source import ALL, Source
from tests.template import PROJECT

OURS = {"loket", "desk", "local", "website", "tools", "tests", "app", "sample"}
DISTRIBUTIONS = packages_distributions()
# Types alone, which the extras of boto3-stubs bring.
TYPES = re.compile(r"mypy_boto3_\w+|types_boto3_\w+")
# Which groups a folder may import from, beside what every function carries; the first that fits.
GROUPS = {
    "functions/serve_desk": "desk",
    "functions": "",
    "layers/loket": "",
    "layers/desk": "desk",
    "local/sam": "local dev",
    "local": "local",
    "website": "local",
    "tools": "local dev",
    "tests": "local dev",
}


def list_declared(groups: str) -> set[str]:
    """Return the names of the packages that a folder may import, those of included groups too."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    names = set(project["project"]["dependencies"])
    todo = groups.split()
    while todo:
        for one in project["dependency-groups"][todo.pop()]:
            if isinstance(one, str):
                names.add(one)
            else:
                todo.append(one["include-group"])
    return {plain(re.split(r"[\[=<>~ ]", name)[0]) for name in names}


def plain(name: str) -> str:
    """Return a package's name as all spellings of it are compared: PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


def list_imported(source: Source) -> set[str]:
    """Return the outermost packages that a module imports, but for our own and those of Python."""
    found = {module.partition(".")[0] for module in source.modules} - OURS - sys.stdlib_module_names
    return {name for name in found if not TYPES.fullmatch(name)}


def test_what_is_imported_is_declared() -> None:
    declared = {folder: list_declared(groups) for folder, groups in GROUPS.items()}
    undeclared = [
        (source.name, name)
        for source in ALL
        for name in sorted(list_imported(source))
        if not {*map(plain, DISTRIBUTIONS.get(name, []))} & declared[folder_of(source)]
    ]

    assert undeclared == []


def folder_of(source: Source) -> str:
    """Return the folder to which a module belongs."""
    return next(folder for folder in GROUPS if source.name.startswith(f"{folder}/"))

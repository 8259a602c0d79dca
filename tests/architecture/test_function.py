"""One folder is one Lambda, everywhere under the same name."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from tests.template import FUNCTION, PROJECT, folder_of, function_id, resources, variables_of

FOLDERS = sorted(place.name for place in (PROJECT / "functions").iterdir() if place.is_dir() and place.name != "__pycache__")
LAYERS = (PROJECT / "layers" / "loket", PROJECT / "layers" / "desk")
LONGEST_APP = 61
VERBS = re.compile(
    r"(list|issue|submit|show|create|receive|sweep|follow|manage|screen|escalate|fulfil|relay|send|record|check|serve)_"
)


@cache
def parse(place: Path) -> ast.Module:
    return ast.parse(place.read_text(encoding="utf-8"))


@cache
def module_place(name: str) -> Path | None:
    """Return the file of one of our own modules."""
    stems = [layer.joinpath(*name.split(".")) for layer in LAYERS]
    places = [place for stem in stems for place in (stem.with_suffix(".py"), stem / "__init__.py")]
    return next((place for place in places if place.exists()), None)


@cache
def imported(tree: ast.Module) -> frozenset[str]:
    """Return the modules of ours that a module imports, anywhere in it."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {str(node.module) for node in found}
    names |= {f"{node.module}.{part.name}" for node in found for part in node.names}
    return frozenset(name for name in names if name.startswith(("loket", "desk")) and module_place(name))


@cache
def settings_read(tree: ast.Module) -> set[str]:
    """Return the names that a module passes to `setting`, or gives to the table that it reads or writes."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "setting"]
    passed = {str(call.args[0].value) for call in calls if isinstance(call.args[0], ast.Constant)}
    named = [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "TABLE"
    ]
    return passed | {str(value.value) for value in named if isinstance(value, ast.Constant)}


def functions_used(folder: str) -> set[str]:
    """Return the settings that a function can come to read, through all that it imports."""
    todo, seen, found = {str(PROJECT / "functions" / folder / "app.py")}, set[str](), set[str]()
    while todo:
        place = todo.pop()
        seen.add(place)
        tree = parse(Path(place))
        found |= settings_read(tree)
        todo |= {str(module_place(name)) for name in imported(tree)} - seen
    return found


def settings_checked(folder: str) -> set[str]:
    """Return the names that a function checks at its start."""
    tree = parse(PROJECT / "functions" / folder / "app.py")
    [call] = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "finish_start"
    ]
    return {str(ast.literal_eval(argument)) for argument in call.args}


def test_every_folder_is_a_function_and_the_other_way_round() -> None:
    assert sorted(map(function_id, FOLDERS)) == sorted(resources(FUNCTION))
    assert sorted(map(folder_of, resources(FUNCTION))) == FOLDERS


def test_a_function_is_under_one_name_everywhere() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `?(\w+_\w+)`? \|", readme, re.MULTILINE)

    assert sorted(rows) == FOLDERS
    assert [folder for folder in FOLDERS if not list((PROJECT / "events" / folder).glob("*.json"))] == []


def test_every_event_belongs_to_a_function() -> None:
    assert {place.name for place in (PROJECT / "events").iterdir()} == set(FOLDERS)


def test_a_function_is_one_short_module_named_after_what_it_does() -> None:
    for folder in FOLDERS:
        place = PROJECT / "functions" / folder
        assert [found.name for found in place.iterdir() if found.name != "__pycache__"] == ["app.py"], folder
        assert len((place / "app.py").read_text(encoding="utf-8").splitlines()) <= LONGEST_APP, folder
        assert VERBS.match(folder), folder


def test_a_functions_settings_are_its_template_variables() -> None:
    """Those that it checks at its start; and it reads none itself that it is not given."""
    for folder in FOLDERS:
        assert settings_checked(folder) == set(variables_of(folder)), folder
        assert settings_read(parse(PROJECT / "functions" / folder / "app.py")) <= set(variables_of(folder)), folder


def test_a_function_is_given_nothing_that_it_cannot_read() -> None:
    too_much = {folder: set(variables_of(folder)) - functions_used(folder) for folder in FOLDERS}

    assert {folder: names for folder, names in too_much.items() if names} == {}


def test_only_the_desk_carries_a_web_framework() -> None:
    shared, beside = ((layer / "requirements.txt").read_text(encoding="utf-8") for layer in LAYERS)
    framework = [line.partition("==")[0] for line in beside.splitlines() if "==" in line]

    assert {"fastapi", "starlette", "mangum", "pyjwt", "cryptography"} <= set(framework)
    assert not [name for name in framework if f"\n{name}==" in f"\n{shared}"]

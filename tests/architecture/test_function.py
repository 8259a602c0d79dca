"""One folder is one Lambda, everywhere under the same name."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from tests.template import FUNCTION, PROJECT, folder_of, function_id, properties, resources, template, variables_of

FOLDERS = sorted(place.name for place in (PROJECT / "functions").iterdir() if place.is_dir() and place.name != "__pycache__")
LAYERS = (PROJECT / "layers" / "loket", PROJECT / "layers" / "desk")
LONGEST_APP = 61
VERBS = re.compile(
    r"(list|issue|submit|show|create|receive|sweep|follow|manage|screen|escalate|fulfil|relay|send|record|check|serve)_"
)


def parse(place: Path) -> ast.Module:
    return ast.parse(place.read_text(encoding="utf-8"))


def module_place(name: str) -> Path | None:
    """Return the file of one of our own modules."""
    stems = [layer.joinpath(*name.split(".")) for layer in LAYERS]
    places = [place for stem in stems for place in (stem.with_suffix(".py"), stem / "__init__.py")]
    return next((place for place in places if place.exists()), None)


def imported(tree: ast.Module) -> set[str]:
    """Return the modules of ours that a module imports, anywhere in it."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {str(node.module) for node in found}
    names |= {f"{node.module}.{part.name}" for node in found for part in node.names}
    return {name for name in names if name.startswith(("loket", "desk")) and module_place(name)}


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


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_function_is_under_one_name_everywhere(folder: str) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")

    assert properties(function_id(folder))["CodeUri"] == f"functions/{folder}/"
    assert list((PROJECT / "events" / folder).glob("*.json"))
    assert len(re.findall(rf"^\| `?{folder}`? \|", readme, re.MULTILINE)) == 1


def test_every_event_belongs_to_a_function() -> None:
    assert {place.name for place in (PROJECT / "events").iterdir()} == set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_function_is_one_short_module_named_after_what_it_does(folder: str) -> None:
    found = [place.name for place in (PROJECT / "functions" / folder).iterdir() if place.name != "__pycache__"]

    assert found == ["app.py"]
    assert len((PROJECT / "functions" / folder / "app.py").read_text(encoding="utf-8").splitlines()) <= LONGEST_APP
    assert VERBS.match(folder)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_functions_settings_are_its_template_variables(folder: str) -> None:
    assert settings_checked(folder) == set(variables_of(folder))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_setting_that_a_function_reads_itself_is_given(folder: str) -> None:
    own = settings_read(parse(PROJECT / "functions" / folder / "app.py"))

    assert own <= set(variables_of(folder))


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_function_is_given_nothing_that_it_cannot_read(folder: str) -> None:
    assert set(variables_of(folder)) <= functions_used(folder)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_function_has_a_log_of_its_own_that_ends(folder: str) -> None:
    group = properties(function_id(folder))["LoggingConfig"]["LogGroup"]["Ref"]
    logs = properties(group)

    assert group == f"{function_id(folder).removesuffix('Function')}Logs"
    assert logs["RetentionInDays"] <= 30
    assert logs["KmsKeyId"] == {"Fn::GetAtt": "DataKey.Arn"}


def test_every_log_ends() -> None:
    assert all(group["Properties"]["RetentionInDays"] for group in resources("AWS::Logs::LogGroup").values())


def asynchronous() -> list[tuple[str, dict[str, Any]]]:
    """Return what starts a function without waiting for its answer."""
    events = [(name, event) for name in resources(FUNCTION) for event in properties(name).get("Events", {}).values()]
    return [(name, event) for name, event in events if event["Type"] != "HttpApi"]


@pytest.mark.parametrize(("name", "event"), asynchronous())
def test_what_nobody_waits_for_is_never_lost(name: str, event: dict[str, Any]) -> None:
    """A queue has a redrive policy, a stream a destination; anything else a dead-letter queue on the function."""
    given = event["Properties"]
    if event["Type"] == "SQS":
        queue = given["Queue"]["Fn::GetAtt"].partition(".")[0]
        assert "DeadLetterQueue" in str(properties(queue)["RedrivePolicy"]["deadLetterTargetArn"])
    elif event["Type"] == "DynamoDB":
        assert "DeadLetterQueue" in str(given["DestinationConfig"]["OnFailure"]["Destination"])
        assert given["MaximumRetryAttempts"] > 0
    else:
        # What could not start, and what failed once it had.
        assert "DeadLetterQueue" in str(given["DeadLetterConfig"])
        assert "DeadLetterQueue" in str(properties(name)["EventInvokeConfig"])
    assert event["Type"] not in {"SQS", "DynamoDB"} or given["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_a_message_outlives_the_function_that_handles_it() -> None:
    """AWS asks for a visibility time-out of six times the function's time-out."""
    for name, event in asynchronous():
        if event["Type"] == "SQS":
            queue = event["Properties"]["Queue"]["Fn::GetAtt"].partition(".")[0]
            assert properties(queue)["VisibilityTimeout"] >= 6 * properties(name)["Timeout"]


def test_what_all_functions_share_is_said_once() -> None:
    assert template()["Globals"]["Function"]["Handler"] == "app.handler"
    assert template()["Globals"]["Function"]["Runtime"] == "python3.13"
    assert not [name for name in resources(FUNCTION) if {"Handler", "Runtime"} & set(properties(name))]


def test_one_make_file_builds_every_function_and_layer() -> None:
    built = {**resources(FUNCTION), **resources("AWS::Serverless::LayerVersion")}
    given = {"BuildMethod": "makefile", "ContextPath": "tools/packaging"}
    assert [name for name, resource in built.items() if resource.get("Metadata") != given] == []


def test_only_the_desk_carries_a_web_framework() -> None:
    layers = {name: properties(name)["Layers"] for name in resources(FUNCTION) if "Layers" in properties(name)}

    assert template()["Globals"]["Function"]["Layers"] == [{"Ref": "LoketLayer"}]
    assert layers == {"ServeDeskFunction": [{"Ref": "DeskLayer"}]}
    shared, beside = ((layer / "requirements.txt").read_text(encoding="utf-8") for layer in LAYERS)
    assert not [name for name in ("fastapi", "starlette", "mangum", "pyjwt", "cryptography") if f"\n{name}==" in shared]
    assert not [line for line in beside.splitlines() if "==" in line and f"\n{line}" in shared]

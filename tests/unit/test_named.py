"""What documents name exists: names in code, paths, commands and their variables, resources, routes, log lines and keys."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import tomllib

import pytest
from loket.core.inventory import declarations
from loket.core.item import ItemKind, Record
from loket.payment.domain.payment import Provider
from loket.payment.provider.account import read_account

from tests.template import FUNCTION, PROJECT, folder_of, properties, resources
from tests.unit.document import DOCUMENTS, FENCE, NAME, commands, is_place, names, resource_names, rows, text_of, told
from tools.documents.privacy import find_models
from tools.operate.__main__ import _make_parser

ARCHITECTURE, OPERATIONS, README = "docs/architecture.md", "docs/operations.md", "README.md"
# What others call so: the beginnings of Stripe's keys, an attribute of Cognito's, and an option of Powertools, not used.
OTHERS = {"sk_test", "rk_test", "email_verified", "log_uncaught_exceptions"}
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*(?:/|\.(?:py|md|yaml|toml|json|html|js))|(?:tests|tools|local|layers|docs)/[\w./-]+")
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)((?: [A-Z_]+=\S+)*)")
MAKEFILE = text_of("Makefile")
# Every line that is logged: what stands beside its name is about nobody, whatever happens.
FACTS = {
    "contact_message.received": "topic=form.topic, doubts=len(entry.doubts)",
    "desk.roles_read": "roles=len(who.roles)",
    "desk.sessions_ended": "count=count, own=own",
    "desk.signed_in": "roles=len(who.roles)",
    "enrollment.received": "course=course.code if course else 'gone', doubts=len(entry.doubts)",
    "mail.dropped": "",
    "mail.held_back": "",
    "mail.sent": "effect=effect.record.effect",
    "mail.waits": "",
    "payment.changed": "status=after.standing.status, events=len(step.moved)",
    "payment.dropped": "",
    "payment.opened_late": "",
    "payment.quarantined": "mismatch=mismatch",
    "payments.swept": "**result, left=left",
    "places.swept": "**counts, left=left",
    "privacy_request.received": "right=form.kind, doubts=len(entry.doubts)",
    "requests.escalated": "**result",
    "webhook.answered": "status=status, outcome=type(error).__name__",
}


def test_every_name_is_one_of_the_project() -> None:
    told_names = {(document, name) for document in DOCUMENTS for name in told(document) if NAME.fullmatch(name)}

    assert len(told_names) > 200
    known = names() | OTHERS
    assert sorted((document, name) for document, name in told_names if name not in known and not is_place(name)) == []
    assert {"unheard_of", "EnrolmentForm"}.isdisjoint(names())


def test_every_attribute_in_a_command_is_one_of_the_project() -> None:
    blocks = "\n".join(FENCE.findall(text_of(OPERATIONS)))
    attributes = set(re.findall(r"\b[a-z]+_[a-z_]+\b", blocks))

    assert attributes >= {"due_bucket", "sent_at", "webhook_secrets"}
    assert attributes - names() - OTHERS - {"rk_live_", "live_", "pfl_", "whsec_"} == set()


def test_every_path_leads_somewhere() -> None:
    paths = {(document, name) for document in DOCUMENTS for name in told(document) if PATH.fullmatch(name)}

    assert len(paths) > 20
    # Made by a build, and by a run.
    made = {".aws-sam/build", ".aws-sam/"}
    assert sorted((document, path) for document, path in paths if path not in made and not is_place(path)) == []
    assert not is_place("layers/nowhere.py")


def test_every_make_command_is_a_target_with_variables_that_it_reads() -> None:
    typed = {found.groups() for document in DOCUMENTS for line in commands(document) for found in MAKE.finditer(line)}
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))

    assert {target for target, _ in typed} >= {"run", "test", "check", "build", "bench", "deploy", "sam-local"}
    assert {target for target, _ in typed} - targets == set()
    given = {name for _, given in typed for name in re.findall(r"([A-Z_]+)=", given)}
    assert {name for name in given if f"$({name})" not in MAKEFILE} == set()


def test_every_module_that_is_run_exists_and_takes_what_is_written() -> None:
    lines = [line for document in DOCUMENTS for line in commands(document)]
    run = [found.groups() for line in lines for found in re.finditer(r"python -m ([\w.]+)((?: [\w./-]+)*)", line)]

    assert {module for module, _ in run} >= {"tools.operate"}
    assert [module for module, _ in run if importlib.util.find_spec(module) is None] == []
    typed = {words.split()[0]: words.split() for module, words in run if module == "tools.operate" and words}
    assert typed.keys() == {"courses", "keys", "places"}
    assert _make_parser().parse_args(typed["courses"]).file.is_file()
    assert _make_parser().parse_args(typed["places"]).course


def test_every_resource_in_a_command_is_one_of_the_template() -> None:
    named = set(re.findall(r"<(?:ARN of )?([A-Z][A-Za-z]+)>", text_of(OPERATIONS)))

    assert len(named) > 8
    assert named - resource_names() == set()


def test_every_row_of_functions_names_the_routes_of_the_template() -> None:
    told_rows = {row[0].strip("`"): row[1] for row in rows(README, "Function")}

    assert sorted(told_rows) == sorted(map(folder_of, resources(FUNCTION)))
    wrong = []
    for name in resources(FUNCTION):
        events = [one["Properties"] for one in properties(name)["Events"].values() if one["Type"] == "HttpApi"]
        cell = told_rows[folder_of(name)]
        starts, ends = re.findall(r"(/[\w/{}-]+)", cell), re.findall(r"\.\.\.(/\w+)", cell)
        asked = {method for event in events if (method := event["Method"]) != "ANY"}
        if asked != set(re.findall(r"\b(GET|POST)\b", cell)):
            wrong.append((name, asked))
        wrong += [(name, one["Path"]) for one in events if not any(one["Path"].startswith(start) for start in starts)]
        wrong += [(name, end) for end in ends if not any(one["Path"].endswith(end) for one in events)]
    assert wrong == []


def test_every_log_line_is_in_the_table_and_no_other() -> None:
    table = {name for row in rows(OPERATIONS, "Message") for name in re.findall(r"`([a-z_]+\.[a-z_]+)`", row[0])}
    facts = {fact for given in FACTS.values() for fact in re.findall(r"(\w+)=", given)}

    assert table == FACTS.keys()
    [fields] = re.findall(r"^fields (.*?) \|", text_of(OPERATIONS), re.MULTILINE)
    assert set(fields.split(", ")) - {"@timestamp", "level", "message"} <= facts


def test_every_log_line_tells_what_was_agreed_and_nothing_of_anybody() -> None:
    assert log_calls() == sorted(FACTS.items())


def log_calls() -> list[tuple[str, str]]:
    """Return the name of every event that is logged, with its facts as they stand in the code."""
    places = [*PROJECT.glob("functions/*/app.py"), *PROJECT.glob("layers/**/*.py")]
    calls = [node for place in places for node in ast.walk(ast.parse(place.read_bytes())) if isinstance(node, ast.Call)]
    named = [call for call in calls if ast.unparse(call.func) == "log_event"]
    return sorted((ast.literal_eval(call.args[0]), ", ".join(map(ast.unparse, call.keywords))) for call in named)


def test_every_alarm_that_is_explained_exists() -> None:
    explained = {row[0].strip("`") for row in rows(OPERATIONS, "Alarm")}
    alarms = resources("AWS::CloudWatch::Alarm")
    families = {next((f"...{kind}" for kind in ("Errors", "Throttles") if name.endswith(kind)), name) for name in alarms}

    assert explained == families


def test_every_kind_of_item_is_in_the_table_with_its_class_and_how_long_it_is_kept() -> None:
    table = rows(ARCHITECTURE, "Table")
    classes = {row[4].strip("`"): row[5] for row in table if row[4]}
    models = {model.__name__: model for model in find_models(Record)}
    periods = {name: declarations(model)["expires_at"].retention for name, model in models.items()}

    assert models.keys() <= classes.keys()
    # A step ends with its request, of which it is a part.
    told_otherwise = {name: (classes[name], str(period)) for name, period in periods.items() if name != "Step"}
    assert {
        name: told
        for name, told in told_otherwise.items()
        if not told[1].startswith(told[0].replace("the book", "the end of the book"))
    } == {}
    assert {kind for kind in ItemKind if not any(f"`{kind}" in " ".join(row[1:3]) for row in table)} == set()


def test_every_key_in_the_table_is_spelled_as_the_code_spells_it() -> None:
    spelled = set(re.findall(r"\b([A-Z_]+)#", text_of("layers/loket/loket/core/key.py")))
    listed = {name for row in rows(ARCHITECTURE, "Table") for cell in row[1:3] for name in re.findall(r"`([A-Z_]+)#", cell)}

    assert spelled - listed == set()


def test_the_order_of_the_packages_is_the_one_that_is_held() -> None:
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    [held] = [contract["layers"] for contract in contracts if contract.get("containers") == ["loket"]]
    [block] = [block for block in FENCE.findall(text_of(ARCHITECTURE)) if "letter_context" in block]
    drawn = [re.split(r"\s{2,}", line.strip())[0] for line in block.splitlines()[2:-1]]

    assert drawn == held


@pytest.mark.parametrize("provider", Provider)
def test_the_payment_secret_is_written_as_it_is_read(provider: Provider) -> None:
    [block] = [block for block in FENCE.findall(text_of(OPERATIONS)) if '"mollie"' in block]
    secret = "\n".join(block.splitlines()[1:-1]).replace("...", "x0")

    assert len(json.loads(secret)) == len(Provider)
    assert read_account(provider, secret).webhook_secrets

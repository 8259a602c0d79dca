"""Trust zones in the code: who is shown an item by a refusal, how the ledger is written, and who is given which key."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
from typing import TYPE_CHECKING, Any

import desk
import loket
import pytest
from loket.core.key_group import USES, KeyGroup
from loket.core.keyed_hash import KeysNotFilled, derive_keys
from loket.storage.secret import load_keys
from loket.storage.transaction import ABSENT, Refused

from tests.template import PROJECT
from tests.unit.cloud import Cloud, spectator
from tests.unit.event import EVERY_USE, MASTER_KEY, request_event
from tests.unit.function import load_handler
from tests.unit.zone import FORMS, Judge
from tools.operate.keys import MASTER, KeysDiffer, split_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

type Json = dict[str, Any]

PERSON: Json = {"TableName": "PersonalDataTable", "Item": {"pk": {"S": "PERSON#a"}, "sk": {"S": "ENROLLMENT#1"}}}
LINE: Json = {"TableName": "LedgerTable", "Item": {"pk": {"S": "PERSON#a"}, "sk": {"S": "VIEW#1"}}}


def judge(folder: str, operation: str, body: Json) -> list[str]:
    """Return what is wrong with a call of a function."""
    found = Judge()
    with found.acting_as(folder):
        found.look("dynamodb", operation, body, {})
    return found.trespasses


@pytest.mark.parametrize("folder", sorted(FORMS))
def test_a_form_that_asks_to_be_shown_a_person_is_noticed(folder: str) -> None:
    shown = {**PERSON, "ConditionExpression": ABSENT, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}

    assert judge(folder, "TransactWriteItems", {"TransactItems": [{"Put": {**PERSON, "ConditionExpression": ABSENT}}]}) == []
    assert judge(folder, "TransactWriteItems", {"TransactItems": [{"Put": shown}]}) == [f"{folder}: is shown a person"]


def test_who_may_be_shown_an_item_is_named() -> None:
    """Guards are shown to whom they guard; who settles a payment or shows their page may read the enrollment anyway."""
    for package in (loket, desk):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    shown = {
        one.__name__ for one in list_refusals(Refused) if one.shows_item and one.__module__.startswith(("loket", "desk"))
    }

    guards = {"AlreadySubmitted", "ListFull", "SubmissionSeen", "Remembered", "EnrolledHere", "EnrolledBefore"}
    assert shown == {*guards, "EnrollmentChanged", "TakenUp"}


def list_refusals(kind: type[Refused]) -> Iterator[type[Refused]]:
    for one in kind.__subclasses__():
        yield one
        yield from list_refusals(one)


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("PutItem", LINE),
        ("TransactWriteItems", {"TransactItems": [{"Put": {**LINE, "ConditionExpression": "attribute_exists(pk)"}}]}),
        ("TransactWriteItems", {"TransactItems": [{"Update": {"TableName": "LedgerTable", "ConditionExpression": ABSENT}}]}),
        ("DeleteItem", {"TableName": "LedgerTable", "ConditionExpression": ABSENT}),
        ("BatchWriteItem", {"RequestItems": {"LedgerTable": []}}),
    ],
)
def test_a_line_of_the_ledger_that_is_not_put_on_absence_is_noticed(operation: str, body: Json) -> None:
    """Whoever writes it: every unit test's calls are looked at (`Judge`)."""
    assert [one for one in judge("", operation, body) if "a line of the ledger" in one]
    assert judge("", "PutItem", {**LINE, "ConditionExpression": ABSENT}) == []


def test_a_call_outside_the_role_of_its_function_is_noticed() -> None:
    assert judge("submit_contact_message", "GetItem", {**PERSON, "Key": PERSON["Item"]}) == [
        "submit_contact_message: dynamodb:GetItem on PersonalDataTable"
    ]


def test_every_use_that_the_code_names_is_given_to_a_group_and_no_other() -> None:
    assert set(list_uses()) == EVERY_USE


def list_uses() -> Iterator[str]:
    """Yield the use of each key that the code derives or hashes with."""
    for place in [*PROJECT.glob("layers/**/*.py"), *PROJECT.glob("functions/**/*.py")]:
        for node in ast.walk(ast.parse(place.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"derive", "hash"}:
                first = node.args[0]
                # Only `Keys` itself derives for a use that it was given.
                assert isinstance(first, ast.Constant) or place.name == "keyed_hash.py", place
                if isinstance(first, ast.Constant):
                    yield str(first.value)


def test_a_function_whose_keys_were_never_filled_in_refuses(cloud: Cloud) -> None:
    spectator("secretsmanager").put_secret_value(SecretId="ChallengeKeysSecret", SecretString="{}")
    cloud.set_environment(cloud.environment("issue_challenge"))
    load_keys.cache_clear()

    with pytest.raises(KeysNotFilled):
        load_keys()
    answer = load_handler("issue_challenge")(request_event("GET /challenge"), None)
    assert answer["statusCode"] == 500
    # Filled in, it works without a new deployment.
    spectator("secretsmanager").put_secret_value(
        SecretId="ChallengeKeysSecret", SecretString=json.dumps(derive_keys(MASTER_KEY, ["challenge"]))
    )
    assert load_handler("issue_challenge")(request_event("GET /challenge"), None)["statusCode"] == 200


NAMES = {name: name for name in (MASTER, *(group.secret for group in KeyGroup))}


def hold(group: KeyGroup, keys: dict[str, str]) -> None:
    """Put keys in a group's secret, past our own code."""
    spectator("secretsmanager").put_secret_value(SecretId=group.secret, SecretString=json.dumps(keys))


def held(group: KeyGroup) -> dict[str, str]:
    """Return what is in a group's secret."""
    found: dict[str, str] = json.loads(spectator("secretsmanager").get_secret_value(SecretId=group.secret)["SecretString"])
    return found


@pytest.mark.usefixtures("cloud")
def test_keys_are_split_once_and_nothing_of_them_is_told() -> None:
    for group in KeyGroup:
        hold(group, {})

    told = split_keys(NAMES)
    assert "ChallengeKeysSecret: given challenge" in told.splitlines()
    keys = {group: held(group) for group in KeyGroup}
    assert keys == {group: derive_keys(MASTER_KEY, USES[group]) for group in KeyGroup}
    assert [key for one in keys.values() for key in (*one.values(), MASTER_KEY) if key in told] == []
    assert split_keys(NAMES).splitlines() == [f"{group.secret}: unchanged" for group in KeyGroup]


@pytest.mark.usefixtures("cloud")
def test_a_use_that_is_new_is_added_and_one_that_is_no_more_is_taken_out() -> None:
    hold(KeyGroup.REQUEST, {**derive_keys(MASTER_KEY, ["link"]), "former": "f" * 64})

    assert "RequestKeysSecret: given ledger, press, proof, no longer former" in split_keys(NAMES).splitlines()
    assert held(KeyGroup.REQUEST) == derive_keys(MASTER_KEY, ["ledger", "link", "press", "proof"])


@pytest.mark.usefixtures("cloud")
def test_a_key_that_is_another_is_never_overwritten() -> None:
    hold(KeyGroup.CHALLENGE, {})
    hold(KeyGroup.DESK, derive_keys(MASTER_KEY[::-1], ["person"]))

    with pytest.raises(KeysDiffer, match=r"^DeskKeysSecret holds another key than the master key gives for person$"):
        split_keys(NAMES)
    assert held(KeyGroup.CHALLENGE) == {}

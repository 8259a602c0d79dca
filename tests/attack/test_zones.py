"""Attacks from inside: whoever takes over one function has its role, and gets no further than its own work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from loket.core.key_group import KeyGroup

from tests.attack.intruder import Intruder
from tests.template import FUNCTION, folder_of, resources, variables_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.running import RunningStack

type Json = dict[str, Any]
type Entry = Callable[[str], Intruder]

DENIED = {"AccessDeniedException", "AccessDenied", "403"}
FORMS = ("submit_enrollment", "submit_contact_message", "submit_privacy_request")
# Who writes the books, and who an invoice is for.
BOOKKEEPERS = ("show_enrollment", "receive_payment_webhook", "sweep_payments")
FUNCTIONS = [folder_of(name) for name in resources(FUNCTION)]
WRITERS = [folder for folder in FUNCTIONS if "LEDGER_TABLE" in variables_of(folder)]
# Somebody whom nobody asked for.
PERSON, LINE = (
    {"pk": {"S": "PERSON#victim"}, "sk": {"S": "ENROLLMENT#1"}},
    {"pk": {"S": "PERSON#victim"}, "sk": {"S": "VIEW#1"}},
)
SESSION = {"pk": {"S": "SESSION#made-up"}, "role": {"S": "privacy_officer"}, "expires_at": {"N": "4102444800"}}


@pytest.fixture(scope="module")
def functions(trial: RunningStack) -> dict[str, Intruder]:
    """Break into every function."""
    return {folder: Intruder(trial, folder) for folder in FUNCTIONS}


@pytest.fixture
def break_in(trial: RunningStack, functions: dict[str, Intruder]) -> Iterator[Entry]:
    """Return what gives the intruder of a function; what they were denied is of no concern to other tests."""
    yield functions.__getitem__
    trial.send("DELETE", "/_local/denied")


@pytest.fixture(scope="module")
def tables(functions: dict[str, Intruder]) -> dict[str, str]:
    """Return the name of every table, as an intruder may well know it."""
    told = [intruder.told for intruder in functions.values()]
    return {name: value for one in told for name, value in one.items() if name.endswith("_TABLE")}


@pytest.fixture(scope="module")
def secrets(trial: RunningStack) -> dict[str, str]:
    """Return the name of every secret with keys, the master's included, as whoever runs the system sees them."""
    operator = Intruder(trial, "issue_challenge")
    operator._folder = "operate"  # noqa: SLF001 - no function, so that no role judges it
    found: list[Json] = []
    asked: Json = {"StackName": "loket"}
    while asked:
        page = operator.call("cloudformation", "list_stack_resources", **asked)
        found += page["StackResourceSummaries"]
        asked = {**asked, "NextToken": page["NextToken"]} if page.get("NextToken") else {}
    return {
        one["LogicalResourceId"]: one["PhysicalResourceId"]
        for one in found
        if one["LogicalResourceId"].endswith("KeysSecret")
    }


@pytest.mark.parametrize("folder", FORMS)
def test_a_form_makes_no_session_at_the_desk(
    folder: str, break_in: Entry, tables: dict[str, str], trial: RunningStack
) -> None:
    intruder, put = break_in(folder), {"TableName": tables["GUARD_TABLE"], "Item": SESSION}

    assert intruder.attempt("dynamodb", "put_item", **put) in DENIED
    assert intruder.attempt("dynamodb", "transact_write_items", TransactItems=[{"Put": put}]) in DENIED
    # Not hidden behind what is allowed either: all of a transaction, or nothing.
    allowed = {"Put": {**put, "Item": {**SESSION, "pk": {"S": "SUBMISSION#planted"}}}}
    assert intruder.attempt("dynamodb", "transact_write_items", TransactItems=[allowed, {"Put": put}]) in DENIED
    assert [one for one in trial.table("GuardTable") if "planted" in one["pk"] or "made-up" in one["pk"]] == []


@pytest.mark.parametrize("folder", FORMS)
def test_a_form_reads_nobody_back(folder: str, break_in: Entry, tables: dict[str, str]) -> None:
    intruder, people = break_in(folder), tables["PERSONAL_DATA_TABLE"]
    asked: list[tuple[str, Json]] = [
        ("get_item", {"TableName": people, "Key": PERSON}),
        ("batch_get_item", {"RequestItems": {people: {"Keys": [PERSON]}}}),
        ("transact_get_items", {"TransactItems": [{"Get": {"TableName": people, "Key": PERSON}}]}),
        ("scan", {"TableName": people}),
        # An item that is overwritten could be given back, and so be read.
        ("put_item", {"TableName": people, "Item": PERSON, "ReturnValues": "ALL_OLD"}),
        ("update_item", {"TableName": people, "Key": PERSON, "ReturnValues": "ALL_OLD"}),
        ("delete_item", {"TableName": people, "Key": PERSON, "ReturnValues": "ALL_OLD"}),
        ("execute_statement", {"Statement": "DELETE FROM people"}),
        (
            "query",
            {
                "TableName": people,
                "KeyConditionExpression": "pk = :pk",
                "ExpressionAttributeValues": {":pk": PERSON["pk"]},
            },
        ),
    ]

    assert [
        operation for operation, request in asked if intruder.attempt("dynamodb", operation, **request) not in DENIED
    ] == []


@pytest.mark.parametrize(
    ("folder", "pk"),
    [
        ("submit_contact_message", "PAYMENT#attempt"),
        ("submit_privacy_request", "PAYMENT#attempt"),
        *((folder, pk) for folder in FORMS for pk in ("FISCAL#2026", "DEBTOR#1")),
        ("follow_privacy_request", "PAYMENT#attempt"),
        *(("create_payment", pk) for pk in ("FISCAL#2026", "DEBTOR#1")),
        ("escalate_due_requests", "PAYMENT#attempt"),
        *(("serve_desk", pk) for pk in ("FISCAL#2026", "DEBTOR#1")),
    ],
)
def test_no_function_writes_money_that_is_not_its_work(
    folder: str, pk: str, break_in: Entry, tables: dict[str, str], trial: RunningStack
) -> None:
    item = {"pk": {"S": pk}, "sk": {"S": "planted"}}

    assert break_in(folder).attempt("dynamodb", "put_item", TableName=tables["PERSONAL_DATA_TABLE"], Item=item) in DENIED
    assert [one for one in trial.table("PersonalDataTable") if one["sk"] == "planted"] == []


@pytest.mark.parametrize("folder", BOOKKEEPERS)
def test_who_an_invoice_is_for_is_read_by_nobody_who_writes_it(folder: str, break_in: Entry, tables: dict[str, str]) -> None:
    """Nor is it given back by writing over it."""
    debtor, people = {"pk": {"S": "DEBTOR#1"}, "sk": {"S": "DEBTOR"}}, tables["PERSONAL_DATA_TABLE"]
    query = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": debtor["pk"]}}
    asked: dict[str, Json] = {
        "get_item": {"TableName": people, "Key": debtor},
        "query": {"TableName": people, **query},
        "batch_get_item": {"RequestItems": {people: {"Keys": [debtor]}}},
        "put_item": {"TableName": people, "Item": debtor, "ReturnValues": "ALL_OLD"},
    }

    answers = {name: break_in(folder).attempt("dynamodb", name, **request) for name, request in asked.items()}
    assert {name: answer for name, answer in answers.items() if answer not in DENIED} == {}


@pytest.mark.parametrize("folder", [*BOOKKEEPERS, "serve_desk"])
@pytest.mark.parametrize(("pk", "sk"), [("FISCAL#2026", "mollie#1#paid"), ("DEBTOR#1", "DEBTOR")])
def test_a_line_of_the_books_is_never_changed(
    folder: str, pk: str, sk: str, break_in: Entry, tables: dict[str, str]
) -> None:
    line, people = {"pk": {"S": pk}, "sk": {"S": sk}}, tables["PERSONAL_DATA_TABLE"]
    change = {"UpdateExpression": "SET cents = :none", "ExpressionAttributeValues": {":none": {"N": "0"}}}

    assert break_in(folder).attempt("dynamodb", "update_item", TableName=people, Key=line, **change) in DENIED
    assert break_in(folder).attempt("dynamodb", "delete_item", TableName=people, Key=line) in DENIED


@pytest.mark.parametrize("folder", WRITERS)
def test_a_line_of_the_ledger_is_neither_changed_nor_deleted_by_who_writes_there(
    folder: str, break_in: Entry, tables: dict[str, str]
) -> None:
    ledger = tables["LEDGER_TABLE"]
    change = {"UpdateExpression": "SET #by = :me", "ExpressionAttributeNames": {"#by": "by"}}
    update = {"TableName": ledger, "Key": LINE, **change, "ExpressionAttributeValues": {":me": {"S": "nobody"}}}
    asked: list[tuple[str, Json]] = [
        ("update_item", update),
        ("delete_item", {"TableName": ledger, "Key": LINE}),
        ("transact_write_items", {"TransactItems": [{"Update": update}]}),
        ("transact_write_items", {"TransactItems": [{"Delete": {"TableName": ledger, "Key": LINE}}]}),
        ("batch_write_item", {"RequestItems": {ledger: [{"DeleteRequest": {"Key": LINE}}]}}),
        ("batch_write_item", {"RequestItems": {ledger: [{"PutRequest": {"Item": LINE}}]}}),
        # To put a line in the place of another shows at least not which one it was.
        ("put_item", {"TableName": ledger, "Item": LINE, "ReturnValues": "ALL_OLD"}),
        ("put_item", {"TableName": ledger, "Item": {**LINE, "pk": {"S": "ELSEWHERE"}}}),
    ]

    assert [
        request for operation, request in asked if break_in(folder).attempt("dynamodb", operation, **request) not in DENIED
    ] == []


@pytest.mark.parametrize("folder", [folder for folder in WRITERS if folder != "serve_desk"])
def test_nobody_but_the_desk_reads_the_ledger(folder: str, break_in: Entry, tables: dict[str, str]) -> None:
    ledger = tables["LEDGER_TABLE"]

    assert break_in(folder).attempt("dynamodb", "get_item", TableName=ledger, Key=LINE) in DENIED
    assert break_in(folder).attempt("dynamodb", "scan", TableName=ledger) in DENIED


def test_a_challenge_issuer_can_sign_no_link(break_in: Entry, secrets: dict[str, str]) -> None:
    intruder = break_in("issue_challenge")
    own = intruder.call("secretsmanager", "get_secret_value", SecretId=secrets["ChallengeKeysSecret"])["SecretString"]

    assert ("challenge" in own, "link" in own) == (True, False)
    for name in ("LinkKeysSecret", "EnrollmentKeysSecret", "KeysSecret"):
        assert intruder.attempt("secretsmanager", "get_secret_value", SecretId=secrets[name]) in DENIED, name


@pytest.mark.parametrize("folder", FUNCTIONS)
def test_no_function_reads_the_master_key_nor_another_groups_keys(
    folder: str, break_in: Entry, secrets: dict[str, str]
) -> None:
    intruder = break_in(folder)
    read = [
        name for name, where in secrets.items() if not intruder.attempt("secretsmanager", "get_secret_value", SecretId=where)
    ]

    assert {*secrets} == {"KeysSecret", *(group.secret for group in KeyGroup)}
    assert [secrets[name] for name in read] == [intruder.told[name] for name in ("KEYS_SECRET",) if name in intruder.told]


@pytest.mark.parametrize("folder", FUNCTIONS)
def test_nobody_empties_a_table(folder: str, break_in: Entry, tables: dict[str, str]) -> None:
    intruder = break_in(folder)

    for table in ("PERSONAL_DATA_TABLE", "GUARD_TABLE", "LEDGER_TABLE"):
        key = {"pk": {"S": "PERSON#victim"}, **({} if table == "GUARD_TABLE" else {"sk": {"S": "x"}})}
        assert intruder.attempt("dynamodb", "scan", TableName=tables[table]) in DENIED
        assert intruder.attempt("dynamodb", "delete_table", TableName=tables[table]) in DENIED
        assert intruder.attempt("dynamodb", "delete_item", TableName=tables[table], Key=key) in DENIED


@pytest.mark.parametrize("folder", FORMS)
def test_a_form_sends_no_mail_and_sees_no_copy_of_a_document(
    folder: str, break_in: Entry, functions: dict[str, Intruder]
) -> None:
    intruder = break_in(folder)
    queue, bucket = functions["relay_outbox"].told["MAIL_QUEUE_URL"], functions["serve_desk"].told["PROOF_BUCKET"]
    mail: Json = {"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "x"}}}

    assert intruder.attempt("sqs", "send_message", QueueUrl=queue, MessageBody="{}") in DENIED
    assert intruder.attempt("s3", "get_object", Bucket=bucket, Key="proofs/a.jpg") in DENIED
    assert intruder.attempt("s3", "list_objects_v2", Bucket=bucket) in DENIED
    sent = {"FromEmailAddress": "loket@example.nl", "Destination": {"ToAddresses": ["a@example.nl"]}}
    assert intruder.attempt("sesv2", "send_email", **sent, Content={"Simple": mail}) in DENIED


def test_mail_goes_out_under_our_own_address_alone(break_in: Entry) -> None:
    mail: Json = {"Simple": {"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "x"}}}}
    sent = {"FromEmailAddress": "directie@example.nl", "Destination": {"ToAddresses": ["a@example.nl"]}}

    assert break_in("send_mail").attempt("sesv2", "send_email", **sent, Content=mail) in DENIED


def test_the_catalogue_is_changed_by_places_and_by_nobody_who_reads_it(break_in: Entry, tables: dict[str, str]) -> None:
    key = {"pk": {"S": "CATALOGUE"}, "sk": {"S": "COURSE#een"}}

    assert break_in("list_courses").attempt("dynamodb", "update_item", TableName=tables["COURSE_TABLE"], Key=key) in DENIED
    for folder in ("submit_enrollment", "serve_desk"):
        assert break_in(folder).attempt("dynamodb", "put_item", TableName=tables["COURSE_TABLE"], Item=key) in DENIED


def test_the_desk_lifts_no_guard_of_the_forms(break_in: Entry, tables: dict[str, str]) -> None:
    for pk in ("SENDER#a", "CHALLENGE#a", "SUBMISSION#a"):
        asked = {"TableName": tables["GUARD_TABLE"], "Key": {"pk": {"S": pk}}}
        assert break_in("serve_desk").attempt("dynamodb", "delete_item", **asked) in DENIED, pk


def test_an_index_is_asked_for_ones_own_alone(break_in: Entry, tables: dict[str, str]) -> None:
    """A page about enrollments finds no privacy request by its reference, nor the sweep one by its due date."""

    def ask(folder: str, index: str, name: str, value: str) -> str:
        values = {":one": {"S": value}}
        asked = {"TableName": tables["PERSONAL_DATA_TABLE"], "IndexName": index, "ExpressionAttributeValues": values}
        return break_in(folder).attempt("dynamodb", "query", KeyConditionExpression=f"{name} = :one", **asked)

    assert ask("show_enrollment", "by_reference", "reference", "P-00000-00000") in DENIED
    assert ask("follow_privacy_request", "by_reference", "reference", "E-00000-00000") in DENIED
    assert ask("sweep_payments", "by_due", "due_bucket", "REQUEST#0") in DENIED
    assert ask("sweep_payments", "by_due", "due_bucket", "PAYMENT#0") == ""

"""What a form costs: calls to AWS, counted where they arrive."""

import pytest

from tests.running import RunningStack
from tests.system.counter import FORMS, Proofs, find_stored, write_enrollment, write_message

READS = ("GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems")
STORE = "dynamodb.TransactWriteItems"
FOLDERS = {"/contact-messages": "submit_contact_message", "/enrollments": "submit_enrollment"}
COSTS = {"/contact-messages": {STORE: 1}, "/enrollments": {"dynamodb.GetItem": 1, STORE: 1}}


@pytest.fixture(scope="module")
def warm(stack: RunningStack, proofs: Proofs) -> RunningStack:
    """Send each form once, so that the keys have been read."""
    for route, write in FORMS.items():
        assert stack.post(route, write(altcha=proofs.take())).status == 201
    return stack


@pytest.mark.parametrize("route", FORMS)
def test_accepted_form_costs_one_transaction(warm: RunningStack, proofs: Proofs, route: str) -> None:
    """An enrollment reads its course besides; the person is never read."""
    form = FORMS[route](altcha=proofs.take())
    warm.reset_calls()
    assert warm.post(route, form).status == 201
    assert warm.calls(FOLDERS[route]) == COSTS[route]


@pytest.mark.parametrize("route", FORMS)
def test_repeated_form_costs_no_more(warm: RunningStack, proofs: Proofs, route: str) -> None:
    form = FORMS[route](altcha=proofs.take())
    assert warm.post(route, form).status == 201
    warm.reset_calls()
    assert warm.post(route, form).status == 201
    assert warm.calls(FOLDERS[route]) == COSTS[route]


@pytest.mark.parametrize("route", FORMS)
def test_refused_form_costs_nothing(warm: RunningStack, route: str) -> None:
    warm.reset_calls()
    assert warm.post(route, {"email": "x"}).status == 422
    assert warm.calls(FOLDERS[route]) == {}


def test_reading_the_catalogue_costs_one_query(warm: RunningStack) -> None:
    warm.reset_calls()
    assert warm.get("/courses").status == 200
    assert warm.calls("list_courses") == {"dynamodb.Query": 1}


def test_challenge_costs_nothing(warm: RunningStack) -> None:
    warm.reset_calls()
    assert warm.get("/challenge").status == 200
    assert warm.calls("issue_challenge") == {}


def test_form_functions_never_read_people(warm: RunningStack, proofs: Proofs) -> None:
    """While the table of people refuses every read, forms come in as ever."""
    for operation in READS:
        warm.order_fault("dynamodb", "refuse", operation=operation, caller="submit_contact_message", seconds=300)
    form = write_message(altcha=proofs.take())
    assert warm.post("/contact-messages", form).status == 201
    warm.clear_faults()
    assert len(find_stored(warm, email=form["email"])) == 1


def test_two_mails_cost_two_reads_each(warm: RunningStack, proofs: Proofs) -> None:
    """The order and what it is about; then the mail, and the mark that it was sent."""
    form = write_enrollment(altcha=proofs.take())
    warm.wait_for(lambda: [one for one in warm.table("PersonalDataTable") if is_waiting(one)], lambda waiting: not waiting)
    warm.reset_calls()
    assert warm.post("/enrollments", form).status == 201
    calls = warm.wait_for(lambda: warm.calls("send_mail"), lambda calls: calls.get("dynamodb.UpdateItem") == 2)
    assert calls == {"dynamodb.GetItem": 4, "ses.SendEmail": 2, "dynamodb.UpdateItem": 2}
    assert warm.calls("relay_outbox") == {"sqs.SendMessage": 2}


def is_waiting(item: dict[str, object]) -> bool:
    """Return whether an item is an effect that has not been carried out."""
    return str(item["sk"]).startswith("OUTBOX#") and "sent_at" not in item

"""Pointers lead to what is there and to nothing else: not past an erasure, not past the end of a period, not twice."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from loket.core.key import new_sort_key

from tests.attack.joining import Split, join, parts_in, split
from tests.attack.life import COURSE, Life, escalate, is_fiscal, list_all
from tests.bank import Bank
from tests.system.clerk import Clerk
from tests.system.counter import write_enrollment, write_message, write_request
from tests.system.sale import Sale, sell
from tests.tables import change, put, remove
from tests.unit.event import queue_event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.running import Json, RunningStack


@pytest.fixture(scope="module")
def other(trial: RunningStack) -> Life:
    """Let somebody live a whole life here, and stay."""
    return Life(trial, f"{uuid.uuid4().hex}@example.nl").live()


@pytest.fixture(scope="module")
def gone(trial: RunningStack, other: Life) -> Iterator[Life]:
    """Let somebody else live the same life, and erase them."""
    assert other.books
    life = Life(trial, f"{uuid.uuid4().hex}@example.nl").live()
    escalate(trial)
    trial.settle()
    life.erase()
    yield life
    Bank(trial).rest()


@pytest.fixture(scope="module")
def left(gone: Life) -> list[Split]:
    """Return every item that is left in any table."""
    return split(list_all(gone.stack))


@pytest.fixture(scope="module")
def shared(other: Life, left: list[Split]) -> set[str]:
    """Return what tells of nobody, as another person's life has it too, such as a course, a day or a member of staff."""
    return held_by(other, left)


def held_by(other: Life, left: list[Split]) -> set[str]:
    """Return all that stands in what there is of another person's life, and in the catalogue."""
    others = {other.receipt, *other.names}
    return {part for one in left if others & one.parts or one.item["pk"] == "CATALOGUE" for part in one.parts}


def find_hit(names: set[str], items: list[Json]) -> set[str]:
    """Return which of these names stand in the items."""
    return names & parts_in(items)


def test_no_line_of_the_books_leads_to_who_paid(gone: Life, left: list[Split], shared: set[str]) -> None:
    assert {line["event"] for line in gone.books} == {"paid", "refunded", "charged_back"}
    for line in gone.books:
        assert find_hit(gone.names, join(parts_in([line]), left, shared)) == set(), line["event"]


def test_nothing_that_names_the_person_leads_to_the_books(gone: Life, left: list[Split], shared: set[str]) -> None:
    """Not the id in the ledger, nor what stands in an old mail, nor the attempt's name, which the provider keeps."""
    books = {line["sk"] for line in gone.books}
    for name in gone.names:
        assert [item["sk"] for item in join({name}, left, shared) if item.get("sk") in books] == [], name
    told = [one.item for one in left if one.item["pk"] == f"PERSON#{gone.person}"]
    assert {item["event"] for item in told} == {"disclosure", "escalation", "request", "view", "work"}


def test_the_number_at_the_provider_leads_to_the_books_alone(gone: Life, left: list[Split], shared: set[str]) -> None:
    reached = join({gone.payment}, left, shared)
    assert {is_fiscal(item) for item in reached} == {True}
    assert find_hit(gone.names, reached) == set()


def test_the_books_lead_to_who_an_invoice_was_for_and_to_nobody_else(gone: Life, other: Life) -> None:
    """The one record that the law makes us keep of who paid: it leads to the lines of its money, and they to it."""
    asked = {"invoice_name": "Stichting Kweldergras", "invoice_address": "Buitendijk 7\n9999 XX Wierum"}
    life = Life(gone.stack, f"{uuid.uuid4().hex}@example.nl", invoice=asked).live()
    life.stack.settle()
    life.erase()
    left = split(list_all(life.stack))
    # The name of its kind is of all debtors, and of none.
    shared = held_by(other, left) | {"DEBTOR"}
    [debtor] = [one.item for one in left if one.item["pk"] == f"DEBTOR#{life.receipt}"]
    assert [debtor["debtor_name"], debtor["debtor_address"]] == [*asked.values()]

    for line in [*life.books, debtor]:
        reached = join(parts_in([line]), left, shared)
        assert [item["pk"] for item in reached if not is_fiscal(item)] == [debtor["pk"]]
        assert len(reached) == 1 + len(life.books) == 4
        assert find_hit(life.names, reached) == set()
    for name in life.names:
        assert debtor not in join({name}, left, shared), name
    assert [one.item["pk"] for one in left if one.parts & parts_in([asked])] == [debtor["pk"]]


def test_an_old_reference_is_in_nothing_that_is_kept_for_years(gone: Life, left: list[Split]) -> None:
    kept = [one.item for one in left if "sk" in one.item]
    assert find_hit({gone.attempt, gone.email, *gone.references}, kept) == set()


@pytest.mark.parametrize("how", ["sha256", "sha512", "md5", "blake2b"])
def test_a_name_in_the_ledger_is_not_computed_without_the_key(gone: Life, left: list[Split], how: str) -> None:
    """A reference has 50 random bits: whoever has a mail, or enough time, would try them all."""
    told = str([one.item for one in left if one.item["pk"] == f"PERSON#{gone.person}"]).lower()
    for name in (gone.attempt, *gone.references):
        for said in (name, name.lower(), f"ledger{name}", f"ledger\x00{name}"):
            digest = hashlib.new(how, said.encode()).digest()
            assert not [made for made in spell(digest) if made in told]


def spell(digest: bytes) -> list[str]:
    """Return the ways in which a hash is written down."""
    return [
        digest.hex()[:20],
        base64.b32encode(digest).decode().lower()[:20],
        base64.b64encode(digest).decode().lower()[:20],
    ]


def test_an_auditor_finds_nobody_by_the_reference_of_somebody_who_is_gone(gone: Life) -> None:
    aron = Clerk(gone.stack, "aron").sign_in()
    for reference in gone.references:
        assert aron.get(f"/desk/ledger/about?reference={reference}").status == 404
        assert reference not in aron.get("/desk/ledger").text


def test_a_receipt_is_no_way_to_anything_at_the_desk(gone: Life) -> None:
    olga = Clerk(gone.stack, "olga").sign_in()
    assert olga.post("/desk/search", sought=gone.receipt, why="question").status in {404, 422}
    assert [olga.get(f"/desk/{kind}/{gone.receipt}").status for kind in ("items", "payments", "people")] == [404] * 3


def test_who_is_gone_is_brought_back_by_nothing_that_still_knocks(gone: Life) -> None:
    """The provider's webhook, an old link, a button, a message in each queue."""
    stack = gone.stack
    assert stack.post_html_form(f"/webhooks/mollie/{gone.attempt}", {"id": gone.payment}).status == 200
    assert [stack.send(method, gone.sale.page).status for method in ("GET", "POST")] == [404, 404]
    for folder, sk in (("send_mail", f"OUTBOX#{'0' * 26}"), ("create_payment", f"OUTBOX#{'0' * 26}")):
        for pk in (f"PERSON#{gone.person}", f"PAYMENT#{gone.attempt}"):
            assert stack.invoke(folder, queue_event(json.dumps({"pk": pk, "sk": sk}))).status == 200
    stack.settle()
    assert [item["sk"] for item in stack.table("PersonalDataTable") if gone.is_own(item)] == []


def test_a_reference_that_is_searched_for_is_seen_beside_its_lines_alone(trial: RunningStack) -> None:
    sales = [sell(trial), sell(trial)]
    olga, aron = Clerk(trial, "olga").sign_in(), Clerk(trial, "aron").sign_in()
    for sale in sales:
        olga.get(f"/desk/items/{sale.reference}")
    person = sales[0].enrollment["pk"].removeprefix("PERSON#")

    led = aron.get(f"/desk/ledger/about?reference={sales[0].reference}").headers["location"]
    assert sales[0].reference in aron.get(led).text
    elsewhere = aron.get(f"/desk/ledger/people/{person}?about={sales[1].reference}").text
    assert [sale.reference for sale in sales if f">{sale.reference}<" in elsewhere] == []
    hostile = aron.get(f"/desk/ledger/people/{person}?about=%3Cscript%3Ealert(1)%3C/script%3E")
    assert (hostile.status, "<script>alert" in hostile.text) == (200, False)


def test_a_pointer_whose_attempt_is_gone_is_no_fault(trial: RunningStack) -> None:
    sale = sell(trial)
    olga, person = Clerk(trial, "olga").sign_in(), sale.enrollment["pk"].removeprefix("PERSON#")
    assert [item["sk"] for item in pointers_of(sale)] == [f"ATTEMPT#{sale.attempt}"]
    remove(trial, [sale.stored])

    assert [olga.get(f"/desk/people/{person}").status, olga.get(f"/desk/items/{sale.reference}").status] == [200, 200]


def test_every_attempt_is_pointed_at_however_it_began(trial: RunningStack) -> None:
    """With the form, on the person's own page, and by staff who release what was held."""
    sale = sell(trial)
    Bank(trial).settle(sale.payment, "expired")
    again = trial.wait_for(lambda: trial.post(sale.page, {}), lambda reply: reply.status == 200)
    assert again.json["checkout_url"]
    held = trial.post("/enrollments", write_enrollment(course=COURSE, website="https://spam.example"))
    released = Sale(trial, "", held.json)
    olga = Clerk(trial, "olga").sign_in()
    assert olga.post(f"/desk/items/{released.reference}", handling="release", seen="in_review").status == 303

    for one, count in ((sale, 2), (released, 1)):
        attempts = {item["pk"].removeprefix("PAYMENT#") for item in attempts_of(one)}
        assert len(attempts) == count
        assert {item["sk"].removeprefix("ATTEMPT#") for item in pointers_of(one)} == attempts


def pointers_of(sale: Sale) -> list[Json]:
    """Return what points at attempts among the items of who enrolled."""
    pk = sale.enrollment["pk"]
    return [item for item in sale.stack.table("PersonalDataTable") if item["pk"] == pk and item["sk"].startswith("ATTEMPT#")]


def attempts_of(sale: Sale) -> list[Json]:
    """Return the attempts to pay for an enrollment."""
    items = sale.stack.table("PersonalDataTable")
    return [item for item in items if item["sk"] == "PAYMENT" and item["enrollment_reference"] == sale.reference]


@pytest.fixture(scope="module")
def over(trial: RunningStack) -> Over:
    """Let the time of all that somebody has here be over, though nothing has removed it yet."""
    sale = sell(trial)
    forms = (("/contact-messages", write_message), ("/privacy-requests", write_request))
    references = [trial.post(route, write(email=sale.email)).json["reference"] for route, write in forms]
    [mail] = [mail for mail in trial.wait_for_mails(sale.email, 3) if references[1] in mail["subject"]]
    [link] = [one for one in mail["links"] if "/privacy-requests/" in one]
    trial.settle()
    attempt = sale.attempt
    mine = (sale.enrollment["pk"], f"PAYMENT#{attempt}")
    items = [item for item in trial.table("PersonalDataTable") if item["pk"] in mine]
    # Within what the emulator takes until it removes something.
    put(trial, [{**item, "expires_at": int(datetime.now(UTC).timestamp()) - 1} for item in items])
    stood = Over(
        sale,
        attempt,
        mine[0].removeprefix("PERSON#"),
        (sale.reference, *references),
        link[link.index("/privacy-requests/") :],
    )
    assert {item["sk"].partition("#")[0] for item in items} == KINDS
    return stood


class Over(NamedTuple):
    """What somebody had here until its time was over: a sale, who they are, their references, and the link to a request."""

    sale: Sale
    attempt: str
    person: str
    references: tuple[str, ...]
    link: str


KINDS = {"ENROLLMENT", "ATTEMPT", "PAYMENT", "OUTBOX", "MESSAGE", "PRIVACY_REQUEST", "STEP"}


def test_no_link_or_button_of_what_is_over_opens_anything(trial: RunningStack, over: Over) -> None:
    pages = (over.sale.page, over.link)
    assert [trial.send(method, page).status for page in pages for method in ("GET", "POST")] == [404] * 4


def test_staff_find_and_count_nothing_that_is_over(trial: RunningStack, over: Over) -> None:
    olga, aron = Clerk(trial, "olga").sign_in(), Clerk(trial, "aron").sign_in()
    for reference in over.references:
        assert olga.post("/desk/search", sought=reference, why="question").status == 404
        assert aron.get(f"/desk/ledger/about?reference={reference}").status == 404
        assert [olga.get(f"/desk/{kind}/{reference}").status for kind in ("items", "requests")] == [404, 404]
        assert [reference in olga.get(page).text for page in ("/desk", "/desk/work")] == [False, False]
    assert olga.get(f"/desk/payments/{over.attempt}").status == 404
    shown = olga.get(f"/desk/people/{over.person}").text
    assert [name for name in (*over.references, over.sale.email) if name in shown] == []


def test_nothing_is_done_any_more_about_what_is_over(trial: RunningStack, over: Over) -> None:
    """By the provider's webhook, by any schedule, or by a message that waited in a queue."""
    mine = {f"PERSON#{over.person}", f"PAYMENT#{over.attempt}"}
    before = [item for item in trial.table("PersonalDataTable") if item["pk"] in mine]
    mails = len(trial.mails())
    assert trial.post_html_form(f"/webhooks/mollie/{over.attempt}", {"id": "tr_abcd1234"}).status == 200
    at = (datetime.now(UTC) + timedelta(days=29)).isoformat()
    # What others left here may fail, and be heard.
    trial.run_schedule("sweep_payments", at)
    trial.run_schedule("escalate_due_requests", at)
    for item in before:
        queue = "create_payment" if item.get("effect") == "create_payment" else "send_mail"
        if "effect" in item:
            assert trial.invoke(queue, queue_event(json.dumps({"pk": item["pk"], "sk": item["sk"]}))).json == DONE
    after = [item for item in trial.table("PersonalDataTable") if item["pk"] in mine]
    assert [item for item in after if item not in before] == []
    assert [mail["to"] for mail in trial.mails()[mails:] if mail["to"] == over.sale.email] == []


DONE: dict[str, list[Any]] = {"batchItemFailures": []}


def test_a_mail_that_was_queued_before_the_end_is_not_sent_after_it(trial: RunningStack) -> None:
    """Four days in the queue, a second past the end of what it is about."""
    form, effect, message = write(trial)
    now = datetime.now(UTC)
    change(trial, message, expires_at=int(now.timestamp()) - 1)
    again = ask_again(trial, effect)
    assert deliver(trial, again, now=now - timedelta(days=4)) == []
    trial.settle()
    assert len(trial.mails(form["email"])) == 1


@pytest.mark.usefixtures("lift_trial_faults")
def test_one_mail_that_is_delivered_five_times_at_once_is_sent_once(trial: RunningStack) -> None:
    form, effect, _ = write(trial)
    # Let sending take long enough for all to be there at once.
    trial.order_fault("ses", "slow", delay=1, seconds=20)
    again = ask_again(trial, effect)
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda _: deliver(trial, again, now=datetime.now(UTC)), range(5)))
    trial.recover()

    assert len(trial.mails(form["email"])) == 2
    assert deliver(trial, again, now=datetime.now(UTC)) == []
    assert len(trial.mails(form["email"])) == 2


def write(trial: RunningStack) -> tuple[Json, Json, Json]:
    """Send a message, and return the form, the effect that was mailed to its sender, and the message as stored."""
    form = write_message()
    reference = trial.post("/contact-messages", form).json["reference"]
    trial.wait_for_mails(form["email"])
    trial.settle()
    items = trial.table("PersonalDataTable")
    [message] = [item for item in items if item.get("reference") == reference]
    [effect] = [item for item in items if item["pk"] == message["pk"] and item.get("effect") == "confirm_contact_message"]
    return form, effect, message


def ask_again(trial: RunningStack, effect: Json) -> Json:
    """Store the same effect once more, not yet carried out, and return it."""
    return change(trial, effect, sk=new_sort_key("OUTBOX", at=datetime.now(UTC)), sent_at=None)


def deliver(stack: RunningStack, effect: Json, *, now: datetime) -> list[Any]:
    """Hand a mail's message over as the queue does; return what must come again."""
    reply = stack.invoke("send_mail", queue_event(json.dumps({"pk": effect["pk"], "sk": effect["sk"]}), now=now))
    failures: list[Any] = reply.json["batchItemFailures"]
    return failures


@pytest.fixture
def lift_trial_faults(trial: RunningStack) -> Iterator[None]:
    """Leave no fault behind for the next test."""
    yield
    trial.recover()


def test_the_join_sees_a_link_wherever_it_is_put() -> None:
    """Of the tester: each of these attributes alone would lead from the books to somebody."""
    line, person = {"pk": "FISCAL#2026", "receipt": "7Q2MK-9XKDT-4DBSY", "cents": 45_000}, "PERSON#abcdefghij"
    plain = {"common-word", "PERSON", "FISCAL"}
    for link in (
        "E-7Q2MK-9XKDT",
        1_795_424_401,
        "a:E-7Q2MK-9XKDT#9",
        '{"why": ["E-7Q2MK-9XKDT"]}',
        {"in": ["E-7Q2MK-9XKDT"]},
    ):
        told = {
            "pk": person,
            "sk": f"VIEW#{link}" if isinstance(link, str) else "VIEW#1",
            "about": link,
            "course": "common-word",
        }
        items = split([told, {"pk": "PERSON#elsewhere", "course": "common-word"}])
        joined = join(parts_in([{**line, "why": link, "course": "common-word"}]), items, plain)
        assert [item["pk"] for item in joined] == [person], link
        assert join(parts_in([{**line, "course": "common-word"}]), items, plain) == []

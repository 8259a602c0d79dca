"""Planted values: what people send is only where the data inventory says that it may be."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from loket.enrollment.domain.enrollment import EnrollmentFields

from local.payments.mollie.shape import PAYER
from tests.project import run_project
from tests.running import Json, RunningStack
from tests.system.counter import ACCEPTED, Proofs
from tests.system.finding import Findings, find_places, read_everything, read_orders
from tests.system.paying import EFFECTS, Page, Payer, list_effects
from tests.system.planter import Planter, Submission, list_free
from tests.system.planting import stored_fields
from tests.system.sending import read_reply


@dataclass(frozen=True, kw_only=True, slots=True)
class Harvest:
    """All that was sent, and all that the system holds after it has done its work."""

    accepted: list[Submission]
    refused: list[Submission]
    lost: list[Submission]
    numbers: list[tuple[str, Submission]]
    pages: list[Page]
    orders: list[Json]
    findings: Findings
    items: list[Json]
    ledger: list[Json]

    @property
    def everything(self) -> list[Submission]:
        """Return every form that was sent."""
        return [*self.accepted, *self.refused, *self.lost, *(one for _, one in self.numbers)]

    def find_item(self, submission: Submission) -> Json:
        """Return what was stored of a submission, found by the planted address."""
        [item] = [item for item in self.items if item.get("email") == submission.plants["email"].sent]
        return item

    def expect_debtor(self, submission: Submission, name: str) -> set[str]:
        """Return where a value must be too, where it is of an invoice that was asked for and paid."""
        if name not in DEBTOR or not submission.is_kept(name) or not self.find_item(submission).get("paid_by"):
            return set()
        return {f"table PersonalDataTable DEBTOR.{DEBTOR[name]}"}


DEBTOR = {"invoice_name": "debtor_name", "invoice_address": "debtor_address"}


@pytest.fixture(scope="module")
def own_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Run the system for these tests alone: at the end mails are stuck in its queue, which others would wait for."""
    yield from run_project(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def harvest(own_stack: RunningStack) -> Harvest:
    """Plant everything, let the system finish, and read all that it has written down."""
    planter = Planter(own_stack, Proofs(own_stack))
    unpayable, accepted, refused = planter.plant_unpayable(), planter.plant_accepted(), planter.plant_refused()
    lost, numbers = planter.plant_lost(), planter.plant_numbers()
    pages = Payer(own_stack).meet_fates(accepted)
    own_stack.wait_for(lambda: list_unfinished(own_stack.table("PersonalDataTable")), lambda left: not left)
    accepted += [*unpayable, *planter.plant_stuck()]
    senders = {one.plants["email"].sent for one in [*accepted, *refused, *lost, *(one for _, one in numbers)]}
    findings = read_everything(own_stack, senders)
    return Harvest(
        accepted=accepted,
        refused=refused,
        lost=lost,
        numbers=numbers,
        pages=pages,
        orders=read_orders(own_stack),
        findings=findings,
        items=own_stack.table("PersonalDataTable"),
        ledger=own_stack.table("LedgerTable"),
    )


def list_unfinished(items: list[Json]) -> list[str]:
    """Return what is still to come about: mails without a mark that they were sent, payments not yet at the provider.

    Of what is sent in, staff get so many mails a day, and find the rest on their list.
    """
    effects = list_effects(items)
    mails = [item for kind, some in effects.items() if kind != "create_payment" for item in some]
    unopened = [item["pk"] for item in items if item["sk"] == "PAYMENT" and not item.get("payment")]
    unsent = [
        f"{item['pk']} {item['effect']}" for item in mails if "sent_at" not in item and item["effect"] != "notify_staff"
    ]
    return [*(EFFECTS - effects.keys()), *unopened, *unsent]


def test_every_form_is_answered_as_meant(harvest: Harvest) -> None:
    """What follows would say little if the forms had not come where they were meant to."""
    meant = {422: harvest.refused, 503: harvest.lost}
    accepted = [(ACCEPTED[one.route], one) for one in [*harvest.accepted, *(one for _, one in harvest.numbers)]]
    pairs = [*((status, one) for status, some in meant.items() for one in some), *accepted]
    assert [(one.label, one.reply.status, one.reply.text) for status, one in pairs if one.reply.status != status] == []


def test_planted_value_is_where_it_may_be_and_nowhere_else(harvest: Harvest) -> None:
    numbered = {(id(one), name) for _, one in harvest.numbers for name in list_free(one.route)}
    wrong = [
        (one.label, one.route, name, sorted(found ^ expected))
        for one in harvest.everything
        for name, plant in one.plants.items()
        if (found := find_places(plant, harvest.findings))
        != (expected := set() if (id(one), name) in numbered else one.expect_places(name) | harvest.expect_debtor(one, name))
    ]
    assert wrong == []


def test_stored_fields_are_those_that_the_course_needs(harvest: Harvest) -> None:
    """Also for fields with few possible values, which no search can tell apart."""
    for submission in harvest.accepted:
        expected = {name for name, value in submission.sent.items() if value and submission.is_kept(name)}
        stored = stored_fields(submission.route, harvest.find_item(submission))
        assert stored - {"course"} == expected - {"course"}, submission.label


def test_discarded_fields_are_named_in_the_answer(harvest: Harvest) -> None:
    for submission in harvest.accepted:
        item = harvest.find_item(submission)
        if submission.route == "/enrollments" and "json" in submission.reply.headers["content-type"]:
            sent = {name for name, value in submission.sent.items() if value and name in EnrollmentFields.model_fields}
            dropped = sorted(name for name in sent if not submission.is_kept(name))
            assert submission.reply.json["discarded"] == item["discarded"] == dropped


def test_no_answer_repeats_what_was_sent(harvest: Harvest) -> None:
    repeated = [
        (one.label, name)
        for one in harvest.everything
        for name, plant in one.plants.items()
        if plant.is_in(read_reply(one.reply))
    ]
    assert repeated == []


def test_what_a_browser_tells_besides_the_form_is_nowhere(harvest: Harvest) -> None:
    """Nor is the address that it sends from: P14, and privacy statement, "IP-adres"."""
    kept = [
        (one.label, name, sorted(places))
        for one in harvest.everything
        for name, plant in one.headers.items()
        if (places := find_places(plant, harvest.findings))
    ]
    assert kept == []


def test_own_page_shows_nothing_of_what_was_sent(harvest: Harvest) -> None:
    """Whoever finds a link learns the course and how the payment stands, not whose it is."""
    assert {reply.status for _, reply in harvest.pages} == {200}
    shown = [
        (one.label, name)
        for one, reply in harvest.pages
        for name, plant in one.plants.items()
        if plant.is_in(read_reply(reply))
    ]
    assert shown == []


def test_forbidden_number_is_cut_and_the_sender_told(harvest: Harvest) -> None:
    for mark, submission in harvest.numbers:
        item = harvest.find_item(submission)
        cut = {name for name in list_free(submission.route) if submission.is_kept(name)}
        assert {name for name in cut if item[name] != mark} == set(), submission.label
        assert set(item["redacted"]) == cut


def test_refused_and_lost_forms_leave_nothing(harvest: Harvest) -> None:
    """Not even the fields that were right."""
    addresses = {one.plants["email"].sent for one in [*harvest.refused, *harvest.lost]}
    assert [item["sk"] for item in harvest.items if item.get("email") in addresses] == []


def test_fault_is_logged_without_what_was_sent(harvest: Harvest) -> None:
    """The log does say that something was wrong; that it says nothing more is what the search has shown."""
    for function in ("submit_enrollment", "submit_contact_message", "submit_privacy_request"):
        assert "fault storeunavailable" in harvest.findings[f"log of {function}"]


def test_what_the_provider_was_given_is_in_the_ledger(harvest: Harvest) -> None:
    """P04: one line for each payment, which names all that the provider was told."""
    payments = [item for item in harvest.items if item["sk"] == "PAYMENT"]
    lines = [line for line in harvest.ledger if line["sk"].startswith("DISCLOSURE#")]
    assert Counter(line["pk"] for line in lines) == Counter(f"PERSON#{item['person']}" for item in payments)
    assert {tuple(line["fields"]) for line in lines} == {("amount", "course", "enrollment reference", "language")}


TOLD = {"amount", "description", "locale", "metadata", "method", "redirectUrl", "webhookUrl"}


def test_provider_is_told_of_nothing_but_that(harvest: Harvest) -> None:
    """A description that names the course and the reference, an attempt of ours, and ways back: no person."""
    assert harvest.orders
    for order in harvest.orders:
        assert order.keys() == TOLD
        assert order["metadata"].keys() == {"attempt"}
        assert re.fullmatch(r"[a-z0-9-]+ E-[0-9A-Z]{5}-[0-9A-Z]{5}", order["description"])


@pytest.mark.parametrize("told", ["consumerAccount", "consumerBic"])
def test_what_the_provider_tells_of_a_payer_is_nowhere(harvest: Harvest, told: str) -> None:
    assert [place for place, content in harvest.findings.items() if PAYER[told].lower() in content] == []


def test_every_kind_of_place_was_searched(harvest: Harvest) -> None:
    assert {place.partition(" ")[0] for place in harvest.findings} == {"table", "queue", "provider", "mail", "log", "output"}


PLACES = [
    "table PersonalDataTable PAYMENT.checkout_url",
    "table PersonalDataTable DEBTOR.debtor_address",
    "table PersonalDataTable CONSENT.fields",
    "table PersonalDataTable OUTBOX.cents",
    "table LedgerTable",
    "table GuardTable",
    "queue MailQueue",
    "queue PaymentQueue",
    "provider version",
    "provider answer",
    "provider delivery",
    "mail to the sender",
    "mail to staff",
]


@pytest.mark.parametrize("place", PLACES)
def test_place_held_something_to_search(harvest: Harvest, place: str) -> None:
    assert len(harvest.findings[place]) > len("[]")


def test_books_were_searched(harvest: Harvest) -> None:
    """Money that came in, went back, and was taken back."""
    events = harvest.findings["table PersonalDataTable FISCAL.event"]
    assert set(events.split()) == {"paid", "refunded", "charged_back"}


def test_every_function_that_handles_a_form_logged_something(harvest: Harvest) -> None:
    """With the facts that each line carries on AWS."""
    for line in (
        "enrollment.received",
        "contact_message.received",
        "privacy_request.received",
        "payment.changed",
        "payment.opened_late",
        "mail.sent",
    ):
        assert any(
            f'"message": "{line}"' in found for place, found in harvest.findings.items() if place.startswith("log")
        ), line

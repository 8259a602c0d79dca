"""An invoice in the running system: asked for on the form, paid, on the list of staff, and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bank import Bank
from tests.system.clerk import Clerk
from tests.system.counter import FREE_COURSE, write_enrollment
from tests.system.sale import Sale
from tests.tables import remove

if TYPE_CHECKING:
    from tests.running import Json, RunningStack

INVOICE = {"invoice_name": "Stichting Kweldergras", "invoice_address": "Buitendijk 7\n9999 XX Wierum"}


def debtors(sale: Sale) -> list[Json]:
    pk = f"DEBTOR#{sale.stored['receipt']}"
    return [item for item in sale.stack.table("PersonalDataTable") if item["pk"] == pk]


@pytest.fixture(scope="module")
def sale(trial: RunningStack) -> Sale:
    """Sell a course to somebody who asks for an invoice, and let them pay."""
    form = write_enrollment(**INVOICE)
    told = trial.post("/enrollments", form)
    assert told.status == 201, told.text
    sale = Sale(trial, form["email"], told.json)
    assert debtors(sale) == []
    Bank(trial).settle(sale.payment, "paid")
    trial.wait_for(lambda: sale.enrollment["status"], lambda status: status == "paid")
    trial.settle()
    return sale


@pytest.fixture
def clerk(trial: RunningStack) -> Clerk:
    """Let a handler sign in."""
    return Clerk(trial, "hanna").sign_in()


def test_who_it_is_made_out_to_is_stored_apart_with_the_receipt_of_the_books(sale: Sale) -> None:
    [debtor] = debtors(sale)
    assert (debtor["debtor_name"], debtor["debtor_address"]) == tuple(INVOICE.values())
    assert sale.books() == {"paid": 1}
    assert sale.effects()["notify_invoice"] == 1


def test_people_are_told_before_and_after(sale: Sale) -> None:
    received, paid = sale.stack.mails(sale.email)
    assert "U hebt om een factuur gevraagd. Als u hebt betaald" in received["text"]
    assert "U vroeg om een factuur" in paid["text"]
    assert [mail["subject"] for mail in (received, paid) if "Uw naam staat daar niet bij" in mail["text"]] == []


def test_staff_are_told_without_a_name(sale: Sale) -> None:
    [mail] = [mail for mail in sale.stack.mails() if mail["subject"] == f"Factuur gevraagd: {sale.reference}"]
    assert [word for word in ("Kweldergras", "Buitendijk", sale.email) if word in mail["text"] + mail["html"]] == []


def test_staff_see_whom_the_invoice_is_for_and_say_that_it_was_sent(sale: Sale, clerk: Clerk) -> None:
    path = f"/desk/payments/{sale.attempt}"
    listed = clerk.read_list("/desk/work")
    assert "Factuur gevraagd" in listed
    assert "Kweldergras" not in listed
    for page in (path, f"/desk/items/{sale.reference}", f"/desk/people/{sale.enrollment['pk'].removeprefix('PERSON#')}"):
        assert [word for word in ("Kweldergras", "9999 XX Wierum") if word not in clerk.get(page).text] == [], page
    told = clerk.get(f"/desk/api/payments/{sale.attempt}").json
    assert [one["debtor_name"] for one in told["debtors"]] == [INVOICE["invoice_name"]]

    [task] = [one for one in told["tasks"] if one["effect"] == "notify_invoice"]
    assert task["outcomes"] == ["invoiced", "contacted", "ignored"]
    assert clerk.post(f"{path}/done", notice=task["notice"], outcome="invoiced").status == 303
    assert "Factuur verstuurd" in clerk.get(path).text


def test_the_person_page_groups_it_with_who_enrolled_and_says_until_when(sale: Sale, clerk: Clerk) -> None:
    person = sale.enrollment["pk"].removeprefix("PERSON#")
    [bearer] = clerk.get(f"/desk/api/people/{person}").json["bearers"]
    [enrollment] = [item for item in bearer["items"] if item["kind"] == "ENROLLMENT"]
    [debtor] = [item for item in bearer["items"] if item["kind"] == "DEBTOR"]
    assert debtor["kept_for"] == "keeping the books that the tax law asks for"
    assert debtor["expires_at"] > enrollment["expires_at"]


def test_a_debtor_that_is_gone_is_no_fault(trial: RunningStack, clerk: Clerk) -> None:
    form = write_enrollment(**INVOICE)
    other = Sale(trial, form["email"], trial.post("/enrollments", form).json)
    Bank(trial).settle(other.payment, "paid")
    [debtor] = trial.wait_for(lambda: debtors(other), bool)
    person = other.enrollment["pk"].removeprefix("PERSON#")
    remove(trial, [debtor])
    pages = (f"payments/{other.attempt}", f"items/{other.reference}", f"people/{person}", f"api/people/{person}")
    assert [clerk.get(f"/desk/{page}").status for page in pages] == [200] * 4


@pytest.mark.parametrize(("sent", "missing"), [("invoice_name", "invoice_address"), ("invoice_address", "invoice_name")])
@pytest.mark.parametrize("plain", [False, True])
def test_one_without_the_other_is_asked_for(trial: RunningStack, sent: str, missing: str, *, plain: bool) -> None:
    form = write_enrollment(**{sent: INVOICE[sent], missing: ""})
    reply = trial.post_html_form("/enrollments", form) if plain else trial.post("/enrollments", form)
    assert reply.status == 422
    assert INVOICE[sent] not in reply.text
    if not plain:
        assert [(one["field"], one["code"]) for one in reply.json["errors"]] == [(missing, "required")]


def test_what_costs_nothing_has_no_invoice(trial: RunningStack) -> None:
    reply = trial.post("/enrollments", write_enrollment(course=FREE_COURSE, **INVOICE))
    assert (reply.status, reply.json["discarded"]) == (201, ["invoice_address", "invoice_name"])

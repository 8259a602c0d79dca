"""Reading an answer: the address to pay at, the ids and the currencies that are taken, and every status that there is."""

from typing import Literal, get_args, get_origin

import stripe
from loket.payment.domain.payment import PaymentStatus, RefundStatus
from loket.payment.provider.answer import read_checkout_url, read_currency, read_id, read_whole
from loket.payment.provider.fault import AnswerUnreadable
from mollie import models

from tests.unit.payment.provider_server import ProviderServer, reply
from tests.unit.payment.stripe_answer import charge, dispute, intent, listing, session
from tests.unit.payment.stripe_asking import fetch
from tests.unit.payment.table import failing, refusal

HTTP, HTTPS = "http://pay.example/", "https://pay.example/"


def test_a_page_to_pay_on_is_as_safe_as_the_provider_that_named_it() -> None:
    live, local = "https://api.mollie.com", "http://127.0.0.1:1234"
    assert [read_checkout_url(url, account_url=local) for url in (HTTP, HTTPS)] == [HTTP, HTTPS]
    longest = HTTPS.ljust(2048, "x")
    assert [read_checkout_url(url, account_url=live) for url in (HTTPS, longest)] == [HTTPS, longest]
    strange = [
        (HTTP, live),
        ("", live),
        ("https:/pay.example", live),
        ("javascript:alert(1)", local),
        ("//x", local),
        (f"{longest}x", live),
    ]

    def holds(row: tuple[str, str]) -> bool:
        return refusal(lambda: read_checkout_url(row[0], account_url=row[1]), AnswerUnreadable).reason == "url"

    assert failing(strange, holds) == []


def test_an_id_is_a_kind_and_a_name_within_bounds() -> None:
    """Two to eight letters, a line, and two to two hundred and fifty signs."""
    taken = ["re_12", "chb_n9z0tp", "abcdefgh_12", "re_" + "a" * 250]
    refused = ["r_12", "abcdefghi_12", "re_1", "re_" + "a" * 251, "RE_12", "re12", "re_1-2", " re_12", "re_12\n", ""]

    assert failing(taken, lambda name: read_id({"id": name}) == name) == []
    assert failing(refused, lambda name: refusal(lambda: read_id({"id": name}), AnswerUnreadable).reason == "id") == []


def test_a_currency_is_three_letters_and_a_number_is_whole_from_nought_to_a_billion() -> None:
    assert (read_currency({"currency": "eur"}), read_currency({"currency": "EUR"})) == ("EUR", "EUR")
    right = [0, 1, 10**11 - 1]
    assert [read_whole({"amount": value}, "amount") for value in right] == right
    odd = ["EU", "EURO", "E1R", ""]
    assert failing(odd, lambda code: bool(refusal(lambda: read_currency({"currency": code}), AnswerUnreadable))) == []
    wrong = [-1, 10**11, True, False, 1.0, "1", None]
    assert (
        failing(wrong, lambda value: bool(refusal(lambda: read_whole({"amount": value}, "amount"), AnswerUnreadable))) == []
    )


def test_our_statuses_are_those_of_mollie() -> None:
    assert {status.value for status in PaymentStatus} == {status.value for status in models.PaymentResponseStatus}
    assert {status.value for status in RefundStatus} == {status.value for status in models.RefundResponseStatus}


def test_every_status_that_stripe_has_is_known(server: ProviderServer) -> None:
    """As its library lists them: with a new version, a new status is one that somebody must decide about."""
    unpaid = {"payment_status": "unpaid"}

    def is_intent_known(status: str) -> bool:
        return fetch(server, session(**unpaid, payment_intent=intent(status=status))).payment != ""

    def is_session_known(status: str) -> bool:
        return fetch(server, session(**unpaid, status=status)).payment != ""

    def is_dispute_known(status: str) -> bool:
        found = listing(dispute("du_1a2b", 1, status), url="/v1/disputes")
        server.replies["/v1/disputes"] = reply(200, found)
        return fetch(server, session(payment_intent=intent(latest_charge=charge(disputed=True)))).payment != ""

    assert failing(listed(stripe.PaymentIntent), is_intent_known) == []
    assert failing(listed(stripe.checkout.Session), is_session_known) == []
    assert failing(listed(stripe.Dispute), is_dispute_known) == []


def listed(kind: type[stripe.StripeObject]) -> list[str]:
    """Return the statuses that the library has for a kind of object."""
    literal = [choice for choice in get_args(kind.__annotations__["status"]) if get_origin(choice) is Literal]
    return [status for choice in literal for status in get_args(choice)]

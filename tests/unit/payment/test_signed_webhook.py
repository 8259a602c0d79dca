"""Signed webhooks: who may send them, what they point at, and that nothing else of them is believed."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from loket.payment.domain.payment import Provider
from loket.payment.provider.account import AccountMissing
from mollie.utils.webhooks.signature_validator import SignatureValidator
from stripe import WebhookSignature

from tests.unit.cloud import spectator
from tests.unit.event import NOW, post_json, request_event, solved_challenge
from tests.unit.payment import mollie_answer, stripe_answer
from tests.unit.payment.malformed import MALFORMED
from tests.unit.payment.provider_server import reply
from tests.unit.payment.table import failing, refusal
from tests.unit.payment.till import COURSE, MOLLIE_SECRETS, SECRET, STRIPE_SECRETS, Till
from tests.unit.sample import enrollment_fields
from tests.unit.secret import forget_secrets

type Json = dict[str, Any]

FINE = {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": ""}
REFUSED = {"statusCode": 400, "headers": {"content-type": "text/plain"}, "body": ""}
SESSIONS = "/v1/checkout/sessions"


def sign(provider: Provider, body: str, secret: str) -> dict[str, str]:
    """Return the header with which a provider's own code signs a body."""
    if provider is Provider.MOLLIE:
        return {"x_mollie_signature": f"sha256={SignatureValidator.create_signature(body, secret)}"}
    moment = int(NOW.timestamp())
    return {"stripe_signature": WebhookSignature.generate_signature_header(body, secret, moment)}


def post(till: Till, provider: Provider, body: str, headers: dict[str, str], **changes: Any) -> Json:
    event = request_event(f"POST /webhooks/{provider}", body=body, now=NOW, content_type="application/json", **headers)
    return till.webhook({**event, **changes})


def tell(till: Till, provider: Provider, event: Json, secret: str | None = None) -> Json:
    secrets = {Provider.MOLLIE: MOLLIE_SECRETS, Provider.STRIPE: STRIPE_SECRETS}[provider]
    body = json.dumps(event)
    return post(till, provider, body, sign(provider, body, secret or secrets[0]))


def sell_at_stripe(till: Till) -> tuple[Json, Json]:
    """Let somebody enroll while Stripe handles payments; return what we told them, and the session as it is then paid."""
    till.cloud.settings["PAYMENT_PROVIDER"] = "stripe"
    till.server.replies[SESSIONS] = reply(200, stripe_answer.new_session())
    sent = {**enrollment_fields(COURSE), "altcha": solved_challenge()}
    told = json.loads(till.cloud.invoke("submit_enrollment", post_json("POST /enrollments", sent))["body"])
    [attempt] = [item["attempt"] for item in till.cloud.items("PersonalDataTable", kind="PAYMENT")]
    names = {"client_reference_id": attempt, "metadata": {"attempt": attempt}, "amount_total": 45_000}
    session = stripe_answer.session(**names)
    till.server.replies[f"{SESSIONS}/{stripe_answer.SESSION}"] = reply(200, session)
    till.forget()
    return told, session


@pytest.mark.parametrize("secret", MOLLIE_SECRETS)
@pytest.mark.parametrize("payload", ["snapshot", "simple"])
def test_what_mollie_signs_with_either_secret_is_one_read_and_one_transaction(till: Till, secret: str, payload: str) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid")
    # The snapshot within the event is a lie: it is not looked at.
    entity = mollie_answer.payment(id=purchase.payment, status="failed") if payload == "snapshot" else None
    event = mollie_answer.event("payment.paid", purchase.payment, entity=entity)

    assert [tell(till, Provider.MOLLIE, event, secret) for _ in range(2)] == [FINE, FINE]
    assert [call.operation for call in till.cloud.called()] == ["GetItem", "TransactWriteItems", "GetItem"]
    assert till.enrollment(purchase)["status"] == "paid"
    assert till.effects() == ["confirm_payment"]


@pytest.mark.parametrize("secret", STRIPE_SECRETS)
def test_what_stripe_signs_with_either_secret_is_one_read_and_one_transaction(till: Till, secret: str) -> None:
    told, session = sell_at_stripe(till)
    event = stripe_answer.event("checkout.session.completed", session)

    assert [tell(till, Provider.STRIPE, event, secret) for _ in range(2)] == [FINE, FINE]
    assert [call.operation for call in till.cloud.called()] == ["GetItem", "TransactWriteItems", "GetItem"]
    [item] = [item for item in till.cloud.items("PersonalDataTable") if item.get("reference") == told["reference"]]
    assert item["status"] == "paid"
    assert (till.effects(), till.books()) == (["confirm_payment"], [("paid", 45_000)])


@pytest.mark.parametrize("difference", ["amount_total", "currency", "livemode", "metadata"])
def test_a_session_that_differs_from_its_order_is_set_apart(till: Till, difference: str) -> None:
    _, session = sell_at_stripe(till)
    wrong = {"amount_total": 100, "currency": "usd", "livemode": True, "metadata": {"attempt": "z" * 26}}
    intent = {**session["payment_intent"], "currency": "usd"} if difference == "currency" else session["payment_intent"]
    answer = {**session, difference: wrong[difference], "payment_intent": {**intent, "latest_charge": None}}
    till.server.replies[f"{SESSIONS}/{stripe_answer.SESSION}"] = reply(200, answer)

    assert tell(till, Provider.STRIPE, stripe_answer.event("checkout.session.completed", session)) == FINE
    assert till.books() == []
    assert till.effects() == ([] if difference == "metadata" else ["notify_quarantine"])


@pytest.mark.parametrize("provider", Provider)
def test_an_unsigned_forged_or_changed_notice_is_refused_and_nobody_is_asked(till: Till, provider: Provider) -> None:
    body = json.dumps(mollie_answer.event("payment.paid", mollie_answer.PAYMENT))
    valid = sign(provider, body, SECRET[provider]["webhook_secrets"][0])
    other = sign(provider, body, "planted_other")
    answers = [
        post(till, provider, body, {}),
        post(till, provider, body, other),
        post(till, provider, f"{body} ", valid),
        *(post(till, provider, body, dict.fromkeys(valid, header)) for header in HOSTILE),
    ]

    assert answers == [REFUSED] * len(answers)
    assert (till.asked(), till.cloud.called()) == ([], [])


HOSTILE = ["", "sha256=", "sha256=é", "t=,v1=", "t=1,v1=é", "t=²,v1=0", "\x00", ",", "=", "a" * 10_000, "sha256=" + "0" * 64]


def test_a_replay_of_an_old_notice_is_refused_where_the_signature_is_dated(till: Till) -> None:
    _, session = sell_at_stripe(till)
    body = json.dumps(stripe_answer.event("checkout.session.completed", session))
    header = sign(Provider.STRIPE, body, STRIPE_SECRETS[0])

    def come(after: timedelta) -> Json:
        return till.webhook(request_event("POST /webhooks/stripe", body=body, now=NOW + after, **header))

    assert come(timedelta(minutes=5, seconds=1)) == REFUSED
    assert till.effects() == []
    assert come(timedelta(minutes=5)) == FINE
    assert till.effects() == ["confirm_payment"]


@pytest.mark.parametrize("provider", Provider)
def test_a_signature_is_over_the_bytes_that_were_sent(till: Till, provider: Provider) -> None:
    """API Gateway encodes what it takes for binary."""
    body = json.dumps({"resource": "event", "note": "é€"}, ensure_ascii=False)
    header = sign(provider, body, SECRET[provider]["webhook_secrets"][0])

    assert post(till, provider, b64encode(body.encode()).decode(), header, isBase64Encoded=True) == FINE
    assert post(till, provider, b64encode(body.encode()).decode(), header) == REFUSED


@pytest.mark.parametrize("provider", Provider)
def test_nobody_is_asked_about_a_malformed_id_that_was_signed(till: Till, provider: Provider) -> None:
    for malformed in MALFORMED:
        about = {"id": malformed, "object": "payment_intent"}
        events = {
            Provider.MOLLIE: mollie_answer.event("payment.paid", malformed),
            Provider.STRIPE: stripe_answer.event("payment_intent.succeeded", about),
        }
        assert tell(till, provider, events[provider]) == FINE
    assert (till.asked(), till.cloud.called()) == ([], [])


@pytest.mark.parametrize("provider", Provider)
def test_too_large_a_notice_is_refused_before_it_is_read(till: Till, provider: Provider) -> None:
    """One of 64 KiB is read, and taken if it is signed; with a byte more it is not read at all."""
    body = " " * 65_534 + "{}"
    secret = SECRET[provider]["webhook_secrets"][0]

    assert post(till, provider, body, sign(provider, body, secret)) == FINE
    assert post(till, provider, f" {body}", sign(provider, f" {body}", secret)) == {**REFUSED, "statusCode": 413}


@pytest.mark.parametrize("provider", Provider)
def test_an_event_about_something_else_is_passed_over(till: Till, provider: Provider) -> None:
    assert tell(till, provider, {"resource": "event", "object": "event", "type": "payout.paid", "entityId": "po_1"}) == FINE
    assert (till.asked(), till.cloud.called()) == ([], [])


def test_a_payment_of_another_shop_of_ours_is_passed_over(till: Till) -> None:
    """Mollie signs for all that an account sells: also what never was an enrollment."""
    till.answers(mollie_answer.PAYMENT, 200, mollie_answer.payment(metadata={"order": 1}))

    assert tell(till, Provider.MOLLIE, mollie_answer.event("payment.paid", mollie_answer.PAYMENT)) == FINE
    assert till.cloud.called() == []


@pytest.mark.parametrize("secret", [{"mollie": {**SECRET["mollie"], "webhook_secrets": []}}, {"stripe": SECRET["stripe"]}])
def test_without_a_secret_nobody_can_sign(till: Till, secret: Json) -> None:
    """Mollie's own code takes a signature that was made with an empty secret."""
    till.settle_secret(secret)
    body = json.dumps(mollie_answer.event("payment.paid", mollie_answer.PAYMENT))

    for header in ({}, sign(Provider.MOLLIE, body, "")):
        assert post(till, Provider.MOLLIE, body, header) == REFUSED
    assert till.asked() == []


LACKING: list[Any] = [
    None,
    "mollie",
    ["mollie"],
    {},
    {"mollie": {"profile": "pfl_test"}},
    {"mollie": {**SECRET["mollie"], "webhook_secrets": [""]}},
    {"stripe": {"key": "sk_test_planted", "webhook_secrets": []}},
    {**SECRET, "stripe": {"key": "sk_test_planted"}},
]


def test_a_function_refuses_to_start_without_a_complete_account(till: Till) -> None:
    def holds(row: tuple[str, Any]) -> bool:
        till.settle_secret(row[1])
        return "planted" not in str(refusal(lambda: till.cloud.invoke(row[0], {}), AccountMissing))

    assert failing(product(["receive_payment_webhook", "create_payment"], LACKING), holds) == []


@pytest.mark.parametrize("secret", [" ", "planted", '{"mollie": {"key": "planted"'])
def test_a_function_refuses_to_start_with_a_secret_that_is_no_json_and_does_not_show_it(till: Till, secret: str) -> None:
    spectator("secretsmanager").put_secret_value(SecretId="PaymentSecret", SecretString=secret)
    forget_secrets()

    refused = refusal(lambda: till.cloud.invoke("create_payment", {}), AccountMissing)
    assert (str(refused), refused.__cause__, refused.__suppress_context__) == ("mollie: account", None, True)


def test_an_attempt_of_another_provider_is_not_known_at_this_ones_address(till: Till) -> None:
    sell_at_stripe(till)
    [attempt] = till.cloud.items("PersonalDataTable", kind="PAYMENT")
    till.forget()

    assert till.post(attempt["attempt"], "id=tr_abcd1234") == FINE
    assert (till.asked(), till.cloud.items("PersonalDataTable", kind="PAYMENT")) == ([], [attempt])


def test_a_session_that_claims_an_attempt_of_another_provider_is_set_apart(till: Till) -> None:
    purchase = till.sell()
    names = {"client_reference_id": purchase.attempt, "metadata": {"attempt": purchase.attempt}, "amount_total": 45_000}
    session = stripe_answer.session(**names)
    till.server.replies[f"{SESSIONS}/{stripe_answer.SESSION}"] = reply(200, session)

    assert tell(till, Provider.STRIPE, stripe_answer.event("checkout.session.completed", session)) == FINE
    assert (till.attempt(purchase)["quarantine"], till.enrollment(purchase)["status"]) == ("provider", "waiting_for_payment")

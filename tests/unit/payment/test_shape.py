"""The answers and requests of these tests are the vendors': held against their own models and types."""

import sys
import typing
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest
import stripe
from mollie import models
from stripe.checkout import Session

from tests.unit.payment import mollie_answer, stripe_answer

REFUND = mollie_answer.refund("re_4qqhO89gsT", "5.00", "processing")
CHARGEBACK = mollie_answer.chargeback("chb_n9z0tp", "199.95", reversed_at=None)


@pytest.mark.parametrize(
    "answer",
    [
        mollie_answer.payment(),
        mollie_answer.payment(status="open"),
        mollie_answer.payment(_embedded={"refunds": [REFUND], "chargebacks": [CHARGEBACK]}),
    ],
)
def test_a_payment_is_one_to_mollie(answer: dict[str, Any]) -> None:
    read = models.PaymentResponse.model_validate(answer)
    assert read.amount.value == "199.95"
    assert read.status in list(models.PaymentResponseStatus)


def test_a_refund_and_a_chargeback_are_such_to_mollie() -> None:
    assert models.RefundResponse.model_validate(REFUND).payment_id == mollie_answer.PAYMENT
    assert models.EntityChargeback.model_validate(CHARGEBACK).payment_id == mollie_answer.PAYMENT


@pytest.mark.parametrize("entity", [None, mollie_answer.payment(), REFUND, CHARGEBACK])
def test_an_event_is_one_to_mollie(entity: dict[str, Any] | None) -> None:
    event = mollie_answer.event("payment.paid", mollie_answer.PAYMENT, entity=entity)
    assert models.EntityWebhookEvent.model_validate(event).entity_id == mollie_answer.PAYMENT


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (Session, stripe_answer.session()),
        (Session, stripe_answer.new_session()),
        (stripe.PaymentIntent, stripe_answer.intent(status="processing", latest_charge=None)),
        (stripe.Charge, stripe_answer.charge(stripe_answer.refund("pyr_1a2b", 500, "succeeded"))),
        (stripe.Refund, stripe_answer.refund("pyr_1a2b", 500, "succeeded")),
        (stripe.Dispute, stripe_answer.dispute("du_1a2b", 19995, "needs_response")),
    ],
)
def test_an_answer_is_one_to_stripe(kind: type[stripe.StripeObject], answer: dict[str, Any]) -> None:
    assert list(_differences(kind, answer, kind.__name__)) == []


def test_the_comparison_with_stripes_types_finds_what_is_not_theirs() -> None:
    found = list(_differences(Session, stripe_answer.session(status="closed", colour=1, amount_total="1"), "it"))
    assert found == ["it.amount_total: <class 'int'>", "it.colour: unknown", "it.status: 'closed'"]


def _differences(kind: Any, answer: dict[str, Any], place: str) -> Iterator[str]:
    hints = _own_hints(kind)
    for name, value in sorted(answer.items()):
        if name not in hints:
            yield f"{place}.{name}: unknown"
        else:
            yield from _compare(hints[name], value, f"{place}.{name}")


class _Names(dict[str, Any]):
    """The names in a class; any other is looked for in the library, which loads its own only when they are asked for."""

    def __missing__(self, name: str) -> Any:
        """Return a name of the library; some are its own classes under another name, such as CardResource."""
        found = getattr(stripe, name.removesuffix("Resource"), None) or getattr(stripe.checkout, name, None)
        if found is None:
            raise KeyError(name)
        return found


def _own_hints(kind: Any) -> dict[str, Any]:
    # Of the class alone: what it inherits is not in an answer, and names things that only type checkers import.
    bare = type(kind.__name__, (), {"__annotations__": kind.__annotations__})
    return typing.get_type_hints(bare, vars(sys.modules[kind.__module__]), _Names(vars(kind)))


def _compare(hint: Any, value: Any, place: str) -> Iterator[str]:
    choices = [choice for choice in _choices(hint) if choice is not type(None)]
    literals = [name for choice in choices if get_origin(choice) is Literal for name in get_args(choice)]
    objects = [choice for choice in choices if isinstance(choice, type) and issubclass(choice, stripe.StripeObject)]
    if value is None or (literals and value in literals):
        return
    if isinstance(value, dict) and objects:
        yield from _differences(objects[0], value, place)
    elif literals:
        yield f"{place}: {value!r}"
    elif not any(isinstance(value, get_origin(choice) or choice) for choice in choices) and not _is_wrapped(choices, value):
        yield f"{place}: {choices[0]}"


def _choices(hint: Any) -> list[Any]:
    if get_origin(hint) is typing.Union:
        return [choice for part in get_args(hint) for choice in _choices(part)]
    return [hint]


def _is_wrapped(choices: list[Any], value: Any) -> bool:
    # A list or free mapping of theirs, such as ListObject["Refund"], is a dict in JSON.
    return isinstance(value, dict) and any(get_origin(choice) not in (None, list) for choice in choices)

"""How many items a form becomes, from the smallest to the largest, as docs/operations.md tells for the costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.event import post_json, post_plain, solved_challenge
from tests.unit.sample import MESSAGE, VALUES, enrollment_fields
from tests.unit.statement import count, read

if TYPE_CHECKING:
    from tests.unit.cloud import Cloud


def size(cloud: Cloud) -> int:
    """Return how many writes the first transaction had."""
    first = next(call for call in cloud.called() if call.operation == "TransactWriteItems")
    return len(first.request["TransactItems"])


def test_a_form_is_as_many_items_as_the_costs_say(cloud: Cloud) -> None:
    held = {**MESSAGE, "website": "filled in by a robot"}
    assert cloud.invoke("submit_contact_message", post_plain("POST /contact-messages", held))["statusCode"] == 201
    smallest = size(cloud)

    cloud.calls.clear()
    yes = {"consent_extra_data": True, "consent_newsletter": True}
    fields = enrollment_fields("rekencoach-po", **yes, phone=VALUES["phone"], altcha=solved_challenge())
    assert cloud.invoke("submit_enrollment", post_json("POST /enrollments", fields))["statusCode"] == 201

    assert f"of {count(smallest)} to {count(size(cloud))} items" in read("docs/operations.md")

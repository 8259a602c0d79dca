"""The launcher joins the functions to the providers, and the providers to the functions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import urllib3

from tests.running import RunningStack

if TYPE_CHECKING:
    from collections.abc import Iterator

type Json = dict[str, Any]

SHOP = Path(__file__).parent / "shop"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[RunningStack]:
    """Run a system that only takes payments."""
    running = RunningStack(tmp_path / "state", project=SHOP)
    try:
        yield running.start()
    finally:
        running.kill()


def create(shop: RunningStack) -> Json:
    """Make a payment at Mollie, with what a function finds."""
    account = shop.get("/account").json
    order = {
        "amount": {"currency": "EUR", "value": "10.00"},
        "description": "MBO-01 L-2026-ABC",
        "redirectUrl": f"{shop.base_url}/terug",
        "webhookUrl": f"{shop.base_url}/webhooks/mollie/attempt1",
        "metadata": {"attempt": "attempt1"},
    }
    headers = {"authorization": f"Bearer {account['secret']['mollie']['key']}", "content-type": "application/json"}
    address = f"{account['MOLLIE_URL']}/v2/payments"
    with urllib3.PoolManager(retries=False) as http:
        made: Json = http.request("POST", address, body=json.dumps(order), headers=headers).json()
    return made


def pay(payment: Json) -> str:
    """Pay at the checkout page and return where one is led."""
    with urllib3.PoolManager(retries=False) as http:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        address = payment["_links"]["checkout"]["href"]
        return http.request("POST", address, body=b"status=paid", headers=kind, redirect=False).headers["location"]


def wait_for_webhooks(shop: RunningStack, count: int) -> list[Json]:
    """Return the webhooks as soon as so many were taken."""

    def look() -> list[Json]:
        found: list[Json] = shop.get("/_local/providers/webhooks").json
        return found

    return shop.wait_for(look, lambda seen: [one["state"] for one in seen] == ["delivered"] * count)


def test_functions_and_providers_find_each_other(shop: RunningStack) -> None:
    shop.post("/_local/providers/behaviour", {"mollie_signed": True})
    payment = create(shop)
    assert pay(payment) == f"{shop.base_url}/terug"
    webhooks = wait_for_webhooks(shop, 2)
    assert [one["url"] for one in webhooks] == [
        f"{shop.base_url}/webhooks/mollie/attempt1",
        f"{shop.base_url}/webhooks/mollie",
    ]
    assert shop.get("/account").json["STRIPE_URL"]


def test_everything_survives_a_kill(shop: RunningStack) -> None:
    """The accounts, the checkout page's address, the payment, and the webhook that was held back."""
    shop.post("/_local/providers/behaviour", {"held": True})
    payment, later = create(shop), create(shop)
    account = shop.get("/account").json
    pay(payment)
    shop.kill()
    shop.start()
    assert shop.get("/account").json == account
    assert shop.get(f"/_local/providers/payments/{payment['id']}").json["status"] == "paid"
    shop.post("/_local/providers/webhooks/release", {})
    wait_for_webhooks(shop, 1)
    assert pay(later) == f"{shop.base_url}/terug"


def test_page_of_the_providers_is_linked_and_takes_orders_of_this_machine_only(shop: RunningStack) -> None:
    assert 'href="/_local/providers/"' in shop.get("/").text
    assert "Payment providers" in shop.get("/_local/providers/").text
    stranger = {"origin": "https://evil.example"}
    assert shop.send("POST", "/_local/providers/behaviour", body=b"held=true", headers=stranger).status == 403
    assert shop.post_html_form("/_local/providers/behaviour", {"held": "true"}, origin=shop.base_url).status == 303
    assert shop.get("/_local/providers/behaviour").json["held"] is True

"""Accounts: read from one secret, refused when incomplete, and never shown."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from loket.payment.domain.payment import Mode, Provider
from loket.payment.provider.account import AccountMissing, read_account

from tests.unit.payment.provider_server import ProviderServer, reply
from tests.unit.payment.table import failing, refusal

SECRET: dict[str, dict[str, Any]] = {
    "mollie": {"key": "test_planted", "profile": "pfl_QkEhN94Ba", "webhook_secrets": ["planted_a", "planted_b"]},
    "stripe": {"key": "sk_live_planted", "webhook_secrets": ["whsec_planted"]},
}


def changed(provider: Provider, **changes: Any) -> str:
    return json.dumps({**SECRET, provider.value: {**SECRET[provider.value], **changes}})


def test_both_accounts_are_read() -> None:
    mollie = read_account(Provider.MOLLIE, json.dumps(SECRET))
    assert (mollie.key, mollie.mode, mollie.profile) == ("test_planted", Mode.TEST, "pfl_QkEhN94Ba")
    assert (mollie.webhook_secrets, mollie.url) == (("planted_a", "planted_b"), "https://api.mollie.com")
    stripe = read_account(Provider.STRIPE, json.dumps(SECRET))
    assert (stripe.key, stripe.mode, stripe.profile) == ("sk_live_planted", Mode.LIVE, None)
    assert (stripe.webhook_secrets, stripe.url) == (("whsec_planted",), "https://api.stripe.com")


MODES = [
    (Provider.MOLLIE, "test_a", Mode.TEST),
    (Provider.MOLLIE, "live_a", Mode.LIVE),
    (Provider.STRIPE, "sk_test_a", Mode.TEST),
    (Provider.STRIPE, "rk_live_a", Mode.LIVE),
]


def test_the_key_tells_whether_money_moves() -> None:
    assert failing(MODES, lambda row: read_account(row[0], changed(row[0], key=row[1])).mode is row[2]) == []


# What each provider's account may not have in a place; the message names the provider and that place.
KEYS = (None, "", "planted", "test_", "pk_test_planted", "live_a\r\nX: 1", 1)
SECRETS = (None, "planted", [""], ["planted", " "], [None], ["\ud800"])
INCOMPLETE: list[tuple[Provider, str, object]] = [
    *((provider, "key", key) for provider in Provider for key in KEYS),
    (Provider.MOLLIE, "key", "sk_test_planted"),
    (Provider.STRIPE, "key", "test_planted"),
    *((Provider.MOLLIE, "profile", profile) for profile in (None, "", "planted", 1, "pfl_", "pfl_a-b")),
    *((provider, "webhook_secrets", found) for provider in Provider for found in SECRETS),
    (Provider.STRIPE, "webhook_secrets", []),
]


def test_an_incomplete_account_is_refused_without_showing_it() -> None:
    def holds(row: tuple[Provider, str, object]) -> bool:
        provider, place, value = row
        refused = refusal(lambda: read_account(provider, changed(provider, **{place: value})), AccountMissing)
        return str(refused) == f"{provider.value}: {place}" and refused.__cause__ is None

    assert failing(INCOMPLETE, holds) == []


def test_a_secret_of_another_shape_is_refused_without_showing_it() -> None:
    def holds(secret: str) -> bool:
        refused = refusal(lambda: read_account(Provider.MOLLIE, secret), AccountMissing)
        is_alone = refused.__cause__ is None and (refused.__suppress_context__ or refused.__context__ is None)
        return str(refused) == "mollie: account" and is_alone

    assert failing(["", "planted", "{}", "[]", "null", '{"mollie": null}', '{"mollie": "planted"}'], holds) == []


def test_mollie_without_signed_webhooks_needs_no_secret() -> None:
    assert read_account(Provider.MOLLIE, changed(Provider.MOLLIE, webhook_secrets=[])).webhook_secrets == ()


def test_an_account_does_not_show_its_secrets() -> None:
    assert "planted" not in repr([read_account(provider, json.dumps(SECRET)) for provider in Provider])


def test_another_address_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOLLIE_URL", "http://127.0.0.1:1234/")
    assert read_account(Provider.MOLLIE, json.dumps(SECRET)).url == "http://127.0.0.1:1234"


@pytest.mark.parametrize("url", ["ftp://127.0.0.1", "planted"])
def test_no_other_protocol_is_spoken(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("MOLLIE_URL", url)
    with pytest.raises(AccountMissing, match=r"^mollie: MOLLIE_URL$"):
        read_account(Provider.MOLLIE, json.dumps(SECRET))


@pytest.mark.parametrize("url", ["http://127.0.0.1:1234", "ftp://127.0.0.1", "planted"])
def test_a_live_key_is_sent_over_https_only(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("STRIPE_URL", url)
    with pytest.raises(AccountMissing, match=r"^stripe: STRIPE_URL$"):
        read_account(Provider.STRIPE, json.dumps(SECRET))


LOAD = """
import sys
from loket.payment.domain.payment import Provider
from loket.payment.provider.account import load_account
from loket.payment.provider import mollie
from loket.payment.provider import client as provider
from loket.payment.provider import stripe
print(load_account(Provider.MOLLIE).mode, load_account(Provider.STRIPE).mode, load_account(Provider.MOLLIE).profile)
print(sorted({"stripe", "mollie", "requests", "httpx", "boto3", "pydantic"} & sys.modules.keys()))
"""


def test_the_secret_is_read_once_and_no_vendors_library_is_loaded(server: ProviderServer) -> None:
    server.replies["/"] = reply(200, {"Name": "payment", "SecretString": json.dumps(SECRET)})
    environment = {
        "AWS_ENDPOINT_URL": server.url,
        "AWS_REGION": "eu-central-1",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "PAYMENT_SECRET": "payment",
        "PYTHONPATH": "layers/loket",
        "PATH": os.environ["PATH"],
    }
    ran = subprocess.run([sys.executable, "-c", LOAD], env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    assert ran.stdout.splitlines() == ["test live pfl_QkEhN94Ba", "[]"]
    assert [json.loads(sent.body) for sent in server.sent] == [{"SecretId": "payment"}]

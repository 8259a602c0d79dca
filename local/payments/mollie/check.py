"""What Mollie accepts when a payment or a refund is made."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from local.payments.api import Refusal
from local.payments.words import list_words
from local.settings import LOOPBACK_HOSTS

if TYPE_CHECKING:
    from collections.abc import Collection

type Json = dict[str, Any]

VALUE = re.compile(r"\d{1,9}\.\d{2}")
CURRENCIES = list_words("EUR USD GBP CHF DKK NOK SEK PLN")
CENTS_AT_MOST = 5_000_000
METADATA_BYTES = 1024
LIST_AT_MOST = 250
DESCRIPTION_LENGTH = 255
LOCALES = list_words(
    "ca_ES cs_CZ da_DK de_AT de_CH de_DE de_LU el_GR en_BE en_GB en_NL en_US es_ES fi_FI fr_BE fr_FR fr_LU hu_HU is_IS "
    "it_IT lt_LT lv_LV nb_NO nl_BE nl_NL pl_PL pt_PT sk_SK sl_SI sv_SE tr_TR"
)
METHODS = list_words(
    "alma applepay bancomatpay bancontact banktransfer belfius billie blik creditcard directdebit eps giftcard ideal in3 "
    "kbc klarna multibanco mybank paybybank paypal paysafecard przelewy24 riverty satispay swish trustly twint voucher"
)
PAYMENT_FIELDS = list_words(
    "amount description redirectUrl cancelUrl webhookUrl locale method metadata issuer restrictPaymentMethodsToCountry "
    "lines billingAddress shippingAddress captureMode captureDelay sequenceType customerId mandateId dueDate consumerName "
    "billingEmail"
)
REFUND_FIELDS = frozenset({"amount", "description", "metadata"})


def refuse(field: str, detail: str) -> Refusal:
    """Return the refusal of one field."""
    return Refusal(422, detail, field=field)


def check_fields(content: Json, known: Collection[str]) -> None:
    """Refuse a field that the API does not have."""
    if unknown := next((name for name in content if name not in known), None):
        raise refuse(unknown, f'Non-existent body parameter "{unknown}" for this API call.')


def read_amount(content: Json) -> tuple[int, str]:
    """Return the amount as cents and currency."""
    amount = content.get("amount")
    if not isinstance(amount, dict) or amount.keys() != {"currency", "value"}:
        raise refuse("amount", "The amount must be an object with a currency and a value")
    if not isinstance(amount["currency"], str) or amount["currency"] not in CURRENCIES:
        raise refuse("amount", "The amount contains an invalid currency")
    if not isinstance(amount["value"], str) or not VALUE.fullmatch(amount["value"]):
        raise refuse("amount", "The amount contains an invalid value: it is a string with exactly two decimals")
    cents = int(amount["value"].replace(".", ""))
    if not 0 < cents <= CENTS_AT_MOST:
        raise refuse("amount", "The amount is lower than the minimum or higher than the maximum")
    return cents, str(amount["currency"])


def read_description(content: Json) -> str:
    """Return the description, cut to what Mollie keeps of it."""
    description = content.get("description")
    if not isinstance(description, str) or not description.strip():
        raise refuse("description", "The description is invalid")
    return description[:DESCRIPTION_LENGTH]


def read_address(content: Json, name: str, *, required: bool = False) -> str | None:
    """Return a web address."""
    address = content.get(name)
    if address is None and not required:
        return None
    parts = urlsplit(address) if isinstance(address, str) else None
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise refuse(name, f"The {name} is invalid")
    return str(address)


def read_webhook_address(content: Json) -> str | None:
    """Return where to call; the real one refuses this machine, and this one everything else."""
    address = read_address(content, "webhookUrl")
    if address and urlsplit(address).hostname not in LOOPBACK_HOSTS:
        raise refuse("webhookUrl", "The webhook URL is invalid because it is unreachable from Mollie's point of view")
    return address


def read_choice(content: Json, name: str, known: Collection[str]) -> str | None:
    """Return one of the known values, or nothing."""
    chosen = content.get(name)
    several = chosen if isinstance(chosen, list) else [chosen]
    if chosen is not None and not all(isinstance(choice, str) and choice in known for choice in several):
        raise refuse(name, f"The {name} is invalid")
    # With several methods the payer still has to choose.
    return several[0] if len(several) == 1 else None


def read_limit(text: str) -> int:
    """Return how many payments a list may hold."""
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= LIST_AT_MOST:
        raise Refusal(400, "The limit is a number from 1 to 250", field="limit")
    return int(text)


def read_metadata(content: Json) -> Any:
    """Return the metadata."""
    metadata = content.get("metadata")
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise refuse("metadata", "The metadata is too large: it may hold about 1 kB")
    return metadata

"""What Stripe accepts when a Checkout Session or a refund is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from local.payments.api import Refusal
from local.payments.words import list_words

if TYPE_CHECKING:
    from collections.abc import Collection

type Json = dict[str, Any]

SESSION_FIELDS = list_words(
    "adaptive_pricing after_expiration allow_promotion_codes allowed_payment_method_types automatic_tax "
    "billing_address_collection branding_settings cancel_url client_reference_id consent_collection currency "
    "custom_fields custom_text customer customer_account customer_creation customer_email customer_update discounts "
    "excluded_payment_method_types expand expires_at integration_identifier invoice_creation line_items locale "
    "managed_payments metadata mode name_collection optional_items origin_context payment_intent_data "
    "payment_method_collection payment_method_configuration payment_method_data payment_method_options permissions "
    "phone_number_collection redirect_on_completion return_url saved_payment_method_options setup_intent_data "
    "shipping_address_collection shipping_options submit_type subscription_data success_url tax_id_collection ui_mode "
    "wallet_options"
)
REFUND_FIELDS = list_words("payment_intent charge amount reason metadata expand instructions_email")
METHODS = list_words("ideal card bancontact sepa_debit eps p24 klarna paypal customer_balance giropay link")
REASONS = frozenset({"duplicate", "fraudulent", "requested_by_customer"})
LOCALES = list_words(
    "auto bg cs da de el en en-GB es es-419 et fi fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru "
    "sk sl sv th tr vi zh"
)
CENTS_AT_LEAST = 50
METADATA_KEYS, METADATA_NAME, METADATA_VALUE = 50, 40, 500
REFERENCE_LENGTH = 200
MINUTES_AT_LEAST, HOURS_AT_MOST = 30, 24


def refuse(field: str, detail: str, code: str | None = None) -> Refusal:
    """Return the refusal of one parameter."""
    return Refusal(400, detail, field=field, code=code)


def check_fields(content: Json, known: Collection[str]) -> None:
    """Refuse a parameter that the API does not have."""
    if unknown := next((name for name in content if name not in known), None):
        raise refuse(unknown, f"Received unknown parameter: {unknown}", "parameter_unknown")


def read_choice(content: Json, name: str, known: Collection[str], default: str | None = None) -> str | None:
    """Return one of the known values, or the default."""
    chosen = content.get(name, default)
    if chosen is not None and (not isinstance(chosen, str) or chosen not in known):
        raise refuse(name, f"Invalid {name}: must be one of {', '.join(sorted(known))}")
    return chosen


def read_address(content: Json, name: str, *, required: bool = False) -> str | None:
    """Return a web address."""
    address = content.get(name)
    if not address and not required:
        return None
    if not address:
        raise refuse(name, f"Missing required param: {name}.", "parameter_missing")
    if not isinstance(address, str) or urlsplit(address).scheme not in {"http", "https"}:
        raise refuse(name, "Not a valid URL", "url_invalid")
    return address


def read_items(content: Json) -> tuple[int, str, str]:
    """Return the total in cents, the currency, and the name of what is bought."""
    items = content.get("line_items")
    if not isinstance(items, list) or not items:
        raise refuse("line_items", "Missing required param: line_items.", "parameter_missing")
    read = [_read_item(item, number) for number, item in enumerate(items)]
    cents = sum(amount for amount, _, _ in read)
    if len({currency for _, currency, _ in read}) > 1:
        raise refuse("line_items", "All line items must have the same currency.")
    if cents < CENTS_AT_LEAST:
        raise refuse("line_items", "The total amount due must add up to at least €0.50 eur", "amount_too_small")
    return cents, read[0][1], read[0][2]


def _read_item(item: Any, number: int) -> tuple[int, str, str]:
    field = f"line_items[{number}][price_data]"
    price = item.get("price_data") if isinstance(item, dict) else None
    if not isinstance(price, dict) or "unit_amount" not in price or "currency" not in price:
        raise refuse(field, f"Missing required param: {field}.", "parameter_missing")
    product = price.get("product_data")
    if not isinstance(product, dict) or not product.get("name"):
        raise refuse(f"{field}[product_data]", f"Missing required param: {field}[product_data][name].", "parameter_missing")
    amount = read_number(price["unit_amount"], f"{field}[unit_amount]")
    quantity = read_number(item.get("quantity", "1"), f"line_items[{number}][quantity]")
    return amount * quantity, str(price["currency"]).upper(), str(product["name"])


def read_number(value: Any, field: str) -> int:
    """Return a whole number."""
    if not isinstance(value, str) or not value.isascii() or not value.isdecimal():
        raise refuse(field, f"Invalid integer: {value}", "parameter_invalid_integer")
    return int(value)


def read_metadata(content: Json, name: str = "metadata") -> dict[str, str]:
    """Return the metadata."""
    metadata = content.get("metadata", {})
    if not isinstance(metadata, dict) or len(metadata) > METADATA_KEYS:
        raise refuse(name, "Invalid hash")
    for key, value in metadata.items():
        if not isinstance(value, str) or len(key) > METADATA_NAME or len(value) > METADATA_VALUE:
            raise refuse(f"{name}[{key}]", "Metadata keys hold 40 characters at most, values 500")
    return metadata


def read_reference(content: Json) -> str | None:
    """Return our own reference."""
    reference = content.get("client_reference_id")
    if reference is not None and (not isinstance(reference, str) or len(reference) > REFERENCE_LENGTH):
        raise refuse("client_reference_id", "Invalid string: at most 200 characters")
    return reference


def read_expiry(content: Json, now: float) -> float:
    """Return when the session ends."""
    if "expires_at" not in content:
        return now + HOURS_AT_MOST * 3600
    moment = read_number(content["expires_at"], "expires_at")
    if not now + MINUTES_AT_LEAST * 60 - 5 <= moment <= now + HOURS_AT_MOST * 3600 + 5:
        raise refuse("expires_at", "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from now.")
    return float(moment)


def check_methods(content: Json) -> None:
    """Refuse a way of paying that Stripe does not have."""
    methods = content.get("allowed_payment_method_types", ["ideal"])
    known = isinstance(methods, list) and all(isinstance(method, str) and method in METHODS for method in methods)
    if not known or not methods:
        raise refuse("allowed_payment_method_types[0]", "Invalid allowed_payment_method_types[0]")

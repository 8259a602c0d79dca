"""Checkout Sessions and what hangs on them, in Stripe's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.payments.words import list_words

if TYPE_CHECKING:
    from local.payments.payment import Chargeback, Payment, Refund

type Json = dict[str, Any]

API_VERSION = "2026-10-28.endive"
REFUND_STATUSES = {
    "queued": "pending",
    "pending": "pending",
    "processing": "pending",
    "refunded": "succeeded",
    "failed": "failed",
    "canceled": "canceled",
}
SESSION_STATUSES = {"open": "open", "expired": "expired", "canceled": "expired"}
INTENT_STATUSES = {"paid": "succeeded", "pending": "processing", "expired": "canceled", "canceled": "canceled"}
# What Stripe tells of a payer, though nobody asked: planted here, so that a test can look whether it is kept anywhere.
PAYER = {"email": "t.test@betaler.example", "name": "T. TEST", "phone": None, "address": None}
BANK = {"bank": "rabobank", "bic": "RABONL2U", "iban_last4": "8412", "verified_name": "T. TEST"}
UNUSED = list_words(
    "adaptive_pricing after_expiration allow_promotion_codes billing_address_collection client_secret "
    "collected_information consent consent_collection currency_conversion customer customer_creation customer_email "
    "discounts invoice invoice_creation origin_context payment_link payment_method_configuration_details recovered_from "
    "setup_intent shipping_address_collection shipping_cost submit_type subscription wallet_options"
)


def show_session(payment: Payment, url: str) -> Json:
    """Return a Checkout Session."""
    is_open = payment.status == "open"
    return {
        **dict.fromkeys(UNUSED),
        "id": payment.id,
        "object": "checkout.session",
        "amount_subtotal": payment.cents,
        "amount_total": payment.cents,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "cancel_url": payment.cancel_url,
        "client_reference_id": payment.reference,
        "created": int(payment.created_at),
        "currency": payment.currency.lower(),
        "custom_fields": [],
        "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
        "customer_details": PAYER | {"tax_exempt": "none", "tax_ids": []} if payment.charge else None,
        "expires_at": int(payment.expires_at),
        "livemode": payment.mode == "live",
        "locale": payment.locale,
        "metadata": payment.metadata or {},
        "mode": "payment",
        "payment_intent": None if is_open else payment.intent,
        "payment_method_collection": "if_required",
        "payment_method_options": {},
        "allowed_payment_method_types": [payment.method or "ideal"],
        "payment_method_types": [payment.method or "ideal"],
        "payment_status": "paid" if payment.status == "paid" else "unpaid",
        "permissions": None,
        "phone_number_collection": {"enabled": False},
        "saved_payment_method_options": None,
        "shipping_options": [],
        "status": SESSION_STATUSES.get(payment.status, "complete"),
        "success_url": payment.redirect_url,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{url}/checkout/{payment.token}" if is_open else None,
    }


def show_intent(payment: Payment) -> Json:
    """Return the PaymentIntent."""
    paid = payment.status == "paid"
    declined = not paid and (payment.status == "failed" or "declined" in payment.moments)
    error = {
        "code": "payment_intent_payment_attempt_failed",
        "message": "Not paid.",
        "type": "invalid_request_error",
    }
    return {
        "id": payment.intent,
        "object": "payment_intent",
        "amount": payment.cents,
        "amount_capturable": 0,
        "amount_received": payment.cents if paid else 0,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{payment.intent}_secret_local",
        "confirmation_method": "automatic",
        "created": int(payment.created_at),
        "currency": payment.currency.lower(),
        "customer": None,
        "description": payment.description or None,
        "last_payment_error": error if declined else None,
        "latest_charge": payment.charge,
        "livemode": payment.mode == "live",
        "metadata": payment.metadata or {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_options": {},
        "payment_method_types": ["ideal"],
        "processing": None,
        "receipt_email": None,
        "setup_future_usage": None,
        "status": INTENT_STATUSES.get(payment.status, "requires_payment_method"),
    }


def show_charge(payment: Payment) -> Json:
    """Return the Charge."""
    paid = payment.status == "paid"
    return {
        "id": payment.charge,
        "object": "charge",
        "amount": payment.cents,
        "amount_captured": payment.cents if paid else 0,
        "amount_refunded": min(payment.refunded, payment.cents),
        "balance_transaction": None,
        "billing_details": PAYER,
        "captured": paid,
        "created": int(payment.moments.get("pending", payment.moments.get("paid", payment.created_at))),
        "currency": payment.currency.lower(),
        "customer": None,
        "description": payment.description or None,
        "disputed": bool(payment.chargebacks),
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": payment.mode == "live",
        "metadata": payment.metadata or {},
        "outcome": None,
        "paid": paid,
        "payment_intent": payment.intent,
        "payment_method": None,
        "payment_method_details": {"type": "ideal", "ideal": BANK},
        "receipt_email": None,
        "receipt_url": None,
        "refunded": payment.refunded >= payment.cents,
        "status": "succeeded" if paid else "pending",
    }


def show_refund(payment: Payment, refund: Refund) -> Json:
    """Return a Refund."""
    shown: Json = {
        "id": refund.id,
        "object": "refund",
        "amount": refund.cents,
        "balance_transaction": None,
        "charge": payment.charge,
        "created": int(refund.created_at),
        "currency": payment.currency.lower(),
        "metadata": refund.metadata or {},
        "payment_intent": payment.intent,
        "reason": refund.description or None,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": REFUND_STATUSES.get(refund.status, refund.status),
        "transfer_reversal": None,
    }
    return shown | ({"failure_reason": "unknown"} if refund.status == "failed" else {})


def show_dispute(payment: Payment, chargeback: Chargeback) -> Json:
    """Return a Dispute; one that we won stands for a chargeback that was reversed."""
    return {
        "id": chargeback.id,
        "object": "dispute",
        "amount": chargeback.cents,
        "balance_transactions": [],
        "charge": payment.charge,
        "created": int(chargeback.created_at),
        "currency": payment.currency.lower(),
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {"due_by": None, "has_evidence": False, "past_due": False, "submission_count": 0},
        "is_charge_refundable": False,
        "livemode": payment.mode == "live",
        "metadata": {},
        "payment_intent": payment.intent,
        "reason": "general",
        "status": "won" if chargeback.reversed_at else "needs_response",
    }


def show_list(shown: list[Json], path: str) -> Json:
    """Return a list, all of it on one page."""
    return {"object": "list", "data": shown, "has_more": False, "url": path}


def show_items(payment: Payment) -> Json:
    """Return what was bought, as one line."""
    line = {
        "id": f"li_{payment.token[:24]}",
        "object": "item",
        "amount_subtotal": payment.cents,
        "amount_total": payment.cents,
        "currency": payment.currency.lower(),
        "description": payment.description,
        "quantity": 1,
    }
    return show_list([line], f"/v1/checkout/sessions/{payment.id}/line_items")

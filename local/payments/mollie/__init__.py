"""Mollie's API v2 and its webhooks, as far as payments need them."""

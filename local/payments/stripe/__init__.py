"""Stripe's API and its events, as far as Checkout with iDEAL needs them."""

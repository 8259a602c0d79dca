"""A Mollie and a Stripe on this machine: real HTTP, a checkout page, webhooks, and everything that goes wrong with them."""

"""Webhooks of both providers: when each is sent, how often, signed with what, and what was answered."""

"""The texts about privacy requests, in both languages."""

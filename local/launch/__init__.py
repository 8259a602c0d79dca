"""Bring the whole system up on this machine, one step after the other, and take it down again."""

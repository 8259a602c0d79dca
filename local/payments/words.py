"""Lists of names that are easier to read as running text."""

from __future__ import annotations


def list_words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())

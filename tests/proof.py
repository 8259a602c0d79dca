"""Solve a proof-of-work challenge as the website's script does."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

type Json = dict[str, Any]


def solve(challenge: Json) -> str:
    """Return the solution of a challenge, as a form sends it."""
    numbers = range(challenge["maxnumber"] + 1)
    number = next(n for n in numbers if hash_number(challenge["salt"], n) == challenge["challenge"])
    solved = {name: challenge[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**solved, "number": number}).encode()).decode()


def hash_number(salt: str, number: int) -> str:
    """Return the hash that a candidate number gives."""
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()

"""The events of the measurement: those in `events/`, brought up to date so that they are accepted."""

import hashlib
import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from loket.core.challenge import issue_challenge
from loket.core.keyed_hash import Keys

from tools.bench.bundle import ROOT

_TIME_TO_FILL_IN = timedelta(minutes=2)


def refresh_event(name: str, *, keys: Keys, **changes: str) -> bytes:
    """Return an event that happens now; a form in it carries these changes and a challenge solved with these keys."""
    event = json.loads((ROOT / "events" / f"{name}.json").read_bytes())
    now = datetime.now(UTC)
    event["requestContext"]["timeEpoch"] = int(now.timestamp() * 1000)
    if event["headers"].get("content-type") == "application/json" and "body" in event:
        challenge = issue_challenge(keys.derive("challenge"), now=now - _TIME_TO_FILL_IN)
        event["body"] = json.dumps({**json.loads(event["body"]), **changes, "altcha": solve_challenge(challenge)})
    return json.dumps(event).encode()


def solve_challenge(challenge: dict[str, Any]) -> str:
    """Return what the script of a form sends for a challenge."""
    salt, wanted = challenge["salt"], challenge["challenge"]
    number = next(n for n in count() if hashlib.sha256(f"{salt}{n}".encode()).hexdigest() == wanted)
    given = {key: value for key, value in challenge.items() if key != "maxnumber"}
    return b64encode(json.dumps({**given, "number": number}).encode()).decode()

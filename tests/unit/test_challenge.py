"""The challenge is ALTCHA's, as its own library makes and checks it; a bad one is refused and never a fault."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from base64 import b64decode, b64encode
from datetime import timedelta
from typing import Any

import pytest
from altcha import v1 as altcha
from hypothesis import given
from hypothesis import strategies as st
from loket.core.challenge import HARDEST, LIFETIME, issue_challenge, verify_challenge
from loket.core.refusal import FieldError, FormRefused

from tests.unit.event import NOW, encode_solution, solve

KEY = "a key for challenges"
ISSUED = issue_challenge(KEY, now=NOW)
SOLVED = solve(ISSUED)
CHALLENGE = FieldError("altcha", "challenge")


def solution(**changes: Any) -> dict[str, Any]:
    """Return a good solution with some of its parts changed."""
    good: dict[str, Any] = json.loads(b64decode(SOLVED))
    return {**good, **changes}


def refusal_of(payload: str, **options: Any) -> FieldError:
    with pytest.raises(FormRefused) as refused:
        verify_challenge(payload, KEY, **{"now": NOW, **options})
    [error] = refused.value.errors
    return error


def test_a_solved_challenge_is_a_proof() -> None:
    proof = verify_challenge(SOLVED, KEY, now=NOW)

    assert (proof.issued_at, proof.valid_until) == (NOW, NOW + LIFETIME)
    assert proof.challenge == ISSUED["challenge"]


def test_altchas_own_library_solves_and_takes_ours() -> None:
    """The library's clock is the machine's, so this checks all but the date."""
    found = altcha.solve_challenge(
        altcha.Challenge(
            algorithm="SHA-256",
            challenge=str(ISSUED["challenge"]),
            max_number=HARDEST,
            salt=str(ISSUED["salt"]),
            signature=str(ISSUED["signature"]),
        )
    )
    assert found is not None

    payload = encode_solution(
        {name: value for name, value in ISSUED.items() if name != "maxnumber"} | {"number": found.number}
    )

    assert altcha.verify_solution(payload, KEY, check_expires=False) == (True, None)
    assert verify_challenge(payload, KEY, now=NOW)


def test_a_challenge_of_altchas_own_library_is_taken() -> None:
    options = altcha.ChallengeOptions(
        algorithm="SHA-256",
        hmac_key=KEY,
        max_number=1_000,
        number=500,
        params={"issued": str(int(NOW.timestamp())), "expires": str(int((NOW + LIFETIME).timestamp()))},
    )
    theirs = altcha.create_challenge(options)
    payload = encode_solution(
        {
            "algorithm": theirs.algorithm,
            "challenge": theirs.challenge,
            "number": 500,
            "salt": theirs.salt,
            "signature": theirs.signature,
        }
    )

    assert verify_challenge(payload, KEY, now=NOW).issued_at == NOW


PARTS = ("algorithm", "challenge", "number", "salt", "signature")
FORGED: list[dict[str, Any]] = [
    {"number": solution()["number"] + 1},
    {"number": -1},
    {"number": 10**30},
    {"number": HARDEST + 1},
    {"number": str(solution()["number"])},
    {"number": float(solution()["number"])},
    {"number": True},
    {"number": None},
    {"algorithm": "SHA-1"},
    {"algorithm": "sha-256"},
    {"algorithm": None},
    {"signature": "0" * 64},
    {"signature": "é" * 64},
    {"signature": ""},
    {"signature": None},
    {"signature": [ISSUED["signature"]]},
    {"challenge": "0" * 64},
    {"challenge": "é"},
    {"challenge": 1},
    {"challenge": "\ud800"},
    {"salt": ""},
    {"salt": "\ud800?expires=9&issued=9"},
    {"algorithm": "\ud800"},
    {"signature": "\ud800"},
    {"salt": "?expires=9&issued=9"},
    {"salt": f"?expires={'9' * 30}&issued={'9' * 30}&"},
    {"salt": f"?expires={'9' * 18}&issued=1&"},
    {"salt": f"?expires={'9' * 5000}&issued=1&"},
    {"salt": "?expires=-99999999999999&issued=1&"},
    {"salt": "?expires=nan&issued=inf&"},
    {"salt": str(ISSUED["salt"]).replace("expires=1", "expires=2")},
    {"salt": str(ISSUED["salt"]).replace("issued=1", "issued=0")},
    {"salt": f"{ISSUED['salt']}&expires=9999999999"},
    {"salt": f"9{ISSUED['salt']}"},
]


def test_a_forged_challenge_is_refused() -> None:
    """With nothing changed it is taken; a part that is missing counts as changed too."""
    assert verify_challenge(encode_solution(solution()), KEY, now=NOW)
    assert [changes for changes in FORGED if refusal_of(encode_solution(solution(**changes))) != CHALLENGE] == []
    lacking = [{name: value for name, value in solution().items() if name != gone} for gone in PARTS]
    assert [sent for sent in lacking if refusal_of(encode_solution(sent)) != CHALLENGE] == []


def test_a_solution_is_signed_for_exactly_what_it_says() -> None:
    """Each of these has the right digest or the right signature, and not both."""
    salt = str(ISSUED["salt"])
    digest = hashlib.sha256(f"{salt}7".encode()).hexdigest()
    theirs = hmac.digest(b"another key", digest.encode(), "sha256").hex()

    assert refusal_of(encode_solution(solution(challenge=digest, number=7))) == CHALLENGE
    assert refusal_of(encode_solution(solution(challenge=digest, number=7, signature=theirs))) == CHALLENGE
    ours = hmac.digest(KEY.encode(), digest.encode(), "sha256").hex()
    assert verify_challenge(encode_solution(solution(challenge=digest, number=7, signature=ours)), KEY, now=NOW)
    assert refusal_of(encode_solution(solution(signature=ours))) == CHALLENGE


def signed(salt: str, number: int) -> str:
    """Return a solution that is ours in all but its salt and number."""
    digest = hashlib.sha256(f"{salt}{number}".encode()).hexdigest()
    sign = hmac.digest(KEY.encode(), digest.encode(), "sha256").hex()
    return encode_solution(solution(salt=salt, number=number, challenge=digest, signature=sign))


def test_a_number_and_texts_are_within_their_bounds() -> None:
    salt = f"x?expires={int((NOW + LIFETIME).timestamp())}&issued={int(NOW.timestamp())}&"

    assert [verify_challenge(signed(salt, number), KEY, now=NOW).issued_at for number in (0, 50_000)] == [NOW, NOW]
    assert [refusal_of(signed(salt, number)) for number in (-1, 50_001)] == [CHALLENGE, CHALLENGE]
    longest = f"{'y' * (500 - len(salt))}{salt}"
    assert verify_challenge(signed(longest, 1), KEY, now=NOW)
    assert refusal_of(signed(f"y{longest}", 1)) == CHALLENGE
    for without in ("x?expires=99999999999&", f"x?issued={int(NOW.timestamp())}&", "x"):
        assert refusal_of(signed(without, 1)) == CHALLENGE


def test_what_is_issued_can_be_solved_by_a_browser() -> None:
    """Each part as ALTCHA's own script wants it, and as hard as is said: no number above, and none always the same."""
    assert (ISSUED["algorithm"], ISSUED["maxnumber"], LIFETIME) == ("SHA-256", 50_000, timedelta(hours=1))
    assert re.fullmatch(r"[0-9a-f]{24}\?expires=1795431600&issued=1795428000&", str(ISSUED["salt"]))
    assert re.fullmatch(r"[0-9a-f]{64}", str(ISSUED["challenge"]))
    assert (
        len({solution()["number"], *(json.loads(b64decode(solve(issue_challenge(KEY, now=NOW))))["number"] for _ in "12")})
        > 1
    )


def test_digits_moved_from_the_number_to_the_salt_win_no_time() -> None:
    """The digest stays the same, so the moments that it covers must stay the same as well."""
    number = str(solution()["number"])
    spliced = solution(salt=f"{ISSUED['salt']}{number[:1]}", number=int(number[1:] or 0))

    try:
        proof = verify_challenge(encode_solution(spliced), KEY, now=NOW)
    except FormRefused:
        return
    assert (proof.challenge, proof.issued_at, proof.valid_until) == (ISSUED["challenge"], NOW, NOW + LIFETIME)


def test_a_challenge_of_another_key_is_refused() -> None:
    assert refusal_of(solve(issue_challenge("another key", now=NOW))) == CHALLENGE


def test_a_challenge_is_valid_for_an_hour() -> None:
    assert verify_challenge(SOLVED, KEY, now=NOW + LIFETIME - timedelta(seconds=1))
    assert refusal_of(SOLVED, now=NOW + LIFETIME) == FieldError("altcha", "expired")


def test_no_two_challenges_are_the_same() -> None:
    assert len({issue_challenge(KEY, now=NOW)["challenge"] for _ in range(50)}) == 50


NOTHING = (
    "",
    "x",
    "é",
    "\ud800",
    "AAAA",
    "e30=",
    "W10=",
    "bnVsbA==",
    "MQ==",
    b64encode(b"[" * 1200).decode(),
    b64encode(b"9" * 1400).decode(),
)


def test_what_is_no_challenge_is_refused() -> None:
    assert {payload: refusal_of(payload) for payload in NOTHING} == dict.fromkeys(NOTHING, CHALLENGE)
    # Of one solution there is one spelling.
    assert refusal_of(f"!{encode_solution(solution())}") == CHALLENGE


ANYTHING = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=5)


@given(st.dictionaries(st.sampled_from(["algorithm", "challenge", "number", "salt", "signature", "x"]), ANYTHING))
def test_anything_else_is_refused_too(changes: dict[str, Any]) -> None:
    sent = solution(**changes)
    if sent | {"x": 0} != solution() | {"x": 0}:
        assert refusal_of(encode_solution(sent)) == CHALLENGE


@given(st.text(), st.binary())
def test_any_text_is_refused(text: str, raw: bytes) -> None:
    assert refusal_of(text) == CHALLENGE
    assert refusal_of(b64encode(raw).decode()) == CHALLENGE

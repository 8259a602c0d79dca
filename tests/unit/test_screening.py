"""A doubtful form is marked, never refused."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from loket.core.challenge import LIFETIME, ProofOfWork
from loket.core.doubt import Doubt, must_hold_mail
from loket.core.screening import screen

from tests.unit.event import NOW


def solved_after(seconds: float) -> ProofOfWork:
    issued: datetime = NOW - timedelta(seconds=seconds)
    return ProofOfWork("challenge", issued, issued + LIFETIME)


@pytest.mark.parametrize(
    ("seconds", "doubts"),
    [(0, {Doubt.TOO_FAST}), (2.999, {Doubt.TOO_FAST}), (3, set()), (600, set()), (-5, {Doubt.TOO_FAST})],
)
def test_nobody_fills_in_a_form_in_three_seconds(seconds: float, doubts: set[Doubt]) -> None:
    assert screen(honeypot=None, proof=solved_after(seconds), name="Sanne de Vries", words=None, now=NOW) == doubts


def test_what_only_a_machine_fills_in_is_doubtful() -> None:
    assert screen(honeypot="x", proof=solved_after(60), name="Sanne de Vries", words=None, now=NOW) == {Doubt.HONEYPOT}


def test_a_form_without_a_proof_is_marked() -> None:
    assert screen(honeypot=None, proof=None, name="Sanne de Vries", words=None, now=NOW) == {Doubt.NO_PROOF}


@pytest.mark.parametrize(("links", "doubtful"), [(0, False), (2, False), (3, True), (30, True)])
def test_many_links_are_doubtful(links: int, doubtful: bool) -> None:  # noqa: FBT001 - a table's column
    words = " en ".join(["HTTPS://example.com/x"] * links)

    found = screen(honeypot="", proof=solved_after(60), name="Sanne de Vries", words=words, now=NOW)

    assert found == ({Doubt.MANY_LINKS} if doubtful else frozenset())


@pytest.mark.parametrize(
    "name",
    ["Win http://spam.example", "www.spam.example", "Casino spam.xyz", "BEL NU SPAM.COM", "spam.example/win Nu", "ftp://x"],
)
def test_a_link_is_no_name(name: str) -> None:
    """Our mail greets people by name: somebody else's mailbox would get an advertisement from us."""
    assert screen(honeypot="", proof=solved_after(60), name=name, words=None, now=NOW) == {Doubt.LINK_AS_NAME}


@pytest.mark.parametrize(
    "name", ["J.P. Jansen", "Drs.Jansen", "St.John O'Neill-de Vries", "Ph.D. Li", "A/B de Wit", "Net Org", "Jan v.d. Berg"]
)
def test_a_name_with_a_point_is_a_name(name: str) -> None:
    assert screen(honeypot="", proof=solved_after(60), name=name, words=None, now=NOW) == frozenset()


@pytest.mark.parametrize(
    ("doubt", "held"),
    [
        (Doubt.HONEYPOT, True),
        (Doubt.TOO_FAST, True),
        (Doubt.NO_PROOF, False),
        (Doubt.MANY_LINKS, False),
        (Doubt.LINK_AS_NAME, True),
    ],
)
def test_mail_is_held_where_the_address_may_be_a_victims(doubt: Doubt, held: bool) -> None:  # noqa: FBT001 - a table's column
    assert must_hold_mail(frozenset({doubt})) is held


def test_mail_is_not_held_without_a_doubt() -> None:
    assert not must_hold_mail(frozenset())

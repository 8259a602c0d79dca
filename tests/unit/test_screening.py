"""A doubtful form is marked, never refused."""

from __future__ import annotations

from datetime import datetime, timedelta

from loket.core.challenge import LIFETIME, ProofOfWork
from loket.core.doubt import Doubt, must_hold_mail
from loket.core.screening import screen

from tests.unit.event import NOW


def solved_after(seconds: float) -> ProofOfWork:
    issued: datetime = NOW - timedelta(seconds=seconds)
    return ProofOfWork("challenge", issued, issued + LIFETIME)


def doubts_of(
    *, seconds: float = 60, honeypot: str | None = None, name: str = "Sanne de Vries", words: str | None = None
) -> frozenset[Doubt]:
    return screen(honeypot=honeypot, proof=solved_after(seconds), name=name, words=words, now=NOW)


def test_nobody_fills_in_a_form_in_three_seconds() -> None:
    found = {seconds: doubts_of(seconds=seconds) for seconds in (-5, 0, 2.999, 3, 600)}

    assert found == {-5: {"too_fast"}, 0: {"too_fast"}, 2.999: {"too_fast"}, 3: set(), 600: set()}


def test_what_only_a_machine_fills_in_is_doubtful() -> None:
    assert doubts_of(honeypot="x") == {"honeypot"}
    assert doubts_of(honeypot="") == frozenset()


def test_a_form_without_a_proof_is_marked() -> None:
    assert screen(honeypot=None, proof=None, name="Sanne de Vries", words=None, now=NOW) == {"no_proof"}


def test_three_links_are_doubtful() -> None:
    def with_links(*links: str) -> frozenset[Doubt]:
        return doubts_of(words=" en ".join(links))

    found = {count: with_links(*["HTTPS://example.com/x"] * count) for count in (0, 1, 2, 3, 30)}
    assert found == {0: set(), 1: set(), 2: set(), 3: {"many_links"}, 30: {"many_links"}}
    assert with_links("http://a.nl", "https://b.nl", "www.c.nl") == {"many_links"}
    assert with_links("http:a", "ftp://b", "wwwa.c", "xhttps:/d") == frozenset()


LINKS = (
    "Win http://spam.example",
    "www.spam.example",
    "Casino spam.xyz",
    "BEL NU SPAM.COM",
    "spam.example/win Nu",
    "ftp://x",
    *(
        f"spam.{last}"
        for last in [
            "com",
            "net",
            "org",
            "info",
            "biz",
            "nl",
            "eu",
            "ru",
            "cn",
            "top",
            "xyz",
            "site",
            "online",
            "shop",
            "link",
            "click",
        ]
    ),
)
NAMES = (
    "J.P. Jansen",
    "Drs.Jansen",
    "St.John O'Neill-de Vries",
    "Ph.D. Li",
    "A/B de Wit",
    "Net Org",
    "Jan v.d. Berg",
    "Jan B.nla",
    "wwwa Li",
    "a.b/c",
)


def test_a_link_is_no_name_and_a_point_makes_no_link() -> None:
    """Our mail greets people by name: somebody else's mailbox would get an advertisement from us."""
    assert [name for name in LINKS if doubts_of(name=name) != {"link_as_name"}] == []
    assert [name for name in NAMES if doubts_of(name=name)] == []


def test_mail_is_held_where_the_address_may_be_a_victims() -> None:
    held = {str(doubt): must_hold_mail(frozenset({doubt})) for doubt in Doubt}

    assert held == {
        "honeypot": True,
        "too_fast": True,
        "no_proof": False,
        "many_links": False,
        "link_as_name": True,
        "many_to_one_address": True,
        "twice": False,
    }
    assert must_hold_mail(frozenset({Doubt.NO_PROOF, Doubt.TOO_FAST}))
    assert not must_hold_mail(frozenset({Doubt.NO_PROOF, Doubt.MANY_LINKS}))
    assert not must_hold_mail(frozenset())

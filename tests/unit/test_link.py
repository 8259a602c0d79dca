"""Signed links open one thing for whoever holds them, for sixty days; references are short names that nobody mixes up."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from loket.core.link import LinkRefused, check_link, sign_link
from loket.core.partition import DueList
from loket.core.reference import Referred, is_attempt, is_reference, new_attempt, new_reference, reference_pattern

from tests.unit.event import KEYS, NOW

PATH = "/enrollments/E-00000-00000"
KEY = KEYS.derive("link")
LAST = NOW + timedelta(days=60, seconds=-1)


def query_of(link: str) -> dict[str, str]:
    return {name: value for name, [value] in parse_qs(urlsplit(link).query, strict_parsing=True).items()}


def test_a_link_is_signed_to_the_letter() -> None:
    """Worked out with OpenSSL: links are in people's mailboxes, and must go on to open."""
    assert KEY == "87ef4227c94cf5ff4e3b0a0a626ce6fcccb47e308241d8a63f0920ea4492bc3d"
    assert sign_link(PATH, KEY, now=NOW) == (
        f"{PATH}?expires=1800612000&version=1&signature=27acd9caa4d556e1c9c1cd67299d975010c9d29d749055f0ea276e170a2f4b8b"
    )


def test_a_link_opens_until_its_last_second() -> None:
    for version in (1, 7, 999_999):
        query = query_of(sign_link(PATH, KEY, now=NOW, version=version))

        assert check_link(PATH, query, KEY, now=LAST) == version
        with pytest.raises(LinkRefused):
            check_link(PATH, query, KEY, now=LAST + timedelta(seconds=1))


def test_a_link_with_one_thing_changed_opens_nothing() -> None:
    good = query_of(sign_link(PATH, KEY, now=NOW))
    assert check_link(PATH, good, KEY, now=NOW) == 1
    changed = [
        *({**good, name: ""} for name in good),
        *({key: value for key, value in good.items() if key != name} for name in good),
        {**good, "expires": str(int(good["expires"]) + 1)},
        {**good, "version": "2"},
        {**good, "version": "01000000"},
        {**good, "version": "\u0661"},
        {**good, "version": "-1"},
        {**good, "version": "1x"},
        {**good, "version": "1" * 5_000},
        {**good, "signature": good["signature"].upper()},
        {**good, "signature": "\u00e9"},
        {**good, "signature": f"0{good['signature'][1:]}"},
    ]

    def opens(path: str, query: dict[str, str], key: str) -> bool:
        try:
            return bool(check_link(path, query, key, now=NOW))
        except LinkRefused:
            return False

    assert [query for query in changed if opens(PATH, query, KEY)] == []
    assert not opens(f"{PATH}1", good, KEY)
    assert not opens(PATH, good, KEYS.derive("challenge"))


def test_a_reference_says_what_it_is_of_and_nothing_else() -> None:
    assert [str(of) for of in Referred] == ["E", "M", "P"]
    for of in Referred:
        made = {new_reference(of) for _ in range(200)}
        assert len(made) == 200
        # No I, L, O or U: they are read out over the telephone.
        assert [one for one in made if not re.fullmatch(rf"{of}-[0-9A-HJKMNP-TV-Z]{{5}}-[0-9A-HJKMNP-TV-Z]{{5}}", one)] == []
        assert [one for one in made if not (is_reference(one) and re.search(reference_pattern(of), one))] == []
        assert {sign for one in made for sign in one[2:]} == set("-0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        assert not re.search(reference_pattern(of), f"x{min(made)}")
        assert not re.search(reference_pattern(of), f"{min(made)}x")
    wrong = ("E-00000-0000", "E-00000-000000", "EE-00000-00000", "e-00000-00000", "E-0000I-00000", "E00000-00000", "")
    assert [name for name in wrong if is_reference(name)] == []


def test_an_attempt_has_a_name_that_nobody_guesses() -> None:
    made = {new_attempt() for _ in range(200)}

    assert len(made) == 200
    assert {len(one) for one in made} == {26}
    assert {sign for one in made for sign in one} == set("0123456789abcdefghjkmnpqrstvwxyz")
    assert [one for one in made if not is_attempt(one)] == []
    one = min(made)
    wrong = ("", one[:-1], f"{one}0", f"{one}\n", f" {one}", one.upper(), f"{one[:-1]}i")
    assert [name for name in wrong if is_attempt(name)] == []


LISTS = ("REQUEST", "UNCONFIRMED", "WORK", "PAYMENT", "PLACE")


def test_what_is_due_is_spread_over_four_partitions_and_always_the_same_one() -> None:
    assert {str(one): one.partitions() for one in DueList} == {
        name: tuple(f"{name}#{number}" for number in range(4)) for name in LISTS
    }
    # The sum of the bytes, of which a quarter leaves nothing, one, two and three.
    assert [DueList.TASKS.partition_of(name) for name in ("d", "a", "b", "c", "aa", "")] == [
        "WORK#0",
        "WORK#1",
        "WORK#2",
        "WORK#3",
        "WORK#2",
        "WORK#0",
    ]

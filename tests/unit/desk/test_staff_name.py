"""Names of staff: one clean line, and none that reads as the person, as software, or as nobody."""

from __future__ import annotations

import time

import pytest
from desk.auth.staff_name import LONGEST, clean_name, is_misleading
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.desk.colleague import SESSION, Colleague

FULL_WIDTH = str.maketrans({chr(sign): chr(sign + 0xFEE0) for sign in range(0x21, 0x7F)})
CLEANED = {
    "Olga Smit": "Olga Smit",
    "  Olga \t\r\n Smit ": "Olga Smit",
    "Olga\nSmit": "Olga Smit",
    "Olga\u3000Smit": "Olga Smit",
    "Ol\u200bga\u2060 Sm\u00adit\ufeff": "Olga Smit",
    "\u202eOlga Smit\u202c": "Olga Smit",
    "Olga\ufe0f Smit\U000e0041\U000e007f": "Olga Smit",
    "Olga\x00 \x1b[31mSmit": "Olga [31mSmit",
    "\uff2f\uff4c\uff47\uff41 Smit": "Olga Smit",
    "Zo\u00eb van 't Hof-d'Arc": "Zo\u00eb van 't Hof-d'Arc",
    "o" * 10_000: "o" * LONGEST,
    f"{'o' * (LONGEST - 1)} Smit": "o" * (LONGEST - 1),
    "\u30b5\u30c8\u30a6": "\u30b5\u30c8\u30a6",
}
NONE = (
    "",
    " ",
    "\u200b",
    "\u3164",
    "\u2800",
    "...",
    "123",
    "olga@example.nl",
    "Olga <olga\uff20example.nl>",
    None,
    7,
    ["Olga"],
)
READ_AS_OTHERS = (
    *(
        "person",
        "Person",
        "PERSOON",
        "de persoon",
        "the  person",
        "p e r s o n",
        "p.e.r-s_o|n",
        "person 1",
        "pers0n",
        "Data subject",
        "the data subject",
    ),
    *(
        "software",
        "Software.",
        "S0FTWARE",
        "so\u00adftware",
        "Loket",
        "Loket software",
        "Loket s\u00f3ftware",
        "het systeem",
        "SYSTEM",
        "computer",
        "betrokkene",
    ),
    *(
        "\u0440\u0435rs\u043en",
        "s\u043eftw\u0430re",
        "p\u00e9rs\u00f6n",
        "\u24df\u24d4\u24e1\u24e2\u24de\u24dd",
        "\U0001d429\U0001d41e\U0001d42b\U0001d42c\U0001d428\U0001d427",
    ),
    *(
        "\uff50\uff45\uff52\uff53\uff4f\uff4e",
        "\u1d18\u1d07\u0280s\u1d0f\u0274",
        "l\u00f8ket",
        "\ua4d1\ua4f0\ua4e2\ua4e2\ua4f3\ua4e0",
        "Olga \u0421mit",
    ),
    *("\U0001f1f5\U0001f1ea\U0001f1f7\U0001f1f8\U0001f1f4\U0001f1f3", "Thepersoon", "Robot", "onbekend", "nobody"),
    *(
        "De betrokkene zelf",
        "De heer Betrokkene",
        "de persoon zelf",
        "the person themselves",
        "the data subject herself",
        "Datasubject Jansen",
        "Loket software v2",
        "Loket van Dam",
        "Het Loket-systeem",
        "Loketsoftware",
        "Systeembeheer",
        "System user 7",
        "Automatische verwerking",
        "Geautomatiseerd besluit",
        "Automated decision",
        "Geen medewerker",
        "No employee",
        "Chatbot",
        "Een algoritme",
        "Admin",
        "d e b e t r o k k e n e z e l f",
    ),
)
PEOPLE = (
    *(
        "Olga Smit",
        "Jan Persoon",
        "Anna Person",
        "J. Bot",
        "Systema Jansen",
        "Lo Ketelaar",
        "Lo van Keten",
        "Bram Systermans",
        "Persoons",
        "Zelfa de Wit",
        "Autumn Machielsen",
        "Geen de Boer",
        "Data Subedi",
        "Joe Root",
        "\u0160t\u011bp\u00e1n \u0141ukasz",
        "Zo\u00eb",
        "O'Neill",
    ),
    *(
        "\u041e\u043b\u044c\u0433\u0430 \u0421\u043c\u0438\u0442",
        "\u0645\u062d\u0645\u062f",
        "\u738b\u5c0f\u660e",
        "\u30b5\u30c8\u30a6 \u5e73\u548c",
        "Nguy\u1ec5n V\u0103n A",
    ),
)


def test_a_name_is_one_line_of_what_can_be_seen() -> None:
    assert {raw: clean_name(raw) for raw in CLEANED} == CLEANED
    assert [raw for raw in NONE if clean_name(raw) is not None] == []


@given(st.text(max_size=100))
def test_whatever_comes_in_is_short_and_cleaned_once(raw: str) -> None:
    name = clean_name(raw)

    if name is not None:
        assert 0 < len(name) <= LONGEST
        assert name.isprintable()
        assert clean_name(name) == name


def test_marks_without_end_take_no_time() -> None:
    """Putting them in their order takes the square of their number."""
    began = time.process_time()

    clean_name("Olga" + "\u0315\u0300" * 60_000)

    assert time.process_time() - began < 1


def misleads(raw: str) -> bool:
    name = clean_name(raw)
    return name is None or is_misleading(name)


def test_a_name_that_reads_as_no_member_of_staff_is_refused_however_it_is_written() -> None:
    assert [raw for raw in READ_AS_OTHERS if not misleads(raw)] == []
    assert [raw for raw in READ_AS_OTHERS if not misleads(raw.upper())] == []
    assert [raw for raw in READ_AS_OTHERS if not misleads(raw.translate(FULL_WIDTH))] == []
    assert [raw for raw in READ_AS_OTHERS if not misleads(f"\u202e{raw}\u200b")] == []


def test_people_keep_their_names() -> None:
    assert [name for name in PEOPLE if misleads(name)] == []


@pytest.mark.parametrize("name", [None, "", "person", "olga@example.nl", "\u200b", ["Olga"], "\u0440erson"])
def test_who_has_no_name_of_their_own_is_told_whom_to_ask(stranger: Colleague, name: object) -> None:
    stranger.provider.changes = {"name": name, "sub": "secret-subject", "email": "olga@example.nl"}
    begun = stranger.get("/desk/sign-in").location

    told = stranger.come_back(*stranger.provider.enter(begun, "Olga Smit", "privacy_officer"))

    assert (told.status, SESSION in stranger.cookies) == (403, False)
    assert "whoever looks after the accounts" in told.text
    assert "secret-subject" not in told.text
    assert "olga@example.nl" not in told.text

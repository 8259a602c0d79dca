"""Attacks that want much from little: mails to staff, mails to a victim, and requests that end or vanish by the dozen."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

import pytest
from loket.core.retention import LOCAL_TIME

from tests.project import run_project
from tests.running import Json, Reply, RunningStack
from tests.system.clerk import Clerk
from tests.tables import change, put, remove

FUNCTION = "escalate_due_requests"
STAFF, OFFICER = "medewerkers@example.nl", "privacy@example.nl"
PATH, API = "/desk/unconfirmed", "/desk/api/unconfirmed"
DIGEST = "Privacyverzoeken waarvan de datum nadert of voorbij is"
TODAY = datetime.now(LOCAL_TIME).date()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Run the system for these attacks alone: each looks at all mail to staff."""
    yield from run_project(tmp_path_factory.mktemp("amplification"), CHALLENGE="off")


@pytest.fixture(scope="module")
def olga(house: RunningStack) -> Clerk:
    """Let the privacy officer sign in."""
    return Clerk(house, "olga").sign_in()


def ask(house: RunningStack, **changes: str) -> Json:
    """Send the form as a stranger, and return what is stored."""
    form = {"kind": "objection", "name": "Sanne de Vries", "email": f"{uuid.uuid4().hex}@example.nl", **changes}
    reply = house.post("/privacy-requests", form)
    assert reply.status == 202, reply.text
    return read(house, reply.json["reference"])


def read(house: RunningStack, reference: str) -> Json:
    """Return a request as it is stored."""
    [found] = [one for one in house.table("PersonalDataTable") if one.get("reference") == reference]
    return found


def make_overdue(house: RunningStack, item: Json) -> Json:
    """Let the date of a request pass."""
    return change(house, item, due_at=(datetime.now(UTC) - timedelta(days=1)).replace(microsecond=0).isoformat())


def register(house: RunningStack, olga: Clerk, days_ago: int = 0) -> Json:
    """Register a letter that came so many days ago, and return what is stored."""
    fields = {"channel": "letter", "kind": "access", "name": "Noor Visser", "email": f"{uuid.uuid4().hex}@example.nl"}
    received = (TODAY - timedelta(days=days_ago)).isoformat()
    reply = olga.post("/desk/register", **fields, received_on=received, language="nl")
    assert reply.status == 303, reply.text
    return read(house, reply.headers["location"].rpartition("/")[2])


def run(house: RunningStack, days: int, *, hour: int = 9) -> Json:
    """Run the escalation for an hour so many days from now."""
    at = datetime.combine(TODAY + timedelta(days=days), time(hour), LOCAL_TIME)
    reply = house.run_schedule(FUNCTION, at.isoformat())
    assert reply.status == 200, reply.text
    answer: Json = reply.json
    return answer


def mails_to_staff(house: RunningStack) -> list[Json]:
    """Return all mail to staff and the officer, once everything is sent."""
    house.settle()
    return [*house.mails(STAFF), *house.mails(OFFICER)]


def send(who: Clerk, *items: Json, rights: tuple[str, ...] = ("objection",), **headers: str) -> Reply:
    """Ask the API to end these requests as they stand."""
    seen = [{"reference": one["reference"], "revision": one.get("revision", 1)} for one in items]
    found = re.search(r'name="csrf" value="([^"]+)"', who.get("/desk").text)
    given = {"x_csrf_token": html.unescape(found[1]) if found else "", "origin": who.stack.base_url, **headers}
    body = {"requests": seen, "rights": list(rights), "reason": "Niemand bevestigde dit."}
    return who.stack.post(API, body, cookie=who.cookie, **given)


def endings(reply: Reply) -> list[str]:
    return [one["ending"] for one in reply.json["requests"]]


def test_one_form_costs_staff_no_mail_in_sixty_days(house: RunningStack) -> None:
    item = ask(house)
    before = len(mails_to_staff(house))
    # Each day on which one of its levels is reached, the days around its date, and one long after.
    for days in (13, 14, 21, 24, 25, 26, 27, 28, 29, 35, 60):
        run(house, days)

    assert len(mails_to_staff(house)) == before
    assert read(house, item["reference"])["rung"] < -30


def test_sixty_forms_and_a_letter_make_one_digest_that_lists_the_letter(house: RunningStack, olga: Clerk) -> None:
    one = ask(house)
    forms = [{**one, "pk": f"PERSON#{number}", "reference": f"P-00000-000{number}"} for number in range(10, 70)]
    put(house, forms)
    letter = register(house, olga)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda hour: run(house, 27, hour=hour), [0, 7, 8, 8, 9, 8, 23]))

    new = [mail for mail in mails_to_staff(house) if DIGEST in mail["subject"]]
    told = [mail for mail in new if letter["reference"] in mail["text"]]
    assert sorted(mail["to"] for mail in told) == [STAFF, OFFICER]
    assert [form["reference"] for form in (one, *forms) if form["reference"] in str(new)] == []
    assert all(re.search(r"nog niemand heeft bevestigd: \d\d", mail["text"]) for mail in told)
    assert all(f"/desk/requests/{letter['reference']}" in str(mail["links"]) for mail in told)
    assert "Visser" not in str(told)


def test_runs_back_and_forth_in_time_make_no_second_digest_of_a_day(house: RunningStack, olga: Clerk) -> None:
    register(house, olga)
    for days, hour in ((14, 9), (14, 20), (13, 9), (14, 8), (14, 23)):
        run(house, days, hour=hour)

    digests = [(one["pk"], one["sk"]) for one in house.table("PersonalDataTable") if one["pk"].startswith("DIGEST#")]
    assert len(digests) == len(set(digests))
    assert [sk for pk, sk in digests if sk == f"OUTBOX#{TODAY + timedelta(days=13)}"] == []


def test_a_form_that_looks_like_an_attack_mails_nobody_ever(house: RunningStack, olga: Clerk) -> None:
    item = ask(house, website="https://spam.example")
    before = len(mails_to_staff(house))
    run(house, 27)
    assert endings(send(olga, make_overdue(house, read(house, item["reference"])))) == ["lapsed"]

    house.settle()
    assert house.mails(item["email"]) == []
    assert [mail for mail in mails_to_staff(house)[before:] if item["reference"] in str(mail)] == []


def test_a_link_that_was_not_ours_confirms_nothing_and_tells_nobody(house: RunningStack) -> None:
    item = ask(house)
    reply = house.post_html_form(
        f"/privacy-requests/{item['reference']}?expires=9999999999&version=1&signature=00", {"action": "confirm"}
    )

    assert reply.status in {403, 404}
    assert read(house, item["reference"])["status"] == "received"


@pytest.mark.parametrize("member", ["hanna", "aron"])
def test_who_is_no_officer_ends_nothing(house: RunningStack, member: str) -> None:
    item = make_overdue(house, ask(house))
    clerk = Clerk(house, member).sign_in()

    assert clerk.get(PATH).status == send(clerk, item).status == 403
    fields = {"pick": f"{item['reference']}~1", "right": "objection", "reason": "Weg ermee.", "which": "picked"}
    assert clerk.post(PATH, **fields).status == 403
    assert read(house, item["reference"]) == item


def test_without_a_session_or_its_token_nothing_ends(house: RunningStack, olga: Clerk) -> None:
    item = make_overdue(house, ask(house))
    nobody = Clerk(house, "nobody")

    assert send(nobody, item).status == 401
    assert send(olga, item, x_csrf_token="forged").status == 403
    assert send(olga, item, origin="https://evil.example").status == 403
    assert read(house, item["reference"]) == item


def test_what_is_no_overdue_unconfirmed_request_is_left_alone(house: RunningStack, olga: Clerk) -> None:
    letter, early = register(house, olga, days_ago=40), ask(house)
    other = make_overdue(house, ask(house, kind="erasure"))
    strange = [{"reference": name} for name in ("E-7Q2MK-9XKDT", "P-00000-00000", "../../x", "P-7Q2MK-9XKDT\u0000")]
    reply = send(olga, letter, early, other, *strange)

    assert endings(reply) == ["changed", "not_due", "other_right", *["gone"] * 4]
    assert [read(house, one["reference"]) for one in (letter, early, other)] == [letter, early, other]


@pytest.mark.parametrize(
    "body", [{}, {"rights": []}, {"reason": " "}, {"requests": []}, {"requests": [{"reference": "x"}] * 51}]
)
def test_a_bulk_without_a_reason_rights_or_an_end_is_refused(house: RunningStack, olga: Clerk, body: Json) -> None:
    item = make_overdue(house, ask(house))
    whole = {"requests": [{"reference": item["reference"], "revision": 1}], "rights": ["objection"], "reason": "Weg."}
    found = re.search(r'name="csrf" value="([^"]+)"', olga.get("/desk").text)
    assert found
    headers = {"cookie": olga.cookie, "origin": house.base_url, "x_csrf_token": html.unescape(found[1])}
    reply = house.post(API, {**whole, **body} if body else {}, **headers)

    assert reply.status == 422
    assert read(house, item["reference"]) == item


def test_who_had_it_ended_has_it_back_by_the_same_link_once(house: RunningStack, olga: Clerk) -> None:
    item = ask(house)
    [mail] = house.wait_for_mails(item["email"])
    [link] = [one for one in mail["links"] if "/privacy-requests/" in one]
    assert endings(send(olga, make_overdue(house, item))) == ["lapsed"]
    way = link.removeprefix(f"{urlsplit(link).scheme}://{urlsplit(link).netloc}")
    for _ in range(3):
        assert house.post_html_form(way, {"action": "confirm"}, accept="text/html").status == 303

    found = read(house, item["reference"])
    assert (found["status"], found["due_bucket"].partition("#")[0]) == ("confirmed", "REQUEST")
    assert datetime.fromisoformat(found["due_at"]) > datetime.now(UTC) + timedelta(days=27)
    told = [one["subject"] for one in mails_to_staff(house) if item["reference"] in one["subject"]]
    assert told == [f"Nieuw privacyverzoek {item['reference']}"]


def test_one_victim_of_many_forms_gets_one_mail_when_they_end(house: RunningStack, olga: Clerk) -> None:
    victim = f"{uuid.uuid4().hex}@example.nl"
    items = [make_overdue(house, ask(house, email=victim, details=f"Nummer {number}")) for number in range(3)]
    before = len(house.wait_for_mails(victim, len(items)))
    assert endings(send(olga, *items)) == ["lapsed"] * 3

    house.settle()
    assert len(house.mails(victim)) == before + 1


def test_messages_by_the_dozen_mail_staff_fifty_times_and_all_are_tasks(house: RunningStack) -> None:
    def write(number: int) -> int:
        message = {"name": "Jan Jansen", "email": f"jan{number}@example.nl", "topic": "course", "message": f"Vol {number}"}
        return house.post("/contact-messages", message).status

    # What people did with their requests before this counts among the fifty too.
    sent = [one for one in house.table("GuardTable") if one["pk"].startswith("RECIPIENT#")]
    remove(house, sent, table="GUARD_TABLE")
    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(write, range(53))) == {201}

    subjects = [mail["subject"] for mail in mails_to_staff(house) if "bericht" in mail["subject"]]
    tasks = [
        one for one in house.table("PersonalDataTable") if one.get("effect") == "notify_staff" and one.get("due_bucket")
    ]
    assert (len(subjects), len(tasks)) == (50, 53)


@pytest.mark.parametrize("event", [{}, {"time": "never"}, {"time": "9999-12-31T23:59:59Z"}])
def test_an_event_without_a_usable_moment_changes_nothing(house: RunningStack, event: Json) -> None:
    before = sorted(map(str, house.table("PersonalDataTable")))

    assert house.invoke(FUNCTION, event).status == 500
    assert sorted(map(str, house.table("PersonalDataTable"))) == before


def test_a_letter_of_two_years_ago_is_not_over_before_it_is_answered(house: RunningStack, olga: Clerk) -> None:
    item = register(house, olga, days_ago=729)

    assert item["expires_at"] > (datetime.now(UTC) + timedelta(days=729)).timestamp()

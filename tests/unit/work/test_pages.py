"""The desk's pages about work: what they show, what they do, and that each look is in the ledger before it is shown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from desk.role import Role
from loket.core.language import Language

from tests.unit.cloud import Fault
from tests.unit.secret import named
from tests.unit.work.counter import PAID, Counter, person_of_sample
from tests.unit.work.desk import Member, sign_in

XSS = "<script>alert(1)</script><b onmouseover='x'>"


@pytest.fixture
def aron(counter: Counter) -> Member:
    """Give an auditor who has signed in."""
    return sign_in(counter.cloud, Role.AUDITOR)


def test_the_list_tells_what_waits_and_names_nobody(counter: Counter, hanna: Member) -> None:
    message, held = counter.write(), counter.write(website="spam", message="Koop nu")
    payment = counter.overpay()

    seen = hanna.get("/desk/work")

    assert seen.status == 200
    for reference in (message["reference"], held["reference"], payment["reference"]):
        assert reference in seen.words
    assert "Dubbel betaald" in seen.words
    assert "Aangehouden" in seen.words
    assert "3 uur" in seen.words
    assert not [word for word in ("Sanne", "devries", "nog plaats") if word in seen.text]
    assert counter.ledger("view") == []


def test_a_message_is_shown_after_its_view_is_in_the_ledger(counter: Counter, hanna: Member) -> None:
    item = counter.write()

    seen = hanna.get(f"/desk/items/{item['reference']}")

    assert seen.status == 200
    assert "Sanne de Vries" in seen.words
    assert "Is er nog plaats?" in seen.words
    [line] = counter.ledger("view")
    assert (line["what"], line["by"], line["about"], line["why"]) == (
        "message",
        "Hanna Bakker",
        named(item["reference"]),
        "work",
    )


@pytest.mark.parametrize("path", ["/desk/items/{reference}", "/desk/people/{person}", "/desk/payments/{attempt}"])
def test_what_the_ledger_cannot_note_is_not_shown(counter: Counter, hanna: Member, path: str) -> None:
    item = counter.enroll(PAID)
    denied = {"__type": "AccessDeniedException", "message": "no"}
    counter.cloud.fail(Fault("TransactWriteItems", 400, denied, about="VIEW#"))

    seen = hanna.get(path.format(**item, person=person_of_sample()))

    assert seen.status == 500
    assert "Sanne" not in seen.text


def test_an_answer_is_sent_once_and_the_list_is_shorter(counter: Counter, hanna: Member) -> None:
    item = counter.write()
    path = f"/desk/items/{item['reference']}"

    first = hanna.post(path, handling="answer", seen="received", answer="Ja, er is plaats.")
    second = hanna.post(path, handling="answer", seen="received", answer="Ja, er is plaats.")

    assert (first.location, second.status) == (path, 409)
    assert "Een collega was u voor" in second.words
    assert counter.effects().count("answer_contact_message") == 1
    assert "Beantwoord" in hanna.get(path).words
    assert item["reference"] not in hanna.get("/desk/work").words


def test_an_answer_without_words_comes_back_with_what_is_wrong(counter: Counter, hanna: Member) -> None:
    path = f"/desk/items/{counter.write()['reference']}"

    blank = hanna.post(path, handling="answer", seen="received", answer="  ")
    long = hanna.post(path, handling="answer", seen="received", answer="Beste Sanne, " + "a" * 4000)

    assert (blank.status, long.status) == (422, 422)
    assert "Vul dit veld in." in blank.words
    assert "Beste Sanne, aaa" in long.words
    # What it answers stands beside it.
    assert "Is er nog plaats?" in long.words
    assert counter.effects() == ["confirm_contact_message"]


def test_what_stands_elsewhere_than_was_seen_is_not_changed(counter: Counter, hanna: Member) -> None:
    item = counter.write(website="spam")
    path = f"/desk/items/{item['reference']}"
    assert hanna.post(path, handling="release", seen="in_review").status == 303

    late = hanna.post(path, handling="mark_spam", seen="in_review")

    assert late.status == 409
    assert counter.find(item["reference"])["status"] == "received"


def test_spam_and_back(counter: Counter, hanna: Member) -> None:
    item = counter.write(website="spam")
    path = f"/desk/items/{item['reference']}"

    assert hanna.post(path, handling="mark_spam", seen="in_review").status == 303
    assert "Toch geen spam" in hanna.get(path).words
    assert hanna.post(path, handling="unmark_spam", seen="spam").status == 303

    assert counter.find(item["reference"])["status"] == "in_review"
    assert counter.effects() == []


def test_an_enrollment_shows_its_answers_and_its_payment(counter: Counter, hanna: Member) -> None:
    item = counter.enroll(PAID)

    seen = hanna.get(f"/desk/items/{item['reference']}")

    assert "Sanne de Vries" in seen.words
    assert "wacht op betaling" in seen.words
    assert f"/desk/payments/{item['attempt']}" in seen.text
    assert "/done" in seen.text


def test_a_full_course_is_told(counter: Counter, hanna: Member) -> None:
    item = counter.enroll(website="spam")
    [course] = [one for one in counter.cloud.items("CourseTable") if one["sk"] == "COURSE#proefles-lesgeven"]
    counter.cloud.put("CourseTable", {**course, "seats_taken": course["places"]})

    seen = hanna.post(f"/desk/items/{item['reference']}", handling="release", seen="in_review")

    assert (seen.status, "De cursus is vol" in seen.words) == (409, True)
    assert "Inschrijving annuleren" in hanna.get(f"/desk/items/{item['reference']}").words


def test_a_payment_is_marked_with_what_was_done(counter: Counter, hanna: Member) -> None:
    item = counter.overpay()
    path = f"/desk/payments/{item['attempt']}"
    seen = hanna.get(path)
    assert "€ 2.495,00" in seen.words
    assert "Sanne" not in seen.text
    [task] = counter.tasks("notify_overpaid")

    done = hanna.post(f"{path}/done", notice=task["sk"], outcome="refunded")
    again = hanna.post(f"{path}/done", notice=task["sk"], outcome="ignored")

    assert (done.status, again.status) == (303, 409)
    assert "Terugbetaald bij de betaaldienst, door Hanna Bakker" in hanna.get(path).words
    [line] = counter.ledger()
    assert (line["what"], line["by"], line["why"]) == ("refunded", "Hanna Bakker", "notify_overpaid")


@pytest.mark.parametrize(("outcome", "status"), [("refunded", 422), ("handled", 422), ("burned", 422)])
def test_a_message_does_not_end_as_money_does(counter: Counter, hanna: Member, outcome: str, status: int) -> None:
    item = counter.write()
    task = counter.tasks()[0]["sk"]

    seen = hanna.post(f"/desk/items/{item['reference']}/done", notice=task, outcome=outcome)

    assert seen.status == status
    assert "burned" not in seen.words


def test_what_is_held_is_not_done(counter: Counter, hanna: Member) -> None:
    item = counter.write(website="spam")

    seen = hanna.post(f"/desk/items/{item['reference']}/done", notice=counter.tasks()[0]["sk"], outcome="done")

    assert (seen.status, "Kijk er eerst naar" in seen.words) == (409, True)


def test_a_task_of_something_else_is_not_found(counter: Counter, hanna: Member) -> None:
    item = counter.write()

    assert hanna.post(f"/desk/items/{item['reference']}/done", notice="OUTBOX#1", outcome="done").status == 404


def test_search_leads_to_a_reference_or_a_person_and_keeps_the_address_out_of_sight(counter: Counter, hanna: Member) -> None:
    item = counter.write()

    by_address = hanna.post("/desk/search", sought=" Sanne.deVries@example.nl ", why="question")
    by_reference = hanna.post("/desk/search", sought=item["reference"].lower().replace("-", " "), why="payment")

    assert by_address.location == f"/desk/people/{person_of_sample()}?why=question"
    assert by_reference.location == f"/desk/items/{item['reference']}?why=payment"
    hanna.get(by_address.location)
    [line] = counter.ledger("view")
    assert (line["what"], line["why"]) == ("person", "question")
    assert "devries" not in json.dumps(line)


@pytest.mark.parametrize("sought", ["Sanne de Vries", "", "devries", "M-12345", XSS])
def test_a_name_is_not_searched(hanna: Member, sought: str) -> None:
    seen = hanna.post("/desk/search", sought=sought, why="question")

    assert seen.status == 422
    assert "<script>" not in seen.text


def test_an_unknown_reference_is_told_and_an_unknown_address_holds_nothing(counter: Counter, hanna: Member) -> None:
    assert hanna.post("/desk/search", sought="M-00000-00000", why="question").status == 404

    path = hanna.post("/desk/search", sought="niemand@example.nl", why="question").location

    assert "niets bewaard" in hanna.get(path).words
    assert len(counter.ledger("view")) == 1


def test_why_somebody_looks_is_never_what_they_wrote(counter: Counter, hanna: Member) -> None:
    item = counter.write()

    hanna.get(f"/desk/items/{item['reference']}?why=Sanne+is+mijn+buurvrouw")

    assert [line["why"] for line in counter.ledger("view")] == ["work"]


def test_a_person_shows_everything_held_by_name(counter: Counter, hanna: Member) -> None:
    counter.write()
    counter.write(name="Piet Jansen", message="Hallo")
    item = counter.enroll(PAID, consent_newsletter="on")

    seen = hanna.get(f"/desk/people/{person_of_sample()}?why=check")

    for word in ("Sanne de Vries", "Piet Jansen", "Is er nog plaats?", "Hallo", "2019-08-01", item["attempt"], "newsletter"):
        assert word in seen.words, word
    assert "meer namen" in seen.words


@pytest.mark.parametrize("person", ["x", "a" * 33, "A" * 32, "%2e%2e"])
def test_what_is_no_person_is_not_looked_for(counter: Counter, hanna: Member, person: str) -> None:
    assert hanna.get(f"/desk/people/{person}").status == 404
    assert counter.ledger("view") == []


def test_the_auditor_reads_who_looked_and_why_and_nobodys_data(counter: Counter, hanna: Member, aron: Member) -> None:
    item = counter.write()
    hanna.get(f"/desk/items/{item['reference']}?why=question")
    hanna.post(f"/desk/items/{item['reference']}", handling="answer", seen="received", answer="Jazeker, zeker.")

    day = aron.get("/desk/ledger?day=2026-11-23")
    one = aron.get(aron.get(f"/desk/ledger/about?reference={item['reference']}").location)

    # Who searches by a reference sees it; who looks at a day sees by a code which lines are about one item.
    code = f"gegeven met code {named(item['reference'])[2:10]}"
    for seen, about in ((day, code), (one, item["reference"])):
        assert seen.status == 200
        for word in ("Hanna Bakker", about, "bekeken", "Een vraag van de persoon zelf", "beantwoord"):
            assert word in seen.words, word
        assert not [word for word in ("Sanne", "devries", "plaats", "zeker") if word in seen.words]
    assert item["reference"] not in day.words


def test_the_ledger_goes_on_where_a_page_ends(counter: Counter, hanna: Member, aron: Member, monkeypatch: Any) -> None:
    monkeypatch.setattr("desk.audit.page.AT_ONCE", 2)
    items = [counter.write(message=f"Vraag {number}") for number in range(3)]
    for item in items:
        hanna.get(f"/desk/items/{item['reference']}")

    first = aron.get("/desk/ledger?day=2026-11-23")
    following = first.text.partition('href="/desk/ledger?day=2026-11-23&amp;after=')[2].partition('"')[0]
    second = aron.get(f"/desk/ledger?day=2026-11-23&after={following}")

    # About a person it goes on by the reference that was asked for, and by nothing that is none.
    path = f"/desk/ledger/people/{person_of_sample()}?about="
    forged, asked = (aron.get(f"{path}{about}").text for about in ("x%26day%3Dy", items[0]["reference"]))
    assert ("about=&amp;after=" in forged, "day=y" in forged) == (True, False)
    assert f"about={items[0]['reference']}&amp;after=" in asked

    codes = [named(item["reference"])[2:10] for item in items]
    assert len([code for code in codes if code in first.words + second.words]) == 3
    assert sum(code in first.words for code in codes) == 2


def test_a_reference_in_the_ledger_need_not_exist_to_be_told_so(aron: Member) -> None:
    assert aron.get("/desk/ledger/about?reference=M-00000-00000").status == 404
    assert aron.get("/desk/ledger/about?reference=x").status == 404
    assert aron.get("/desk/ledger?day=gisteren").status == 422
    # What is no reference is not shown again.
    assert "gisteren" not in aron.get(f"/desk/ledger/people/{person_of_sample()}?about=gisteren").text


FREE_TEXT: dict[str, Any] = {"name": XSS, "message": XSS}


@pytest.mark.parametrize("path", ["/desk/items/{reference}", "/desk/people/{person}"])
def test_what_people_write_is_shown_as_text(counter: Counter, hanna: Member, path: str) -> None:
    item = counter.write(**FREE_TEXT)

    seen = hanna.get(path.format(reference=item["reference"], person=person_of_sample()))

    assert seen.status == 200
    assert "&lt;script&gt;" in seen.text
    assert "<script" not in seen.text
    assert "<b onmouseover" not in seen.text


@pytest.mark.parametrize("path", ["/desk/items/{reference}", "/desk/people/{person}"])
def test_every_answer_of_an_enrollment_is_shown_as_text(counter: Counter, hanna: Member, path: str) -> None:
    item = counter.enroll(PAID)
    words = {name: XSS for name, value in item.items() if isinstance(value, str) and name not in KEPT}
    counter.cloud.put("PersonalDataTable", {**item, **words, "discarded": [XSS], "redacted": [XSS]})

    seen = hanna.get(path.format(reference=item["reference"], person=person_of_sample()))

    assert seen.status == 200
    assert seen.text.count("&lt;script&gt;") >= len(words)
    assert "<script" not in seen.text
    assert "<b onmouseover" not in seen.text


KEPT = {"pk", "sk", "kind", "reference", "language", "status", "attempt"}


def test_an_answer_of_staff_is_shown_as_text(counter: Counter, hanna: Member) -> None:
    path = f"/desk/items/{counter.write()['reference']}"

    draft = hanna.post(path, handling="answer", seen="received", answer=XSS + "a" * 4000)
    hanna.post(path, handling="answer", seen="received", answer=XSS)

    for seen in (draft, hanna.get(path)):
        assert "&lt;script&gt;" in seen.text
        assert "<script" not in seen.text


def test_the_pages_are_in_english_for_who_wants_that(counter: Counter) -> None:
    member = sign_in(counter.cloud, Role.PRIVACY_OFFICER, language=Language.EN)
    item = counter.write()

    assert "List" not in member.get("/desk/work").words
    for path, word in (
        ("/desk/work", "Waiting"),
        (f"/desk/items/{item['reference']}", "Send the answer"),
        ("/desk/search", "E-mail address or reference"),
        (f"/desk/people/{person_of_sample()}", "What is kept under one e-mail address"),
        ("/desk/ledger", "What was done with whose data"),
    ):
        assert word in member.get(path).words


def test_a_form_from_another_website_does_nothing(counter: Counter, hanna: Member) -> None:
    item = counter.write()

    seen = hanna.post(
        f"/desk/items/{item['reference']}", origin="https://evil.example", handling="mark_spam", seen="received"
    )

    assert seen.status == 403
    assert counter.find(item["reference"])["status"] == "received"

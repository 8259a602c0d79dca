"""A form is stored once, a challenge is spent once, and a sender is counted; what guards a form holds nothing of it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from loket.contact.message import ContactStatus
from loket.core.challenge import ProofOfWork
from loket.core.key import Key, write_key
from loket.core.language import Language
from loket.core.retention import Retention
from loket.enrollment.domain.enrollment import EnrollmentStatus
from loket.privacy.domain.lifecycle import ENDED, OPEN
from loket.storage.guard import NO_MORE, ChallengeSpent, Submission, spend_challenge, store_first
from loket.storage.transaction import Transaction

from tests.unit.cloud import Cloud
from tests.unit.event import KEYS, NOW, SENDER, post_json, post_plain, solved_challenge
from tests.unit.sample import MESSAGE

AT = int(NOW.timestamp())
HOUR = timedelta(hours=1)


@pytest.fixture
def table(cloud: Cloud) -> Cloud:
    cloud.set_environment(cloud.environment("submit_contact_message"))
    return cloud


MADE = Key("PERSON#p", "MESSAGE#1")


def remember(answer: str, *, form: str = "form", held: bool = False, made: Key = MADE, sender: str = "s") -> Submission:
    return Submission(
        form=form,
        sender=sender,
        yields_to=form if held else None,
        made=write_key(made),
        answer=answer,
        language=Language.NL,
        stored_at=AT,
    )


def store_answer(answer: str, *, now: Any = NOW, retention: Retention = Retention.SUBMISSION, **more: Any) -> str | None:
    first = store_first("name", remember(answer, **more), [], retention=retention, now=now)
    return first.answer if first else None


def make(cloud: Cloud, made: Key = MADE, *, expires_at: int = AT + 86_400, **more: str) -> None:
    cloud.put("PersonalDataTable", {**made._asdict(), "expires_at": expires_at, **more})


def test_what_was_stored_first_is_told_again_until_its_time_is_over(table: Cloud) -> None:
    almost, over = NOW + timedelta(minutes=10, seconds=-1), NOW + timedelta(minutes=10)
    make(table)

    assert [store_answer("first"), store_answer("second"), store_answer("third", now=almost)] == ["first"] * 3
    assert store_answer("first", form="another") is None
    [item] = table.items("GuardTable")
    assert item == {
        "pk": "SUBMISSION#name",
        "form": "form",
        "sender": "s",
        "made": json.dumps(MADE._asdict()),
        "answer": "first",
        "language": "nl",
        "stored_at": AT,
        "expires_at": AT + 600,
    }
    assert store_answer("later", now=over) == "later"
    assert store_answer("again", form="another", now=over) is None


def test_what_was_held_yields_to_the_same_form_that_is_meant(table: Cloud) -> None:
    make(table)

    assert [store_answer("held", held=True), store_answer("again", held=True)] == ["held"] * 2
    assert store_answer("meant", form="another") is None
    assert [store_answer("meant"), store_answer("again"), store_answer("too fast", held=True)] == ["meant"] * 3


@pytest.mark.parametrize("how", ["gone", "expired"])
def test_after_what_it_made_is_gone_a_form_is_a_new_one(table: Cloud, how: str) -> None:
    store_answer("first")
    if how == "expired":
        make(table, expires_at=AT)
    later = Key("PERSON#p", "MESSAGE#2")
    make(table, later)

    assert [store_answer("second", made=later), store_answer("third", made=later)] == ["second"] * 2
    assert store_answer("held", held=True, made=later) == "second"


@pytest.mark.parametrize("status", sorted(NO_MORE))
def test_after_what_it_made_ended_a_form_is_a_new_one(table: Cloud, status: str) -> None:
    make(table, status=status)
    store_answer("first")
    later = Key("PERSON#p", "MESSAGE#2")
    make(table, later, status="received")

    assert [store_answer("second", made=later), store_answer("third", made=later)] == ["second"] * 2


def test_what_ended_is_told_from_what_stands() -> None:
    """The names are the storage's own, which knows no capability: here they are held equal."""
    enrollments = {EnrollmentStatus.CANCELLED, EnrollmentStatus.SPAM}

    assert {*ENDED, *enrollments, ContactStatus.SPAM} == NO_MORE
    assert NO_MORE.isdisjoint({*OPEN, *EnrollmentStatus} - enrollments)
    assert NO_MORE.isdisjoint(set(ContactStatus) - {ContactStatus.SPAM})


def test_of_two_that_find_it_gone_at_once_one_is_first(table: Cloud) -> None:
    store_answer("first")
    later = Key("PERSON#p", "MESSAGE#2")
    make(table, later)
    between: list[str | None] = []

    def come_between() -> None:
        # Before the first look, and before the write that follows from what was seen.
        if len(between) < 1:
            between.append(None)
            table.meanwhile = come_between
        elif len(between) == 1:
            between.append(None)
            table.meanwhile = lambda: between.append(store_answer("between", made=later))

    table.meanwhile = come_between
    assert store_answer("second", made=later) == "between"
    assert between[-1] == "between"


def test_nothing_of_a_person_is_shown_by_a_look(table: Cloud) -> None:
    store_answer("first")
    make(table)
    store_answer("second")

    [look] = [call for call in table.called("TransactWriteItems") if call.tables == {"PersonalDataTable"}]
    assert [list(action) for action in look.request["TransactItems"]] == [["ConditionCheck"]]
    assert "ReturnValues" not in str(look.request)


def test_a_challenge_is_spent_until_it_would_be_out_of_date(table: Cloud) -> None:
    proof = ProofOfWork("c", NOW, NOW + HOUR)
    Transaction([spend_challenge(proof, now=NOW)]).commit()

    assert table.items("GuardTable") == [{"pk": "CHALLENGE#c", "expires_at": AT + 3600}]
    with pytest.raises(ChallengeSpent):
        Transaction([spend_challenge(proof, now=NOW + HOUR - timedelta(seconds=1))]).commit()
    Transaction([spend_challenge(proof, now=NOW + HOUR)]).commit()


def names(cloud: Cloud, event: dict[str, Any]) -> set[str]:
    """Return the names of the guards that a message leaves, and empty the tables."""
    before = {item["pk"] for item in cloud.items("GuardTable")}
    assert cloud.invoke("submit_contact_message", event)["statusCode"] == 201
    return {item["pk"] for item in cloud.items("GuardTable")} - before


def test_guards_are_keyed_hashes_each_of_its_use(cloud: Cloud) -> None:
    """Written out once: of the address with how the form came, and of the whole form, or of the key that came with it."""
    keys, route = KEYS, "POST /contact-messages"
    content = {"language": None, "website": None, "phone": None, "course": None, **MESSAGE}
    form = keys.hash("form", route, json.dumps(content, sort_keys=True))
    other = {**MESSAGE, "message": "Iets anders"}
    altcha = solved_challenge()

    with_proof = names(cloud, post_json(route, {**MESSAGE, "altcha": altcha, "return_to": "https://www.example.nl/x"}))
    assert with_proof - {one for one in with_proof if one.startswith("CHALLENGE#")} == {
        f"SUBMISSION#{keys.hash('submission', form)}",
        f"SENDER#{keys.hash('sender', SENDER, 'proof')}",
        f"RECIPIENT#{keys.hash('recipient', MESSAGE['email'])}",
    }
    assert len(with_proof) == 4
    assert names(cloud, post_plain(route, other, idempotency_key="k")) == {
        f"SUBMISSION#{keys.hash('idempotency', route, 'k')}",
        f"SENDER#{keys.hash('sender', SENDER, 'plain')}",
    }
    [kept] = [one for one in cloud.items("GuardTable") if one["pk"] == f"SUBMISSION#{keys.hash('idempotency', route, 'k')}"]
    assert kept["sender"] == keys.hash("sender", SENDER)
    assert kept["form"] == keys.hash("form", route, json.dumps({**content, **other}, sort_keys=True))
    assert kept["expires_at"] == AT + 24 * 3600

"""A form is stored once, a challenge is spent once, and a sender is counted; what guards a form holds nothing of it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from loket.core.challenge import ProofOfWork
from loket.core.retention import Retention
from loket.storage.guard import ChallengeSpent, TooManySubmissions, count_submission, spend_challenge, store_first
from loket.storage.transaction import Transaction

from tests.unit.cloud import Cloud
from tests.unit.event import KEYS, NOW, SENDER, post_json, post_plain, solved_challenge
from tests.unit.sample import MESSAGE

AT = int(NOW.timestamp())
HOUR = timedelta(hours=1)
WINDOW = AT // 600


@pytest.fixture
def table(cloud: Cloud) -> Cloud:
    cloud.set_environment(cloud.environment("submit_contact_message"))
    return cloud


def store_answer(answer: str, *, form: str = "form", now: Any = NOW, retention: Retention = Retention.SUBMISSION) -> Any:
    told = store_first("name", {"told": answer}, [], form=form, retention=retention, now=now)
    return told and told["told"]


def test_what_was_stored_first_is_told_again_until_its_time_is_over(table: Cloud) -> None:
    almost, over = NOW + timedelta(minutes=10, seconds=-1), NOW + timedelta(minutes=10)

    assert [store_answer("first"), store_answer("second"), store_answer("third", now=almost)] == ["first"] * 3
    assert store_answer("first", form="another") is None
    [item] = table.items("GuardTable")
    assert item == {"pk": "SUBMISSION#name", "form": "form", "answer": '{"told": "first"}', "expires_at": AT + 600}
    assert store_answer("later", now=over) == "later"
    assert store_answer("again", form="another", now=over) is None


def test_a_challenge_is_spent_until_it_would_be_out_of_date(table: Cloud) -> None:
    proof = ProofOfWork("c", NOW, NOW + HOUR)
    Transaction([spend_challenge(proof, now=NOW)]).commit()

    assert table.items("GuardTable") == [{"pk": "CHALLENGE#c", "expires_at": AT + 3600}]
    with pytest.raises(ChallengeSpent):
        Transaction([spend_challenge(proof, now=NOW + HOUR - timedelta(seconds=1))]).commit()
    Transaction([spend_challenge(proof, now=NOW + HOUR)]).commit()


def test_a_sender_is_counted_to_the_limit_in_each_window(table: Cloud) -> None:
    def count(now: Any = NOW) -> None:
        Transaction([count_submission("s", limit=2, now=now)]).commit()

    count()
    assert table.items("GuardTable") == [{"pk": f"SENDER#s#{WINDOW}", "hits": 1, "expires_at": AT + 1200}]
    # The last second of the window, in which the end moves on with what was counted.
    count(NOW + timedelta(seconds=599))
    with pytest.raises(TooManySubmissions):
        count()
    assert table.items("GuardTable") == [{"pk": f"SENDER#s#{WINDOW}", "hits": 2, "expires_at": AT + 599 + 1200}]
    count(NOW + timedelta(seconds=600))
    assert sorted(item["pk"] for item in table.items("GuardTable")) == [f"SENDER#s#{WINDOW}", f"SENDER#s#{WINDOW + 1}"]


def names(cloud: Cloud, event: dict[str, Any]) -> set[str]:
    """Return the names of the guards that a message leaves, and empty the tables."""
    before = {item["pk"] for item in cloud.items("GuardTable")}
    assert cloud.invoke("submit_contact_message", event)["statusCode"] == 201
    return {item["pk"] for item in cloud.items("GuardTable")} - before


def test_guards_are_keyed_hashes_each_of_its_use(cloud: Cloud) -> None:
    """Written out once: of the address with how the form came, and of the whole form, or of the key that came with it."""
    keys, route = KEYS, "POST /contact-messages"
    content = {"language": "nl", "website": None, "phone": None, **MESSAGE}
    form = keys.hash("form", route, json.dumps(content, sort_keys=True))
    other = {**MESSAGE, "message": "Iets anders"}
    altcha = solved_challenge()

    with_proof = names(cloud, post_json(route, {**MESSAGE, "altcha": altcha, "return_to": "https://www.example.nl/x"}))
    assert with_proof - {one for one in with_proof if one.startswith("CHALLENGE#")} == {
        f"SUBMISSION#{keys.hash('submission', form)}",
        f"SENDER#{keys.hash('sender', SENDER, 'proof')}#{WINDOW}",
    }
    assert len(with_proof) == 3
    assert names(cloud, post_plain(route, other, idempotency_key="k")) == {
        f"SUBMISSION#{keys.hash('idempotency', route, 'k')}",
        f"SENDER#{keys.hash('sender', SENDER, 'plain')}#{WINDOW}",
    }
    [kept] = [one for one in cloud.items("GuardTable") if one["pk"] == f"SUBMISSION#{keys.hash('idempotency', route, 'k')}"]
    assert kept["form"] == keys.hash("form", route, json.dumps({**content, **other}, sort_keys=True))
    assert kept["expires_at"] == AT + 24 * 3600

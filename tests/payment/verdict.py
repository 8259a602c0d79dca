"""The verdict on a schedule: is what is stored what the provider holds, and is each effect there once?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from loket.storage.attribute import from_item, to_item
from loket.storage.client import client

from tests.unit.secret import named

if TYPE_CHECKING:
    from tests.payment.provider import Account

type Json = dict[str, Any]


def verdict(person: str, accounts: list[Account]) -> list[str]:
    """Return what is wrong at the end of a schedule, in words."""
    wrong = [word for account in accounts for word in _judge_standing(account)]
    told = {line["sk"] for line in kept_under(f"PERSON#{person}", "LedgerTable")}
    wrong += [f"{one.attempt}: not disclosed" for one in accounts if f"DISCLOSURE#{named(one.attempt)}" not in told]
    return wrong + _judge_effects(f"PERSON#{person}", accounts)


def _judge_standing(account: Account) -> list[str]:
    [item] = [item for item in kept_under(f"PAYMENT#{account.attempt}") if item["sk"] == "PAYMENT"]
    truth = account.truth
    found = {
        "status": (item["status"], truth["status"]),
        "refunds": ({name: (one["cents"], one["status"]) for name, one in item["refunds"].items()}, truth["refunds"]),
        "chargebacks": (
            {name: (one["cents"], one["reversed"]) for name, one in item["chargebacks"].items()},
            truth["chargebacks"],
        ),
    }
    return [f"{account.attempt}: {name} is {ours}, not {theirs}" for name, (ours, theirs) in found.items() if ours != theirs]


def _judge_effects(person: str, accounts: list[Account]) -> list[str]:
    paid = [account for account in accounts if account.truth["status"] == "paid"]
    told = effects(person) + sum((effects(f"PAYMENT#{account.attempt}") for account in accounts), Counter[str]())
    [enrollment] = [item for item in kept_under(person) if item["sk"].startswith("ENROLLMENT#")]
    refunds = [status for account in paid for _, status in account.truth["refunds"].values()]
    chargebacks = [reversed_ for account in paid for _, reversed_ in account.truth["chargebacks"].values()]
    exact = {
        "notify_refund_failed": refunds.count("failed"),
        "notify_chargeback": len(chargebacks),
        "notify_chargeback_reversed": chargebacks.count(True),
        "notify_quarantine": 0,
        "notify_paid_after_erasure": 0,
    }
    wrong = [f"{told[kind]} x {kind}, not {times}" for kind, times in exact.items() if told[kind] != times]
    # What came and went back at once is not told of as money that is here.
    whole = not refunds and not chargebacks
    for kind, most in (("confirm_payment", min(len(paid), 1)), ("notify_overpaid", max(len(paid) - 1, 0))):
        if told[kind] > most or (whole and told[kind] < most):
            wrong.append(f"{told[kind]} x {kind}, not {most}")
    by = [account for account in accounts if account.attempt == enrollment.get("paid_by")]
    if any(_balance(account) > 0 for account in paid) and not any(_balance(account) > 0 for account in by):
        wrong.append("it is paid by what went back, and not by what is here")
    if any(_balance(account) < 0 for account in paid) and not told["notify_shortfall"]:
        wrong.append("more went back than came in, and nobody was told")
    if not refunds.count("refunded") <= told["confirm_refund"] <= len(refunds):
        wrong.append(f"{told['confirm_refund']} x confirm_refund")
    alone = len(accounts) == 1 and not paid
    if alone and accounts[0].truth["status"] in {"expired", "canceled", "failed"} and told["offer_new_payment"] != 1:
        wrong.append(f"{told['offer_new_payment']} x offer_new_payment, not 1")
    if bool(enrollment.get("paid_by")) != bool(paid):
        wrong.append(f"the enrollment is {enrollment['status']}")
    return wrong + _judge_books(paid) + _judge_invoice(enrollment, accounts, told["notify_invoice"])


def _judge_invoice(enrollment: Json, accounts: list[Account], tasks: int) -> list[str]:
    """Judge for whom the invoice is: for nobody, unless it was asked for and paid, and then of that attempt alone."""
    debtors = [one.attempt for one in accounts if kept_under(f"DEBTOR#receipt of {one.attempt}")]
    # Of the first that paid, whichever stays; a second one has none.
    asked = enrollment.get("invoice_name") and enrollment.get("paid_by")
    due = debtors[:1] or [enrollment["paid_by"]] if asked else []
    return [] if (debtors, tasks) == (due, len(due)) else [f"invoices of {debtors}, {tasks} x notify_invoice, not of {due}"]


def _balance(account: Account) -> int:
    refunded: int = sum(cents for cents, status in account.truth["refunds"].values() if status == "refunded")
    taken: int = sum(cents for cents, is_back in account.truth["chargebacks"].values() if not is_back)
    return account.cents - refunded - taken


def _judge_books(paid: list[Account]) -> list[str]:
    came_in = Counter(line["receipt"] for line in kept_under("FISCAL#2026") if line["event"] == "paid")
    booked = {account.attempt: came_in[f"receipt of {account.attempt}"] for account in paid}
    return [f"{attempt}: booked {times} times" for attempt, times in booked.items() if times != 1]


def effects(pk: str) -> Counter[str]:
    """Return how often each effect waits in a partition."""
    return Counter(item["effect"] for item in kept_under(pk) if item["sk"].startswith("OUTBOX#"))


def kept_under(pk: str, table: str = "PersonalDataTable") -> list[Json]:
    """Return the items of a partition."""
    request = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": to_item({":pk": pk})}
    return [from_item(item) for item in client("dynamodb").query(TableName=table, **request)["Items"]]

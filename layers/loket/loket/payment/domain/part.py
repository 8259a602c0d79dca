"""Parts: what was learned of a payment at once, in as many steps as a transaction has room for.

Each step is a payment as it could have stood, with all that follows from it; stopped after any, the next answer goes on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from loket.payment.domain.payment import Payment, Standing

# Of a transaction's 100 writes (DynamoDB) a refund or chargeback takes four at most, and the payment itself a handful.
MOST_IN_A_PART = 20


def in_parts(before: Payment, after: Payment) -> Iterator[Payment]:
    """Return the steps from one standing of a payment to another, each with some refunds and chargebacks; the last is it."""
    changed = [*_changed(before.standing.refunds, after.standing.refunds)]
    changed += _changed(before.standing.chargebacks, after.standing.chargebacks)
    revision = before.revision
    for end in range(MOST_IN_A_PART, len(changed), MOST_IN_A_PART):
        revision += 1
        standing = _without(frozenset(changed[end:]), before.standing, after.standing)
        yield replace(after, standing=standing, revision=revision)
    yield replace(after, revision=revision + 1)


def _changed[T](before: Mapping[str, T], after: Mapping[str, T]) -> Iterator[str]:
    return (name for name, moved in after.items() if before.get(name) != moved)


def _without(later: frozenset[str], before: Standing, after: Standing) -> Standing:
    return replace(
        after,
        refunds=_held_back(later, before.refunds, after.refunds),
        chargebacks=_held_back(later, before.chargebacks, after.chargebacks),
    )


def _held_back[T](later: frozenset[str], before: Mapping[str, T], after: Mapping[str, T]) -> dict[str, T]:
    as_before = {name: before[name] for name in later & before.keys()}
    return dict(sorted(({name: after[name] for name in after if name not in later} | as_before).items()))

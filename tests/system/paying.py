"""What becomes of the payments of planted enrollments, so that there is every item, mail and page about money to search."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tests.running import Json, Reply, RunningStack
from tests.system.planter import PROVIDERS, Submission

type Page = tuple[Submission, Reply]


@dataclass(frozen=True, slots=True)
class Fate:
    """What happens at the provider, in the order given, and the effect that follows from it."""

    orders: tuple[tuple[str, Json], ...]
    effect: str


PAID = ("", {"status": "paid"})
FATES = (
    Fate((PAID,), "confirm_payment"),
    Fate((PAID, ("/refunds", {})), "confirm_refund"),
    Fate((PAID, ("/chargebacks", {})), "notify_chargeback"),
    Fate((("", {"status": "failed"}),), "offer_new_payment"),
    Fate((("", {"cents": 1, "status": "paid"}),), "notify_quarantine"),
)
EFFECTS = frozenset({*(fate.effect for fate in FATES), "create_payment", "offer_payment", "notify_staff"})


class Payer:
    """Pays, or does not, and looks at the pages on which people see how their enrollment stands."""

    def __init__(self, stack: RunningStack) -> None:
        """Act in one running system."""
        self._stack = stack

    def meet_fates(self, accepted: Iterable[Submission]) -> list[Page]:
        """Let something else become of some payments each, and return what the people's own pages answered."""
        waiting = [one for one in accepted if is_payable(one)]
        assert len(waiting) >= len(FATES)
        pages = [page for submission in waiting for page in self._visit(submission)]
        for fate, submission in zip(FATES, waiting, strict=False):
            self._meet(fate, submission)
            pages += [*self._visit(submission), (submission, self._stack.post(read_address(submission), {}))]
        return pages

    def _meet(self, fate: Fate, submission: Submission) -> None:
        payment = self._find_payment(submission)
        for path, content in fate.orders:
            told = self._stack.post(f"{PROVIDERS}/payments/{payment}{path}", content)
            assert told.status == 200, told.text
        self._stack.wait_for(self._list_effects, lambda seen: fate.effect in seen)

    def _visit(self, submission: Submission) -> Iterator[Page]:
        for kind in ("application/json", "text/html"):
            yield submission, self._stack.get(read_address(submission), accept=kind)

    def _find_payment(self, submission: Submission) -> str:
        items = self._stack.table("PersonalDataTable")
        reference = submission.reply.json["reference"]
        [payment] = [item["payment"] for item in items if item.get("enrollment_reference") == reference]
        return str(payment)

    def _list_effects(self) -> set[str]:
        return set(list_effects(self._stack.table("PersonalDataTable")))


def list_effects(items: Iterable[Json]) -> Mapping[str, list[Json]]:
    """Return the effects among items, by what they bring about."""
    found: dict[str, list[Json]] = {}
    for item in items:
        if item["sk"].startswith("OUTBOX#"):
            found.setdefault(item["effect"], []).append(item)
    return found


def is_payable(submission: Submission) -> bool:
    """Return whether a form was answered, in JSON, with a way to pay."""
    kind = submission.reply.headers["content-type"]
    # What is held is answered with a payment too, and with no page.
    return kind == "application/json" and "page_url" in (submission.reply.json.get("payment") or {})


def read_address(submission: Submission) -> str:
    """Return the path of the page on which a person sees how their enrollment stands."""
    address: str = submission.reply.json["payment"]["page_url"]
    return address[address.index("/enrollments/") :]

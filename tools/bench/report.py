"""What was measured, as a table, and whether it keeps within the limits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tools.bench.runtime import Sample

MOST_TIMES_FLOOR = 8.5
LEAST_TIMES_OURS = 2.2
# Beside a form it asks the payment provider, over a second connection.
WEBHOOK_MOST_TIMES_FLOOR = 9.0
WEBHOOK = "receive_payment_webhook"

FLOOR = "empty handler"


@dataclass(frozen=True, slots=True)
class Row:
    """One handler: its median CPU times, what they are divided by, and the limit on that."""

    name: str
    cold_ms: float
    warm_us: float
    times_floor: float
    verdict: str = ""
    broken: bool = False

    def __str__(self) -> str:
        """Return the line of the table."""
        return f"{self.name:<44}{self.cold_ms:>9.1f} ms{self.times_floor:>8.2f} x{self.warm_us:>9.0f} us   {self.verdict}"


def make_rows(samples: Mapping[str, Sequence[Sample]], references: Mapping[str, str]) -> list[Row]:
    """Return a row per handler; `references` names the reference of each handler that has limits to keep."""
    medians = {name: _median(taken) for name, taken in samples.items()}
    floor = medians[FLOOR].cold_ms
    return [_judge(name, medians, references, floor) for name in samples]


def format_rows(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines to print."""
    yield f"{'median CPU time of a fresh process':<44}{'cold start':>12}{'x empty':>10}{'warm':>12}"
    yield from map(str, rows)


def _judge(name: str, medians: Mapping[str, Sample], references: Mapping[str, str], floor: float) -> Row:
    cold, warm = medians[name].cold_ms, medians[name].warm_us
    ours = next((handler for handler, reference in references.items() if reference == name), None)
    if name in references:
        verdict, broken = f"at most {MOST_TIMES_FLOOR} x empty", cold > MOST_TIMES_FLOOR * floor
    elif name == WEBHOOK:
        verdict, broken = f"at most {WEBHOOK_MOST_TIMES_FLOOR} x empty", cold > WEBHOOK_MOST_TIMES_FLOOR * floor
    elif ours:
        ratio = cold / medians[ours].cold_ms
        verdict, broken = f"{ratio:.2f} x ours, at least {LEAST_TIMES_OURS}", ratio < LEAST_TIMES_OURS
    else:
        verdict, broken = "", False
    return Row(name, cold, warm, cold / floor, f"BROKEN: {verdict}" if broken else verdict, broken)


def _median(samples: Sequence[Sample]) -> Sample:
    return Sample(median(sample.cold_ms for sample in samples), median(sample.warm_us for sample in samples))

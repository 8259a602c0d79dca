"""What a run found: per group the score, and each fault that no test noticed."""

from collections.abc import Iterable
from dataclasses import dataclass

from tools.mutate.judge import Verdict
from tools.mutate.mutant import Mutant

_NOTICED = (Verdict.KILLED, Verdict.TIMEOUT)


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one fault."""

    group: str
    mutant: Mutant
    line: str
    instead: str
    verdict: Verdict

    @property
    def is_noticed(self) -> bool:
        """Return whether a test failed or never ended."""
        return self.verdict in _NOTICED

    def describe(self) -> str:
        """Return the fault as a person reads it."""
        where = f"{self.mutant.file}:{self.mutant.line} {self.mutant.operator} ({self.verdict})"
        return f"{where}\n    - {self.line}\n    + {self.instead}"


def score(findings: Iterable[Finding]) -> float:
    """Return how many of a hundred faults were noticed; none judged is none noticed."""
    noticed = [finding.is_noticed for finding in findings]
    return 100 * sum(noticed) / len(noticed) if noticed else 0.0


def summarize(findings: list[Finding]) -> str:
    """Return a line for each group, and one for all."""
    groups = list(dict.fromkeys(finding.group for finding in findings))
    rows = [_row(group, [finding for finding in findings if finding.group == group]) for group in groups]
    head = f"{'group':<12}{'judged':>8}{'killed':>8}{'timeout':>9}{'survived':>10}{'score':>8}"
    return "\n".join([head, *rows, _row("all", findings)])


def list_survivors(findings: list[Finding]) -> str:
    """Return every fault that no test noticed, in the order of the files."""
    left = sorted((finding for finding in findings if not finding.is_noticed), key=lambda finding: finding.mutant)
    return "\n".join(finding.describe() for finding in left)


def write_survivors(findings: list[Finding]) -> str:
    """Return the report as a document."""
    return f"# Faults that no test noticed\n\n```\n{summarize(findings)}\n\n{list_survivors(findings)}\n```\n"


def _row(name: str, findings: list[Finding]) -> str:
    verdicts = [finding.verdict for finding in findings]
    killed, timeout = verdicts.count(Verdict.KILLED), verdicts.count(Verdict.TIMEOUT)
    survived = len(verdicts) - killed - timeout
    return f"{name:<12}{len(verdicts):>8}{killed:>8}{timeout:>9}{survived:>10}{score(findings):>7.1f}%"

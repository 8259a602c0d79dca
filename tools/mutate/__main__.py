"""`python -m tools.mutate`: makes small faults in the code, tells how many the tests notice, and exits 1 below the limit."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.mutate.choice import Choice
from tools.mutate.equivalent import find_stale, read_equivalents
from tools.mutate.group import GROUPS
from tools.mutate.judge import Verdict, judge
from tools.mutate.lines import trace
from tools.mutate.mutant import Mutant, changed_lines
from tools.mutate.report import Finding, list_survivors, score, summarize, write_survivors
from tools.mutate.sample import draw
from tools.mutate.tree import copy_tree
from tools.mutate.warm import preload, remember_services
from tools.mutate.work import WORKERS, share

ROOT = Path(__file__).parent.parent.parent
KEPT = ROOT / ".mutate"
LIMIT = 92.0
SUITES = ("tests/unit",)
# Of so many faults one is none, to see that the tests pass where nothing is wrong.
_CONTROL = 20
# A test may take this much longer than it did, and this many seconds beside, before it counts as one that never ends.
_SLOWER, _BESIDE = 3, 10


@dataclass(frozen=True, slots=True)
class Job:
    """A fault to judge, or for control the file as it is."""

    group: str
    mutant: Mutant
    source: str
    is_control: bool


def main() -> int:
    """Judge a sample, print what was found, and return whether too little was noticed."""
    wanted = _arguments()
    rows = read_equivalents()
    if stale := find_stale(ROOT, rows):
        print("These rows of equivalent.toml say nothing any more:", *stale, sep="\n  ")
        return 1
    lines = trace(ROOT, KEPT / "trace", SUITES)
    if lines.failed:
        print("These tests fail where nothing is wrong, and judge nothing:", *lines.failed, sep="\n  ")
    jobs = list(_jobs(wanted))
    findings = _judge_all(jobs, Choice(ROOT, lines), lines.imported)
    (KEPT / "survivors.md").write_text(write_survivors(findings), "utf-8")
    print(list_survivors(findings), summarize(findings), sep="\n\n")
    return int(score(findings) < LIMIT)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutate", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="which faults are drawn")
    parser.add_argument("--sample", type=int, default=400, help="how many, over all groups")
    parser.add_argument("--group", choices=[*GROUPS, ""], default="", help="only these modules")
    return parser.parse_args()


def _jobs(wanted: argparse.Namespace) -> Iterator[Job]:
    groups = [wanted.group] if wanted.group else list(GROUPS)
    drawn = draw(ROOT, seed=wanted.seed, each=max(1, wanted.sample // len(groups)), groups=groups)
    for number, (group, mutant, changed) in enumerate(drawn):
        source = (ROOT / mutant.file).read_text("utf-8")
        yield Job(group, mutant, changed, is_control=False)
        if number % _CONTROL == 0:
            yield Job(group, mutant, source, is_control=True)


def _judge_all(jobs: list[Job], choice: Choice, imported: Sequence[str]) -> list[Finding]:
    copies = [KEPT / f"copy{number}" for number in range(WORKERS)]
    for copy in copies:
        copy_tree(ROOT, copy)
    remember_services()
    preload(imported)

    def verdict(job: Job, copy: Path) -> Verdict:
        goes = [(tests, _SLOWER * choice.seconds(tests) + _BESIDE) for tests in choice.of(job.mutant)]
        return judge(copy, job.mutant.file, job.source, goes)

    findings = []
    for job, judged in share(jobs, copies, verdict):
        if job.is_control:
            _check_control(job, judged)
            continue
        line, instead = changed_lines((ROOT / job.mutant.file).read_text("utf-8"), job.source)
        findings.append(Finding(job.group, job.mutant, line, instead, judged))
        _tell(findings, len(jobs))
    return findings


def _check_control(job: Job, judged: Verdict) -> None:
    if judged in (Verdict.KILLED, Verdict.TIMEOUT):
        raise RuntimeError(f"Tests of {job.mutant.file} fail where nothing is wrong: {judged}")


def _tell(findings: list[Finding], jobs: int) -> None:
    last = findings[-1]
    said = "." if last.is_noticed else f"\n{last.describe()}\n"
    print(said, end="" if len(findings) % 50 else f" {len(findings)}/{jobs}\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())

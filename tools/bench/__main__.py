"""Measure the built functions: `python -m tools.bench [ROUNDS]`; the exit code is 1 when a limit is broken."""

import sys
from collections import defaultdict
from pathlib import Path

from local.emulator.template import read_template
from tools.bench.bundle import ROOT, compile_copy, install_reference, install_runtime
from tools.bench.candidate import Candidate, read_variables
from tools.bench.environment import KEYS, Environment, open_environment
from tools.bench.event import refresh_event
from tools.bench.report import FLOOR, WEBHOOK, format_rows, make_rows
from tools.bench.runtime import Sample, measure

ROUNDS = 15
BUILD = ROOT / ".aws-sam" / "build"
BENCH = ROOT / "tools" / "bench"
# The course enrolled for: a free one, so that no payment provider is asked and the reference has the same to do.
COURSE = "proefles-lesgeven"

# The forms have limits to keep, each beside a reference of the same route; the others are told for what they are worth.
FORMS = {"submit_enrollment": "reference_enrollment", "submit_contact_message": "reference_contact_message"}
OTHERS = ("list_courses", "issue_challenge")


def main(rounds: int) -> int:
    """Measure every candidate once in each round, print the table, and return the exit code."""
    runtime = install_runtime()
    samples: dict[str, list[Sample]] = defaultdict(list)
    with open_environment(COURSE) as environment:
        candidates = list_candidates()
        for turn in range(rounds):
            print(f"\rround {turn + 1} of {rounds} ", end="", file=sys.stderr, flush=True)
            for candidate in candidates:
                samples[candidate.name].append(take_sample(candidate, environment, runtime))
    rows = make_rows(samples, {form: f"{form} with FastAPI, boto3" for form in FORMS})
    print("\r", *format_rows(rows), sep="\n")
    return int(any(row.broken for row in rows))


def take_sample(candidate: Candidate, environment: Environment, runtime: Path) -> Sample:
    """Measure a candidate right after an unmeasured run of itself, so that each finds its own files in memory."""
    variables = {**environment.variables(candidate.packages), **candidate.own_variables(runtime)}
    measure(candidate, variables, warm=0)
    return measure(candidate, variables)


def list_candidates() -> list[Candidate]:
    """Return the empty handler, the built functions, and each form function's reference."""
    template = read_template(BUILD / "template.yaml")
    reference = install_reference()
    event = refresh_event("list_courses/valid", keys=KEYS)
    candidates = [Candidate(FLOOR, compile_copy("empty", BENCH / "empty"), event, 200)]
    for name in (*FORMS, *OTHERS, WEBHOOK):
        changes = {"course": COURSE} if name == "submit_enrollment" else {}
        case = "unknown_attempt" if name == WEBHOOK else "valid"
        event = refresh_event(f"{name}/{case}", keys=KEYS, **changes)
        logical_id = name.title().replace("_", "") + "Function"
        status = 201 if name in FORMS else 200
        variables = read_variables(template, logical_id)
        layer = BUILD / "LoketLayer" / "python"
        candidates.append(Candidate(name, BUILD / logical_id, event, status, layer, variables))
        if name in FORMS:
            folder = compile_copy(FORMS[name], BENCH / FORMS[name], beside=BENCH / "reference_shared")
            candidates.append(Candidate(f"{name} with FastAPI, boto3", folder, event, status, reference, variables))
    return candidates


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else ROUNDS))

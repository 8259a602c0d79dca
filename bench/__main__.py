"""Measure the built functions: `python -m bench [ROUNDS]`; the exit code is 1 when a limit is broken."""

import sys
from collections import defaultdict
from pathlib import Path

from bench.bundle import ROOT, compile_copy, install_reference, install_runtime
from bench.event import refresh_event
from bench.report import FLOOR, WEBHOOK, make_rows, tell
from bench.runtime import Sample, measure
from bench.stage import MASTER_KEY, Stage, open_stage
from bench.subject import Subject, read_variables
from local.emulator.template import read_template

ROUNDS = 15
BUILD = ROOT / ".aws-sam" / "build"
BENCH = ROOT / "bench"
# The course enrolled for: a free one, so that no payment provider is asked and the reference has the same to do.
COURSE = "proefles-lesgeven"

# The forms have limits to keep, each beside a reference of the same route; the others are told for what they are worth.
FORMS = {"submit_enrollment": "reference_enrollment", "submit_contact_message": "reference_contact_message"}
OTHERS = ("list_courses", "issue_challenge")


def main(rounds: int) -> int:
    """Measure every subject once in each round, print the table, and return the exit code."""
    runtime = install_runtime()
    samples: dict[str, list[Sample]] = defaultdict(list)
    with open_stage(COURSE) as stage:
        subjects = list_subjects()
        for turn in range(rounds):
            print(f"\rround {turn + 1} of {rounds} ", end="", file=sys.stderr, flush=True)
            for subject in subjects:
                samples[subject.name].append(take_sample(subject, stage, runtime))
    rows = make_rows(samples, {form: f"{form} with FastAPI, boto3" for form in FORMS})
    print("\r", *tell(rows), sep="\n")
    return int(any(row.broken for row in rows))


def take_sample(subject: Subject, stage: Stage, runtime: Path) -> Sample:
    """Measure a subject right after an unmeasured run of itself, so that each finds its own files in memory."""
    environment = {**stage.environment(subject.packages), **subject.environment(runtime)}
    measure(subject, environment, warm=0)
    return measure(subject, environment)


def list_subjects() -> list[Subject]:
    """Return the empty handler, the built functions, and each form function's reference."""
    template = read_template(BUILD / "template.yaml")
    reference = install_reference()
    event = refresh_event("list_courses/valid", master_key=MASTER_KEY)
    subjects = [Subject(FLOOR, compile_copy("empty", BENCH / "empty"), event, 200)]
    for name in (*FORMS, *OTHERS, WEBHOOK):
        changes = {"course": COURSE} if name == "submit_enrollment" else {}
        case = "unknown_attempt" if name == WEBHOOK else "valid"
        event = refresh_event(f"{name}/{case}", master_key=MASTER_KEY, **changes)
        logical_id = name.title().replace("_", "") + "Function"
        status = 201 if name in FORMS else 200
        variables = read_variables(template, logical_id)
        layer = BUILD / "LoketLayer" / "python"
        subjects.append(Subject(name, BUILD / logical_id, event, status, layer, variables))
        if name in FORMS:
            folder = compile_copy(FORMS[name], BENCH / FORMS[name], beside=BENCH / "reference_shared")
            subjects.append(Subject(f"{name} with FastAPI, boto3", folder, event, status, reference, variables))
    return subjects


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else ROUNDS))

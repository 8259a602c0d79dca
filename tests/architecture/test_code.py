"""The code reads as agreed: small functions, small files, plain names, no clock of its own, every text in both languages."""

from __future__ import annotations

import ast
import re
import string
from importlib import import_module
from pathlib import Path

import pytest
from desk import problem as desk_problem
from desk.texts import texts as desk_texts
from desk.texts.files import DESK_FILES, FILES
from loket.contact.message import ContactForm, ContactStatus
from loket.core.command import Actor
from loket.core.consent import WORDING
from loket.core.doubt import Doubt
from loket.core.effect import TASKS, EffectKind
from loket.core.field import Topic
from loket.core.inventory import Purpose
from loket.core.item import ItemKind
from loket.core.language import Language
from loket.core.ledger import BY_PERSON, BY_SOFTWARE, LedgerEvent
from loket.core.retention import Retention
from loket.enrollment.domain.enrollment import EnrollmentForm, EnrollmentStatus
from loket.enrollment.problem import ENROLLMENT_PROBLEMS
from loket.http.problem import UNEXPECTED
from loket.letters import LETTERS
from loket.payment.domain.payment import PaymentStatus
from loket.privacy.domain.action import ActionForm
from loket.privacy.domain.lifecycle import LIFECYCLE, RequestEvent, RequestStatus
from loket.privacy.domain.request import ESCALATE, Channel, PrivacyRequestForm
from loket.privacy.domain.right import Right
from loket.privacy.problem import REQUEST_PROBLEMS
from loket.staff.domain.action import Action
from loket.staff.domain.outcome import Outcome
from loket.texts import texts
from loket.texts.files import FILES as SHARED_FILES

from tests.template import PROJECT

DUTCH, ENGLISH = texts(Language.NL), texts(Language.EN)
DUTCH_DESK = {name for name in desk_texts(Language.NL) if name.startswith("desk.")}
LAYER = PROJECT / "layers" / "loket" / "loket"
DESK = PROJECT / "layers" / "desk" / "desk"
OURS = sorted([*LAYER.rglob("*.py"), *DESK.rglob("*.py"), *(PROJECT / "functions").rglob("*.py")])
BESIDE = ("local", "website", "tools", "tests")
ALL = sorted([*OURS, *(place for folder in BESIDE for place in (PROJECT / folder).rglob("*.py"))])
FORMS = (EnrollmentForm, ContactForm, PrivacyRequestForm, ActionForm)
LONGEST_FUNCTION = 40
LONGEST_FILE = 250
VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|managers?|misc|base_?class)(_|$)", re.IGNORECASE)
CLOCK = re.compile(r"^(datetime\.)?(datetime|date)\.(now|utcnow|today)$|^time\.(?!sleep$|monotonic$)")
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def name_of(place: Path) -> str:
    return str(place.relative_to(PROJECT))


def parse(place: Path) -> ast.Module:
    return ast.parse(place.read_text(encoding="utf-8"))


@pytest.mark.parametrize("place", ALL, ids=name_of)
def test_a_file_fits_in_a_readers_head(place: Path) -> None:
    longest = 400 if "test" in place.name else LONGEST_FILE

    assert len(place.read_text(encoding="utf-8").splitlines()) <= longest


@pytest.mark.parametrize("place", ALL, ids=name_of)
def test_a_function_fits_on_a_screen(place: Path) -> None:
    too_long = [
        node.name
        for node in ast.walk(parse(place))
        if isinstance(node, DEFINITIONS) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]

    assert not too_long


@pytest.mark.parametrize("place", ALL, ids=name_of)
def test_a_name_says_what_it_is(place: Path) -> None:
    named = [node.name for node in ast.walk(parse(place)) if isinstance(node, (*DEFINITIONS, ast.ClassDef))]

    assert not [name for name in [*named, *place.relative_to(PROJECT).with_suffix("").parts] if VAGUE.search(name)]


@pytest.mark.parametrize("place", OURS, ids=name_of)
def test_the_clock_comes_in_with_the_event(place: Path) -> None:
    calls = [node.func for node in ast.walk(parse(place)) if isinstance(node, ast.Call)]

    assert not [written for written in map(ast.unparse, calls) if CLOCK.match(written)]


def test_functions_are_short_at_the_median() -> None:
    functions = [node for place in OURS for node in ast.walk(parse(place)) if isinstance(node, DEFINITIONS)]
    lengths = sorted((node.end_lineno or 0) - node.lineno + 1 for node in functions)

    assert lengths[len(lengths) // 2] <= 10
    assert lengths[len(lengths) * 9 // 10] <= 25


def test_nothing_is_printed_or_logged_past_the_log() -> None:
    """`loket.log` is the one place that writes, so that one place can promise that no personal data is written."""
    writers = {"print", "logging", "warnings", "pprint"}
    for place in OURS:
        if place.name == "log.py":
            continue
        names = {node.id for node in ast.walk(parse(place)) if isinstance(node, ast.Name)}
        modules = {part.name for node in ast.walk(parse(place)) if isinstance(node, ast.Import) for part in node.names}
        assert not writers & (names | modules), name_of(place)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def text_files(folder: Path) -> list[str]:
    """Return the names of the files in a folder of texts, whatever they are called, in any language."""
    return sorted({place.stem for language in Language for place in (folder / language.value).glob("[!_]*.py")})


SAID = [(folder, name) for folder in (LAYER / "texts", DESK / "texts") for name in text_files(folder)]


def test_every_file_of_texts_is_read() -> None:
    files = {f"{folder.parent.name}.texts.{{}}.{name}" for folder, name in SAID}

    assert files == set(FILES) == {*SHARED_FILES, *DESK_FILES}


@pytest.mark.parametrize(("folder", "name"), SAID, ids=lambda part: part.parent.name if isinstance(part, Path) else part)
def test_both_languages_say_the_same_things(folder: Path, name: str) -> None:
    file = f"{folder.parent.name}.texts.{{}}.{name}"
    english, dutch = (import_module(file.format(language)).TEXTS for language in ("en", "nl"))

    assert list(english) == list(dutch)
    assert english
    for said, text in english.items():
        assert placeholders(text) == placeholders(dutch[said]), said
        assert next(one for one, starts in FILES.items() if said.startswith(starts)) == file, said
        assert said.startswith("desk.") == (folder.parent == DESK), said
    assert all(text.strip() == text and text for text in (*english.values(), *dutch.values()))


def test_no_text_is_written_twice() -> None:
    for language in Language:
        assert len(set(desk_texts(language))) == len(desk_texts(language))
    assert list(ENGLISH) == list(DUTCH)


def test_every_problem_of_the_desk_has_words() -> None:
    names = {one.name for one in (*desk_problem.PROBLEMS.values(), desk_problem.UNEXPECTED)}
    assert {f"desk.problem.{name}.{part}" for name in names for part in ("title", "detail")} == {
        name for name in DUTCH_DESK if name.startswith("desk.problem.")
    }


def test_everything_that_the_desk_names_has_words() -> None:
    staff = {move.event for move in LIFECYCLE.rows if move.actors - {Actor.PERSON}}
    named = {
        *(f"desk.right.{right}" for right in Right),
        *(f"desk.status.{status}" for status in RequestStatus),
        *(f"desk.channel.{channel}" for channel in Channel),
        *(f"desk.event.{event}" for event in (*RequestEvent, "receive", ESCALATE)),
        *(f"desk.move.{event}{part}" for event in staff for part in ("", ".hint")),
        *(f"desk.by.{by}" for by in (BY_PERSON, BY_SOFTWARE)),
    }

    assert named <= DUTCH_DESK


def test_everything_about_work_has_words() -> None:
    named = {
        *(f"desk.work.{kind}" for kind in TASKS - {EffectKind.NOTIFY_STAFF}),
        *(f"desk.task.help.{kind}" for kind in TASKS),
        *(f"desk.outcome.{outcome}" for outcome in Outcome),
        *(f"desk.item.act.{handling}" for handling in Action),
        *(f"desk.state.message.{status}" for status in ContactStatus),
        *(f"desk.state.enrollment.{status}" for status in EnrollmentStatus),
        *(f"desk.state.payment.{status}" for status in PaymentStatus),
        *(f"desk.kind.{kind}".lower() for kind in ItemKind),
        *(f"desk.purpose.{purpose}" for purpose in Purpose),
        *(f"desk.ledger.event.{event}" for event in LedgerEvent),
    }
    assert named <= DUTCH_DESK


def codes_in_code() -> set[str]:
    """Return every code with which our code refuses a field."""
    found = set[str]()
    for place in OURS:
        for node in ast.walk(parse(place)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                if node.func.id == "FieldError" and isinstance(node.args[1], ast.Constant):
                    found.add(str(node.args[1].value))
                if node.func.id == "refuse" and isinstance(node.args[0], ast.Constant):
                    found.add(str(node.args[0].value))
    return found


def test_every_refusal_has_words_and_every_word_a_refusal() -> None:
    from_pydantic = {"required", "unknown", "text", "too_long", "control_character", "choice", "invalid"}

    named = {f"error.{code}" for code in codes_in_code() | from_pydantic}
    at_desk = {name.removeprefix("desk.") for name in DUTCH_DESK if name.startswith("desk.error.")}
    assert named == {name for name in DUTCH if name.startswith("error.")} | at_desk


def test_every_problem_has_words() -> None:
    names = {problem.name for problem in (*REQUEST_PROBLEMS.values(), *ENROLLMENT_PROBLEMS.values(), UNEXPECTED)}

    assert {f"problem.{name}.{part}" for name in names for part in ("title", "detail")} == {
        name for name in DUTCH if name.startswith("problem.")
    }


def test_everything_that_is_named_to_people_has_words() -> None:
    fields = {f"field.{name}" for form in FORMS for name in form.model_fields}
    named = {
        *fields,
        *(f"topic.{topic}" for topic in Topic),
        *(f"doubt.{doubt}" for doubt in Doubt),
        *(f"right.{right}" for right in Right),
        *(f"status.{status}" for status in RequestStatus),
        *(f"step.{event}" for event in ("receive", ESCALATE, *RequestEvent)),
        *WORDING.values(),
        *(f"retention.{retention.name.lower()}" for retention in (Retention.STANDARD, Retention.FISCAL)),
    }

    assert named <= set(DUTCH)
    assert {
        name for name in DUTCH if name.startswith(("field.", "topic.", "doubt.", "consent.", "right.", "status.", "step."))
    } <= named


def test_every_effect_but_the_opening_of_a_payment_has_a_letter() -> None:
    assert set(LETTERS) == set(EffectKind) - {EffectKind.CREATE_PAYMENT}


def test_the_domain_knows_no_cloud() -> None:
    outside = re.compile(r"^\s*(import|from) (boto|aws|loket\.(?!core|[a-z]+\.domain|contact\.message))", re.MULTILINE)
    for place in (*(LAYER / "core").rglob("*.py"), *LAYER.glob("*/domain/*.py"), LAYER / "contact" / "message.py"):
        assert not outside.search(place.read_text(encoding="utf-8")), name_of(place)

"""Every text is there in both languages, and everything that people are told has its words."""

from __future__ import annotations

import ast
import re
import string
from importlib import import_module
from pathlib import Path

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

from tests.architecture.source import OURS, function_of
from tests.template import PROJECT

DUTCH, ENGLISH = texts(Language.NL), texts(Language.EN)
DUTCH_DESK = {name for name in desk_texts(Language.NL) if name.startswith("desk.")}
LAYER = PROJECT / "layers" / "loket" / "loket"
DESK = PROJECT / "layers" / "desk" / "desk"
FORMS = (EnrollmentForm, ContactForm, PrivacyRequestForm, ActionForm)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def text_files(folder: Path) -> list[str]:
    """Return the names of the files in a folder of texts, whatever they are called, in any language."""
    return sorted({place.stem for language in Language for place in (folder / language.value).glob("[!_]*.py")})


SAID = [(folder, name) for folder in (LAYER / "texts", DESK / "texts") for name in text_files(folder)]


def test_every_file_of_texts_is_read() -> None:
    files = {f"{folder.parent.name}.texts.{{}}.{name}" for folder, name in SAID}

    assert files == set(FILES) == {*SHARED_FILES, *DESK_FILES}


def test_both_languages_say_the_same_things() -> None:
    for folder, name in SAID:
        file = f"{folder.parent.name}.texts.{{}}.{name}"
        english, dutch = (import_module(file.format(language)).TEXTS for language in ("en", "nl"))

        assert list(english) == list(dutch), file
        assert english, file
        for said, text in english.items():
            assert placeholders(text) == placeholders(dutch[said]), said
            assert next(one for one, starts in FILES.items() if said.startswith(starts)) == file, said
            assert said.startswith("desk.") == (folder.parent == DESK), said
        assert [text for text in (*english.values(), *dutch.values()) if text.strip() != text or not text] == []


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
    places = {"FieldError": 1, "refuse": 0}
    for call in (call for source in OURS for call in source.calls if call.args):
        place = places.get(function_of(call))
        if place is not None and isinstance(code := call.args[place], ast.Constant):
            found.add(str(code.value))
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


def test_every_text_that_a_page_or_a_mail_names_is_written() -> None:
    """Also one that is seldom shown. Names that are put together as it is shown are looked at above."""
    places = [place for place in (PROJECT / "layers").rglob("*") if place.suffix in {".html", ".txt"}]
    whole = re.compile(r'"((?:desk|page|mail|field|error)\.[a-z_.]*[a-z_])"(?! ~)')
    named = {(place.name, name) for place in places for name in whole.findall(place.read_text(encoding="utf-8"))}

    assert len(named) > 100
    assert {(place, name) for place, name in named if name not in desk_texts(Language.NL)} == set()

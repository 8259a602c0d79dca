"""Which questions a form asks, how each is asked in HTML, and which stand together."""

from dataclasses import dataclass, replace
from itertools import groupby

from loket.enrollment.domain.enrollment import OF_INVOICE
from loket.enrollment.kept import kept_in_words

from website.catalogue import AskedField, Course
from website.text import Texts


@dataclass(frozen=True, kw_only=True)
class Control:
    """How one value is given: the HTML control and what a browser may fill in.

    `autocomplete="off"` also keeps a browser from giving the value back after its back button, so it is only for what
    nobody should find in the browser of a shared computer.
    """

    kind: str = "text"
    autocomplete: str = ""
    inputmode: str = ""
    width: str = "wide"
    choices: str = ""
    chosen: str = ""


CONTROLS = {
    "first_name": Control(autocomplete="given-name", width="half"),
    "last_name": Control(autocomplete="family-name", width="half"),
    "name": Control(autocomplete="name"),
    "email": Control(kind="email", autocomplete="email", inputmode="email"),
    "phone": Control(kind="tel", autocomplete="tel", inputmode="tel", width="half"),
    "street": Control(autocomplete="address-line1", width="half"),
    "house_number": Control(autocomplete="address-line2", width="half"),
    "postcode": Control(autocomplete="postal-code", width="half"),
    "city": Control(autocomplete="address-level2", width="half"),
    "country": Control(kind="select", autocomplete="country", width="half", choices="country", chosen="NL"),
    "date_of_birth": Control(kind="date", autocomplete="bday", width="half"),
    "place_of_birth": Control(width="half"),
    "gender": Control(kind="select", autocomplete="sex", width="half", choices="gender"),
    "education_level": Control(kind="select", width="half", choices="education_level"),
    "iban": Control(width="half"),
    "bsn": Control(autocomplete="off", inputmode="numeric", width="half"),
    "nationality": Control(kind="select", width="half", choices="country"),
    "marital_status": Control(kind="select", width="half", choices="marital_status"),
    "employer": Control(autocomplete="organization", width="half"),
    "invoice_name": Control(autocomplete="organization"),
    "invoice_address": Control(kind="textarea"),
    "topic": Control(kind="select", width="half", choices="topic"),
    "course": Control(kind="select", choices="course"),
    "message": Control(kind="textarea"),
    "kind": Control(kind="select", choices="kind"),
    "details": Control(kind="textarea"),
    "purpose": Control(),
    "recipient_name": Control(width="half"),
    "recipient_email": Control(kind="email", inputmode="email", width="half"),
}

PERSON = ("first_name", "last_name", "date_of_birth", "place_of_birth", "gender")
CONTACT = ("email", "phone", "street", "house_number", "postcode", "city", "country")


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of a form, in one language."""

    name: str
    label: str
    need: str
    control: Control
    why: str
    kept: str
    ground: str = ""
    example: str = ""

    @property
    def explanation(self) -> str:
        """Return what the person is told about this question, in one run of text."""
        return " ".join(part for part in (self.why, self.ground, self.kept) if part)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Questions that stand together under one legend."""

    name: str
    clusters: list[list[Question]]

    @property
    def questions(self) -> list[Question]:
        """Return the group's questions without their clusters."""
        return [question for cluster in self.clusters for question in cluster]


def ask_always(name: str, texts: Texts, *, need: str = "required") -> Question:
    """Ask a question that every form of this kind has."""
    return Question(
        name=name,
        label=texts["label"][name],
        need=need,
        control=CONTROLS[name],
        why=texts["why"][name],
        kept=texts["kept"],
        example=texts["example"].get(name, ""),
    )


def ask_for_course(field: AskedField, texts: Texts, language: str) -> Question:
    """Ask what one course needs, with the reason that the catalogue gives."""
    question = Question(
        name=field["name"],
        label=texts["label"][field["name"]],
        need=field["need"],
        control=CONTROLS[field["name"]],
        why=field["why"][language],
        kept=kept_in_words(field["name"])[language],
        example=texts["example"].get(field["name"], ""),
    )
    return replace(question, ground=write_ground(field, texts))


def ask_for_invoice(name: str, texts: Texts) -> Question:
    """Ask who an invoice is for, which is kept longer once it is paid."""
    kept = texts["form"]["kept_paid"].format(kept=texts["kept"], books=texts["kept_books"])
    return replace(ask_always(name, texts, need="optional"), kept=kept)


def write_ground(field: AskedField, texts: Texts) -> str:
    """Name the law that lets the course ask, if the field needs one."""
    ground = field.get("legal_ground")
    if not ground:
        return ""
    return str(texts["form"]["ground"].format(ground=ground.rstrip(".")))


def group_course_questions(course: Course, texts: Texts, language: str) -> list[Group]:
    """Return everything that the course's form asks, sorted into groups."""
    questions = list_course_questions(course, texts, language)
    grouped: dict[str, list[Question]] = {}
    for question in questions:
        grouped.setdefault(choose_group(question), []).append(question)
    order = ("person", "contact", "course", "law", "extra", "invoice", "message")
    return [make_group(name, grouped[name]) for name in order if name in grouped]


def list_course_questions(course: Course, texts: Texts, language: str) -> list[Question]:
    """Return the course's questions, in the order in which people expect them."""
    always = ("first_name", "last_name", "email")
    questions = {name: ask_always(name, texts) for name in always}
    questions |= {f["name"]: ask_for_course(f, texts, language) for f in course["fields"]}
    questions["message"] = ask_always("message", texts, need="optional")
    if course["price_cents"]:
        questions |= {name: ask_for_invoice(name, texts) for name in OF_INVOICE}
    order = list(CONTROLS)
    return sorted(questions.values(), key=lambda question: order.index(question.name))


def choose_group(question: Question) -> str:
    """Return the group in which a person would look for this question."""
    by_need = {"consent": "extra", "law": "law"}
    by_name = dict.fromkeys(PERSON, "person") | dict.fromkeys(CONTACT, "contact")
    by_name |= dict.fromkeys(OF_INVOICE, "invoice") | {"message": "message"}
    return by_need.get(question.need) or by_name.get(question.name, "course")


def ask_contact(texts: Texts) -> Group:
    """Return what the contact form asks."""
    email = ask_always("email", texts)
    questions = [
        ask_always("name", texts),
        replace(email, why=texts["why"]["contact_email"]),
        ask_always("phone", texts, need="optional"),
        ask_always("topic", texts),
        ask_always("message", texts),
    ]
    return make_group("question", questions)


def ask_waiting_list(texts: Texts) -> Group:
    """Return what the form asks of who found a course full."""
    questions = [
        replace(ask_always(name, texts), kept=texts["waiting_list"]["kept"]) for name in ("course", "name", "email")
    ]
    return make_group("waiting_list", [replace(asked, why=texts["waiting_list"][asked.name]) for asked in questions])


def ask_request(texts: Texts) -> list[Group]:
    """Return what the form for privacy requests asks."""
    always = [ask_always(name, texts) for name in ("kind", "name", "email")]
    extra = [ask_always(name, texts, need="optional") for name in ("details", "purpose")]
    recipient = [ask_always(name, texts, need="optional") for name in ("recipient_name", "recipient_email")]
    names = {"name": "request_name", "email": "request_email"}
    questions = [replace(asked, why=texts["why"][names.get(asked.name, asked.name)]) for asked in [*always, *extra]]
    return [make_group("request", questions), make_group("recipient", recipient)]


def make_group(name: str, questions: list[Question]) -> Group:
    """Put neighbours that have the same explanation together, so that it is read once."""
    clusters = groupby(questions, key=lambda question: question.explanation)
    return Group(name=name, clusters=[list(cluster) for _, cluster in clusters])


def summarise_retention(groups: list[Group], needs: tuple[str, ...]) -> dict[str, list[str]]:
    """Return which values with these needs are kept how long: one entry per period."""
    periods: dict[str, list[str]] = {}
    for question in (question for group in groups for question in group.questions):
        if question.need in needs:
            periods.setdefault(question.kept, []).append(question.label)
    return periods

"""Hostile text in every field: refused by name where a field has a form, kept as mere text where it has none."""

import html

import pytest
from loket.contact.message import ContactForm
from loket.core.inventory import Declared
from loket.enrollment.domain.enrollment import OF_INVOICE, EnrollmentFields, EnrollmentForm
from loket.privacy.domain.request import PrivacyRequestForm

from tests.running import Json
from tests.system.counter import ACCEPTED, FORMS, WIDE_COURSE, find_stored, is_clear, write_enrollment, write_request
from tests.system.planter import list_free
from tests.system.sending import Sender, read_reply

ROUTES: dict[str, type[Declared]] = {
    "/contact-messages": ContactForm,
    "/enrollments": EnrollmentForm,
    "/privacy-requests": PrivacyRequestForm,
}
VALUES = {"phone": "06 12345678", "postcode": "1234 AB", "date_of_birth": "1980-05-03", "marital_status": "single"}
# Some of it is stored, so it is not the mark of what never is.
WORD = "qzxhostile"
LINES = {"street": "Kade", "house_number": "3a", "city": "Delft", "place_of_birth": "Gouda", "employer": "De Brug"}
HOSTILE = {
    "SQL": f"'; DROP TABLE {WORD};--",
    "NoSQL": f'{{"$ne": "{WORD}"}}',
    "HTML": f"<b onclick=x>{WORD}",
    "closing a tag": f'"/></style>{WORD}',
    "formula": f"=cmd|'{WORD}'!A0",
    "formula after a sign": f"+{WORD}()",
    "formula at a sign": f"@SUM({WORD})",
    "formula below a line": f"-2+3+{WORD}",
    "template": f"{{{{{WORD}}}}}",
    "format": f"{{0.__class__}}%s{WORD}",
    "path": f"../../{WORD}",
    "encoded header": f"%0d%0aBcc:{WORD}",
    "key of a table": f"PERSON#{WORD}",
}


def list_fields(route: str) -> list[str]:
    """Return every field of a form; only a field that people do not see takes whatever is put in it."""
    return [name for name in ROUTES[route].model_fields if name != "website"]


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_text_in_every_field_is_refused_and_not_repeated(sender: Sender, route: str, case: str) -> None:
    # The rest is looked at once these are right.
    later = {*list_free(route), "postcode", "course", "altcha", "return_to"}
    reply = sender.send(route, dict.fromkeys(list_fields(route), HOSTILE[case]))
    assert is_clear(reply, 422)
    assert WORD not in read_reply(reply)
    if "json" in reply.headers["content-type"]:
        assert [error["field"] for error in reply.json["errors"]] == sorted(set(list_fields(route)) - later)


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_text_is_kept_as_it_is_wherever_people_write_freely(sender: Sender, route: str, case: str) -> None:
    """In the mail, too, it is only text."""
    written = dict.fromkeys(list_free(route), HOSTILE[case])
    form = {**write_form(route), **written}
    reply = sender.send(route, form)
    assert reply.status == ACCEPTED[route]
    assert WORD not in read_reply(reply)
    [item] = find_stored(sender.stack, email=form["email"])
    assert written.items() <= item.items()
    [mail] = sender.stack.wait_for_mails(form["email"])
    assert f"{HOSTILE[case]}," in mail["text"]
    assert HOSTILE[case] in html.unescape(mail["html"])
    assert "<b onclick" not in mail["html"]


def write_form(route: str) -> Json:
    """Return a form of which all that people write is kept."""
    if route == "/privacy-requests":
        return write_request(kind="portability", recipient_name="De Brug", recipient_email="info@brug.example")
    return write_enrollment(course=WIDE_COURSE, **VALUES, **LINES) if route == "/enrollments" else FORMS[route]()


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r"], ids=["CR LF", "LF", "CR"])
def test_header_cannot_be_smuggled_in_through_any_field(sender: Sender, route: str, break_: str) -> None:
    """A line break is refused wherever there is one line, and where people write more it stays where it is."""
    several_lines = "details" if route == "/privacy-requests" else "message"
    text = f"Jan{break_}Bcc: {WORD}@example.nl"
    lines = [name for name in list_free(route) if name != several_lines]
    refused = sender.send(route, {**write_form(route), **dict.fromkeys(lines, text)})
    assert is_clear(refused, 422)
    assert WORD not in read_reply(refused)
    form = {**write_form(route), several_lines: text}
    assert sender.send(route, form).status == ACCEPTED[route]
    [mail] = sender.stack.wait_for_mails(form["email"])
    assert WORD not in str(mail)


def test_every_free_field_of_the_enrollment_is_kept_by_that_course(sender: Sender) -> None:
    """Else the tests above would show less than they say."""
    [course] = [one for one in sender.stack.get("/courses").json["courses"] if one["code"] == WIDE_COURSE]
    kept = {asked["name"] for asked in course["fields"] if asked["need"] != "consent"}
    # It costs money, so that one can ask for an invoice.
    assert course["price_cents"]
    assert set(list_free("/enrollments")) <= kept | {"first_name", "last_name", "message", *OF_INVOICE}
    assert set(VALUES) <= kept & set(EnrollmentFields.model_fields)

"""Odd but honest input: taken in as it is, and shown to people as they wrote it."""

import html
import json

import pytest
from loket.core.redaction import redact

from tests.running import Json, RunningStack
from tests.system.counter import ACCEPTED, FORMS, Proofs, find_stored, write_enrollment, write_message, write_request

NAMES = {
    "apostrophe": "O'Brien",
    "the word Null": "Null",
    "the word None": "None",
    "minus one": "-1",
    "NaN": "NaN",
    "zero": "0",
    "true": "true",
    "emoji": "Zo\u00eb \U0001f469\u200d\U0001f52c",
    "Arabic": "\u0641\u0627\u0637\u0645\u0629 \u0627\u0644\u0632\u0647\u0631\u0627\u0621",
    "Hebrew": "\u05d3\u05d5\u05d3",
    "Chinese": "\u674e\u5c0f\u9f99",
    "one letter": "\u00d8",
    "stacked marks": "Ng\u1ecdc Th\u1ea3o Q\u0323\u030a",
    "ampersand": "Smit & Zn.",
    "quotes": 'Jan "de Boer" Smit',
    "SQL": "Robert'); DROP TABLE people;--",
    "NoSQL": '{"$gt": ""}',
    "HTML": "<script>alert(1)</script>",
    "an image": "<img src=x onerror=alert(1)>",
    "a formula": "=HYPERLINK(0,1)",
    "another formula": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a template": "{{7*7}}${7*7}<%= 7*7 %>{% raw %}",
    "a format": "{0.__class__} %s %n {name}",
    "a path": "../../etc/passwd",
    "a shell": "$(id) `id` ; id",
    "LDAP": "*)(uid=*))(|(uid=*",
    "percent": "100% %0d%0a",
    "a log line": "x level=ERROR fault",
}


def send_named(stack: RunningStack, proofs: Proofs, name: str) -> tuple[Json, Json, Json]:
    """Send every form under a name and return what was sent."""
    message = write_message(name=name, message=f"{name}\r\n{name}")
    enrollment = write_enrollment(first_name=name, last_name=name, message=f"{name}\n{name}")
    request = write_request(name=name, details=f"{name}\n{name}")
    sent = {"/contact-messages": message, "/enrollments": enrollment, "/privacy-requests": request}
    for route, form in sent.items():
        reply = stack.post(route, {**form, "altcha": proofs.take()})
        assert reply.status == ACCEPTED[route], reply.text
    return message, enrollment, request


@pytest.mark.parametrize("case", NAMES)
def test_odd_name_is_stored_and_shown_as_it_is(stack: RunningStack, proofs: Proofs, case: str) -> None:
    name = NAMES[case]
    assert redact(name)[0] == name
    message, enrollment, request = send_named(stack, proofs, name)
    [item] = find_stored(stack, email=message["email"])
    assert (item["name"], item["message"]) == (name, f"{name}\n{name}")
    [item] = find_stored(stack, email=enrollment["email"])
    assert (item["first_name"], item["last_name"], item["message"]) == (name, name, f"{name}\n{name}")
    [item] = find_stored(stack, email=request["email"])
    assert (item["name"], item["details"]) == (name, f"{name}\n{name}")
    [first] = stack.wait_for_mails(message["email"])
    [second] = stack.wait_for_mails(enrollment["email"])
    [third] = stack.wait_for_mails(request["email"])
    check_mail(first, f"Beste {name},")
    check_mail(third, f"Beste {name},")
    check_mail(second, f"Beste {name} {name},")


def check_mail(mail: dict[str, str], greeting: str) -> None:
    """Check that a mail shows a greeting literally: in the text as it is, in the HTML escaped."""
    assert greeting in mail["text"]
    shown = html.unescape(mail["html"])
    assert greeting in shown
    assert "<script" not in mail["html"]
    assert "<img" not in mail["html"]
    assert "\n" not in mail["subject"]


def test_names_are_put_in_one_form(stack: RunningStack, proofs: Proofs) -> None:
    """Marks that turn text around and doubled spaces go; letters and their accents become one sign."""
    form = write_message(name="  Ren\u0065\u0301e\u202e   \u2066evil\u2069 ", altcha=proofs.take())
    assert stack.post("/contact-messages", form).status == 201
    [item] = find_stored(stack, email=form["email"])
    assert item["name"] == "Ren\u00e9e evil"


def test_largest_values_are_kept_whole(stack: RunningStack, proofs: Proofs) -> None:
    """Every field as long as it may be, in signs of four bytes."""
    form = write_message(name="\U0001f600" * 100, message="\U0001f600" * 4000, altcha=proofs.take())
    assert stack.post("/contact-messages", form).status == 201
    [item] = find_stored(stack, email=form["email"])
    assert len(item["message"]) == 4000
    assert stack.wait_for_mails(form["email"])


@pytest.mark.parametrize("route", FORMS)
def test_hostile_form_without_script_is_answered_with_a_harmless_page(stack: RunningStack, route: str) -> None:
    """A page names unknown fields and repeats no value."""
    reply = stack.post_html_form(route, {"<script>x": "<script>y</script>", "name": "<b>"}, accept="text/html")
    assert reply.status == 422
    assert "<script" not in reply.text
    assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_plain_form_is_kept_and_marked_for_staff(stack: RunningStack) -> None:
    """Without script there is no proof: the sender gets a page and a mail, staff are told to look."""
    form = write_message(name="O'Brien <&>")
    reply = stack.post_html_form("/contact-messages", form, accept="text/html")
    assert reply.status == 201
    assert "Uw bericht is binnen" in reply.text
    [item] = find_stored(stack, email=form["email"])
    assert (item["name"], item["doubts"], item["status"]) == ("O'Brien <&>", ["no_proof"], "received")
    assert stack.wait_for_mails(form["email"])


def test_person_is_one_however_the_address_is_written(stack: RunningStack, proofs: Proofs) -> None:
    """The partition is that of the mailbox, and a domain of other letters is mailed in Punycode."""
    plain = write_message(email="jan.odd@b\u00fccher.example", altcha=proofs.take())
    loud = write_message(email="JAN.ODD@B\u00dcCHER.example", altcha=proofs.take())
    assert {stack.post("/contact-messages", form).status for form in (plain, loud)} == {201}
    mails = [
        mail for mail in stack.wait_for(stack.mails, lambda mails: sum(is_odd(one) for one in mails) == 2) if is_odd(mail)
    ]
    assert all(mail["to"].isascii() for mail in mails)
    items = [item for item in stack.table("PersonalDataTable") if "xn--" in json.dumps(item)]
    assert len({item["pk"] for item in items}) == 1


def is_odd(mail: dict[str, str]) -> bool:
    """Return whether a mail went to the odd address."""
    return mail["to"].casefold().startswith("jan.odd@")

"""Bodies that are no form: each a clear answer, never a fault, with nothing stored and nothing repeated."""

import json
from dataclasses import dataclass

import pytest
from loket.http.request import LARGEST_BODY

from tests.running import RunningStack
from tests.system.counter import FORMS, MARK, is_clear
from tests.system.sending import Sender

JSON_TYPE, FORM_TYPE = "application/json", "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Body:
    """A body that cannot be a form, or is not sent as one."""

    content: bytes
    status: int
    kind: str | None = JSON_TYPE


BODIES = {
    "no content type": Body(b"{}", 415, None),
    "plain text": Body(b"{}", 415, "text/plain"),
    "multipart": Body(b"--x\r\n\r\n--x--", 415, "multipart/form-data; boundary=x"),
    "XML": Body(b"<a/>", 415, "application/xml"),
    "JSON by another name": Body(b"{}", 415, "application/json5"),
    "nothing as JSON": Body(b"", 400),
    "nothing as a form": Body(b"", 422, FORM_TYPE),
    "broken JSON": Body(b'{"name": "' + MARK.encode(), 400),
    "two documents": Body(b"{}{}", 400),
    "a list": Body(b'["' + MARK.encode() + b'"]', 400),
    "a string": Body(b'"' + MARK.encode() + b'"', 400),
    "null": Body(b"null", 400),
    "a number with too many digits": Body(b'{"name": ' + b"9" * 5000 + b"}", 400),
    "not a number": Body(b'{"name": NaN}', 422),
    "endless nesting": Body(b"[" * 30_000, 400),
    "nested objects": Body(b'{"a":' * 8_000 + b"1" + b"}" * 8_000, 422),
    "not UTF-8": Body(b'{"name": "\xff\xfe"}', 422),
    "UTF-16": Body('{"name": "x"}'.encode("utf-16"), 400),
    "byte order mark": Body(b"\xef\xbb\xbf{}", 400),
    "form not UTF-8": Body(b"name=%ff%fe", 400, FORM_TYPE),
    "half a surrogate pair as a name": Body(b'{"\\ud800": 1}', 400),
    "half surrogate pairs as repeated names": Body(b'{"\\ud800": 1, "\\ud800": 2}', 400),
    "repeated field in JSON": Body(b'{"name": "a", "name": "b"}', 422),
    "repeated field in a form": Body(b"name=a&name=b", 422, FORM_TYPE),
    "a thousand fields in JSON": Body(json.dumps({f"field{n}": MARK for n in range(1000)}).encode(), 400),
    "a thousand fields in a form": Body("&".join(f"field{n}=x" for n in range(1000)).encode(), 400, FORM_TYPE),
    "repeated fields to the brim": Body(b"{" + b",".join(b'"a":1' for _ in range(10_000)) + b"}", 400),
    "a very long field name": Body(json.dumps({MARK[:3] * 20_000: 1}).encode(), 422),
    "one byte too many": Body(b" " * (LARGEST_BODY + 1), 413),
    "one byte too many in a form": Body(b"name=" + b"x" * (LARGEST_BODY - 4), 413, FORM_TYPE),
    "a megabyte": Body(b" " * 1_000_000, 413),
}


@pytest.mark.parametrize("case", BODIES)
def test_body_that_is_no_form_is_refused(trial: RunningStack, route: str, case: str) -> None:
    body = BODIES[case]
    headers = {} if body.kind is None else {"content-type": body.kind}
    for accept in ("*/*", "text/html"):
        reply = trial.send("POST", route, body=body.content, headers={**headers, "accept": accept})
        assert is_clear(reply, body.status), reply.text[:500]
        assert len(reply.text) < 300_000


def test_largest_body_is_read(trial: RunningStack, route: str) -> None:
    """64 kB is not too much: what is wrong with this one is a field."""
    content = json.dumps({"message": "x"}).encode()
    reply = trial.send("POST", route, body=content.ljust(LARGEST_BODY), headers={"content-type": JSON_TYPE})
    assert is_clear(reply, 422)


NAMES = [
    "__proto__",
    "constructor",
    "prototype",
    "__class__",
    "model_config",
    "toString",
    "name[]",
    "name[first]",
    "",
    " name",
]


@pytest.mark.parametrize(
    "name", [*NAMES, "NAME", "name\x00", "<script>", "{{7*7}}", "$where", "reference", "expires_at", "pk"]
)
def test_unknown_field_is_refused_and_named(sender: Sender, route: str, name: str) -> None:
    reply = sender.send(route, {**FORMS[route](), name: MARK})
    assert is_clear(reply, 422)
    shown = "".join(sign for sign in name if sign.isalnum() or sign in "_-") or "?"
    assert shown in reply.text
    assert "<script>" not in reply.text


def test_nothing_bad_was_stored(trial: RunningStack) -> None:
    """The last word on all of the above."""
    assert MARK not in json.dumps([trial.table(name) for name in ("PersonalDataTable", "GuardTable")])
    assert [line for line in trial.logs() if MARK in line["message"] or is_fault(line["message"])] == []


def is_fault(line: str) -> bool:
    """Return whether a line of the log tells of a fault that no test has ordered."""
    return "fault " in line and "fault StoreUnavailable" not in line

"""The published document of the API is true: nothing that it allows is a fault, nothing that it forbids gets in."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    ensure_resource_availability,
    ignored_auth,
    missing_required_header,
    negative_data_rejection,
    unsupported_method,
    use_after_free,
)

from tests.loopback import choose_address
from tests.running import PROJECT, Json, RunningStack
from tests.system.counter import ACCEPTED, COURSE, FORMS, write_enrollment, write_request
from tests.template import FUNCTION, resources

DOCUMENT = PROJECT / "docs" / "openapi.json"
METHODS = {"get", "post", "put", "patch", "delete"}
MEDIA = ["application/json", "application/x-www-form-urlencoded"]
# The staff desk is nobody else's.
NOT_DESCRIBED = ("/desk",)

# Values that the libraries accept, where the document can only name a format.
_FORMATS = {
    "email": ["jan@example.nl", "an.de.vries+cursus@school.example", "x@b\u00fccher.example"],
    "phone": ["06 12345678", "+31 6 12345678", "020-1234567", "+32 2 555 12 12"],
    "iban": ["NL91ABNA0417164300", "nl91 abna 0417 1643 00", "BE68539007547034"],
    "bsn": ["111222333", "1112.22.333"],
    "postcode": ["1234 AB", "1234ab", "SW1A 1AA"],
    "course-code": [COURSE, "praktijkopleider-mbo", "proefles-lesgeven"],
    "uri": ["https://www.example.nl/"],
}
for _name, _values in _FORMATS.items():
    schemathesis.openapi.format(_name, st.sampled_from(_values))

# The API has no sign-in and no resource to read back; API Gateway itself answers 404 to a method that has no route.
_POINTLESS = [ensure_resource_availability, ignored_auth, missing_required_header, unsupported_method, use_after_free]


# A bounded number of examples, the same ones every time.
_CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 20260523,
        "generation": {"deterministic": True, "max-examples": 30},
        # What a course requires, whether a challenge was solved and whose signature holds is more than a schema can say.
        "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "303", "400", "404", "422"]}},
    }
)
schema = schemathesis.openapi.from_path(DOCUMENT, config=_CONFIG)


_EXAMPLES = settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=30,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    """Keep connections open between examples."""
    with requests.Session() as opened:
        yield opened


@schema.include(path_regex="^/webhooks/").parametrize()
@_EXAMPLES
def test_webhook_is_answered_with_a_status_alone(case: Any, trial: RunningStack, session: requests.Session) -> None:
    """Whatever comes in: a provider that is refused a body that it has always sent would give up."""
    response = case.call(base_url=trial.base_url, session=session, allow_redirects=False)
    case.validate_response(response, excluded_checks=[*_POINTLESS, negative_data_rejection])
    # Other methods are answered by API Gateway itself.
    assert case.method != "POST" or response.text == ""


@schema.exclude(path_regex="^/webhooks/").parametrize()
@_EXAMPLES
def test_every_answer_is_as_described(case: Any, trial: RunningStack, session: requests.Session) -> None:
    """The trial asks for no challenge, and so shows what each value brings about."""
    if isinstance(case.body, dict) and isinstance(case.body.get("altcha"), str):
        del case.body["altcha"]
    address = {"Loket-Source-Ip": choose_address()}
    response = case.call(base_url=trial.base_url, session=session, headers=address, allow_redirects=False)
    case.validate_response(response, excluded_checks=_POINTLESS)


def test_every_public_route_is_described() -> None:
    """And nothing else is."""
    described = {f"{method.upper()} {path}" for path, item in _read()["paths"].items() for method in item.keys() & METHODS}
    events = [event["Properties"] for function in resources(FUNCTION).values() for event in find_http(function)]
    routes = {f"{event['Method']} {event['Path']}": event["Path"] for event in events}
    assert described <= routes.keys()
    assert [route for route in routes.keys() - described if not routes[route].startswith(NOT_DESCRIBED)] == []


def find_http(function: Json) -> list[Json]:
    """Return the routes that start a function."""
    return [event for event in function["Properties"].get("Events", {}).values() if event["Type"] == "HttpApi"]


@pytest.mark.parametrize(("path", "media"), [(path, media) for path in FORMS for media in MEDIA])
def test_example_of_a_form_is_accepted(trial: RunningStack, path: str, media: str) -> None:
    """It is sent as it stands, and its receipt is as described; the receipt's own example has the same parts."""
    operation = _read()["paths"][path]["post"]
    form = operation["requestBody"]["content"][media]["example"]
    reply = trial.post(path, form) if media == MEDIA[0] else trial.post_html_form(path, form)
    told = operation["responses"][str(ACCEPTED[path])]["content"]["application/json"]["example"]
    assert reply.status == ACCEPTED[path]
    assert reply.json.keys() == told.keys()


def test_own_page_is_as_described(trial: RunningStack) -> None:
    """While there is something to pay, and after: no generated link would ever open it."""
    receipt = trial.post("/enrollments", write_enrollment()).json
    [link] = re.findall(r"/enrollments/.*", receipt["payment"]["page_url"])
    path, _, query = link.partition("?")
    for method in ("GET", "POST"):
        operation = schema["/enrollments/{reference}"][method]
        for media in ("application/json", "text/html"):
            case = operation.Case(
                path_parameters={"reference": path.rpartition("/")[2]},
                query=dict(parse_qsl(query)),
                headers={"Accept": media},
            )
            response = case.call(base_url=trial.base_url)
            assert response.status_code == 200
            assert media in response.headers["content-type"][0]
            case.validate_response(response, excluded_checks=_POINTLESS)


PRESSED = [
    ("GET", {}),
    ("POST", {"action": "add_information", "information": "Ik was er in 2025."}),
    ("POST", {"action": "confirm"}),
]


@pytest.mark.parametrize("media", ["application/json", "text/html"])
def test_page_of_a_privacy_request_is_as_described(trial: RunningStack, media: str) -> None:
    """As its person follows it: looking, adding something, confirming, and being invited to send a copy."""
    form = write_request()
    assert trial.post("/privacy-requests", form).status == 202
    [mail] = trial.wait_for_mails(form["email"])
    [link] = {link for link in mail["links"] if "/privacy-requests/" in link}
    shown = [press(trial, link, "", method, body, media) for method, body in PRESSED]
    shown += [press(trial, link, "/proof", "GET", {}, media), press(trial, link, "", "POST", {"action": "shout"}, media)]
    moved = 200 if media == "application/json" else 303
    assert shown == [200, moved, moved, 200, 422]


def press(trial: RunningStack, link: str, page: str, method: str, body: Json, media: str) -> int:
    """Open a page by a link, or press a button on it; return the status of an answer that is as described."""
    path, _, query = link.partition("?")
    kind = MEDIA[0] if media == MEDIA[0] else MEDIA[1]
    sent: Json = {"body": body, "media_type": kind} if body else {}
    case = schema[f"/privacy-requests/{{reference}}{page}"][method].Case(
        path_parameters={"reference": path.rpartition("/")[2]},
        query=dict(parse_qsl(query)),
        headers={"Accept": media},
        **sent,
    )
    response = case.call(base_url=trial.base_url, allow_redirects=False)
    case.validate_response(response, excluded_checks=_POINTLESS)
    return int(response.status_code)


def _read() -> Json:
    document: Json = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return document

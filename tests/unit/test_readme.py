"""The form that README.md sends, and the answer that it shows."""

from __future__ import annotations

import json
import re
import shlex
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from loket.core.reference import Referred, reference_pattern

from local.settings import Settings
from tests.unit.document import FENCE, text_of
from tests.unit.event import NOW, post_plain

if TYPE_CHECKING:
    from tests.unit.cloud import Cloud

BLOCKS = [block.split("\n", 1) for block in FENCE.findall(text_of("README.md"))]
[CURL] = [body.removesuffix("```") for _, body in BLOCKS if body.startswith("curl http")]
[SHOWN] = [json.loads(body.removesuffix("```")) for language, body in BLOCKS if language == "```json"]
# As curl sends `-d`: an ordinary form, from no page, with whatever may come back.
FROM_CURL: dict[str, Any] = {"accept": "*/*", "user-agent": "curl/8.5.0"}


def read_curl() -> tuple[str, dict[str, str]]:
    """Return the address and the fields of the command."""
    _, url, *options = shlex.split(CURL.replace("\\\n", " "))
    assert options[::2] == ["-d"] * (len(options) // 2)
    return url, dict(option.split("=", 1) for option in options[1::2])


def send_it(cloud: Cloud) -> dict[str, object]:
    """Return the answer of the function to the form."""
    url, fields = read_curl()
    event = post_plain(f"POST {urlsplit(url).path}", fields, **FROM_CURL)
    del event["headers"]["origin"]
    answer = cloud.invoke("submit_enrollment", event)
    assert answer["statusCode"] == 201, answer
    told: dict[str, object] = json.loads(answer["body"])
    return told


def test_the_form_goes_where_make_run_listens() -> None:
    url, fields = read_curl()

    assert urlsplit(url).netloc == f"127.0.0.1:{Settings.from_environment({}).port}"
    assert fields["phone"]


def test_the_answer_that_is_shown_is_the_one_that_comes(cloud: Cloud) -> None:
    answer = send_it(cloud)

    of_the_day = ("reference", "kept_until")
    assert list(answer) == list(SHOWN)
    assert {name: value for name, value in answer.items() if name not in of_the_day} == {
        name: value for name, value in SHOWN.items() if name not in of_the_day
    }
    assert re.fullmatch(reference_pattern(Referred.ENROLLMENT), SHOWN["reference"])
    assert date.fromisoformat(str(answer["kept_until"])) == NOW.date().replace(year=NOW.year + 2)
    assert date.fromisoformat(SHOWN["kept_until"])


def test_what_readme_says_of_it_is_so(cloud: Cloud) -> None:
    send_it(cloud)

    [stored] = cloud.items("PersonalDataTable", kind="ENROLLMENT#")
    assert "phone" not in stored
    assert stored["message"] == "Mijn BSN is [BSN]. Tot dinsdag!"
    effects = {item["effect"] for item in cloud.items("PersonalDataTable", kind="OUTBOX#")}
    assert effects == {"confirm_enrollment", "notify_staff"}

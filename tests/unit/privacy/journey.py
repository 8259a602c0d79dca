"""A person and their privacy request: what a test does with the link in their mail."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from loket.core.command import Actor, Command
from loket.core.key import Key
from loket.core.staff_member import StaffMember
from loket.http.address import request_address
from loket.privacy.domain.lifecycle import RequestEvent
from loket.privacy.domain.request import PrivacyRequest
from loket.privacy.store.proof import proof_key
from loket.privacy.transition import carry_out
from loket.storage.item import find

from tests.template import TABLE, resources
from tests.unit.event import JSON, KEYS, NOW, PLAIN, request_event

if TYPE_CHECKING:
    from datetime import date, datetime

    from tests.unit.cloud import Cloud

type Json = dict[str, Any]

JOKE = StaffMember(id="id-Joke Smit", name="Joke Smit", role="handler")
FOLDER = "follow_privacy_request"
ROUTE = "/privacy-requests/{reference}"


@dataclass
class Journey:
    """One request in one cloud, and the link that its person was mailed."""

    cloud: Cloud
    reference: str
    link: str

    @property
    def item(self) -> Json:
        """Return the request as it is stored."""
        found = self.cloud.items("PersonalDataTable", kind="PRIVACY_REQUEST#")
        return next(item for item in found if item["reference"] == self.reference)

    def look(self, *, page: str = "", link: str = "", now: datetime = NOW, accept: str = "application/json") -> Json:
        """Open the page, as a program unless told otherwise."""
        return self._ask("GET", page=page, link=link, now=now, accept=accept)

    def read(self, *, page: str = "", **more: Any) -> str:
        """Return the page as a browser gets it."""
        answer = self.look(page=page, accept="text/html", **more)
        assert answer["statusCode"] == 200, answer
        return str(answer["body"])

    def tell(self, *, now: datetime = NOW) -> Json:
        """Return what the page tells a program."""
        told: Json = json.loads(self.look(now=now)["body"])
        return told

    def press(self, action: str, *, link: str = "", now: datetime = NOW, **fields: str) -> Json:
        """Press a button, as a browser does."""
        return self._ask("POST", body=urlencode({"action": action, **fields}), link=link, now=now, **PLAIN)

    def send(self, fields: Json, *, now: datetime = NOW) -> Json:
        """Send an action as a program does."""
        return self._ask("POST", body=json.dumps(fields), now=now, **JSON)

    def staff(
        self,
        event: RequestEvent,
        *,
        actor: Actor = Actor.PRIVACY_OFFICER,
        now: datetime = NOW,
        reason: str | None = None,
        until: date | None = None,
    ) -> None:
        """Let a member of staff make a move."""
        self.cloud.set_environment(self.cloud.environment(FOLDER))
        stored = find(PrivacyRequest, Key(self.item["pk"], self.item["sk"]), now=now)
        command = Command(
            event=event,
            actor=actor,
            by=JOKE,
            words=reason,
            until=until,
        )
        carry_out(command, stored, KEYS, now=now)

    def new_link(self) -> str:
        """Return a link of the version that is now the request's."""
        self.cloud.monkeypatch.setenv("PUBLIC_URL", "https://api.example.nl")
        return request_address(self.reference, KEYS, version=self.item["link_version"], now=NOW)

    def _ask(
        self, method: str, *, page: str = "", link: str = "", body: str | None = None, now: datetime, **headers: str
    ) -> Json:
        parts = urlsplit(link or self.link)
        event = request_event(f"{method} {parts.path}{page}", body=body, now=now, **headers)
        event["routeKey"] = f"{method} {ROUTE}{page}"
        event["pathParameters"] = {"reference": parts.path.rpartition("/")[2]}
        event["rawQueryString"] = parts.query
        event["queryStringParameters"] = dict(parse_qsl(parts.query))
        return self.cloud.invoke(FOLDER, event)


def snapshot(cloud: Cloud) -> Json:
    """Return all that is stored, to be compared with what is stored later."""
    tables = {name: sorted(map(str, cloud.items(name))) for name in resources(TABLE)}
    return {**tables, "proofs": cloud.proofs()}


def refusal(answer: Json) -> tuple[int, str]:
    """Return the status and type of a problem."""
    return answer["statusCode"], json.loads(answer["body"])["type"].rpartition(":")[2]


def bring_proof(journey: Journey) -> str:
    """Put the copy where the browser would, and return where."""
    key = proof_key(journey.reference, journey.item["proof_round"], KEYS)
    journey.cloud.put_proof(key)
    return key

"""Sends forms full of planted values through the running system, in every way that it takes them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from loket.contact.message import ContactFields
from loket.core.inventory import Declared
from loket.core.text import Free
from loket.enrollment.domain.enrollment import EnrollmentFields
from loket.privacy.domain.request import RequestFields

from tests.running import Json, Reply, RunningStack
from tests.system.counter import ACCEPTED, Proofs
from tests.system.planting import (
    Plant,
    list_choices,
    list_places,
    make_bsn,
    make_document,
    make_iban,
    make_mrz,
    may_be_kept,
    plant_form,
    plant_headers,
)
from tests.system.sending import WAYS, Sender

PROVIDERS = "/_local/providers"
ROUTES: Mapping[str, type[Declared]] = {
    "/enrollments": EnrollmentFields,
    "/contact-messages": ContactFields,
    "/privacy-requests": RequestFields,
}
NUMBERS: Mapping[str, Callable[[], str]] = {
    "[BSN]": make_bsn,
    "[IBAN]": make_iban,
    "[document]": make_document,
    "[MRZ]": make_mrz,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sowing:
    """How a form is to be filled: with planted values in every field, and with what instead of some of them."""

    label: str
    route: str
    course: Json | None = None
    changes: Json = field(default_factory=dict)
    plants: Mapping[str, Plant] = field(default_factory=dict)
    held: bool = False
    mailed: bool = True

    def list_plants(self) -> dict[str, Plant]:
        """Return new values for all fields; the one that people do not see is filled only to have the form held."""
        plants = {**plant_form(self.route), **self.plants}
        if not self.held:
            del plants["website"]
        changed = {name: Plant(name, value, (value,)) for name, value in self.changes.items() if isinstance(value, str)}
        return {**plants, **changed}


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """A form that was sent: what was planted in it, and what came back."""

    label: str
    sowing: Sowing
    sent: Json
    plants: Mapping[str, Plant]
    headers: Mapping[str, Plant]
    reply: Reply

    @property
    def route(self) -> str:
        """Return where the form was sent to."""
        return self.sowing.route

    def is_kept(self, name: str) -> bool:
        """Return whether a field of this form may be stored, and so must be."""
        consent = bool(self.sent.get("consent_extra_data"))
        return self.reply.status == ACCEPTED[self.route] and may_be_kept(
            self.route, name, self.sowing.course, consent=consent
        )

    def expect_places(self, name: str) -> set[str]:
        """Return where the value of a field must be, which is also where alone it may be."""
        mailed = self.sowing.mailed and not self.sowing.held
        return set(list_places(self.route, name, mailed=mailed)) if self.is_kept(name) else set()


class Planter:
    """Sends planted forms from senders with and without script."""

    def __init__(self, stack: RunningStack, proofs: Proofs) -> None:
        """Plant in one running system."""
        self._stack, self._proofs = stack, proofs
        self._senders = [Sender(stack, way) for way in WAYS]
        self._courses: list[Json] = stack.get("/courses").json["courses"]

    def plant_accepted(self) -> list[Submission]:
        """Send every form for every course, with and without consent, and with the field that people do not see."""
        held = [Sowing(label="held", route=route, course=self._course(route), held=True) for route in ROUTES]
        others = [Sowing(label="accepted", route=route) for route in ROUTES if route != "/enrollments"]
        return self._sow([*others, *held, *self._list_enrollments()])

    def _list_enrollments(self) -> Iterator[Sowing]:
        for consent in (False, True):
            choice = {"consent_extra_data": consent, "consent_newsletter": consent}
            for course in self._courses:
                yield Sowing(label=f"consent={consent}", route="/enrollments", course=course, changes=choice)

    def plant_refused(self) -> list[Submission]:
        """Send forms with one thing wrong."""
        faults = [(label, route, fault) for route in ROUTES for label, fault in list_faults().items()]
        return self._sow(
            Sowing(label=label, route=route, course=self._course(route), changes=fault) for label, route, fault in faults
        )

    def plant_numbers(self) -> list[tuple[str, Submission]]:
        """Send forms with a number of each kind that may not be kept, in every free text."""
        return [(mark, one) for mark, make in NUMBERS.items() for one in self._sow(self._list_numbered(mark, make))]

    def _list_numbered(self, mark: str, make: Callable[[], str]) -> Iterator[Sowing]:
        for route in ROUTES:
            plants = {name: Plant(name, number := make(), (number,)) for name in list_free(route)}
            yield Sowing(label=mark, route=route, course=self._course(route), plants=plants)

    def plant_lost(self) -> list[Submission]:
        """Send forms while the tables are gone."""
        for caller in ("submit_enrollment", "submit_contact_message", "submit_privacy_request"):
            self._stack.order_fault("dynamodb", "unavailable", operation="TransactWriteItems", caller=caller, seconds=60)
        lost = self._sow(Sowing(label="lost", route=route, course=self._course(route)) for route in ROUTES)
        self._stack.clear_faults()
        return lost

    def plant_unpayable(self) -> list[Submission]:
        """Send enrollments while the payment provider is gone, so that the queue opens their payments later."""
        self._stack.post(f"{PROVIDERS}/faults", {"kind": "fail", "operation": "create", "seconds": 60})
        unpayable = self._sow([Sowing(label="unpayable", route="/enrollments", course=self._largest)])
        self._stack.send("DELETE", f"{PROVIDERS}/faults")
        return unpayable

    def plant_stuck(self) -> list[Submission]:
        """Send forms while the mail service refuses everything, until their mails wait in the queue to be tried again."""
        self._stack.order_fault("ses", "refuse", seconds=600)
        stuck = self._sow(Sowing(label="stuck", route=route, course=self._course(route), mailed=False) for route in ROUTES)
        # To the sender: by now staff have had all the mails of what is sent in that they get in a day.
        self._stack.wait_for(lambda: self._stack.queue("MailQueue"), lambda seen: is_tried(seen, len(stuck)))
        return stuck

    def _sow(self, sowings: Iterable[Sowing]) -> list[Submission]:
        return [self._submit(sender, sowing) for sowing in sowings for sender in self._senders]

    @property
    def _largest(self) -> Json:
        return max(self._courses, key=lambda course: len(course["fields"]))

    def _course(self, route: str) -> Json | None:
        return self._largest if route == "/enrollments" else None

    def _submit(self, sender: Sender, sowing: Sowing) -> Submission:
        """Send one form in which every field is filled."""
        plants = sowing.list_plants()
        course = {"course": sowing.course["code"]} if sowing.course else {}
        values = {field: plant.sent for field, plant in plants.items()}
        headers = plant_headers()
        sent = {"altcha": self._proofs.take(), **list_choices(sowing.route), **course, **values, **sowing.changes}
        label = f"{sowing.label} {sowing.route} {sender.way} {course.get('course', '')}"
        reply = sender.send(sowing.route, sent, **{name: plant.sent for name, plant in headers.items()})
        return Submission(label=label, sowing=sowing, sent=sent, plants=plants, headers=headers, reply=reply)


def is_tried(messages: list[Json], count: int) -> bool:
    """Return whether this many messages were taken from a queue and not carried out."""
    return len([one for one in messages if one["ReceiveCount"] > 0 and not one["IsVisible"]]) >= count


def list_faults() -> dict[str, Json]:
    """Return what can be wrong with a form, each time with a value that must not come back."""
    return {
        "no address": {"email": "qwrongaddress-" + make_bsn()},
        "no telephone": {"phone": "qwrongphone-" + make_bsn()},
        "unknown field": {"shoe_size": "qunknown-" + make_bsn()},
        "forged challenge": {"altcha": "qforged" + make_bsn()},
        "foreign return": {"return_to": f"https://evil.example/{make_bsn()}"},
        "too long": {"message": f"qlong-{make_bsn()}" + "x" * 5000},
        "no language": {"language": f"q{make_bsn()}"},
    }


def list_free(route: str) -> list[str]:
    """Return the fields of a form in which people write freely; a postcode that is none is refused as a whole."""
    fields = ROUTES[route].model_fields.items()
    return [name for name, info in fields if name != "postcode" and any(isinstance(mark, Free) for mark in info.metadata)]

"""The routes of the public API, by their kind. A new form is one line here, and so is a page by signed link."""

from dataclasses import dataclass

from loket.contact.message import ContactForm
from loket.core.form import Form
from loket.core.reference import Referred
from loket.enrollment.domain.enrollment import EnrollmentForm
from loket.privacy.domain.action import ActionForm
from loket.privacy.domain.request import PrivacyRequestForm


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked: its name in client code, in a sentence, and the name of the shape that is answered.

    `elsewhere` says when a browser is led to another page instead.
    """

    name: str
    summary: str
    answer: str
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A GET that anybody may ask."""

    path: str
    get: Operation


@dataclass(frozen=True, slots=True)
class FormRoute:
    """A form that anybody may post; its status says that it was stored (201) or taken in to be dealt with (202)."""

    path: str
    of: Referred
    form: type[Form]
    post: Operation
    status: int = 201

    @property
    def name(self) -> str:
        """Return how the form's own shapes are called: this with Form, HtmlForm or Receipt behind it."""
        return self.post.answer.removesuffix("Receipt")


@dataclass(frozen=True, slots=True)
class PageByLink:
    """A person's own page behind a signed link: GET shows, POST does what the page's button says.

    Where it has several buttons, `form` is what each of them sends.
    """

    path: str
    of: Referred
    get: Operation
    post: Operation | None = None
    form: type[Form] | None = None


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a payment provider tells that something changed. `header` holds its signature; `media` is how it writes."""

    path: str
    name: str
    summary: str
    media: str
    header: str | None = None


READINGS = (
    Reading("/courses", Operation("listCourses", "Courses that one can enroll in now", "Catalogue")),
    Reading("/challenge", Operation("issueChallenge", "A new proof-of-work challenge, valid for an hour", "Challenge")),
)
FORMS = (
    FormRoute(
        "/enrollments",
        Referred.ENROLLMENT,
        EnrollmentForm,
        Operation("submitEnrollment", "Enroll in a course", "EnrollmentReceipt"),
    ),
    FormRoute(
        "/contact-messages",
        Referred.CONTACT_MESSAGE,
        ContactForm,
        Operation("submitContactMessage", "Send a message", "ContactMessageReceipt"),
    ),
    FormRoute(
        "/privacy-requests",
        Referred.PRIVACY_REQUEST,
        PrivacyRequestForm,
        Operation("submitPrivacyRequest", "Use a right over one's own data", "PrivacyRequestReceipt"),
        status=202,
    ),
)
PAGES = (
    PageByLink(
        "/enrollments/{reference}",
        Referred.ENROLLMENT,
        Operation("showEnrollment", "How an enrollment and its payment stand", "EnrollmentStanding"),
        Operation("payEnrollment", "The way to pay, with a new attempt where the last one ended", "WayToPay"),
    ),
    PageByLink(
        "/privacy-requests/{reference}",
        Referred.PRIVACY_REQUEST,
        Operation("followPrivacyRequest", "How a privacy request stands, and what happened to it", "PrivacyRequestStanding"),
        Operation(
            "actOnPrivacyRequest",
            "Confirm a privacy request, say that the copy was sent, add something, or withdraw it",
            "PrivacyRequestStanding",
            "A browser goes back to the page.",
        ),
        ActionForm,
    ),
    PageByLink(
        "/privacy-requests/{reference}/proof",
        Referred.PRIVACY_REQUEST,
        Operation(
            "inviteProof",
            "Where the blacked-out copy of an identity document may be posted, which is no part of this API",
            "Invitation",
            "No copy is asked for now: back to the page of the request.",
        ),
    ),
)
WEBHOOKS = (
    Webhook(
        "/webhooks/mollie/{attempt}",
        "receiveMollieWebhook",
        "Mollie's webhook for one payment. It is not signed; its address holds the attempt, which nobody can guess",
        "application/x-www-form-urlencoded",
    ),
    Webhook(
        "/webhooks/mollie",
        "receiveSignedMollieWebhook",
        "Mollie's signed webhook for the whole account",
        "application/json",
        "X-Mollie-Signature",
    ),
    Webhook("/webhooks/stripe", "receiveStripeWebhook", "Stripe's webhook", "application/json", "Stripe-Signature"),
)

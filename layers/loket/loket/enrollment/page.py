"""The page on which a person sees how their enrollment stands: course, reference and payment, and nothing else of them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from loket.core.language import Language
from loket.core.retention import is_over, local_date_of
from loket.enrollment.domain.enrollment import Enrollment, EnrollmentStatus
from loket.enrollment.pay_again import Offer, PaymentStanding, find_offer
from loket.http.answer import Answer, answer_json
from loket.http.page import render_page
from loket.http.request import Request
from loket.payment.domain.payment import PAYABLE, WITHOUT_MONEY, PaymentStatus
from loket.texts import text
from loket.texts.dates import in_words
from loket.texts.money import amount_in_words

_NOT_TOLD = {EnrollmentStatus.IN_REVIEW, EnrollmentStatus.SPAM}
_FOLDER = Path(__file__).parent / "pages"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What the page says, until when the place is held, what it costs, and what its button says, if anything."""

    said: str
    held: str | None = None
    amount: str | None = None
    pay: str | None = None


def show_enrollment(
    request: Request, enrollment: Enrollment, standing: PaymentStanding, *, version: int, now: datetime
) -> Answer:
    """Return how an enrollment stands: a page for a browser, JSON for a program. Reloading it is safe.

    `version` is that of the link: one of before a place came free shows where there is a newer one, and offers nothing.
    """
    status, language = standing.status, enrollment.language
    if not request.is_page:
        return answer_json(200, _as_json(enrollment, status, now=now))
    if enrollment.status is EnrollmentStatus.UNPAID and status in {*PAYABLE, None}:
        is_newest = version == enrollment.link_version
        shown = _offer(find_offer(enrollment, now=now), language, is_newest=is_newest)
    else:
        shown = _standing(enrollment, standing, now=now)
    return render_page(
        200, "enrollment.html", language, folder=_FOLDER, enrollment=enrollment, action=request.own_address, shown=shown
    )


def _standing(enrollment: Enrollment, standing: PaymentStanding, *, now: datetime) -> Shown:
    language, waits = enrollment.language, enrollment.status is EnrollmentStatus.WAITING_FOR_PAYMENT
    payable = waits and standing.status in PAYABLE
    again = "pay_again" if standing.status in WITHOUT_MONEY else "pay"
    return Shown(
        said=text(_said(enrollment, standing), language),
        held=_held(enrollment, now=now) if payable else None,
        amount=amount_in_words(standing.cents, language) if standing.cents else None,
        pay=text(f"page.payment.{again}", language) if payable else None,
    )


def _said(enrollment: Enrollment, standing: PaymentStanding) -> str:
    match enrollment.status:
        case EnrollmentStatus.CANCELLED:
            return "page.place.cancelled_paid" if standing.left and standing.left > 0 else "page.place.cancelled"
        case EnrollmentStatus.PAID | EnrollmentStatus.PAID_WITHOUT_PLACE if standing.is_returned:
            return "page.payment.returned"
        case EnrollmentStatus.PAID_WITHOUT_PLACE:
            return "page.place.paid_without_place"
        case EnrollmentStatus.IN_REVIEW | EnrollmentStatus.SPAM:
            # Whoever sends spam is not told that it was seen as such.
            return "page.enrollment.received"
        case _:
            return f"page.payment.{standing.status or _without_status(enrollment)}"


def _held(enrollment: Enrollment, *, now: datetime) -> str | None:
    last_day, language = _last_day(enrollment, now=now), enrollment.language
    return text("page.place.held", language, date=in_words(last_day, language)) if last_day else None


def _last_day(enrollment: Enrollment, *, now: datetime) -> str | None:
    """Return until when the place is held; None where it is not, or where that is past and the sweep has yet to look."""
    until = enrollment.held_until
    return None if until is None or is_over(until, now=now) else local_date_of(until)


def _offer(offer: Offer, language: Language, *, is_newest: bool) -> Shown:
    """Return what is shown where a place came free: what taking one again costs, and for how long it is held then."""
    course = offer.course
    if course is None or not offer.has_room:
        lack = "full" if course and offer.is_open else "gone"
        return Shown(said=text(f"page.place.{lack}", language))
    if not course.price_cents:
        return Shown(said=text("page.place.free", language))
    if not is_newest:
        return Shown(said=text("page.place.by_mail", language))
    amount = amount_in_words(course.price_cents, language)
    return Shown(
        said=text("page.place.unpaid", language),
        held=text("page.place.again", language, amount=amount, days=course.pay_within_days),
        amount=amount,
        pay=text("page.place.take_up", language),
    )


def show_checkout_link(request: Request, enrollment: Enrollment, url: str | None) -> Answer:
    """Return the way to the provider's page; where nothing is left to pay, the way back to the person's own page.

    It is a page with a link that a browser follows by itself, and no redirect: a browser holds the redirects of a form
    to the policy of the page the form was on, and banks' addresses cannot be listed there.
    """
    if not request.is_page:
        return answer_json(200, {"checkout_url": url})
    return render_page(200, "pay.html", enrollment.language, folder=_FOLDER, url=url or request.own_address)


def _without_status(enrollment: Enrollment) -> str:
    return "unknown" if enrollment.attempt else "none"


def _as_json(enrollment: Enrollment, status: PaymentStatus | None, *, now: datetime) -> dict[str, Any]:
    return {
        "reference": enrollment.reference,
        "course": enrollment.course,
        "status": EnrollmentStatus.RECEIVED if enrollment.status in _NOT_TOLD else enrollment.status,
        "held_until": _last_day(enrollment, now=now),
        "payment": status.value if status else None,
    }

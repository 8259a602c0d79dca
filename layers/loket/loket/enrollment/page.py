"""The page on which a person sees how their enrollment stands: course, reference and payment, and nothing else of them."""

from pathlib import Path
from typing import Any

from loket.core.language import Language
from loket.enrollment.domain.enrollment import Enrollment
from loket.enrollment.pay_again import PaymentStanding
from loket.http.answer import Answer, answer_json
from loket.http.page import render_page
from loket.http.request import Request
from loket.payment.domain.payment import PAYABLE, WITHOUT_MONEY, PaymentStatus
from loket.texts import text
from loket.texts.money import amount_in_words

_FOLDER = Path(__file__).parent / "pages"


def show_enrollment(request: Request, enrollment: Enrollment, standing: PaymentStanding) -> Answer:
    """Return how an enrollment stands: a page for a browser, JSON for a program. Reloading it is safe."""
    status, language = standing.status, enrollment.language
    if not request.is_page:
        return answer_json(200, _as_json(enrollment, status))
    return render_page(
        200,
        "enrollment.html",
        language,
        folder=_FOLDER,
        enrollment=enrollment,
        said=text(f"page.payment.{status or _without_status(enrollment)}", language),
        amount=amount_in_words(standing.cents, language) if standing.cents else None,
        pay=_pay_label(status, language),
        action=request.own_address,
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


def _as_json(enrollment: Enrollment, status: PaymentStatus | None) -> dict[str, Any]:
    return {
        "reference": enrollment.reference,
        "course": enrollment.course,
        "payment": status.value if status else None,
    }


def _pay_label(status: PaymentStatus | None, language: Language) -> str | None:
    if status not in PAYABLE:
        return None
    return text("page.payment.pay_again" if status in WITHOUT_MONEY else "page.payment.pay", language)

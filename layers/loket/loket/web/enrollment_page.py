"""The page on which a person sees how their enrollment stands: course, reference and payment, and nothing else of them."""

from collections.abc import Mapping
from typing import Any

from loket.domain.language import Language
from loket.domain.payment import PAYABLE, WITHOUT_MONEY, PaymentStatus
from loket.texts import text
from loket.texts.money import amount_in_words
from loket.web.answer import Answer, answer_json
from loket.web.page import enrollment_page, pay_page
from loket.web.request import Request

type Item = Mapping[str, Any]


def show_page(request: Request, enrollment: Item, *, status: PaymentStatus | None, cents: int | None) -> Answer:
    """Return how an enrollment stands: a page for a browser, JSON for a program. Reloading it is safe."""
    told = _told(enrollment, status)
    if not request.is_page:
        return answer_json(200, told)
    language = Language(enrollment["language"])
    return enrollment_page(
        language,
        enrollment=enrollment,
        said=text(f"page.payment.{told['payment'] or 'none'}", language),
        amount=amount_in_words(cents, language) if cents else None,
        pay=_pay_label(status, language),
        action=_own_address(request),
    )


def show_way_to_pay(request: Request, enrollment: Item, url: str | None) -> Answer:
    """Return the way to the provider's page; where nothing is left to pay, the way back to the person's own page.

    It is a page with a link that a browser follows by itself, and no redirect: a browser holds the redirects of a form
    to the policy of the page the form was on, and banks' addresses cannot be listed there.
    """
    address = url or _own_address(request)
    if request.is_page:
        return pay_page(Language(enrollment["language"]), url=address)
    return answer_json(200, {"checkout_url": url})


def _told(enrollment: Item, status: PaymentStatus | None) -> dict[str, Any]:
    return {
        "reference": enrollment["reference"],
        "course": enrollment["course"],
        "payment": status.value if status else None,
    }


def _pay_label(status: PaymentStatus | None, language: Language) -> str | None:
    if status not in PAYABLE:
        return None
    return text("page.payment.pay_again" if status in WITHOUT_MONEY else "page.payment.pay", language)


def _own_address(request: Request) -> str:
    return f"{request.event['rawPath']}?{request.event['rawQueryString']}"

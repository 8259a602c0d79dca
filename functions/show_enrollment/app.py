"""GET and POST /enrollments/{reference}: the person's own page, by signed link: how things stand, and a way to pay.

GET changes nothing of the person's: it only asks the provider how a payment stands. A new attempt to pay takes a POST.
"""

from loket.domain.link import check_link
from loket.returning import look, way_to_pay
from loket.settings import finish_start
from loket.store.enrollment import find_enrollment
from loket.store.keys import load_keys
from loket.web.answer import Answer
from loket.web.enrollment_page import show_page, show_way_to_pay
from loket.web.problem import answers
from loket.web.request import Request


@answers
def handler(request: Request) -> Answer:
    """Show how an enrollment stands, or lead to the payment."""
    keys, now = load_keys(), request.received_at
    path = request.event["rawPath"]
    check_link(path, request.event.get("queryStringParameters") or {}, keys.derive("link"), now=now)
    enrollment = find_enrollment(request.event["pathParameters"]["reference"], now=now)
    if request.event["requestContext"]["http"]["method"] == "POST":
        url = way_to_pay(enrollment, keys, now=now)
        return show_way_to_pay(request, enrollment, url)
    outlook = look(enrollment, now=now)
    return show_page(request, enrollment, status=outlook.status, cents=outlook.cents)


finish_start("PERSONAL_DATA_TABLE", "LEDGER_TABLE", "KEYS_SECRET", "PAYMENT_SECRET", "PUBLIC_URL")

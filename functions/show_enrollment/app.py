"""GET and POST /enrollments/{reference}: the person's own page, by signed link: how things stand, and a way to pay.

GET changes nothing of the person's: it only asks the provider how a payment stands, and counts that it does. A new attempt
to pay takes a POST.
"""

from loket.core.link import check_link
from loket.enrollment.domain.enrollment import Enrollment
from loket.enrollment.page import show_checkout_link, show_enrollment
from loket.enrollment.pay_again import as_it_now_is, checkout_link, look_at_payment
from loket.enrollment.problem import answers_about_enrollment
from loket.http.answer import Answer
from loket.http.press import count_press
from loket.http.request import Request
from loket.settings import finish_start
from loket.storage.item import find_by_reference
from loket.storage.secret import load_keys


@answers_about_enrollment
def handler(request: Request) -> Answer:
    """Show how an enrollment stands, or lead to the payment."""
    keys, now = load_keys(), request.received_at
    reference = request.path_parameters["reference"]
    version = check_link(f"/enrollments/{reference}", request.query, keys.derive("link"), now=now)
    stored = find_by_reference(Enrollment, reference, now=now)
    if request.method == "POST":
        count_press(stored.record.reference, "pay", keys, now=now)
        return show_checkout_link(request, stored.record, checkout_link(stored, keys, version=version, now=now))
    standing = look_at_payment(stored.record, keys, now=now)
    return show_enrollment(request, as_it_now_is(stored, standing, now=now), standing, version=version, now=now)


finish_start(
    "PERSONAL_DATA_TABLE",
    "COURSE_TABLE",
    "LEDGER_TABLE",
    "GUARD_TABLE",
    "KEYS_SECRET",
    "PAYMENT_PROVIDER",
    "PAYMENT_SECRET",
    "PUBLIC_URL",
)

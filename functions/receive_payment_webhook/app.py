"""POST /webhooks/...: a payment provider says that something changed; we ask the provider what, and store what that adds."""

from collections.abc import Mapping

from loket.http.answer import Answer
from loket.http.request import BodyTooLarge, Event, read_request
from loket.log import log_event, log_fault
from loket.payment.domain.notice import NoticeIgnored
from loket.payment.domain.payment import NotOurs
from loket.payment.domain.signature import SignatureRefused
from loket.payment.provider.account import check_accounts
from loket.payment.provider.fault import ProviderUnavailable
from loket.payment.reconcile import TooBusy, reconcile, reconcile_by_payment
from loket.payment.store import AttemptUnknown
from loket.payment.webhook import read_notice
from loket.settings import finish_start
from loket.storage.client import StoreUnavailable

# Nothing is said about what we know: an unknown, a foreign and a repeated payment all get 200, as docs.mollie.com advises
# ("Webhooks"). 400 ends a forgery, 503 makes the provider come again, 500 is a fault of ours. Never 3xx or 410: they end it.
_STATUSES: Mapping[type[Exception], int] = {
    NoticeIgnored: 200,
    AttemptUnknown: 200,
    NotOurs: 200,
    SignatureRefused: 400,
    BodyTooLarge: 413,
    ProviderUnavailable: 503,
    StoreUnavailable: 503,
    TooBusy: 503,
}


def handler(event: Event, _context: object) -> Answer:
    """Answer with a status and nothing else."""
    try:
        _take(event)
    except Exception as error:  # noqa: BLE001 - the edge: whatever it is, the provider gets a status and comes again
        status = next((status for kind, status in _STATUSES.items() if isinstance(error, kind)), 500)
        if status >= 500:  # noqa: PLR2004 - a server's error
            log_fault(error)
        log_event("webhook.answered", status=status, outcome=type(error).__name__)
        return _answer(status)
    return _answer(200)


def _take(event: Event) -> None:
    request = read_request(event)
    notice = read_notice(request)
    if notice.attempt:
        reconcile(notice.attempt, payment_id=notice.payment, provider=notice.provider, now=request.received_at)
    else:
        reconcile_by_payment(notice.provider, notice.payment, now=request.received_at)


def _answer(status: int) -> Answer:
    retry = {"retry-after": "60"} if status == 503 else {}  # noqa: PLR2004 - Service Unavailable
    return {"statusCode": status, "headers": {"content-type": "text/plain", **retry}, "body": ""}


check_accounts()
finish_start("PERSONAL_DATA_TABLE", "COURSE_TABLE", "LEDGER_TABLE", "KEYS_SECRET", "PAYMENT_SECRET")

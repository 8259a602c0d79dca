"""Payment queue: opens the payments that could not be opened at the counter, and mails the person where to pay."""

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from loket.clock import present
from loket.core.key import attempt_in, read_key
from loket.log import log_event, log_fault
from loket.payment.checkout import open_checkout
from loket.payment.domain.record import PaymentItem
from loket.payment.provider.account import check_accounts
from loket.payment.store import AttemptUnknown, find_payment, is_waited_for
from loket.settings import finish_start
from loket.storage.secret import load_keys

_processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ANN401 - Lambda's context, the library's answer
    """Open a batch; a payment that could not be opened comes again."""
    return process_partial_response(event, _open, _processor, context)


def _open(record: SQSRecord) -> None:
    now = present(since=datetime.fromtimestamp(int(record.attributes.sent_timestamp) / 1000, UTC))
    try:
        _open_if_wanted(find_payment(attempt_in(read_key(record.body).pk), now=now), now=now)
    except AttemptUnknown:
        # Erased or expired in the meantime: there is nothing left to pay for.
        log_event("payment.dropped")
    except Exception as error:
        log_fault(error)
        raise


def _open_if_wanted(item: PaymentItem, *, now: datetime) -> None:
    if item.payment is not None:
        return
    if not is_waited_for(item, now=now):
        # The enrollment is gone, was paid, or waits for another attempt: the provider hears nothing of it.
        raise AttemptUnknown
    open_checkout(item, load_keys(), now=now, late=True)
    log_event("payment.opened_late")


check_accounts()
finish_start("PERSONAL_DATA_TABLE", "LEDGER_TABLE", "KEYS_SECRET", "PAYMENT_SECRET", "PUBLIC_URL")

"""Mail queue: writes and sends one mail for each outbox item, and marks it sent.

A mail is sent at least once: where marking fails after sending, the queue brings it again. Of several deliveries at once one
sends it. It is written as of now, however long it waited: nothing is sent about what is over, no date counts from before.
"""

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from loket.clock import present
from loket.core.key import read_key
from loket.core.limit import TooOften
from loket.delivery import deliver
from loket.letter_context import NothingToTell
from loket.log import log_event, log_fault
from loket.settings import finish_start
from loket.storage.item import ItemGone
from loket.storage.outbox import BeingSent

_processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ANN401 - Lambda's context, the library's answer
    """Send a batch; a mail that could not be sent comes again."""
    return process_partial_response(event, _deliver, _processor, context)


def _deliver(record: SQSRecord) -> None:
    queued_at = datetime.fromtimestamp(int(record.attributes.sent_timestamp) / 1000, UTC)
    try:
        is_first = record.attributes.approximate_receive_count == "1"
        deliver(read_key(record.body), is_first_try=is_first, now=present(since=queued_at))
    except (ItemGone, NothingToTell):
        # Erased, expired or overtaken in the meantime: there is nobody, or nothing, left to tell.
        log_event("mail.dropped")
    except TooOften:
        log_event("mail.held_back")
    except BeingSent:
        log_event("mail.waits")
        raise
    except Exception as error:
        log_fault(error)
        raise


finish_start("PERSONAL_DATA_TABLE", "GUARD_TABLE", "KEYS_SECRET", "MAIL_FROM", "STAFF_MAIL", "OFFICER_MAIL", "PUBLIC_URL")

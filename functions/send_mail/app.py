"""Mail queue: writes and sends one mail for each outbox item, and marks it sent.

A mail is sent at least once: where marking fails after sending, the queue brings it again.
"""

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from loket.core.key import Key, read_key
from loket.letter_context import NothingToTell, open_context
from loket.letters import write_letter
from loket.log import log_event, log_fault
from loket.mail.letter import write_mail
from loket.mail.send import send
from loket.settings import finish_start
from loket.storage.item import ItemGone
from loket.storage.outbox import find_effect, mark_sent
from loket.storage.secret import load_keys

_processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ANN401 - Lambda's context, the library's answer
    """Send a batch; a mail that could not be sent comes again."""
    return process_partial_response(event, _deliver, _processor, context)


def _deliver(record: SQSRecord) -> None:
    queued_at = datetime.fromtimestamp(int(record.attributes.sent_timestamp) / 1000, UTC)
    try:
        _send(read_key(record.body), now=queued_at)
    except (ItemGone, NothingToTell):
        # Erased, expired or overtaken in the meantime: there is nobody, or nothing, left to tell.
        log_event("mail.dropped")
    except Exception as error:
        log_fault(error)
        raise


def _send(key: Key, *, now: datetime) -> None:
    effect = find_effect(key, now=now)
    if effect.record.sent_at:
        return
    context = open_context(effect, load_keys(), now=now)
    send(write_mail(write_letter(context)))
    mark_sent(key, at=now)
    log_event("mail.sent", effect=effect.record.effect)


finish_start("PERSONAL_DATA_TABLE", "KEYS_SECRET", "MAIL_FROM", "STAFF_MAIL", "OFFICER_MAIL", "PUBLIC_URL")

"""Table stream: hands each new outbox item to the queue of its effect, as a pointer that repeats nothing of it."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from loket.core.effect import EffectKind
from loket.core.key import Key, write_key
from loket.log import log_fault
from loket.settings import finish_start, setting
from loket.storage.client import client

_processor = BatchProcessor(event_type=EventType.DynamoDBStreams, raise_on_entire_batch_failure=False)


def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ANN401 - Lambda's context, the library's answer
    """Relay a batch; a record that could not be handed over comes again."""
    return process_partial_response(event, _relay, _processor, context)


def _relay(record: DynamoDBRecord) -> None:
    try:
        change = record.raw_event["dynamodb"]
        key = Key(change["Keys"]["pk"]["S"], change["Keys"]["sk"]["S"])
        queue = _queue_of(change["NewImage"]["effect"]["S"])
        client("sqs").send_message(QueueUrl=queue, MessageBody=write_key(key))
    except Exception as error:
        log_fault(error)
        raise


def _queue_of(effect: str) -> str:
    # What is no effect of ours is for no queue: ValueError.
    is_payment = EffectKind(effect) is EffectKind.CREATE_PAYMENT
    return setting("PAYMENT_QUEUE_URL") if is_payment else setting("MAIL_QUEUE_URL")


finish_start("MAIL_QUEUE_URL", "PAYMENT_QUEUE_URL")

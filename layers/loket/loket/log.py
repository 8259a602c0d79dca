"""The log: names of events and safe facts. No value that came from a person is ever passed to it.

Lambda's own JSON format (LoggingConfig in template.yaml) writes each `extra` as a key of the line.
"""

import logging
import traceback

_logger = logging.getLogger("loket")
_logger.setLevel(logging.INFO)
# The one says at every start where it found its credentials; the other logs every path, which is whatever somebody typed.
for _name in ("botocore", "mangum"):
    logging.getLogger(_name).setLevel(logging.WARNING)


def log_event(name: str, **facts: str | int | bool) -> None:
    """Log that something happened, by a name such as `enrollment.received`, with facts that are about nobody."""
    _logger.info(name, extra=facts)


def log_fault(error: BaseException) -> None:
    """Log an unexpected error by its type and place; its message may hold personal data and is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    causes = [type(cause).__name__ for cause in (error, error.__cause__) if cause is not None]
    _logger.error("fault %s at %s", " from ".join(causes), "; ".join(places[-8:]))

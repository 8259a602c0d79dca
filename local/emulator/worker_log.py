"""What a function's log lines look like on AWS with LogFormat JSON; the emulator would print warnings alone, as bare text.

`local.emulator.program` puts this text before the script of its workers. So it imports nothing of ours and does its work
at once.
"""

import json
import logging
import sys
from datetime import UTC, datetime

# What every record has; the rest is what a function added to this one.
_COMMON = frozenset(vars(logging.makeLogRecord({})))


class LambdaFormatter(logging.Formatter):
    """One line of JSON for each record, with what the function added to it as keys (docs.aws.amazon.com, "Python logs")."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        added = {name: value for name, value in vars(record).items() if name not in _COMMON}
        failure = {"exception": self.formatException(record.exc_info)} if record.exc_info else {}
        line = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
        }
        return json.dumps({**added, **line, **failure}, default=str)


_lines = logging.StreamHandler(sys.stderr)
_lines.setFormatter(LambdaFormatter())
logging.basicConfig(handlers=[_lines], level=logging.INFO)

"""How much one answer holds: what does not fit in it is on the next page."""

import json
from collections.abc import Iterable
from itertools import accumulate, takewhile

from pydantic_core import to_json

# Lambda takes an answer of 6 MB, as the JSON in which it is passed on (docs.aws.amazon.com, "Lambda quotas"). A third of
# that leaves room for one item of any size that DynamoDB stores (400 kB, each byte of which may be written in seven).
MOST_BYTES = 2_000_000


def payload_size(text: str) -> int:
    """Return how many bytes a piece of an answer is, as it is passed on."""
    return len(json.dumps(text)) - 2


def json_size(content: object) -> int:
    """Return how many bytes a piece of JSON is, as it is passed on: as text within the answer."""
    return payload_size(to_json(content).decode())


def count_fitting(sizes: Iterable[int]) -> int:
    """Return how many pieces of these sizes one answer holds; one always fits, so that each comes to be shown."""
    every = list(sizes)
    return max(sum(1 for _ in takewhile(lambda total: total <= MOST_BYTES, accumulate(every))), min(len(every), 1))

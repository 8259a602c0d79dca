"""GET /challenge: a proof-of-work challenge that the script of a form solves."""

from loket.core.challenge import issue_challenge
from loket.http.answer import Answer, answer_json
from loket.http.problem import answers
from loket.http.request import Request
from loket.settings import finish_start
from loket.storage.secret import load_keys


@answers
def handler(request: Request) -> Answer:
    """Answer with a challenge of which nothing is remembered until it is spent."""
    challenge = issue_challenge(load_keys().derive("challenge"), now=request.received_at)
    return answer_json(200, challenge)


finish_start("KEYS_SECRET")

"""GET /challenge: a proof-of-work challenge that the script of a form solves."""

from loket.domain.challenge import issue_challenge
from loket.settings import finish_start
from loket.store.keys import load_keys
from loket.web.answer import Answer, answer_json
from loket.web.problem import answers
from loket.web.request import Request


@answers
def handler(request: Request) -> Answer:
    """Answer with a challenge of which nothing is remembered until it is spent."""
    challenge = issue_challenge(load_keys().derive("challenge"), now=request.received_at)
    return answer_json(200, challenge)


finish_start("KEYS_SECRET")

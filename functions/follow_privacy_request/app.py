"""GET and POST /privacy-requests/{reference}, GET .../proof: the person's own page about their request, by signed link.

GET changes nothing: mail scanners follow links. What a person does takes a POST, from a button on the page.
"""

from loket.following import open_request, press_button
from loket.settings import finish_start
from loket.store.keys import load_keys
from loket.web.answer import Answer
from loket.web.request import Request
from loket.web.request_page import show_outcome, show_proof_page, show_request
from loket.web.request_problem import answers_about_request


@answers_about_request
def handler(request: Request) -> Answer:
    """Show how a privacy request stands, do what its person asks, or let them make a copy of their proof of identity."""
    keys = load_keys()
    item = open_request(request, keys)
    if request.event["requestContext"]["http"]["method"] == "POST":
        return show_outcome(request, press_button(request, item, keys))
    if request.event["rawPath"].endswith("/proof"):
        return show_proof_page(request, item, keys)
    return show_request(request, item)


finish_start("PERSONAL_DATA_TABLE", "LEDGER_TABLE", "PROOF_BUCKET", "KEYS_SECRET", "MAIL_FROM")

"""GET and POST /privacy-requests/{reference}, GET .../proof: the person's own page about their request, by signed link.

GET changes nothing: mail scanners follow links. What a person does takes a POST, from a button on the page.
"""

from loket.http.answer import Answer
from loket.http.request import Request
from loket.privacy.page import show_outcome, show_proof_page, show_request
from loket.privacy.problem import answers_about_request
from loket.privacy.self_service import open_request, press_button
from loket.settings import finish_start
from loket.storage.secret import load_keys


@answers_about_request
def handler(request: Request) -> Answer:
    """Show how a privacy request stands, do what its person asks, or let them make a copy of their proof of identity."""
    keys = load_keys()
    stored = open_request(request, keys)
    if request.method == "POST":
        return show_outcome(request, press_button(request, stored, keys))
    if request.path.endswith("/proof"):
        return show_proof_page(request, stored.record, keys)
    return show_request(request, stored)


finish_start("PERSONAL_DATA_TABLE", "LEDGER_TABLE", "GUARD_TABLE", "PROOF_BUCKET", "KEYS_SECRET", "MAIL_FROM")

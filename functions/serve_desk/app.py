"""/desk and all below it: the staff desk, where people with a name work on requests, messages, enrollments and payments."""

from desk.app import build_app
from loket.settings import finish_start
from mangum import Mangum

finish_start(
    "PERSONAL_DATA_TABLE",
    "LEDGER_TABLE",
    "COURSE_TABLE",
    "GUARD_TABLE",
    "SESSION_TABLE",
    "PROOF_BUCKET",
    "KEYS_SECRET",
    "DESK_SECRET",
    "PAYMENT_PROVIDER",
    "PAYMENT_SECRET",
    "PUBLIC_URL",
    "OIDC_ISSUER",
    "OIDC_CLIENT_ID",
    "OIDC_ROLES_CLAIM",
    "FOUR_EYES",
)
handler = Mangum(build_app(), lifespan="off", text_mime_types=["text/", "application/json", "application/problem+json"])

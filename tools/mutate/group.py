"""The groups of modules whose tests are judged. Whatever ships is in one of them, or among what is only shown."""

from pathlib import Path

_LOKET = "layers/loket/loket"
_DESK = "layers/desk/desk"

# What may happen, and how it is decided.
_DOMAIN = (
    f"{_LOKET}/core/*.py",
    f"{_LOKET}/*/domain/*.py",
    f"{_LOKET}/contact/message.py",
    f"{_LOKET}/privacy/transition.py",
    f"{_LOKET}/privacy/escalate.py",
    "functions/escalate_due_requests/app.py",
)
# How it is kept.
_STORAGE = (
    f"{_LOKET}/storage/*.py",
    f"{_LOKET}/*/store/*.py",
    f"{_LOKET}/*/store.py",
    f"{_LOKET}/payment/books.py",
    f"{_LOKET}/settings.py",
    "functions/relay_outbox/app.py",
)
# How it comes in.
_INTAKE = (
    f"{_LOKET}/http/*.py",
    f"{_LOKET}/enrollment/receipt.py",
    f"{_LOKET}/enrollment/take_in.py",
    f"{_LOKET}/enrollment/twice.py",
    f"{_LOKET}/enrollment/problem.py",
    f"{_LOKET}/enrollment/kept.py",
    f"{_LOKET}/privacy/problem.py",
    f"{_LOKET}/privacy/self_service.py",
    "functions/submit_*/app.py",
    "functions/list_courses/app.py",
    "functions/issue_challenge/app.py",
    "functions/follow_privacy_request/app.py",
)
# How it is paid.
_SETTLEMENT = (
    f"{_LOKET}/payment/checkout.py",
    f"{_LOKET}/payment/reconcile.py",
    f"{_LOKET}/payment/learned.py",
    f"{_LOKET}/payment/webhook.py",
    f"{_LOKET}/payment/provider/*.py",
    f"{_LOKET}/enrollment/attempt.py",
    f"{_LOKET}/enrollment/hold.py",
    f"{_LOKET}/enrollment/pay_again.py",
    f"{_LOKET}/payment/due.py",
    f"{_LOKET}/payment/sweep.py",
    "functions/create_payment/app.py",
    "functions/receive_payment_webhook/app.py",
    "functions/sweep_payments/app.py",
    "functions/show_enrollment/app.py",
)
# Who may see and do what.
_GUARDS = (
    f"{_LOKET}/staff/handle.py",
    f"{_DESK}/*.py",
    f"{_DESK}/auth/*.py",
    f"{_DESK}/audit/*.py",
    f"{_DESK}/requests/*.py",
    f"{_DESK}/tasks/action.py",
    f"{_DESK}/tasks/api.py",
    f"{_DESK}/subject/api.py",
    f"{_DESK}/subject/search.py",
    "functions/serve_desk/app.py",
)
GROUPS = {"domain": _DOMAIN, "storage": _STORAGE, "intake": _INTAKE, "settlement": _SETTLEMENT, "guards": _GUARDS}

# Words, and where they are put: pages, letters, logs. The tests of texts and of the browser are there for these.
SHOWN = (
    f"{_LOKET}/*.py",
    f"{_LOKET}/texts/**/*.py",
    f"{_LOKET}/mail/*.py",
    f"{_LOKET}/*/mail.py",
    f"{_LOKET}/*/page.py",
    f"{_DESK}/texts/**/*.py",
    f"{_DESK}/tasks/*.py",
    f"{_DESK}/subject/*.py",
    "functions/send_mail/app.py",
)


def find_modules(root: Path, patterns: tuple[str, ...]) -> set[str]:
    """Return the modules that patterns name; a package's own file says nothing and is none."""
    found = {path for pattern in patterns for path in root.glob(pattern) if path.name != "__init__.py"}
    return {str(path.relative_to(root)) for path in found}


def group_modules(root: Path) -> dict[str, set[str]]:
    """Return the modules of each group."""
    return {name: find_modules(root, patterns) for name, patterns in GROUPS.items()}

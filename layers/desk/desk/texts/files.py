"""Which text of the desk is in which file."""

from loket.texts.files import FILES as SHARED_FILES
from loket.texts.files import Files

# As `loket.texts.files.FILES`: how the ids in a file begin. What is of no one part is general.
DESK_FILES: Files = {
    "desk.texts.{}.requests": (
        *("desk.today.", "desk.unconfirmed.", "desk.ending.", "desk.count.", "desk.due."),
        *("desk.request.", "desk.proof.", "desk.register."),
        *("desk.right.", "desk.status.", "desk.channel.", "desk.language.", "desk.by.", "desk.event."),
        *("desk.move.", "desk.moved.", "desk.field.until", "desk.field.reason"),
        *("desk.error.extension_", "desk.error.in_future", "desk.error.too_long_ago"),
        *("desk.problem.move_", "desk.problem.request_", "desk.problem.proof_", "desk.problem.four_eyes."),
    ),
    "desk.texts.{}.tasks": (
        *("desk.work.", "desk.age.", "desk.state.", "desk.item.", "desk.task.", "desk.outcome.", "desk.payment."),
        *("desk.field.answer", "desk.field.outcome"),
        *("desk.problem.moved.", "desk.problem.still_held.", "desk.problem.no_seat.", "desk.problem.money_went_back."),
    ),
    "desk.texts.{}.subject": (
        *("desk.search.", "desk.why.", "desk.person.", "desk.kind.", "desk.kept.", "desk.purpose.", "desk.effect."),
        *("desk.vat.", "desk.mode.", "desk.provider.", "desk.money_back.", "desk.money_left."),
        *("desk.field.sought", "desk.error.sought", "desk.error.why"),
    ),
    "desk.texts.{}.audit": ("desk.ledger.",),
    "desk.texts.{}.general": ("desk.",),
}
FILES: Files = {**DESK_FILES, **SHARED_FILES}

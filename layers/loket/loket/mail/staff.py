"""Notices to staff: a reference and what to look at, and no personal data; the rest is behind the desk's sign-in."""

from collections.abc import Mapping
from typing import Any

from loket.domain.item import ItemKind
from loket.domain.language import Language
from loket.domain.screening import Doubt, must_hold_mail
from loket.mail.letter import Letter, Section
from loket.texts import text

_NAMES = {ItemKind.ENROLLMENT: "enrollment", ItemKind.MESSAGE: "contact"}


def notify_staff(item: Mapping[str, Any], *, to: str) -> Letter:
    """Return the notice that something has come in; staff are addressed in Dutch."""
    name, reference = _NAMES[ItemKind(item["kind"])], item["reference"]
    doubts = frozenset(map(Doubt, item["doubts"]))
    told = [text(f"mail.staff.{name}.opening", Language.NL, reference=reference), *tell_doubts(doubts)]
    return Letter(
        to=to,
        language=Language.NL,
        subject=text(f"mail.staff.{name}.subject", Language.NL, reference=reference),
        greeting=None,
        sections=(Section(title=None, paragraphs=tuple(told)),),
    )


def tell_doubts(doubts: frozenset[Doubt]) -> tuple[str, ...]:
    """Return what a notice says about the doubts there are, and whether mail was held for them."""
    if not doubts:
        return ()
    named = "; ".join(text(f"doubt.{doubt}", Language.NL) for doubt in sorted(doubts))
    held = [text("mail.staff.held", Language.NL)] if must_hold_mail(doubts) else []
    return (text("mail.staff.doubts", Language.NL, doubts=named), *held)

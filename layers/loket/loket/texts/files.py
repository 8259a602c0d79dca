"""Which text is in which file, and a mapping that reads a file no sooner than one of its texts is asked for.

Apart from `loket.texts`, as most answers say nothing in words: their cold start pays for none of this.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import override

from loket.core.language import Language

type Files = Mapping[str, tuple[str, ...]]

# How the ids in a file begin; the first file that fits has the text. What no capability has for itself is shared.
FILES: Files = {
    "loket.texts.{}.contact": ("topic.", "page.contact.", "mail.contact.", "mail.answer.", "mail.received.topic"),
    "loket.texts.{}.enrollment": (
        *("error.course_", "error.already_enrolled", "field.confirm_again", "consent.", "page.enrollment.", "page.place."),
        *("mail.enrollment.", "mail.received.course", "mail.place.", "mail.warn_place.", "mail.tell_"),
    ),
    "loket.texts.{}.payment": (
        *("problem.payment_", "page.payment.", "mail.payment.", "mail.money."),
        *("mail.offer_", "mail.confirm_", "mail.staff.notify_"),
    ),
    "loket.texts.{}.staff": (
        *("doubt.", "mail.staff.enrollment.", "mail.staff.contact.", "mail.staff.doubts", "mail.staff.held"),
    ),
    "loket.texts.{}.privacy": (
        *("right.", "status.", "field.kind", "field.details", "field.purpose", "field.recipient_"),
        *("page.privacy_request.", "page.due_on", "page.confirm_by_mail"),
        *("mail.request.", "mail.step.", "mail.delay."),
        *("mail.staff.request.", "mail.staff.step.", "mail.staff.digest."),
    ),
    "loket.texts.{}.privacy_page": (
        *("step.", "page.request.", "page.proof.", "field.action", "field.information"),
        *("problem.move_", "problem.request_", "problem.proof_"),
    ),
    "loket.texts.{}.shared": ("",),
}


class Texts(Mapping[str, str]):
    """The texts of a language, by id. A file is read once one of its texts is asked for: a cold start needs few of them."""

    def __init__(self, language: Language, files: Files) -> None:
        """Take the language, and which files there are."""
        self._language = language
        self._files = files
        self._found: dict[str, str] = {}

    @override
    def __getitem__(self, name: str) -> str:
        if name not in self._found:
            self._found |= self._read(next(file for file, starts in self._files.items() if name.startswith(starts)))
        return self._found[name]

    @override
    def __iter__(self) -> Iterator[str]:
        for file in self._files:
            yield from self._read(file)

    @override
    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _read(self, file: str) -> Mapping[str, str]:
        read: Mapping[str, str] = import_module(file.format(self._language.value)).TEXTS
        return read

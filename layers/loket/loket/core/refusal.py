"""How input is refused: named fields with codes, never the values."""

from dataclasses import dataclass

# A field is named in the answer, but a name can be as hostile as a value: past this it is cut.
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, order=True)
class FieldError:
    """One thing that is wrong: the field's name and a code that has a text in each language."""

    field: str
    code: str


class FormRefused(ValueError):
    """The form cannot be taken in as it is; `errors` says per field why, without repeating any value."""

    errors: tuple[FieldError, ...] = ()

    def __init__(self, *errors: FieldError) -> None:
        """Keep the errors, and put their names and codes (never values) in the message."""
        super().__init__(", ".join(f"{error.field}: {error.code}" for error in errors))
        self.errors = errors


def printable_name(name: str) -> str:
    """Return a field name of somebody else's making as it may be repeated: short, only letters, digits, `_` and `-`."""
    return "".join(sign for sign in name[:_LONGEST_NAME] if sign.isalnum() or sign in "_-") or "?"

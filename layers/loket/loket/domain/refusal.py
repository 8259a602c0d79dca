"""How input is refused: named fields with codes, never the values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class FieldError:
    """One thing that is wrong: the field's name and a code that has a text in each language."""

    field: str
    code: str


class FormRefused(ValueError):
    """The form cannot be taken in as it is; `errors` says per field why, without repeating any value."""

    def __init__(self, *errors: FieldError) -> None:
        """Keep the errors, and put their names and codes (never values) in the message."""
        super().__init__(", ".join(f"{error.field}: {error.code}" for error in errors))
        self.errors = errors

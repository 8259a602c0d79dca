"""docs/promises.md: what the privacy statement promises, the code that keeps it, and the test that would fail."""

import tomllib
from collections import Counter
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from tools.documents.markdown import NOTICE, ROOT, link, table

LAST = 23


class Standing(StrEnum):
    """How far a promise is kept by this version of the software."""

    KEPT = "kept"
    IN_PART = "in part"
    NOT_YET = "not yet"


class Promise(BaseModel):
    """One promise: what it asks, where it stands, and the places that keep and test it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    promise: str
    standing: Standing
    today: str
    kept_by: tuple[str, ...] = ()
    tested_by: tuple[str, ...] = ()


class Register(BaseModel):
    """The promises in their order, each exactly once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    opening: str
    promises: tuple[Promise, ...]


class RegisterIncomplete(Exception):
    """A promise is missing, stands twice, or claims to be kept by nothing."""


def describe_promises() -> str:
    """Return the whole document; raise where a promise points at nothing."""
    register = Register.model_validate(tomllib.loads((ROOT / "docs" / "promises.toml").read_text("utf-8")))
    check_register(register)
    parts = ["# The promises", NOTICE, register.opening, _describe_standing(register)]
    parts += [_describe_promise(promise) for promise in register.promises]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def check_register(register: Register) -> None:
    """Refuse a register in which a promise is missing, or is said to be kept without code and a test to show for it."""
    if [promise.id for promise in register.promises] != [f"P{number:02}" for number in range(1, LAST + 1)]:
        raise RegisterIncomplete("P01 to P23, in order, each once")
    for promise in register.promises:
        if promise.standing is not Standing.NOT_YET and not (promise.kept_by and promise.tested_by):
            raise RegisterIncomplete(f"{promise.id} names no code, or no test")


def _describe_standing(register: Register) -> str:
    counted = Counter(promise.standing for promise in register.promises)
    rows = [(standing, str(counted[standing]), _names(register, standing)) for standing in Standing]
    return table(("Standing", "How many", "Which"), rows)


def _names(register: Register, standing: Standing) -> str:
    return ", ".join(promise.id for promise in register.promises if promise.standing is standing)


def _describe_promise(promise: Promise) -> str:
    lines = [f"## {promise.id} {promise.title}: {promise.standing}", promise.promise, f"**Today.** {promise.today}"]
    lines += [f"**Kept by** {', '.join(map(link, promise.kept_by))}."] if promise.kept_by else []
    lines += [f"**Would fail** {', '.join(map(link, promise.tested_by))}."] if promise.tested_by else []
    return "\n\n".join(lines)

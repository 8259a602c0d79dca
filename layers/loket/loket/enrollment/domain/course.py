"""Courses: what is offered, and which fields each course may ask of a person, and why."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from loket.core.retention import LOCAL_TIME


class Sector(StrEnum):
    """For whom a course is, as the privacy statement lists them."""

    PO_VO = "po_vo"
    MBO = "mbo"
    HBO = "hbo"
    BUSINESS = "business"
    CARE = "care"


class Vat(StrEnum):
    """How turnover tax treats the course: listed education is exempt (Wet OB 1968, art. 11(1)(o))."""

    EXEMPT = "exempt"
    HIGH = "high"


class Need(StrEnum):
    """Why a course asks for a field."""

    REQUIRED = "required"
    CONSENT = "consent"
    LAW = "law"


class Part(BaseModel):
    """Base of what a course is made of: closed and frozen."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Words(Part):
    """A text in both languages."""

    nl: str = Field(min_length=1)
    en: str = Field(min_length=1)


class AskedField(Part):
    """A field that a course asks for: why, and for a sensitive one under which law."""

    name: str
    need: Need
    why: Words
    legal_ground: str | None = None

    @model_validator(mode="after")
    def _law_is_named(self) -> Self:
        if (self.need is Need.LAW) != bool(self.legal_ground):
            raise ValueError("need 'law' goes with a legal_ground, and only that need does")
        return self


class Course(Part):
    """One course of the catalogue. Money is cents; `closes_on` is the last local date on which one can enroll.

    For `pay_within_days` a seat waits for its payment; after that it comes free.
    """

    code: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)
    title: Words
    summary: Words
    sector: Sector
    flexible_route: bool = False
    price_cents: Annotated[int, Field(ge=0)]
    currency: str = "EUR"
    vat: Vat
    capacity: Annotated[int, Field(gt=0)] | None = None
    pay_within_days: Annotated[int, Field(ge=3, le=60)] | None = None
    closes_on: date
    fields: tuple[AskedField, ...] = ()

    @property
    def closes_at(self) -> datetime:
        """Return the moment from which one can no longer enroll: the end of the last day, in the Netherlands."""
        return datetime.combine(self.closes_on + timedelta(days=1), time.min, LOCAL_TIME).astimezone(UTC)

    def is_open(self, *, at: datetime) -> bool:
        """Return whether one can still enroll at an aware moment."""
        return at.astimezone(LOCAL_TIME).date() <= self.closes_on

    def named(self, need: Need) -> frozenset[str]:
        """Return the names of the fields that the course asks for out of one need."""
        return frozenset(field.name for field in self.fields if field.need is need)

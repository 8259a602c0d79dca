"""The catalogue: the reviewed list of courses, and what it may not ask of people."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from loket.core.inventory import sensitive_fields
from loket.enrollment.domain.course import Course, Need, Part
from loket.enrollment.domain.enrollment import ASKABLE, EnrollmentFields


class CatalogueRefused(ValueError):
    """The catalogue asks for something that the data inventory does not allow."""


class Catalogue(Part):
    """The reviewed list of courses; `valid_until` is the date before which it must be reviewed again."""

    version: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}(\.\d)?$")
    valid_until: date
    courses: tuple[Course, ...] = Field(min_length=1, max_length=500)

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        codes = [course.code for course in self.courses]
        if len(set(codes)) != len(codes):
            raise ValueError("two courses have the same code")
        return self


def check_catalogue(catalogue: Catalogue) -> None:
    """Refuse a catalogue that asks for an unknown field, or for a sensitive one without a law, or the other way round.

    A course says within how many days one pays if and only if it costs money.
    """
    sensitive = sensitive_fields(EnrollmentFields)
    for course in catalogue.courses:
        if bool(course.price_cents) != (course.pay_within_days is not None):
            raise CatalogueRefused(f"{course.code}: pay_within_days goes with a price, and only with that")
        for field in course.fields:
            if field.name not in ASKABLE:
                raise CatalogueRefused(f"{course.code} asks for {field.name}, which is not a field of the form")
            if (field.name in sensitive) != (field.need is Need.LAW):
                raise CatalogueRefused(f"{course.code}: {field.name} is sensitive if and only if a law asks for it")

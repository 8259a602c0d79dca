"""The courses of the tests: of every kind that there is, and open for a year from any day, whatever the real ones become."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

type Json = dict[str, Any]

BORN = "date_of_birth place_of_birth"
HOME = "street house_number postcode city"
PAY_WITHIN = 14
LAW = "WEB art. 2.5.5a"


def describe_course(code: str, price: int, capacity: int | None, asked: dict[str, str], **more: object) -> Json:
    """Return a course that asks for fields, separated by spaces, out of each need; its price is in cents."""
    why = {"nl": "De cursus vraagt het.", "en": "The course asks for it."}
    ground = {"law": {"legal_ground": LAW}}
    fields = [
        {"name": name, "need": need, "why": why, **ground.get(need, {})}
        for need, names in asked.items()
        for name in names.split()
    ]
    said = {"nl": f"Cursus {code}", "en": f"Course {code}"}
    fixed = {"code": code, "title": said, "summary": said, "sector": "mbo", "flexible_route": False, "vat": "exempt"}
    paid = {"pay_within_days": PAY_WITHIN} if price else {}
    return {**fixed, "price_cents": price, "capacity": capacity, **paid, "fields": fields, **more}


COURSES = (
    describe_course("nederlands-op-de-werkvloer", 45_000, None, {"consent": "education_level country"}, vat="high"),
    describe_course("proefles-lesgeven", 0, 400, {"consent": "phone"}),
    describe_course("orde-houden-vo", 29_500, 160, {"consent": "phone"}, sector="po_vo"),
    describe_course("trainer-bedrijven", 119_500, 140, {"consent": "phone iban"}, sector="business", vat="high"),
    describe_course("praktijkopleider-mbo", 54_500, None, {"required": BORN, "consent": "gender"}),
    describe_course("rekencoach-po", 79_500, 240, {"required": BORN, "consent": "phone education_level"}, sector="po_vo"),
    describe_course(
        "flexibele-leerroute-mbo",
        249_500,
        300,
        {"required": f"{BORN} phone {HOME}", "law": "bsn nationality", "consent": "gender education_level"},
        flexible_route=True,
    ),
    describe_course(
        "flexibele-leerroute-zij-instroom",
        349_500,
        120,
        {"required": f"{BORN} phone {HOME}", "law": "employer marital_status", "consent": "education_level"},
        flexible_route=True,
    ),
)


def find_course(code: str) -> Json:
    """Return the course with a code."""
    return next(course for course in COURSES if course["code"] == code)


def write_catalogue(place: Path, *, today: date | None = None, more: Sequence[Json] = ()) -> None:
    """Write a catalogue with these courses, and more, open for a year from a day; without one from now on."""
    day = today or datetime.now(UTC).date()
    courses = [{"closes_on": str(day + timedelta(days=365)), **course} for course in (*COURSES, *more)]
    catalogue = {"version": str(day), "valid_until": str(day + timedelta(days=400)), "courses": courses}
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(catalogue), encoding="utf-8")

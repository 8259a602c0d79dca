"""POST /enrollments with FastAPI, Mangum, Powertools and boto3's resource: the same rules and the same writes."""

import os
from datetime import datetime
from typing import Any

from fastapi import FastAPI, Request
from loket.core.doubt import must_hold_mail
from loket.core.item import ItemKind
from loket.core.key import new_sort_key
from loket.core.keyed_hash import person_id
from loket.core.reference import Referred, new_attempt, new_reference
from loket.core.refusal import FormRefused
from loket.core.retention import local_date_of
from loket.core.screening import screen
from loket.enrollment.domain.course import Course
from loket.enrollment.domain.effect import effects_of
from loket.enrollment.domain.enrollment import CourseUnknown, EnrollmentForm, EnrollmentStatus, enroll
from mangum import Mangum

from tools.bench.reference_shared import intake

app = FastAPI()
app.add_exception_handler(FormRefused, intake.tell_refusal)


class Sent(EnrollmentForm, defer_build=False):
    """The form, built at once: FastAPI adapts a model as soon as its route is there."""


@app.post("/enrollments", status_code=201)
def submit_enrollment(form: Sent, request: Request) -> dict[str, Any]:
    """Store an enrollment."""
    now = intake.read_clock(request)
    proof = intake.check_proof(form, now)
    doubts = screen(
        honeypot=form.website, proof=proof, name=f"{form.first_name} {form.last_name}", words=form.message, now=now
    )
    held = must_hold_mail(doubts)
    course = find_course(form.course, now)
    enrolled = enroll(
        form, course, reference=new_reference(Referred.ENROLLMENT), doubts=doubts, attempt=new_attempt(), received_at=now
    )
    enrollment = enrolled.enrollment
    person, about = person_id(intake.load_keys(), form.email), new_sort_key(ItemKind.ENROLLMENT, at=now)
    answer = {
        "reference": enrollment.reference,
        "status": EnrollmentStatus.RECEIVED,
        "discarded": enrollment.discarded,
        "redacted": enrollment.redacted,
        "kept_until": local_date_of(enrollment.expires_at),
        "payment": None,
    }
    intake.commit(
        [
            *intake.guard(form, proof, request, answer, now),
            *([] if held else [take_seat(course, now)]),
            intake.put_record(ItemKind.ENROLLMENT, person, enrollment, about),
            *(
                intake.put_record(ItemKind.CONSENT, person, consent, new_sort_key(ItemKind.CONSENT, at=now))
                for consent in enrolled.consents
            ),
            *(intake.put_effect(kind, person, about, now) for kind in effects_of(enrollment)),
        ]
    )
    intake.logger.info("enrollment.received", course=course.code, doubts=len(doubts))
    return answer


def find_course(code: str, now: datetime) -> Course:
    """Return the course with a code."""
    table = intake.tables.Table(os.environ["COURSE_TABLE"])
    item: dict[str, Any] = table.get_item(Key={"pk": "CATALOGUE", "sk": f"COURSE#{code}"}).get("Item", {})
    if min(item.get("expires_at", 0), item.get("offered_until", 0)) <= now.timestamp():
        raise CourseUnknown
    return Course.model_validate(item["course"])


def take_seat(course: Course, now: datetime) -> dict[str, Any]:
    """Return the write that takes a place in a course."""
    offered = "attribute_exists(pk) AND expires_at > :now AND offered_until > :now"
    condition = f"{offered} AND (attribute_not_exists(places) OR seats_taken < places)"
    return {
        "Update": {
            "TableName": os.environ["COURSE_TABLE"],
            "Key": {"pk": "CATALOGUE", "sk": f"COURSE#{course.code}"},
            "UpdateExpression": "SET seats_taken = seats_taken + :one",
            "ConditionExpression": condition,
            "ExpressionAttributeValues": {":one": 1, ":now": int(now.timestamp())},
        }
    }


handler = Mangum(app, lifespan="off")

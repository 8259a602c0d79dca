"""GET /courses: the public catalogue, with the fields each course asks for, why, and how long they are kept."""

from typing import Any

from loket.enrollment.domain.course import Course
from loket.enrollment.kept import kept_in_words
from loket.enrollment.store.course import list_courses
from loket.http.answer import Answer, answer_json
from loket.http.problem import answers
from loket.http.request import Request
from loket.settings import finish_start


@answers
def handler(request: Request) -> Answer:
    """Answer with every course that one can enroll in now."""
    version, courses = list_courses(now=request.received_at)
    open_now = [_describe(course, taken) for course, taken in courses if course.is_open(at=request.received_at)]
    return answer_json(200, {"version": version, "courses": open_now}, cache_control="public, max-age=60")


def _describe(course: Course, taken: int) -> dict[str, Any]:
    described = course.model_dump(mode="json", exclude={"capacity"})
    left = None if course.capacity is None else max(0, course.capacity - taken)
    fields = [{**field.model_dump(mode="json"), "kept": kept_in_words(field.name)} for field in course.fields]
    return {**described, "places_left": left, "fields": fields}


finish_start("COURSE_TABLE")

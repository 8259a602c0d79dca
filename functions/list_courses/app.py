"""GET /courses: the public catalogue, with the fields each course asks for, why, and how long they are kept."""

from typing import Any

from loket.domain.course import Course
from loket.settings import finish_start
from loket.store.course import list_courses
from loket.texts.retention import kept_in_words
from loket.web.answer import Answer, answer_json
from loket.web.problem import answers
from loket.web.request import Request


@answers
def handler(request: Request) -> Answer:
    """Answer with every course that one can enroll in now."""
    version, courses = list_courses(now=request.received_at)
    open_now = [_tell(course, taken) for course, taken in courses if course.is_open(at=request.received_at)]
    return answer_json(200, {"version": version, "courses": open_now}, cache_control="public, max-age=60")


def _tell(course: Course, taken: int) -> dict[str, Any]:
    told = course.model_dump(mode="json", exclude={"capacity", "fields"})
    left = None if course.capacity is None else max(0, course.capacity - taken)
    fields = [{**asked.model_dump(mode="json"), "kept": kept_in_words(asked.name)} for asked in course.fields]
    return {**told, "places_left": left, "fields": fields}


finish_start("COURSE_TABLE")

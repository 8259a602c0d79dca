"""The last places of a course, when many want them at the very same moment."""

from concurrent.futures import ThreadPoolExecutor

from tests.running import RunningStack
from tests.system.counter import RACED_COURSE, RACED_PLACES, find_stored, is_clear, write_enrollment


def test_as_many_get_a_place_as_there_are(trial: RunningStack) -> None:
    forms = [write_enrollment(course=RACED_COURSE) for _ in range(12)]

    with ThreadPoolExecutor(len(forms)) as together:
        replies = list(together.map(lambda form: trial.post("/enrollments", form), forms))

    seated = [reply.json["reference"] for reply in replies if reply.status == 201]
    assert len(seated) == RACED_PLACES
    assert all(is_clear(reply, 422) for reply in replies if reply.status != 201)
    assert {item["reference"] for item in find_stored(trial, course=RACED_COURSE, kind="ENROLLMENT")} == set(seated)
    [course] = [one for one in trial.get("/courses").json["courses"] if one["code"] == RACED_COURSE]
    assert course["places_left"] == 0

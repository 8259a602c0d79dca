"""The command for whoever runs Loket: `courses load <file>`, `places recount [COURSE]`, `keys split <stack>`."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from loket.core.keyed_hash import KeyTooShort
from loket.enrollment.domain.catalogue import CatalogueRefused
from loket.enrollment.store.catalogue import CatalogueOutdated
from loket.settings import SettingMissing
from loket.storage.client import StoreRefused, StoreUnavailable
from pydantic import ValidationError

from tools.operate.catalogue import load_courses
from tools.operate.keys import KeysDiffer, find_secrets, split_keys
from tools.operate.places import CourseMissing, recount

_REFUSALS = (CatalogueRefused, CatalogueOutdated, ValidationError, OSError, KeysDiffer, KeyTooShort)


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code; what is not right is refused whole."""
    chosen = _make_parser().parse_args(arguments)
    try:
        print(_run(chosen))
    except _REFUSALS as refused:
        print(f"nothing done: {refused}", file=sys.stderr)
        return 1
    except SettingMissing as missing:
        print(f"nothing done: {missing} is not set", file=sys.stderr)
        return 1
    except CourseMissing:
        print(f"nothing counted: there is no course {chosen.course}", file=sys.stderr)
        return 1
    except (StoreRefused, StoreUnavailable) as failed:
        print(f"stopped, perhaps half way: {failed.__cause__}. Run it again once that is mended", file=sys.stderr)
        return 1
    return 0


def _run(chosen: argparse.Namespace) -> str:
    if chosen.area == "places":
        return "\n".join(recount(chosen.course, now=datetime.now(UTC)))
    return split_keys(find_secrets(chosen.stack)) if chosen.area == "keys" else load_courses(chosen.file)


def _make_parser() -> argparse.ArgumentParser:
    command = argparse.ArgumentParser(prog="python -m tools.operate", description=__doc__)
    areas = command.add_subparsers(dest="area", required=True)
    courses = areas.add_parser("courses", help="the catalogue").add_subparsers(dest="action", required=True)
    courses.add_parser("load", help="check a catalogue file and write it to CourseTable").add_argument("file", type=Path)
    keys = areas.add_parser("keys", help="the keys of our keyed hashes and signatures").add_subparsers(
        dest="action", required=True
    )
    keys.add_parser("split", help="fill the secrets of the groups from the master key").add_argument("stack")
    places = areas.add_parser("places", help="the places taken").add_subparsers(dest="action", required=True)
    words = "count the enrollments that have a place, and set the count"
    places.add_parser("recount", help=words).add_argument("course", nargs="?", help="the code of one course")
    return command


if __name__ == "__main__":
    sys.exit(main())

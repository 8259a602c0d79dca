"""The command for whoever runs Loket: `python -m tools.operate courses load <file>`, `... keys split <stack>`."""

import argparse
import sys
from pathlib import Path

from loket.core.keyed_hash import KeyTooShort
from loket.enrollment.domain.catalogue import CatalogueRefused
from loket.enrollment.store.catalogue import CatalogueOutdated
from loket.settings import SettingMissing
from loket.storage.client import StoreRefused, StoreUnavailable
from pydantic import ValidationError

from tools.operate.catalogue import load_courses
from tools.operate.keys import KeysDiffer, find_secrets, split_keys

_REFUSALS = (CatalogueRefused, CatalogueOutdated, ValidationError, OSError, KeysDiffer, KeyTooShort)


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code; what is not right is refused whole."""
    chosen = _make_parser().parse_args(arguments)
    try:
        print(split_keys(find_secrets(chosen.stack)) if chosen.area == "keys" else load_courses(chosen.file))
    except _REFUSALS as refused:
        print(f"nothing done: {refused}", file=sys.stderr)
        return 1
    except SettingMissing as missing:
        print(f"nothing done: {missing} is not set", file=sys.stderr)
        return 1
    except (StoreRefused, StoreUnavailable) as failed:
        print(f"stopped half way, run it again: {failed.__cause__}", file=sys.stderr)
        return 1
    return 0


def _make_parser() -> argparse.ArgumentParser:
    command = argparse.ArgumentParser(prog="python -m tools.operate", description=__doc__)
    areas = command.add_subparsers(dest="area", required=True)
    courses = areas.add_parser("courses", help="the catalogue").add_subparsers(dest="action", required=True)
    courses.add_parser("load", help="check a catalogue file and write it to CourseTable").add_argument("file", type=Path)
    keys = areas.add_parser("keys", help="the keys of our keyed hashes and signatures").add_subparsers(
        dest="action", required=True
    )
    keys.add_parser("split", help="fill the secrets of the groups from the master key").add_argument("stack")
    return command


if __name__ == "__main__":
    sys.exit(main())

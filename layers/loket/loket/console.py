"""The command for whoever runs Loket: `python -m loket.console courses load catalogue/courses.json`."""

import argparse
import sys
from pathlib import Path

from pydantic import ValidationError

from loket.domain.catalogue import Catalogue, CatalogueRefused, check_catalogue
from loket.store.catalogue import CatalogueOutdated, store_catalogue
from loket.store.client import StoreUnavailable


def load_courses(file: Path) -> str:
    """Check a reviewed catalogue, write it to CourseTable, and return what was done in one line."""
    catalogue = Catalogue.model_validate_json(file.read_bytes())
    check_catalogue(catalogue)
    store_catalogue(catalogue)
    return f"{len(catalogue.courses)} courses of version {catalogue.version} loaded"


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code; a catalogue that is not right is refused whole."""
    command = argparse.ArgumentParser(prog="loket", description=__doc__)
    areas = command.add_subparsers(dest="area", required=True)
    courses = areas.add_parser("courses", help="the catalogue").add_subparsers(dest="action", required=True)
    courses.add_parser("load", help="check a catalogue file and write it to CourseTable").add_argument("file", type=Path)
    chosen = command.parse_args(arguments)
    try:
        print(load_courses(chosen.file))
    except (CatalogueRefused, CatalogueOutdated, ValidationError, OSError) as refused:
        print(f"nothing loaded: {refused}", file=sys.stderr)
        return 1
    except StoreUnavailable as failed:
        print(f"stopped half way, run it again: {failed.__cause__}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

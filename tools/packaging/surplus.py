"""What arrives in a build and is never imported by a function."""

import shutil
from pathlib import Path

SURPLUS = (
    "**/__pycache__",
    "bin",
    # Left by uv where it installs.
    ".lock",
    "*.dist-info/RECORD",
    "*.dist-info/INSTALLER",
    "*.dist-info/REQUESTED",
    # What went into a wheel's own build: read by scanners, which have the lock, and by nothing at run time.
    "*.dist-info/sboms",
    "*/tests",
    "dateutil/zoneinfo/*.tar.gz",
    # Registers of makers of network cards, SIM cards, places and banks: none of them backs a number that we check.
    "stdnum/oui.*",
    "stdnum/imsi.*",
    "stdnum/isbn.*",
    "stdnum/isil.*",
    "stdnum/cn",
    "stdnum/at/postleitzahl.*",
    "stdnum/nz/banks.*",
    # Powertools answers no HTTP here: each route is a function of its own.
    "aws_lambda_powertools/event_handler",
)


def remove_surplus(packages: Path) -> None:
    """Delete it from a layer's or a function's folder."""
    for pattern in SURPLUS:
        for path in sorted(packages.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

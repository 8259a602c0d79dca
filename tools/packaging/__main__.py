"""Finish a build: `python -m tools.packaging [.aws-sam/build]`. Running it twice changes nothing."""

import sys
from pathlib import Path

from tools.packaging import bytecode, sdk, surplus, trust, usage

ROOT = Path(__file__).parents[2]
# Byte code belongs to one Python; the functions' runtime has this one.
RUNTIME = (3, 13)


class WrongPython(Exception):
    """The build runs on another Python than the functions will."""


def main(arguments: list[str]) -> None:
    """Cut, compile and report every layer and function folder of a build."""
    if sys.version_info[:2] != RUNTIME:
        raise WrongPython
    build = Path(arguments[0]) if arguments else ROOT / ".aws-sam" / "build"
    names = usage.collect_names([ROOT / "functions", ROOT / "layers"])
    for layer in sorted(folder.parent for folder in build.glob("*/python")):
        finish_layer(layer / "python", names)
    for function in sorted(path.parent for path in build.glob("*/app.py")):
        surplus.remove_surplus(function)
        bytecode.compile_folder(function, shown_as="/var/task")


def finish_layer(packages: Path, names: frozenset[str]) -> None:
    """Cut a layer down to what is used, compile it, and print its size."""
    surplus.remove_surplus(packages)
    if (packages / "botocore").is_dir():
        sdk.cut_data(packages / "botocore" / "data", names)
        trust.cut_bundle(packages / "botocore" / "cacert.pem")
    own = frozenset(folder.name for folder in ROOT.glob("layers/*/*/"))
    bytecode.compile_libraries(packages, own=own, shown_as="/opt/python")
    size = sum(path.stat().st_size for path in packages.rglob("*") if path.is_file())
    sys.stdout.write(f"{packages.parent.name}: {size / 1_000_000:.1f} MB unpacked\n")


main(sys.argv[1:])

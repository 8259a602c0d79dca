"""The last step of a layer's or a function's build: `python -m tools.packaging layer|function FOLDER`.

The Makefile beside this calls it. Running it twice changes nothing.
"""

import sys
from pathlib import Path

from tools.packaging import bytecode, surplus, trust, usage

ROOT = Path(__file__).parents[2]


def finish_layer(layer: Path) -> None:
    """Cut a layer down to what is used, compile it, and print its size."""
    packages = layer / "python"
    surplus.remove_surplus(packages)
    if (packages / "botocore").is_dir():
        _cut_botocore(packages / "botocore")
    own = frozenset(folder.name for folder in ROOT.glob("layers/*/*/"))
    bytecode.compile_libraries(packages, own=own, shown_as="/opt/python")
    size = sum(path.stat().st_size for path in packages.rglob("*") if path.is_file())
    print(f"{size / 1_000_000:.1f} MB unpacked")


def finish_function(function: Path) -> None:
    """Compile a function's module."""
    bytecode.compile_folder(function, shown_as="/var/task")


def _cut_botocore(botocore: Path) -> None:
    # Only a layer that has botocore can lend it to what cuts it.
    from tools.packaging import sdk

    sdk.cut_data(botocore / "data", usage.collect_names([ROOT / "functions", ROOT / "layers"]))
    trust.cut_bundle(botocore / "cacert.pem")


if __name__ == "__main__":
    {"layer": finish_layer, "function": finish_function}[sys.argv[1]](Path(sys.argv[2]))

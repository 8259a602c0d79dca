"""Pack functions and layers from source, the way Lambda wants to receive them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from local.errors import CannotStart


class NothingToPack(CannotStart):
    """A folder named in the template holds no Python source."""


def pack_function(folder: Path) -> bytes:
    """Return a zip of a function's folder, its modules at the top."""
    return _pack(folder, prefix=Path())


def pack_layer(folder: Path) -> bytes:
    """Return a zip of a layer's own packages; what they depend on is in the virtual environment."""
    return _pack(folder, prefix=Path("python"))


def _pack(folder: Path, *, prefix: Path) -> bytes:
    files = [path for path in sorted(folder.rglob("*")) if _ships(path, folder)]
    if not any(path.suffix == ".py" for path in files):
        message = f"no Python source in {folder}"
        raise NothingToPack(message)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, str(prefix / path.relative_to(folder)))
    return buffer.getvalue()


def _ships(path: Path, folder: Path) -> bool:
    inside = path.relative_to(folder).parts
    return path.is_file() and "__pycache__" not in inside and not inside[0].startswith(".")

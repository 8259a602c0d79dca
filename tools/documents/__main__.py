"""Write the generated documents: `python -m tools.documents`; with `--check` it names those that are stale, and exits 1."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.documents import desk, openapi
from tools.documents.lifecycle import describe_lifecycle
from tools.documents.markdown import ROOT, PlaceMissing
from tools.documents.privacy import describe_privacy
from tools.documents.promise import RegisterIncomplete, describe_promises

FOLDER = ROOT / "docs"
DOCUMENTS: Mapping[str, Callable[[], str]] = {
    "lifecycle.md": describe_lifecycle,
    "privacy.md": describe_privacy,
    "promises.md": describe_promises,
    "openapi.json": openapi.render,
    "desk-openapi.json": desk.render,
}


def find_stale(documents: Mapping[Path, str]) -> list[Path]:
    """Return the files whose content is not what it would be if they were written now."""
    return [path for path, content in documents.items() if not path.exists() or path.read_text("utf-8") != content]


def main(arguments: list[str]) -> int:
    """Write or check the documents and return the exit code."""
    try:
        documents = {FOLDER / name: describe() for name, describe in DOCUMENTS.items()}
    except (PlaceMissing, RegisterIncomplete) as wrong:
        sys.stderr.write(f"nothing written: {type(wrong).__name__}: {wrong}\n")
        return 1
    stale = find_stale(documents)
    if "--check" in arguments:
        sys.stdout.writelines(f"{path.relative_to(ROOT)} is stale: run `make docs`\n" for path in stale)
        return int(bool(stale))
    for path in stale:
        path.write_text(documents[path], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

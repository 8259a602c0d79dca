"""What our own sources name, so that the build knows which parts of a library they can reach."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path


def collect_names(folders: Iterable[Path]) -> frozenset[str]:
    """Return every attribute and every string constant in the Python files of these folders.

    A client's method is either an attribute (`client.put_item`) or, where it is looked up, a string: so an operation that is
    not among these names cannot be called. A name too many costs bytes; one too few cannot happen without `eval`.
    """
    paths = sorted(path for folder in folders for path in folder.rglob("*.py"))
    return frozenset(name for path in paths for name in _names(ast.parse(path.read_text(encoding="utf-8"))))


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) | ast.Constant(value=str(name)):
                yield name

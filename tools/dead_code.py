"""Code that nothing uses: `python -m tools.dead_code` prints it, and exits 3 where there is any.

vulture finds it, as pyproject.toml tells it to; what only tests use is found too. Two things count as used that vulture
cannot see: what a template reads, and declared data. The fields of a model and the members of an enumeration are read by
name, from forms, tables and answers; that each has a purpose is the data inventory's affair.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from vulture import Vulture
from vulture.config import make_config

# Kinds of code, as vulture calls them: what data can be, and what a template can read.
DATA = frozenset({"variable", "attribute"})
READABLE = DATA | {"property", "method"}
TEMPLATES = ("*.html", "*.jinja", "*.txt")


def main() -> int:
    """Print what is never used, and return 3 where there is anything, as vulture itself does."""
    config = make_config([])
    finder = Vulture(ignore_names=config["ignore_names"], ignore_decorators=config["ignore_decorators"])
    finder.scavenge(config["paths"])
    folders = [Path(path) for path in config["paths"]]
    declared = {name for folder in folders for name in _all_declared(folder)}
    read = {name for folder in folders for name in _all_read_by_templates(folder)}
    unused = finder.get_unused_code(min_confidence=config["min_confidence"])
    dead = [item for item in unused if not is_read_by_name(item.typ, item.name, declared, read)]
    for item in dead:
        print(item.get_report())
    return 3 if dead else 0


def is_read_by_name(what: str, name: str, declared: set[str], read: set[str]) -> bool:
    """Return whether something that vulture finds unused is declared data, or is read by a template; no function is."""
    return (what in DATA and name in declared) or (what in READABLE and name in read)


def find_declared(tree: ast.Module) -> Iterator[str]:
    """Yield the fields of models and the members of enumerations; a dataclass has to be used as code is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and not _is_dataclass(node):
            yield from _find_data(node)


def find_read(template: str) -> Iterator[str]:
    """Yield the attributes that a template names where it computes something; elsewhere a dot is only a dot."""
    for part in re.findall(r"\{[{%](.*?)[%}]\}", template, flags=re.DOTALL):
        yield from re.findall(r"\.([a-z_]+)", part)


def _all_declared(folder: Path) -> set[str]:
    return {name for path in folder.rglob("*.py") for name in find_declared(ast.parse(path.read_text("utf-8")))}


def _all_read_by_templates(folder: Path) -> set[str]:
    templates = (path for kind in TEMPLATES for path in folder.rglob(kind))
    return {name for path in templates for name in find_read(path.read_text("utf-8"))}


def _is_dataclass(node: ast.ClassDef) -> bool:
    return any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list)


def _find_data(node: ast.ClassDef) -> Iterator[str]:
    is_enumeration = any(ast.unparse(base).endswith("Enum") for base in node.bases)
    for statement in node.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) if is_enumeration:
                yield name


if __name__ == "__main__":
    sys.exit(main())

"""Who uses a name: what runs once, a table at its import or a cached function, matters where another function reads it."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from tools.mutate.group import GROUPS, SHOWN, find_modules

Named = tuple[str, str]


class Usage:
    """The names that the modules define, and the lines of functions that read them, in any module."""

    def __init__(self, root: Path) -> None:
        """Read every module that ships."""
        files = sorted(find_modules(root, tuple({pattern for part in (*GROUPS.values(), SHOWN) for pattern in part})))
        self._trees = {file: ast.parse((root / file).read_text("utf-8")) for file in files}
        self._modules = {module_of(file): file for file in files}
        self._readers: dict[Named, list[tuple[str, int, str]]] = defaultdict(list)
        for file, tree in self._trees.items():
            self._read(file, tree)

    def statement(self, file: str, line: int) -> tuple[range, bool, str]:
        """Return the lines of the statement around a line, whether a function runs it, and the name that it defines."""
        top = next(node for node in self._trees[file].body if line in _extent(node))
        inner, runs_in_function, is_cached = top, False, _is_cached(top)
        node: ast.AST = top
        while True:
            runs_in_function = runs_in_function or (_is_function(node) and line >= node.body[0].lineno)  # type: ignore[attr-defined]
            found = next((child for child in _statements(node) if line in _extent(child)), None)
            if found is None:
                break
            inner = node = found
        return _header(inner), runs_in_function and not is_cached, next(iter(_defined(top)), "")

    def made_of(self, file: str, name: str) -> list[Named]:
        """Return a name, and all that is made of it where modules are imported: the nearest first."""
        made = [(file, name)]
        for named in made:
            made += dict.fromkeys(
                (where, owner) for where, _, owner in self._readers[named] if owner and (where, owner) not in made
            )
        return made

    def readers(self, file: str, name: str) -> Iterator[tuple[str, AbstractSet[int]]]:
        """Yield the lines of functions that read a name, directly or through what is made of it: the nearest first."""
        for named in self.made_of(file, name):
            yield from ((where, {line}) for where, line, owner in self._readers[named] if not owner)

    def runs_at_import(self, file: str, name: str) -> bool:
        """Return whether a name is read where a module is imported, beside in functions."""
        return any(owner for _, _, owner in self._readers[file, name])

    def _read(self, file: str, tree: ast.Module) -> None:
        own_names = {name: (file, name) for node in tree.body for name in _defined(node)}
        known = own_names | dict(self._imported(tree)) | dict(self._reached(tree))
        for top in tree.body:
            for line, read, is_run in _names(top):
                if read in known:
                    for owner in [""] if is_run and not _is_cached(top) else _defined(top):
                        self._readers[known[read]].append((file, line, owner))
            # What a function or a class is made of is run by whoever runs it.
            if isinstance(top, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                own = {line for line, _, is_run in _names(top) if is_run}
                self._readers[file, top.name] += [(file, line, "") for line in sorted(own)]

    def _imported(self, tree: ast.Module) -> Iterator[tuple[str, Named]]:
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in self._modules:
                yield from ((alias.asname or alias.name, (self._modules[node.module], alias.name)) for alias in node.names)

    def _reached(self, tree: ast.Module) -> Iterator[tuple[str, Named]]:
        """Yield what is read of a module that is imported as a whole, as it is written: `field.Street`."""
        whole = {
            alias.asname or alias.name: self._modules[f"{node.module}.{alias.name}"]
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if f"{node.module}.{alias.name}" in self._modules
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in whole:
                yield f"{node.value.id}.{node.attr}", (whole[node.value.id], node.attr)


def module_of(file: str) -> str:
    """Return the name by which a file is imported."""
    parts = Path(file).with_suffix("").parts
    return ".".join(parts[2:] if parts[0] == "layers" else parts)


def _names(top: ast.AST, *, is_run: bool = False) -> Iterator[tuple[int, str, bool]]:
    for child in ast.iter_child_nodes(top):
        inside = is_run or (_is_function(top) and child in top.body)  # type: ignore[attr-defined]
        if isinstance(child, ast.Name):
            yield child.lineno, child.id, inside
        elif isinstance(child, ast.Attribute) and isinstance(child.value, ast.Name):
            yield child.lineno, f"{child.value.id}.{child.attr}", inside
        yield from _names(child, is_run=inside)


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def _is_cached(node: ast.AST) -> bool:
    """Return whether a function runs once, as a module does, and whoever reads what it made runs none of its lines."""
    marks = getattr(node, "decorator_list", [])
    return any(isinstance(part, ast.Name) and part.id in ("cache", "lru_cache") for mark in marks for part in ast.walk(mark))


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            yield from child.body


def _extent(node: ast.stmt) -> range:
    marks = [mark.lineno for mark in getattr(node, "decorator_list", [])]
    return range(min([node.lineno, *marks]), (node.end_lineno or node.lineno) + 1)


def _header(node: ast.stmt) -> range:
    body = getattr(node, "body", None)
    return range(_extent(node).start, body[0].lineno) if isinstance(body, list) and body else _extent(node)


def _defined(node: ast.stmt) -> list[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.TypeAlias(name=ast.Name(id=name)):
            return [name]
    return []

"""Where a fault says nothing about the tests: what the type checker judges, and words that only operators read."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

Place = tuple[int, int]

# They declare the shape of a class, or only make something faster.
_DECORATORS = {"dataclass", "unique", "cache", "lru_cache", "override", "overload", "final"}
# Their words are for the type checker; `zip` tells by `strict` only what cannot happen.
_CALLS = {"cast", "NewType", "TypeVar", "zip"}


class Span(NamedTuple):
    """From a place in a file up to another; a line counts from 1, a column from 0."""

    start: Place
    end: Place

    def holds(self, place: Place) -> bool:
        """Return whether a place is inside."""
        return self.start <= place < self.end


class LeftOut:
    """The places of a file that are left alone."""

    def __init__(self, source: str) -> None:
        """Find them."""
        self._lines = source.splitlines()
        tree = ast.parse(source)
        self._out = [self._span(node) for node in _left_out(tree)]
        self._out += [Span((node.lineno, node.col_offset), self._start(node.body[0])) for node in _functions(tree)]
        # With the sign before it.
        self._out += [Span((start[0], start[1] - 1), end) for start, end in map(self._span, _shapes(tree))]
        self._kept = [self._span(default) for node in _functions(tree) for default in _defaults(node)]

    def __contains__(self, place: Place) -> bool:
        """Return whether a place is left alone."""
        inside = any(span.holds(place) for span in self._out)
        return inside and not any(span.holds(place) for span in self._kept)

    def _span(self, node: ast.AST) -> Span:
        end_line, end_column = getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0)
        return Span(self._start(node), (end_line, self._column(end_line, end_column)))

    def _start(self, node: ast.AST) -> Place:
        line, column = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
        return line, self._column(line, column)

    def _column(self, line: int, offset: int) -> int:
        """Return the column in characters of an offset in bytes, which is how `ast` counts."""
        return len(self._lines[line - 1].encode()[:offset].decode(errors="ignore"))


def _functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _defaults(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.expr]:
    yield from node.args.defaults
    yield from (default for default in node.args.kw_defaults if default)


def _left_out(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        match node:
            case ast.Import() | ast.ImportFrom() | ast.TypeAlias() | ast.Expr(value=ast.Constant()):
                yield node
            case ast.AnnAssign():
                yield node.annotation
            case ast.ClassDef():
                yield from (*node.bases, *node.keywords, *node.type_params)
            case ast.If() if "TYPE_CHECKING" in ast.unparse(node.test):
                yield node
            case ast.Call():
                yield from _words(node)
            case ast.Raise(exc=ast.Call(args=args)):
                yield from args


def _shapes(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        yield from (mark for mark in getattr(node, "decorator_list", []) if not _counts(mark))


def _counts(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(called).split(".")[-1] not in _DECORATORS


def _words(call: ast.Call) -> Iterator[ast.AST]:
    name = ast.unparse(call.func).split(".")[-1]
    # On a machine whose own encoding it is, it makes no difference.
    yield from (keyword for keyword in call.keywords if keyword.arg == "encoding")
    if name == "log_event":
        yield call
    elif name in _CALLS:
        yield from (*call.keywords, *(argument for argument in call.args if isinstance(argument, ast.Constant)))

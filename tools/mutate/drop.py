"""Operators that cosmic-ray lacks: what is left out. A condition, an argument by name, an entry of a table, a statement.

Each has the shape of an operator of cosmic-ray: where in a node it can be applied, and the node after that. The places are
listed at once, because they are gone when the node has been changed.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from parso.python.tree import Keyword, Name

Node = Any
Span = tuple[tuple[int, int], tuple[int, int]]


class DropEntry:
    """An entry of a list, tuple, set or dictionary that is written out is left out."""

    PLACES: ClassVar = {"testlist_comp", "dictorsetmaker"}

    def mutation_positions(self, node: Node) -> list[Span]:
        """Return where the entries are."""
        return [(node.children[start].start_pos, node.children[end - 1].end_pos) for start, end in self.entries(node)]

    def mutate(self, node: Node, index: int) -> Node:
        """Leave one out, with the comma after it."""
        start, end = self.entries(node)[index]
        has_comma = end < len(node.children) and node.children[end].get_code().strip() == ","
        del node.children[start : end + has_comma]
        return node

    def entries(self, node: Node) -> list[tuple[int, int]]:
        """Return where among the children of a node each entry begins and ends."""
        if node.type == "atom" and len(node.children) == _WITH_ONE and node.children[0].value in "[{":
            return [] if _is_several(node.children[1]) else [(1, 2)]
        if node.type not in self.PLACES or any("comp_for" in child.type for child in node.children):
            return []
        return list(_between_commas(node.children))


class DropArgument(DropEntry):
    """An argument that is given by name is left out; one without a name would only move the others."""

    PLACES: ClassVar = {"arglist"}

    def entries(self, node: Node) -> list[tuple[int, int]]:
        """Return where among the children of a node each argument by name begins and ends."""
        if node.type == "trailer" and len(node.children) == _WITH_ONE:
            found = [(1, 2)]
        else:
            found = list(_between_commas(node.children)) if node.type in self.PLACES else []
        return [(start, end) for start, end in found if _is_named(node.children[start])]


class DropOperand:
    """One side of an `and` or an `or` is left out."""

    def mutation_positions(self, node: Node) -> list[Span]:
        """Return where the sides are."""
        is_joined = node.type in ("and_test", "or_test")
        return [(side.start_pos, side.end_pos) for side in node.children[::2]] if is_joined else []

    def mutate(self, node: Node, index: int) -> Node:
        """Leave one out, with the word beside it."""
        at = 2 * index
        before = node.get_first_leaf().prefix
        del node.children[max(at - 1, 0) : max(at + 1, 2)]
        node.get_first_leaf().prefix = before
        return node


class DropFilter:
    """The `if` of a comprehension is left out."""

    def mutation_positions(self, node: Node) -> list[Span]:
        """Return where the condition is."""
        return [(node.start_pos, node.end_pos)] if node.type == "comp_if" else []

    def mutate(self, node: Node, _index: int) -> Node:
        """Take every element."""
        node.children = [Keyword("if", node.start_pos, prefix=" "), Keyword("True", node.start_pos, prefix=" ")]
        return node


class DropStatement:
    """A call whose answer nobody uses is not made, and what is raised is not."""

    KINDS: ClassVar = {"atom_expr", "power", "await", "raise_stmt"}

    def mutation_positions(self, node: Node) -> list[Span]:
        """Return where the statement is."""
        found = node.children[:1] if node.type == "simple_stmt" else []
        return [(child.start_pos, child.end_pos) for child in found if child.type in self.KINDS]

    def mutate(self, node: Node, _index: int) -> Node:
        """Do nothing instead."""
        prefix = node.children[0].get_first_leaf().prefix
        node.children[0] = Name("pass", node.start_pos, prefix=prefix)
        return node


# An opening bracket, what is inside, and a closing one.
_WITH_ONE = 3


def _between_commas(children: list[Node]) -> Iterator[tuple[int, int]]:
    start = 0
    for index, child in enumerate(children):
        if child.type == "operator" and child.value == ",":
            yield start, index
            start = index + 1
    if start < len(children):
        yield start, len(children)


def _is_several(node: Node) -> bool:
    return node.type in DropEntry.PLACES or (node.type == "operator" and node.value in "]}")


def _is_named(node: Node) -> bool:
    return node.type == "argument" and str(node.children[1].get_code()).strip() == "="

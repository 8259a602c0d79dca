"""Operators that cosmic-ray lacks: another text, another exception, and the other way round of `in`."""

from typing import Any

from parso.python.tree import Keyword, Name, String

Node = Any
Span = tuple[tuple[int, int], tuple[int, int]]


class ReplaceText:
    """A text that is written out is another one."""

    def mutation_positions(self, node: Node) -> list[Span]:
        """Return where the text is; an empty one is mostly what stands for nothing, and any other would too."""
        is_text = isinstance(node, String) and not node.value.endswith(('""', "''"))
        return [(node.start_pos, node.end_pos)] if is_text else []

    def mutate(self, node: Node, _index: int) -> Node:
        """Begin it with what stands nowhere."""
        quote = min(at for mark in "\"'" if (at := node.value.find(mark)) >= 0)
        length = 3 if node.value[quote : quote + 3] in ('"""', "'''") else 1
        start = quote + length
        return String(f"{node.value[:start]}XX{node.value[start:]}", node.start_pos, prefix=node.prefix)


class ReplaceException:
    """One that is caught is another one; cosmic-ray's own cannot change a name with a dot."""

    def mutation_positions(self, node: Node) -> list[Span]:
        """Return where each exception is named."""
        return [(name.start_pos, name.end_pos) for name in _caught(node)] if node.type == "except_clause" else []

    def mutate(self, node: Node, index: int) -> Node:
        """Name what is never raised."""
        name = _caught(node)[index]
        first = name.get_first_leaf()
        siblings = name.parent.children
        siblings[siblings.index(name)] = Name("NeverRaised", first.start_pos, prefix=first.prefix)
        return node


class ReplaceIn:
    """`in` is `not in`, and the other way round."""

    def mutation_positions(self, node: Node) -> list[Span]:
        """Return where the word is."""
        words = node.children[1::2] if node.type == "comparison" else []
        return [(word.start_pos, word.end_pos) for word in words if _is_in(word)]

    def mutate(self, node: Node, index: int) -> Node:
        """Turn it round."""
        at = [number for number, word in enumerate(node.children) if number % 2 and _is_in(word)][index]
        words = ["not", "in"] if _code(node.children[at]) == "in" else ["in"]
        node.children[at : at + 1] = [Keyword(word, node.start_pos, prefix=" ") for word in words]
        return node


def _caught(clause: Node) -> list[Node]:
    """Return the names of what an `except` catches, be it one, one in brackets, or some."""
    named = clause.children[1]
    if named.type != "atom":
        return [named]
    inner = named.children[1]
    return list(inner.children[::2]) if inner.type == "testlist_comp" else [inner]


def _is_in(word: Node) -> bool:
    return _code(word) in ("in", "not in")


def _code(word: Node) -> str:
    return str(word.get_code()).strip()

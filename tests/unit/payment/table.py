"""A table of alike cases as one test: every row that fails is named, and an empty table judges nothing."""

from collections.abc import Callable, Iterable

_LONGEST = 300


def failing[Row](rows: Iterable[Row], holds: Callable[[Row], bool]) -> list[str]:
    """Return each row of which it does not hold, with what was raised instead, if anything was."""
    table = list(rows)
    assert table
    return [f"{repr(row)[:_LONGEST]} {said}" for row in table if (said := _said(row, holds)) is not True]


def refusal[E: Exception](act: Callable[[], object], kind: type[E]) -> E:
    """Return how something is refused; that it is not, or for something else, is an error of the test."""
    try:
        given = act()
    except kind as refused:
        return refused
    raise AssertionError(f"not refused: {given!r}")


def _said[Row](row: Row, holds: Callable[[Row], bool]) -> object:
    try:
        return holds(row)
    except Exception as raised:  # noqa: BLE001 - the other rows are judged all the same, and this one is named
        return repr(raised)

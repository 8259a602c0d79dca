"""From an item's attributes to a record with named, typed ones: the way back from how it was written.

Nothing is checked again. What is stored was checked when it came in, and a rule that has become stricter since must not hide
what is kept about somebody: a value that its type does not have any more is read as the text that it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache, partial
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from loket.core.key import Key
from loket.core.retention import is_over

type Attributes = Mapping[str, Any]
type Convert = Callable[[Any], Any]


class RecordUnreadable(Exception):
    """An item does not have what its record must have: it was written by another version of Loket."""


def read_record[T](model: type[T], attributes: Attributes) -> T:
    """Return the record in an item; raise `RecordUnreadable` where a part is missing.

    A record is a pydantic model, a dataclass or a named tuple. Attributes that it does not name are left out.
    """
    shape: type = model
    converters, required = _shape(shape)
    if not required <= attributes.keys():
        raise RecordUnreadable(f"{model.__name__} without {', '.join(sorted(required - attributes.keys()))}")
    values = {name: convert(attributes[name]) for name, convert in converters.items() if name in attributes}
    if issubclass(model, BaseModel):
        return model.model_construct(**values)
    return model(**values)


def key_of(item: Attributes) -> Key:
    """Return the key of an item in a table with a sort key."""
    return Key(item["pk"], item["sk"])


def names_in(model: type) -> tuple[str, ...]:
    """Return the names of a record's attributes."""
    return tuple(_shape(model)[0])


def unexpired(items: Iterable[Attributes], *, now: datetime) -> Iterator[Attributes]:
    """Return the items whose retention period is not over; every read of a table goes through this."""
    return (item for item in items if not is_over(item["expires_at"], now=now))


@cache
def _shape(model: type) -> tuple[Mapping[str, Convert], frozenset[str]]:
    if issubclass(model, BaseModel):
        types = {name: info.annotation for name, info in model.model_fields.items()}
        required = [name for name, info in model.model_fields.items() if info.is_required()]
    elif is_dataclass(model):
        types = get_type_hints(model)
        required = [field.name for field in fields(model) if field.default is MISSING]
    elif issubclass(model, tuple):
        types = get_type_hints(model)
        required = [name for name in types if name not in getattr(model, "_field_defaults", ())]
    else:
        raise TypeError(model)
    return {name: _converter(annotation) for name, annotation in types.items()}, frozenset(required)


def _converter(annotation: Any) -> Convert:  # noqa: ANN401 - whatever stands behind a colon
    for part in _parts(annotation):
        origin = get_origin(part)
        if origin in {tuple, frozenset}:
            return partial(_each, origin, _converter(get_args(part)[0]))
        if origin is dict:
            return partial(_values, _converter(get_args(part)[1]))
        if isinstance(part, type) and issubclass(part, StrEnum):
            return partial(_as, part)
        if part is date:
            return partial(_as, date.fromisoformat)
        if isinstance(part, type) and is_dataclass(part):
            return partial(read_record, part)
    return _as_it_is


def _parts(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _parts(get_args(annotation)[0])
    elif origin in {Union, UnionType}:
        for part in get_args(annotation):
            yield from _parts(part)
    else:
        yield annotation


def _each(collection: Callable[[Iterable[Any]], Any], convert: Convert, parts: Iterable[Any]) -> Any:  # noqa: ANN401
    return collection(map(convert, parts))


def _values(convert: Convert, parts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: convert(part) for name, part in parts.items()}


def _as(convert: Convert, value: Any) -> Any:  # noqa: ANN401 - as above
    try:
        return convert(value)
    except ValueError:
        return value


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - text, numbers and truth need no conversion
    return value

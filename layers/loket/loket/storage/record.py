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
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from loket.core.item import RecordUnreadable
from loket.core.key import Key
from loket.core.retention import is_over

type Attributes = Mapping[str, Any]
type Convert = Callable[[Any], Any]


def read_record[T](model: type[T], attributes: Attributes) -> T:
    """Return the record in an item; raise `RecordUnreadable` where a part is missing.

    A record is a pydantic model, a dataclass or a named tuple. Attributes that it does not name are left out.
    """
    plain: type = model
    shape = _shape(plain)
    if not shape.required <= attributes.keys():
        raise RecordUnreadable(f"{model.__name__} without {', '.join(sorted(shape.required - attributes.keys()))}")
    values = {name: attributes.get(name, default) for name, default in shape.defaults.items()}
    for name, convert in shape.converters.items():
        if name in attributes:
            values[name] = convert(values[name])
    record: T = shape.make(values)
    return record


def key_of(item: Attributes) -> Key:
    """Return the key of an item in a table with a sort key."""
    return Key(item["pk"], item["sk"])


def names_in(model: type) -> tuple[str, ...]:
    """Return the names of a record's attributes."""
    return tuple(_shape(model).defaults)


def unexpired(items: Iterable[Attributes], *, now: datetime) -> Iterator[Attributes]:
    """Return the items whose retention period is not over; every read of a table goes through this."""
    return (item for item in items if not is_over(item["expires_at"], now=now))


class _Shape(NamedTuple):
    """How a record is made: what an attribute without a value is, which must have one, and what is made of values."""

    defaults: Mapping[str, Any]
    required: frozenset[str]
    converters: Mapping[str, Convert]
    make: Callable[[dict[str, Any]], Any]


@cache
def _shape(model: type) -> _Shape:
    types, defaults, make = _parts_of(model)
    converters = {name: convert for name, kind in types.items() if (convert := _converter(kind))}
    required = frozenset(types.keys() - defaults.keys())
    return _Shape({**dict.fromkeys(types), **defaults}, required, converters, make)


def _parts_of(model: type) -> tuple[Mapping[str, Any], Mapping[str, Any], Callable[[dict[str, Any]], Any]]:
    """Return the types of a record's attributes, their defaults where they have one, and what makes one of its values."""
    if issubclass(model, BaseModel):
        infos = model.model_fields
        defaults = {name: info.default for name, info in infos.items() if not info.is_required()}
        return {name: info.annotation for name, info in infos.items()}, defaults, partial(_restore, model)
    if is_dataclass(model):
        defaults = {field.name: field.default for field in fields(model) if field.default is not MISSING}
    elif issubclass(model, tuple):
        defaults = dict(getattr(model, "_field_defaults", {}))
    else:
        raise TypeError(model)
    return get_type_hints(model), defaults, lambda values: model(**values)


def _restore(model: type[BaseModel], values: dict[str, Any]) -> BaseModel:
    """Return a record as pickle makes one again: `model_construct` looks at each field anew, for half the cost of a read."""
    record = model.__new__(model)
    parts = {"__dict__": values, "__pydantic_fields_set__": set(values), "__pydantic_extra__": None}
    record.__setstate__({**parts, "__pydantic_private__": None})
    return record


def _converter(annotation: Any) -> Convert | None:  # noqa: ANN401 - whatever stands behind a colon
    for part in _parts(annotation):
        origin = get_origin(part)
        if origin in {tuple, frozenset}:
            return partial(_each, origin, _converter(get_args(part)[0]) or _as_it_is)
        if origin is dict:
            return partial(_values, _converter(get_args(part)[1]) or _as_it_is)
        if isinstance(part, type) and issubclass(part, StrEnum):
            return partial(_as, part)
        if part is date:
            return partial(_as, date.fromisoformat)
        if isinstance(part, type) and is_dataclass(part):
            return partial(read_record, part)
    # Text, numbers and truth are what they were written as.
    return None


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


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - as above
    return value

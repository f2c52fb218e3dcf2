"""Makes the objects of rows that were read, past pydantic's constructors.

Their dicts come from a function that is written for each choice of fields: a loop with names in place of values takes
half the time of one over dicts. Everything else is done by loops in C.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import repeat
from operator import attrgetter
from typing import Any, TypeVar

from pydantic import BaseModel

from vectorm.model.base import Model
from vectorm.model.given import SharedNames

M = TypeVar("M", bound=Model)

_slots: Mapping[str, Any] = vars(BaseModel)
_set_values = _slots["__dict__"].__set__
_set_given = _slots["__pydantic_fields_set__"].__set__
set_extra: Callable[[Any, object], None] = _slots["__pydantic_extra__"].__set__
set_private: Callable[[Any, object], None] = _slots["__pydantic_private__"].__set__
"""What pydantic keeps beside the fields. Going past `setattr` halves the time of making an object."""

_dict_of = attrgetter("__dict__")  # half the time of `vars`

_SOURCE = "lambda {columns}: [{{{pairs}}} for {values} in zip({columns})]"


def build(model: type[M], columns: Mapping[str, Iterable[Any]]) -> list[M]:
    """Objects of columns of one length, by name of the field. Nothing is validated."""
    if not columns:
        return []
    values = _dicts(tuple(columns))(*columns.values())
    objects: list[M] = list(map(object.__new__, repeat(model, len(values))))
    for_each(_set_values, objects, values)
    for_each(_set_given, objects, repeat(SharedNames(columns)))
    for_each(set_extra, objects, repeat(None))
    for_each(set_private, objects, repeat(None))
    return objects


def dicts_of(objects: Iterable[Model]) -> list[dict[str, Any]]:
    """The `__dict__` of each object: its fields, and what methods keep there."""
    return list(map(_dict_of, objects))


def for_each(function: Callable[..., object], *values: Iterable[Any]) -> None:
    """Call a function that is written in C for each of many values, without a loop in Python."""
    deque(map(function, *values), maxlen=0)


@cache
def _dicts(names: tuple[str, ...]) -> Callable[..., list[dict[str, Any]]]:
    """A function from columns to dicts with these names."""
    values = [f"value_{number}" for number in range(len(names))]
    source = _SOURCE.format(
        columns=", ".join(f"column_{number}" for number in range(len(names))),
        values=", ".join(values) + ",",
        pairs=", ".join(f"{name!r}: {value}" for name, value in zip(names, values, strict=True)),
    )
    made: Callable[..., list[dict[str, Any]]] = eval(source)  # noqa: S307  # the text above with numbers and quoted names
    return made

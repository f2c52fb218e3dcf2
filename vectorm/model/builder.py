"""Makes the objects of rows that were read, past pydantic's constructors and by loops in C."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from pydantic import BaseModel

from vectorm.columns.batch import row_maker
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


def build(model: type[M], columns: Mapping[str, list[Any]]) -> list[M]:
    """Objects of columns of one length, by name of the field. Nothing is validated."""
    if not columns:
        return []
    values = row_maker(tuple(columns), dict)(list(columns.values()))
    objects: list[M] = list(map(object.__new__, repeat(model, len(values))))
    for_each(_set_values, objects, values)
    for_each(_set_given, objects, repeat(SharedNames(columns)))
    for_each(set_extra, objects, repeat(None))
    for_each(set_private, objects, repeat(None))
    return objects


def dicts_of(objects: Iterable[Model]) -> list[dict[str, Any]]:
    """The `__dict__` of each object: its fields, and what methods keep there."""
    return list(map(_dict_of, objects))


def values_of(rows: Sequence[dict[str, Any]], name: str, missing: object) -> list[Any]:
    """The value of that name in each dict, or `missing` where there is none."""
    try:
        return list(map(itemgetter(name), rows))
    except KeyError:
        return [row.get(name, missing) for row in rows]


def for_each(function: Callable[..., object], *values: Iterable[Any]) -> None:
    """Call a function that is written in C for each of many values, without a loop in Python."""
    deque(map(function, *values), maxlen=0)

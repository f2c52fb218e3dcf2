"""Values of an object at the last flush, small enough to keep: how a session finds what was changed in place."""

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from pydantic_core import PydanticSerializationError, to_json

from vectorm.enums import DataType
from vectorm.model import Model
from vectorm.spec.field import DYNAMIC_FIELD

Frozen: TypeAlias = dict[str, Hashable]
"""By field: something that is equal exactly when the value is unchanged."""

_ABSENT = object()
_MUTABLE = frozenset({DataType.JSON, DataType.ARRAY})


def take(obj: Model) -> Frozen:
    """The values of an object's fields as they are now; fields that were not read are left out."""
    frozen: Frozen = vars(obj).copy()
    for name in _mutable_fields(type(obj)):  # pyright: ignore[reportArgumentType]  # a class has a hash
        if name in frozen:
            frozen[name] = freeze(frozen[name])
    if obj.__pydantic_extra__ is not None:
        frozen[DYNAMIC_FIELD] = freeze(obj.__pydantic_extra__)
    return frozen


def changed(obj: Model, before: Frozen) -> set[str]:
    """Fields whose value differs from before, or that got one since."""
    now = take(obj)
    if now == before:
        return set()
    return {name for name, value in now.items() if before.get(name, _ABSENT) != value}


@cache
def _mutable_fields(model: type[Model]) -> tuple[str, ...]:
    """Fields whose values can change in place. Values of adapted types may: nobody knows them here."""
    plans = model.__plans__.values()
    return tuple(
        plan.name
        for plan in plans
        if plan.spec.data_type.is_vector or plan.spec.data_type in _MUTABLE or plan.type.store is not None
    )


def freeze(value: Any) -> Hashable:
    """A value that is equal exactly when the original is unchanged: arrays shrink to a hash, all else becomes JSON."""
    if isinstance(value, np.ndarray):
        array = cast("NDArray[Any]", value)
        return (array.shape, array.dtype, hash(array.tobytes()))
    try:
        return to_json(value)
    except (PydanticSerializationError, ValueError):  # a type of the application's own
        return value if isinstance(value, Hashable) else repr(value)

"""Values of an object at the last flush, small enough to keep: how a session finds what was changed in place."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from vectorm.model import Model
from vectorm.spec.field import DYNAMIC_FIELD

Snapshot: TypeAlias = dict[str, Hashable]

_ABSENT = object()


def take(obj: Model) -> Snapshot:
    """The values of an object's fields as they are now; fields that were not read are left out."""
    frozen = {name: freeze(value) for name, value in vars(obj).items()}
    if obj.model_extra is not None:
        frozen[DYNAMIC_FIELD] = freeze(obj.model_extra)
    return frozen


def changed(obj: Model, before: Snapshot) -> set[str]:
    """Fields whose value differs from the snapshot, or that got one since."""
    return {name for name, value in take(obj).items() if before.get(name, _ABSENT) != value}


def freeze(value: Any) -> Hashable:
    """A value that is equal exactly when the original is unchanged; arrays shrink to a 64-bit hash of their bytes."""
    if value is None or isinstance(value, str | int | float | bool | bytes):
        return (type(value), value)
    if isinstance(value, np.ndarray):
        array = cast("NDArray[Any]", value)
        return (array.shape, str(array.dtype), hash(array.tobytes()))
    if isinstance(value, BaseModel):
        return (type(value), freeze(vars(value)), freeze(value.model_extra))
    if isinstance(value, Mapping):
        pairs = cast("dict[Any, Any]", value).items()
        return tuple((freeze(key), freeze(each)) for key, each in pairs)
    if isinstance(value, list | tuple):
        items = cast("Sequence[Any]", value)
        return ("list", tuple(freeze(each) for each in items))
    return value if isinstance(value, Hashable) else repr(value)

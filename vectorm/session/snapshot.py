"""Values of an object at the last flush, small enough to keep: how a session finds what was changed in place."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import numpy as np
from pydantic import BaseModel

Snapshot = dict[str, Hashable]


def take(obj: object, fields: Iterable[str]) -> Snapshot:
    """The values of some fields of an object as they are now."""
    values = vars(obj)
    return {name: freeze(values[name]) for name in fields if name in values}


def changed(obj: object, before: Snapshot) -> set[str]:
    """Fields whose value differs from the snapshot, or that came since."""
    values = vars(obj)
    return {name for name, old in before.items() if name in values and freeze(values[name]) != old}


def freeze(value: Any) -> Hashable:
    """A value that is equal exactly when the original is unchanged; arrays shrink to a 64-bit hash of their bytes."""
    if value is None or isinstance(value, str | int | float | bool | bytes):
        return (type(value), value)
    if isinstance(value, np.ndarray):
        return (value.shape, value.dtype.str, hash(value.tobytes()))
    if isinstance(value, BaseModel):
        return (type(value), freeze(vars(value)), freeze(value.model_extra))
    if isinstance(value, Mapping):
        return tuple((freeze(key), freeze(each)) for key, each in value.items())
    if isinstance(value, list | tuple):
        return (type(value), tuple(freeze(each) for each in value))
    return (type(value), repr(value)) if not isinstance(value, Hashable) else (type(value), value)

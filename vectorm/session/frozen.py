"""Values of an object at the last flush, small enough to keep: how a session finds what was changed in place."""

from collections.abc import Hashable, Sequence
from functools import cache
from typing import Any, Final, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from pydantic_core import from_json, to_json

from vectorm.columns.collector import PausedCollector
from vectorm.columns.json import plain
from vectorm.columns.kinds import kinds_of
from vectorm.enums import DataType
from vectorm.model import Model
from vectorm.model.checks import FieldPlan
from vectorm.spec.field import DYNAMIC_FIELD

Frozen: TypeAlias = dict[str, Hashable]
"""By field: something that is equal exactly when the value is unchanged."""

Values: TypeAlias = dict[str, Any]
"""The `__dict__` of an object, or its undeclared keys."""

ABSENT: Final = object()
"""Stands for the value of a field that was not read."""

_JSON_KINDS = frozenset({dict, list})
_MUTABLE = frozenset({DataType.JSON, DataType.ARRAY})


def take_all(objects: Sequence[Model]) -> list[Frozen]:
    """The values of the fields of objects of one model as they are now; fields that were not read are left out."""
    return freeze_all(type(objects[0]), [vars(obj) for obj in objects], [obj.__pydantic_extra__ for obj in objects])


def freeze_all(model: type[Model], values: Sequence[Values], extras: Sequence[Values | None]) -> list[Frozen]:
    """What is frozen of the values and the undeclared keys of objects of a model."""
    with PausedCollector(len(values)):
        frozen: list[Frozen] = [each.copy() for each in values]
    for name in _mutable_fields(model):  # pyright: ignore[reportArgumentType]  # a class has a hash
        column = freeze_column([each.get(name) for each in values])
        for each, value in zip(frozen, column, strict=True):
            if value is not None:
                each[name] = value
    if model.__spec__.enable_dynamic_field:
        for each, extra in zip(frozen, extras, strict=True):
            if extra is not None:
                each[DYNAMIC_FIELD] = freeze(extra)
    return frozen


def difference(now: Frozen, before: Frozen) -> set[str]:
    """Fields whose value differs from before, or that got one since."""
    if now == before:
        return set()
    return {name for name, value in now.items() if before.get(name, ABSENT) != value}


def freeze_column(values: Sequence[Any]) -> list[Any]:
    """What is frozen of the values of one field; null and `ABSENT` are what they are."""
    kinds = kinds_of(values)
    if kinds == {np.ndarray}:
        return [hash(value.tobytes()) for value in values]  # as `freeze`, without a call for each
    if kinds <= _JSON_KINDS:
        try:
            return [to_json(value, fallback=plain) for value in values]
        except (ValueError, TypeError):
            pass  # one of them is left as it is
    return [value if value is None or value is ABSENT else freeze(value) for value in values]


@cache
def _mutable_fields(model: type[Model]) -> tuple[str, ...]:
    return tuple(plan.name for plan in model.__plans__.values() if is_mutable(plan))


def is_mutable(plan: FieldPlan) -> bool:
    """Whether values of a field can change in place. Values of adapted types may: nobody knows them here."""
    return plan.spec.data_type.is_vector or plan.spec.data_type in _MUTABLE or plan.type.store is not None


def freeze(value: Any) -> Hashable:
    """A value that is equal exactly when the original is unchanged: arrays shrink to a hash, all else becomes JSON."""
    if isinstance(value, np.ndarray):
        return hash(cast("NDArray[Any]", value).tobytes())
    try:
        return to_json(value, fallback=plain)
    except (ValueError, TypeError):  # a type of the application's own
        return value if isinstance(value, Hashable) else repr(value)


def thaw(frozen: Hashable) -> dict[str, Any]:
    """The undeclared keys that were frozen, as they are stored."""
    return cast("dict[str, Any]", from_json(frozen)) if isinstance(frozen, bytes) else {}

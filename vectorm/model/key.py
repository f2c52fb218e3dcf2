"""Primary keys: the Python values that programs have, and what is stored for them.

Requests and replies hold stored keys, all else has Python values: `UUID` for `Mapped[UUID]`. They are converted here.
"""

from collections.abc import Iterable
from dataclasses import Field
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar, Protocol, TypeAlias
from uuid import UUID

from vectorm.errors import ParamError
from vectorm.expr.keys import Key as StoredKey
from vectorm.expr.keys import check_keys, shown_key
from vectorm.model.base import Model
from vectorm.model.checks import FieldPlan


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


Key: TypeAlias = int | str | bytes | date | time | timedelta | Decimal | UUID | Enum | _Dataclass
"""A primary key as programs have it; of types with an adapter of one's own, dataclasses and subclasses of these."""


def stored_keys(model: type[Model], keys: Iterable[object]) -> list[StoredKey]:
    """What is stored for keys of a model.

    Raises:
        ParamError: One is not of the key's type; tells model, field and value.
    """
    plan = _plan(model)
    where = f"{model.__name__}.{plan.name}"
    if plan.type.store is None or isinstance(keys, str | bytes):
        return check_keys(where, keys, plan.spec.data_type)
    return [_stored(where, plan, position, key) for position, key in enumerate(keys)]


def python_keys(model: type[Model], stored: list[StoredKey]) -> list[Any]:
    """The Python values of stored keys."""
    load = _plan(model).type.load
    return stored if load is None else list(map(load, stored))


def _plan(model: type[Model]) -> FieldPlan:
    return model.__plans__[model.__spec__.primary.name]


def _stored(where: str, plan: FieldPlan, position: int, key: object) -> StoredKey:
    """What is stored for a key of an adapted type. One that would not come back as it is was no value of the type."""
    assert plan.type.store is not None
    assert plan.type.load is not None
    reason = ""
    try:
        stored: StoredKey = plan.type.store(key)
        if plan.type.load(stored) == key:
            return stored
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        reason = f" ({error})"
    kind = getattr(plan.type.python, "__name__", "its own type")
    raise ParamError(
        message=f"key {position} of {where} is of type {type(key).__name__}: {shown_key(key)}{reason}",
        hint=f"pass keys of type {kind}",
    )

"""What is to be done about objects that were sent and whose answer was lost."""

from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Any, Literal, TypeAlias

import numpy as np

from vectorm.columns.batch import ColumnBatch
from vectorm.columns.kinds import is_array
from vectorm.enums import ConsistencyLevel
from vectorm.errors import ParamError, SessionError
from vectorm.model import Model
from vectorm.ops.context import Context
from vectorm.ops.rows import field_column
from vectorm.ops.step import Op
from vectorm.query.base import output_fields
from vectorm.records import dataclass
from vectorm.session.frozen import take_all
from vectorm.session.plan import stored_keys_of
from vectorm.session.reads import rows_of
from vectorm.session.state import SessionState
from vectorm.session.unit import ObjectState, UnitOfWork
from vectorm.spec.field import DYNAMIC_FIELD

How: TypeAlias = Literal["upsert", "verify", "forget"]

HOWS = ("upsert", "verify", "forget")


@dataclass(frozen=True, slots=True)
class Resolution:
    """What became of objects of unknown outcome.

    Attributes:
        done: Objects that are stored as they are, or deleted as they should be.
        pending: Objects that the next flush sends again.
        forgotten: Objects that have left the session.
    """

    done: list[Model] = field(default_factory=list[Model])
    pending: list[Model] = field(default_factory=list[Model])
    forgotten: list[Model] = field(default_factory=list[Model])


def resolve_here(unit: UnitOfWork, how: How, objects: Iterable[Model] | None) -> tuple[Resolution, list[Model]]:
    """Resolve what needs no server; the objects that have to be verified are left.

    Raises:
        ParamError: There is no such way.
        SessionError: The outcome of an object is not unknown, or cannot be found out.
    """
    if how not in HOWS:
        raise ParamError(message=f"resolve({how!r})", hint=f"one of {', '.join(map(repr, HOWS))}")
    chosen = unit.objects(ObjectState.UNKNOWN) if objects is None else list(objects)
    for obj in chosen:
        _check(unit, how, obj)
    if how == "verify":
        return Resolution(), chosen
    for obj in chosen:
        unit.expunge(obj) if how == "forget" else unit.again(obj)
    return (Resolution(forgotten=chosen) if how == "forget" else Resolution(pending=chosen)), []


def _check(unit: UnitOfWork, how: How, obj: Model) -> None:
    name = type(obj).__name__
    if unit.state(obj) is not ObjectState.UNKNOWN:
        raise SessionError(message=f"the outcome of this {name} is not unknown")
    if how != "forget" and type(obj).__spec__.primary.auto_id:
        raise SessionError(
            message=f"resolve({how!r}): the server makes the keys of {name}, so nothing tells its rows apart",
            hint='resolve("forget") lets go of them; session.add(obj) sends one again, which may store it twice',
        )


def verify(ctx: Context, state: SessionState, objects: Sequence[Model]) -> Op[Resolution]:
    """Read the rows of objects of one model, and see whether they are as the objects say.

    What is not will be sent again: a request that is still under way may yet arrive, which does no harm.
    """
    model = type(objects[0])
    fields, keys = output_fields(model, vectors=True), stored_keys_of(objects)
    rows = yield from rows_of(ctx, state, model, keys, fields, ConsistencyLevel.STRONG)
    found = rows[model.__spec__.primary.name].to_list() if len(rows) else []
    numbers = {key: number for number, key in enumerate(found)}
    resolution = Resolution()
    for obj, key in zip(objects, keys, strict=True):
        number = numbers.get(key)
        is_done = number is None if state.unit.is_deleting(obj) else number is not None and _is_row(obj, rows, number)
        if not is_done:
            state.unit.again(obj)
        elif number is None:
            state.unit.removed(obj)
        else:
            state.unit.stored([obj], take_all([obj]), state.unit.partition(obj))
        (resolution.done if is_done else resolution.pending).append(obj)
    return resolution


def _is_row(obj: Model, rows: ColumnBatch, number: int) -> bool:
    """Whether a row has the values of an object, as far as the object has any."""
    for name, plan in type(obj).__plans__.items():
        if name not in vars(obj) or name not in rows:
            continue
        sent = field_column(plan.spec, [obj.__stored__(name)])  # rounded and packed as a row is
        if not _is_same(sent.value(0), rows[name].value(number)):
            return False
    return DYNAMIC_FIELD not in rows or (obj.model_extra or {}) == (rows[DYNAMIC_FIELD].value(number) or {})


def _is_same(sent: Any, stored: Any) -> bool:
    if is_array(sent) or is_array(stored):
        return sent is not None and stored is not None and bool(np.array_equal(sent, stored))
    return bool(sent == stored)

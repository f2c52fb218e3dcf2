"""Column expressions of model fields."""

from typing import Any

from vectorm.enums import DataType
from vectorm.expr.columns import Array, Boolean, Column, Json, Number, Ordered, Text, Vector
from vectorm.expr.expression import Expression
from vectorm.expr.geometry import Geometry
from vectorm.expr.operand import FieldRef, Operand
from vectorm.expr.struct_array import PartRef, StructArray
from vectorm.expr.timestamptz import Timestamp
from vectorm.model.annotation import ELEMENTS, FieldType
from vectorm.model.checks import FieldPlan


class ColumnAttribute:
    """Gives a class its column: `Doc.year`.

    An object has its value in its own dict, which is looked at first. Subclasses have columns of their own.
    """

    __slots__ = ("_column", "_model")

    def __init__(self, column: Expression, model: type[Any]) -> None:
        self._column, self._model = column, model

    def __get__(self, instance: object | None, owner: type[Any]) -> Expression:
        if owner is self._model and instance is None:
            return self._column
        raise AttributeError  # the `__getattr__` of objects and of classes say why


_ADAPTED = ELEMENTS | {DataType.ARRAY}
"""Types that adapters store to."""


def column_of(plan: FieldPlan, owner: type[Any]) -> Expression:
    """What `Doc.field` is, by the type of the field."""
    kind = plan.type
    ref = _ref(plan, owner)
    if kind.data_type.is_vector:
        return Vector(ref, owner)
    if kind.struct is not None:
        return StructArray(ref, kind.struct, owner)
    if kind.data_type is DataType.JSON:
        return Json(ref, kind.shape)
    if kind.data_type is DataType.ARRAY:
        return Array[Any](ref, kind.store, ordered=kind.ordered)
    if kind.data_type is DataType.GEOMETRY:
        return Geometry(ref)
    if kind.data_type is DataType.TIMESTAMPTZ:
        return Timestamp(ref)
    return _scalar_of(kind, ref)


def part_column_of(plan: FieldPlan, owner: type[Any]) -> Expression:
    """What `Passage.field` is, for a field of structs."""
    ref = _ref(plan, owner)
    return Vector(ref, owner) if plan.type.data_type.is_vector else _scalar_of(plan.type, PartRef(ref))


def _ref(plan: FieldPlan, owner: type[Any]) -> FieldRef:
    kind = plan.type
    store = kind.store if kind.data_type in _ADAPTED else None
    return FieldRef(plan.name, kind.data_type, kind.element_type, plan.spec.nullable, owner.__name__, store)


def _scalar_of(kind: FieldType, ref: Operand) -> Expression:
    if kind.store is not None:
        return Ordered[Any](ref, kind.store) if kind.ordered else Column[Any](ref, kind.store)
    if kind.data_type is DataType.BOOL:
        return Boolean(ref)
    return Text(ref) if kind.data_type.is_text else Number[Any](ref)

"""Column expressions of model fields."""

from typing import Any

from vectorm.enums import DataType
from vectorm.expr.columns import Array, Boolean, Column, Json, Number, Ordered, Text, Vector
from vectorm.expr.expression import Expression
from vectorm.expr.geometry import Geometry
from vectorm.expr.operand import FieldRef
from vectorm.expr.timestamptz import Timestamp
from vectorm.model.checks import FieldPlan


def column_of(plan: FieldPlan, owner: type[Any]) -> Expression:
    """What `Doc.field` is, by the type of the field."""
    kind = plan.type
    ref = FieldRef(plan.name, kind.data_type, kind.element_type, plan.spec.nullable, owner.__name__)
    if kind.data_type.is_vector:
        return Vector(ref, owner)
    if kind.data_type is DataType.JSON:
        return Json(ref, kind.shape)
    if kind.data_type is DataType.ARRAY:
        return Array[Any](ref, kind.store, ordered=kind.ordered)
    if kind.data_type is DataType.GEOMETRY:
        return Geometry(ref)
    if kind.data_type is DataType.TIMESTAMPTZ:
        return Timestamp(ref)
    if kind.store is not None:
        return Ordered[Any](ref, kind.store) if kind.ordered else Column[Any](ref, kind.store)
    if kind.data_type is DataType.BOOL:
        return Boolean(ref)
    return Text(ref) if kind.data_type.is_text else Number[Any](ref)

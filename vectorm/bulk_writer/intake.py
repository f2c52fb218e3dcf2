"""One value at a time: checked when its row is given, kept in a form that nobody else can change.

`columns.build` decides what a field takes. Asking it for each value alone costs ten times what it costs for a thousand
together. So a value waits for the next thousand if a glance tells that it fits; any other value is shown to
`columns.build` at once, and the error comes from the call that gave the bad row.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np

from vectorm.bulk_writer.glance import sure_of
from vectorm.columns.array import ArrayColumn
from vectorm.columns.base import Column
from vectorm.columns.dense import PHYSICAL, DenseColumn, join, vector_bytes
from vectorm.columns.json import JsonColumn
from vectorm.columns.kinds import is_mapping, is_plain_list
from vectorm.columns.scalar import DTYPES
from vectorm.columns.sparse import SparseColumn
from vectorm.columns.struct_array import StructColumn
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException
from vectorm.ops.rows import field_column, struct_column
from vectorm.spec.field import UNSET, FieldSpec
from vectorm.spec.struct_array import StructSpec


class Intake(ABC):
    """The check of one field's values.

    Args:
        name: The field.
        nullable: Whether it takes None.
        nulls: Whether the files that are written can hold null.

    Attributes:
        fixed: Bytes of every value, by which files are cut; None where they differ.
    """

    __slots__ = ("_nullable", "_nulls", "fixed", "name")

    def __init__(self, name: str, *, nullable: bool, nulls: bool, fixed: int | None = None) -> None:
        self.name = name
        self.fixed = fixed
        self._nullable = nullable
        self._nulls = nulls

    @abstractmethod
    def take(self, value: Any) -> Any:
        """The value as it is kept until its column is made.

        Raises:
            DataNotMatchException: It does not fit.
        """

    @abstractmethod
    def column(self, values: Sequence[Any]) -> Column:
        """The column of values that were taken."""

    @abstractmethod
    def size(self, value: Any) -> int:
        """Bytes of a kept value, where they differ."""

    def null(self) -> None:
        """Refuse None, unless the field and the file take it.

        Raises:
            DataNotMatchException: One of them does not.
        """
        if not self._nullable:
            raise DataNotMatchException("None or missing, but the field is not nullable", field=self.name)
        if not self._nulls:
            told = "None or missing, but NumPy files cannot hold null"
            raise DataNotMatchException(told, field=self.name, hint="write PARQUET, JSON or CSV")


class FieldIntake(Intake):
    """The check of a field; None becomes its default value, if it has one."""

    __slots__ = ("_default", "_field", "_sure")

    def __init__(self, field: FieldSpec, *, nulls: bool) -> None:
        super().__init__(field.name, nullable=field.nullable, nulls=nulls, fixed=_fixed_bytes(field))
        self._field = field
        self._sure = sure_of(field)
        self._default = None if field.default is UNSET else field.default

    def take(self, value: Any) -> Any:
        """See `Intake`."""
        if value is None:
            value = self._default
            if value is None:
                return self.null()
        kept = self._sure(value)
        if kept is not None:
            return kept
        if self._field.data_type is DataType.SPARSE_FLOAT_VECTOR:
            value = _pairs(self.name, value)
        return _kept(field_column(self._field, [value], json_text=True))

    def column(self, values: Sequence[Any]) -> Column:
        """See `Intake`."""
        return field_column(self._field, self._joined(values), json_text=True)

    def size(self, value: Any) -> int:
        """See `Intake`."""
        if value is None:
            return 0
        if not is_plain_list(value):
            return len(value)
        dtype = DTYPES.get(self._field.element_type or DataType.NONE)
        return len(value) * dtype.itemsize if dtype else sum(map(len, value))

    def _joined(self, values: Sequence[Any]) -> Any:
        """Vectors as one matrix, any other values as they are."""
        dtype = PHYSICAL.get(self._field.data_type)
        if dtype is None or None in values:
            return values
        return np.reshape(np.frombuffer(join(values), dtype), (len(values), -1))


class StructIntake(Intake):
    """The check of a field that holds a list of structs in each row."""

    __slots__ = ("_struct",)

    def __init__(self, struct: StructSpec, *, nulls: bool) -> None:
        super().__init__(struct.name, nullable=struct.nullable, nulls=nulls)
        self._struct = struct

    def take(self, value: Any) -> Any:
        """See `Intake`."""
        if value is None:
            return self.null()
        column = struct_column(self._struct, [value])
        assert isinstance(column, StructColumn)
        parts = [_owned(part) for part in column.parts]
        return [dict(zip(column.names, each, strict=True)) for each in zip(*parts, strict=True)]

    def column(self, values: Sequence[Any]) -> Column:
        """See `Intake`."""
        return struct_column(self._struct, values)

    def size(self, value: Any) -> int:
        """See `Intake`."""
        total = 0
        for field in self._struct.fields if value else ():
            fixed = _fixed_bytes(field)
            total += sum(len(each[field.name]) for each in value) if fixed is None else fixed * len(value)
        return total


def _fixed_bytes(field: FieldSpec) -> int | None:
    """Bytes of every value of the field, of a number those of its type; None where they differ."""
    if field.data_type in DTYPES:
        return DTYPES[field.data_type].itemsize
    return vector_bytes(field.data_type, field.dim or 0) if field.data_type in PHYSICAL else None


def _pairs(name: str, value: Any) -> Any:
    """A sparse vector given as `{"indices": [...], "values": [...]}` as pairs; any other value as it is."""
    if not is_mapping(value) or set(value) != {"indices", "values"}:
        return value
    try:
        return [*zip(value["indices"], value["values"], strict=True)]
    except (TypeError, ValueError):
        told = "`indices` and `values` of a sparse vector must be lists of the same length"
        raise DataNotMatchException(told, field=name) from None


def _kept(column: Column) -> Any:
    """The one value of a checked column, in a form that `columns.build` takes again with little work."""
    if isinstance(column, JsonColumn):
        return column.raw[0]
    if isinstance(column, SparseColumn):
        return column.contents()[0]
    if isinstance(column, DenseColumn):
        return join(column.buffers())
    return column.value(0)


def _owned(part: ArrayColumn) -> list[Any]:
    """One field of checked structs; vectors as their bytes."""
    elements = part.elements
    return [row.tobytes() for row in elements.raw] if isinstance(elements, DenseColumn) else elements.to_list()

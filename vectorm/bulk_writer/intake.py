"""One value at a time: checked when its row is given, kept in a form that nobody else can change.

`columns.build` decides what a field takes. Asking it for each value alone costs ten times what it costs for a thousand
together. So `_sure` lets a value wait for the next thousand if a glance tells that it fits; any other value is shown to
`columns.build` at once, and the error comes from the call that gave the bad row.
"""

import math
import struct
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from vectorm.columns.base import Column, Rules
from vectorm.columns.dense import PHYSICAL, DenseColumn, join, vector_bytes, vector_width
from vectorm.columns.json import JsonColumn, build_json
from vectorm.columns.kinds import is_mapping, is_plain_list
from vectorm.columns.scalar import DTYPES
from vectorm.columns.sparse import SparseColumn
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException
from vectorm.ops.rows import field_column
from vectorm.spec.field import UNSET, FieldSpec

Sure: TypeAlias = Callable[[Any], Any]
"""A value as it may wait, or None where more than a glance is needed."""


class Intake:
    """The check of one field's values.

    Args:
        field: The field.
        nulls: Whether the files that are written can hold null.
    """

    __slots__ = ("_default", "_nulls", "_sure", "field")

    def __init__(self, field: FieldSpec, *, nulls: bool) -> None:
        self.field = field
        self._nulls = nulls
        self._sure = _sure(field)
        self._default = None if field.default is UNSET else field.default

    def take(self, value: Any) -> Any:
        """The value as it is kept until its column is made; the default value, if the field has one, for None.

        Raises:
            DataNotMatchException: It does not fit.
        """
        if value is None:
            value = self._default
            if value is None:
                return self._null()
        kept = self._sure(value)
        if kept is not None:
            return kept
        if self.field.data_type is DataType.SPARSE_FLOAT_VECTOR:
            value = _pairs(self.field.name, value)
        return _kept(field_column(self.field, [value], json_text=True))

    def column(self, values: Sequence[Any]) -> Column:
        """The column of values that were taken."""
        return field_column(self.field, self._joined(values), json_text=True)

    def _joined(self, values: Sequence[Any]) -> Any:
        """Vectors as one matrix, any other values as they are."""
        dtype = PHYSICAL.get(self.field.data_type)
        if dtype is None or None in values:
            return values
        return np.reshape(np.frombuffer(join(values), dtype), (len(values), -1))

    def _null(self) -> None:
        if not self.field.nullable:
            raise DataNotMatchException("None or missing, but the field is not nullable", field=self.field.name)
        if not self._nulls:
            told = "None or missing, but NumPy files cannot hold null"
            raise DataNotMatchException(told, field=self.field.name, hint="write PARQUET, JSON or CSV")


def fixed_bytes(field: FieldSpec) -> int | None:
    """Bytes of every value of the field, by which files are cut: of a number its type; None where they differ."""
    if field.data_type in DTYPES:
        return DTYPES[field.data_type].itemsize
    return vector_bytes(field.data_type, field.dim or 0) if field.data_type in PHYSICAL else None


def bytes_of(value: Any, field: FieldSpec) -> int:
    """Bytes of a kept text, JSON text, sparse vector or array."""
    if value is None:
        return 0
    if not is_plain_list(value):
        return len(value)
    dtype = DTYPES.get(field.element_type or DataType.NONE)
    return len(value) * dtype.itemsize if dtype else sum(map(len, value))


def _sure(field: FieldSpec) -> Sure:
    """What tells at a glance that a value of the field fits."""
    dtype = DTYPES.get(field.data_type)
    if dtype is not None:
        return _sure_number(dtype)
    if field.data_type.is_text:
        return _sure_text(field.max_length)
    if field.data_type is DataType.FLOAT_VECTOR:
        return _sure_vector(field.dim or 0)
    if field.data_type in {DataType.INT8_VECTOR, DataType.BINARY_VECTOR}:
        return _sure_bytes(PHYSICAL[field.data_type], vector_width(field.data_type, field.dim or 0))
    if field.data_type is DataType.JSON:
        return _sure_json(field.name)
    return lambda _value: None


def _sure_number(dtype: np.dtype[Any]) -> Sure:
    if dtype.kind == "b":
        return lambda value: value if value.__class__ is bool else None
    kind = int if dtype.kind == "i" else float
    limits = np.iinfo(dtype) if dtype.kind == "i" else np.finfo(dtype)
    least, most = kind(limits.min), kind(limits.max)

    def sure(value: Any) -> Any:
        return value if value.__class__ is kind and least <= value <= most else None

    return sure


def _sure_text(max_length: int | None) -> Sure:
    most = math.inf if max_length is None else max_length

    def sure(value: Any) -> Any:
        return value if value.__class__ is str and len(value) <= most and value.isascii() else None

    return sure


def _sure_vector(dim: int) -> Sure:
    """Float vectors: a float32 array, or a list that packs into one; without NaN and infinity."""
    dtype, shape, pack = PHYSICAL[DataType.FLOAT_VECTOR], (dim,), struct.Struct(f"{dim}f").pack

    def sure(value: Any) -> Any:
        if value.__class__ is np.ndarray and value.dtype == dtype and value.shape == shape:
            return value.tobytes() if np.isfinite(value).all() else None
        if value.__class__ is not list:
            return None
        try:
            packed = pack(*value)
        except (struct.error, OverflowError):
            return None
        return packed if np.isfinite(np.frombuffer(packed, dtype)).all() else None

    return sure


def _sure_bytes(dtype: np.dtype[Any], width: int) -> Sure:
    """Vectors of small integers: any array of their dtype and shape."""

    def sure(value: Any) -> Any:
        fits = value.__class__ is np.ndarray and value.dtype == dtype and value.shape == (width,)
        return value.tobytes() if fits else None

    return sure


def _sure_json(name: str) -> Sure:
    """JSON objects: what checks a thousand of them is no slower for one."""
    rules = Rules(name=name, data_type=DataType.JSON)

    def sure(value: Any) -> Any:
        return build_json(rules, [value]).raw[0] if value.__class__ is dict else None

    return sure


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

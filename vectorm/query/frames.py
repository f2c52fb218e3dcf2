"""Columns as tables of other libraries, which are imported when they are asked for."""

import importlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias

import numpy as np

from vectorm.columns.array import ArrayColumn
from vectorm.columns.base import Column, Mask
from vectorm.columns.dense import DenseColumn
from vectorm.columns.json import JsonColumn
from vectorm.columns.scalar import ScalarColumn
from vectorm.columns.sparse import SparseColumn
from vectorm.columns.struct_array import StructColumn
from vectorm.errors import ParamError
from vectorm.model.adapters import DIGITS
from vectorm.model.annotation import FieldType
from vectorm.model.mapper import convert

Types: TypeAlias = Mapping[str, FieldType]
"""What columns mean to a model, by name. A column without an entry has the values that are stored."""


def to_arrow(columns: Sequence[Column], types: Types) -> Any:
    """A pyarrow Table.

    Numbers and dense vectors without nulls, times, and the elements of arrays are the column's own memory.
    """
    arrow = _library("pyarrow")
    return arrow.table({column.name: _arrow_array(arrow, column, types.get(column.name)) for column in columns})


def to_pandas(columns: Sequence[Column], types: Types) -> Any:
    """A pandas DataFrame. Whole numbers and booleans with nulls have pandas's nullable types: none is rounded."""
    pandas = _library("pandas")
    return pandas.DataFrame({column.name: _series(pandas, column, types.get(column.name)) for column in columns})


def to_polars(columns: Sequence[Column], types: Types) -> Any:
    """A polars DataFrame, over the memory of the Arrow table."""
    polars = _library("polars")
    return polars.from_arrow(to_arrow(columns, types))


def python_values(column: Column, kind: FieldType | None) -> list[Any]:
    """The values of a column as a model has them; None where null."""
    values = column.to_list()
    return values if kind is None or kind.load is None else convert(column.name, values, kind.load)


def _arrow_array(arrow: Any, column: Column, kind: FieldType | None) -> Any:
    if isinstance(column, JsonColumn):
        return arrow.array(_json_texts(column), arrow.string(), mask=_nulls(column.valid))
    if isinstance(column, SparseColumn):
        pairs = [arrow.array(np.ascontiguousarray(column.pairs[name])) for name in ("index", "value")]
        offsets = arrow.array(column.offsets.astype(np.int32))
        lists = arrow.MapArray.from_arrays(offsets, *pairs)
        return lists if column.valid is None else arrow.array(_or_none(lists.to_pylist(), column.valid), lists.type)
    if isinstance(column, StructColumn):
        names = [part.name for part in column.parts]
        structs = arrow.StructArray.from_arrays([_arrow_elements(arrow, part.elements) for part in column.parts], names)
        return _arrow_lists(arrow, column.parts[0], structs, column.valid)
    if kind is not None and kind.load is not None:
        return _adapted(arrow, column, kind)
    if isinstance(column, ArrayColumn):
        return _arrow_lists(arrow, column, _arrow_elements(arrow, column.elements), column.valid)
    return _arrow_elements(arrow, column)


def _arrow_elements(arrow: Any, column: Column) -> Any:
    """An array of single values: numbers, texts, dense vectors."""
    nulls = _nulls(column.valid)
    if isinstance(column, DenseColumn):
        matrix = column.matrix()
        flat = arrow.array(np.ascontiguousarray(matrix).ravel())
        mask = None if nulls is None else arrow.array(nulls)
        return arrow.FixedSizeListArray.from_arrays(flat, matrix.shape[1], mask=mask)
    if isinstance(column, ScalarColumn):
        return arrow.array(column.values, mask=nulls)
    return arrow.array(column.to_list(), arrow.string())


def _arrow_lists(arrow: Any, column: ArrayColumn, elements: Any, valid: Mask | None) -> Any:
    mask = None if valid is None else arrow.array(~valid)
    return arrow.LargeListArray.from_arrays(arrow.array(column.offsets), elements, mask=mask)


def _adapted(arrow: Any, column: Column, kind: FieldType) -> Any:
    """Values of an adapter: what Arrow has a type for as that type, others as they are stored."""
    elements = column.elements if isinstance(column, ArrayColumn) else column
    made = _arrow_type(arrow, kind, is_list=elements is not column)
    if made is None:
        array = _arrow_elements(arrow, elements)
    elif isinstance(elements, ScalarColumn) and kind.python in _TIMES:
        array = _arrow_elements(arrow, elements).view(made)
    else:
        values = python_values(column, kind)
        flat = values if elements is column else [each for value in values if value is not None for each in value]
        array = arrow.array(flat, made)
    return _arrow_lists(arrow, column, array, column.valid) if isinstance(column, ArrayColumn) else array


def _arrow_type(arrow: Any, kind: FieldType, *, is_list: bool) -> Any:
    """What Arrow calls the values of a field, whatever they are; None of those that it has no type for."""
    if kind.python in _TIMES:
        name, options = _TIMES[kind.python]
        return getattr(arrow, name)("us", **options)
    if kind.python is Decimal and kind.load is not None:
        (one,) = kind.load([1]) if is_list else [kind.load(1)]
        places = -one.as_tuple().exponent
        return arrow.decimal128(max(DIGITS, places), places)
    names = {date: "date32", bytes: "binary"}
    return getattr(arrow, names[kind.python])() if kind.python in names else None


_TIMES: dict[Any, tuple[str, dict[str, str]]] = {
    datetime: ("timestamp", {"tz": "UTC"}),
    time: ("time64", {}),
    timedelta: ("duration", {}),
}
"""Types that are stored as microseconds, and what Arrow calls them."""


def _series(pandas: Any, column: Column, kind: FieldType | None) -> Any:
    is_plain = kind is None or kind.load is None
    if isinstance(column, ScalarColumn) and is_plain:
        if column.valid is None:
            return column.values
        names = {"b": "BooleanArray", "i": "IntegerArray", "f": "FloatingArray"}
        return getattr(pandas.arrays, names[column.values.dtype.kind])(column.values, ~column.valid)
    values = python_values(column, None if isinstance(column, JsonColumn) else kind)
    plain = all(value is None or isinstance(value, str | date | time | timedelta) for value in values)
    if plain and not any(isinstance(value, Enum) for value in values):
        return pandas.Series(values)
    return pandas.Series(values, dtype=object)


def _json_texts(column: JsonColumn) -> list[str]:
    if column.keys is None:
        return [text.decode() for text in column.raw]
    return [json.dumps(value, ensure_ascii=False) for value in column.parsed]


def _nulls(valid: Mask | None) -> Any:
    return None if valid is None else ~valid


def _or_none(values: list[Any], valid: Mask) -> list[Any]:
    return [value if present else None for value, present in zip(values, valid.tolist(), strict=True)]


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        extra = {"pyarrow": "arrow"}.get(name, name)
        raise ParamError(message=f"{name} is not installed", hint=f"pip install 'vectorm[{extra}]'") from error

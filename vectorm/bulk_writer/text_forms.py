"""Columns as the JSON and the text that files hold."""

from itertools import pairwise
from typing import Any

from pydantic_core import to_json

from vectorm.columns.base import Column
from vectorm.columns.dense import DenseColumn
from vectorm.columns.json import JsonColumn
from vectorm.columns.scalar import ScalarColumn
from vectorm.columns.struct_array import StructColumn
from vectorm.enums import DataType


def plain_values(column: Column) -> list[Any]:
    """Values as JSON has them: vectors as lists of numbers (BINARY_VECTOR: of bytes); None where null."""
    if isinstance(column, DenseColumn):
        return with_nulls(column, column.matrix().tolist())
    if isinstance(column, StructColumn):
        return with_nulls(column, _structs(column))
    if isinstance(column, ScalarColumn) and column.data_type is DataType.FLOAT:
        return with_nulls(column, [float(str(value)) for value in column.values])  # the shortest that is the same
    return column.to_list()


def _structs(column: StructColumn) -> list[list[dict[str, Any]]]:
    parts = [plain_values(part.elements) for part in column.parts]
    flat = [dict(zip(column.names, values, strict=True)) for values in zip(*parts, strict=True)]
    bounds: list[int] = column.parts[0].offsets.tolist()
    return [flat[start:end] for start, end in pairwise(bounds)]


def json_texts(column: Column) -> list[str | None]:
    """Each value as compact JSON; None where null."""
    if isinstance(column, JsonColumn):
        return with_nulls(column, [raw.decode() for raw in column.raw])
    return [None if value is None else to_json(value).decode() for value in plain_values(column)]


def with_nulls(column: Column, values: list[Any]) -> list[Any]:
    """The values with None where the column is null."""
    if column.valid is None:
        return values
    return [value if present else None for value, present in zip(values, column.valid.tolist(), strict=True)]

"""The schema that a DataFrame stands for."""

from typing import Any

import numpy as np

from vectorm.client.field import FieldSchema
from vectorm.client.schema import CollectionSchema
from vectorm.client.writing import Table
from vectorm.columns.kinds import is_array, is_list, is_mapping, type_name
from vectorm.enums import DataType
from vectorm.errors import CannotInferSchemaException, SchemaNotReadyException

_LONGEST_TEXT = 65_535
_BY_DTYPE = {
    "bool": DataType.BOOL,
    "int8": DataType.INT8,
    "int16": DataType.INT16,
    "int32": DataType.INT32,
    "int64": DataType.INT64,
    "uint8": DataType.INT8,
    "uint16": DataType.INT16,
    "uint32": DataType.INT32,
    "uint64": DataType.INT64,
    "float16": DataType.FLOAT,
    "float32": DataType.FLOAT,
    "float64": DataType.DOUBLE,
}


def schema_of_table(name: str, table: Table, primary_field: str, *, auto_id: bool) -> CollectionSchema:
    """Fields by the columns' types and first values.

    Raises:
        SchemaNotReadyException: No primary key column.
        CannotInferSchemaException: A column whose type is no Milvus type.
    """
    columns = {str(column): np.asarray(table[column]) for column in table.columns}
    if primary_field not in columns and not auto_id:
        told = f"collection {name}: the DataFrame has no column {primary_field!r} for the primary key"
        raise SchemaNotReadyException(message=told, hint=f"its columns: {', '.join(columns)}")
    fields = [] if primary_field in columns else [_auto_id(primary_field)]
    for column, values in columns.items():
        is_key = column == primary_field
        fields.append(_auto_id(column) if is_key and auto_id else _field(name, column, values, is_key=is_key))
    return CollectionSchema(fields)


def _auto_id(column: str) -> FieldSchema:
    return FieldSchema(column, DataType.INT64, is_primary=True, auto_id=True)


def _field(name: str, column: str, values: Any, *, is_key: bool) -> FieldSchema:
    known = _BY_DTYPE.get(str(values.dtype))
    if known is not None:
        return FieldSchema(column, known, is_primary=is_key)
    first: object = values[0] if len(values) else None
    if isinstance(first, str):
        return FieldSchema(column, DataType.VARCHAR, is_primary=is_key, max_length=_LONGEST_TEXT)
    if isinstance(first, bytes):
        return FieldSchema(column, DataType.BINARY_VECTOR, dim=8 * len(first))
    if is_mapping(first):
        return FieldSchema(column, DataType.JSON)
    if (is_list(first) or is_array(first)) and len(first) and np.asarray(first).dtype.kind in "fiu":
        return FieldSchema(column, DataType.FLOAT_VECTOR, dim=len(first))
    told = f"collection {name}: column {column} of {values.dtype} with {type_name(first)} is no Milvus type"
    raise CannotInferSchemaException(message=told, hint="create the collection by a CollectionSchema")

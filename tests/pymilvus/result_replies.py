"""Replies of searches and queries for all data types, made with the message classes of pymilvus."""

import json
import struct
from importlib import import_module
from typing import Any

import numpy as np

common_pb2: Any = import_module("pymilvus.grpc_gen.common_pb2")
milvus_pb2: Any = import_module("pymilvus.grpc_gen.milvus_pb2")
schema_pb2: Any = import_module("pymilvus.grpc_gen.schema_pb2")

_scalars, _vectors, _kinds = schema_pb2.ScalarField, schema_pb2.VectorField, schema_pb2.DataType

COUNT = 12
NUMBERS = list(range(COUNT))
MATRIX = np.random.default_rng(3).random((COUNT, 2), dtype=np.float32)


def _scalar(name: str, kind: Any, slot: str, values: Any, **more: Any) -> Any:
    holder = {
        "bool_data": schema_pb2.BoolArray,
        "int_data": schema_pb2.IntArray,
        "long_data": schema_pb2.LongArray,
        "float_data": schema_pb2.FloatArray,
        "double_data": schema_pb2.DoubleArray,
        "string_data": schema_pb2.StringArray,
        "json_data": schema_pb2.JSONArray,
        "geometry_wkt_data": schema_pb2.GeometryWktArray,
    }[slot]
    return schema_pb2.FieldData(type=kind, field_name=name, scalars=_scalars(**{slot: holder(data=values)}), **more)


def _json(values: list[Any]) -> list[bytes]:
    return [json.dumps(value).encode() for value in values]


def _array() -> Any:
    rows = [_scalars(long_data=schema_pb2.LongArray(data=range(n % 3))) for n in NUMBERS]
    data = schema_pb2.ArrayArray(data=rows, element_type=_kinds.Int64)
    return schema_pb2.FieldData(type=_kinds.Array, field_name="array", scalars=_scalars(array_data=data))


def _dense(name: str, kind: Any, **payload: Any) -> Any:
    return schema_pb2.FieldData(type=kind, field_name=name, vectors=_vectors(**payload))


def _sparse() -> Any:
    rows = [struct.pack("<If", n, n / 2) for n in NUMBERS]
    return _dense(
        "sparse",
        _kinds.SparseFloatVector,
        dim=COUNT,
        sparse_float_vector=schema_pb2.SparseFloatArray(contents=rows, dim=COUNT),
    )


def _struct() -> Any:
    """Rows of two structs each: a number, a text and a vector."""
    arrays = [_scalars(long_data=schema_pb2.LongArray(data=[n, n + 1])) for n in NUMBERS]
    texts = [_scalars(string_data=schema_pb2.StringArray(data=[f"a{n}", f"b{n}"])) for n in NUMBERS]
    vectors = [_vectors(dim=2, float_vector=schema_pb2.FloatArray(data=[n, 0.5, n, 1.5])) for n in NUMBERS]
    array, column = schema_pb2.ArrayArray, schema_pb2.FieldData
    parts = [
        column(type=_kinds.Array, field_name="size", scalars=_scalars(array_data=array(data=arrays, element_type=5))),
        column(type=_kinds.Array, field_name="name", scalars=_scalars(array_data=array(data=texts, element_type=21))),
        column(
            type=_kinds.ArrayOfVector,
            field_name="place",
            vectors=_vectors(
                dim=2, vector_array=schema_pb2.VectorArray(dim=2, data=vectors, element_type=_kinds.FloatVector)
            ),
        ),
    ]
    return column(
        type=_kinds.ArrayOfStruct, field_name="struct", struct_arrays=schema_pb2.StructArrayField(fields=parts)
    )


_NULLS = [n % 3 != 0 for n in NUMBERS]

FIELDS: dict[str, Any] = {
    "bool": _scalar("bool", _kinds.Bool, "bool_data", [n % 2 == 0 for n in NUMBERS]),
    "int8": _scalar("int8", _kinds.Int8, "int_data", NUMBERS),
    "int16": _scalar("int16", _kinds.Int16, "int_data", NUMBERS),
    "int32": _scalar("int32", _kinds.Int32, "int_data", NUMBERS),
    "int64": _scalar("int64", _kinds.Int64, "long_data", NUMBERS),
    "float": _scalar("float", _kinds.Float, "float_data", [n / 10 for n in NUMBERS]),
    "double": _scalar("double", _kinds.Double, "double_data", [n / 10 for n in NUMBERS]),
    "varchar": _scalar("varchar", _kinds.VarChar, "string_data", [f"ü{n}" for n in NUMBERS]),
    "json": _scalar("json", _kinds.JSON, "json_data", _json([{"a": n, "b": [None, 1.5]} for n in NUMBERS])),
    "array": _array(),
    "float_vector": _dense(
        "float_vector", _kinds.FloatVector, dim=2, float_vector=schema_pb2.FloatArray(data=MATRIX.ravel())
    ),
    "binary_vector": _dense("binary_vector", _kinds.BinaryVector, dim=16, binary_vector=bytes(range(2 * COUNT))),
    "float16_vector": _dense(
        "float16_vector", _kinds.Float16Vector, dim=2, float16_vector=MATRIX.astype(np.float16).tobytes()
    ),
    "bfloat16_vector": _dense("bfloat16_vector", _kinds.BFloat16Vector, dim=2, bfloat16_vector=bytes(range(4 * COUNT))),
    "int8_vector": _dense("int8_vector", _kinds.Int8Vector, dim=2, int8_vector=bytes(range(2 * COUNT))),
    "sparse_vector": _sparse(),
    "text": _scalar("text", _kinds.Text, "string_data", [f"long {n}" for n in NUMBERS]),
    "geometry": _scalar("geometry", _kinds.Geometry, "geometry_wkt_data", ["POINT (1 2)"] * COUNT),
    "timestamptz": _scalar("timestamptz", _kinds.Timestamptz, "string_data", ["2026-01-02T03:04:05Z"] * COUNT),
    "struct": _struct(),
    "null_int64": _scalar("null_int64", _kinds.Int64, "long_data", NUMBERS, valid_data=_NULLS),
    "null_varchar": _scalar("null_varchar", _kinds.VarChar, "string_data", ["x"] * COUNT, valid_data=_NULLS),
    "null_float_vector": schema_pb2.FieldData(
        type=_kinds.FloatVector,
        field_name="null_float_vector",
        vectors=_vectors(dim=2, float_vector=schema_pb2.FloatArray(data=MATRIX[: sum(_NULLS)].ravel())),
        valid_data=_NULLS,
    ),
    "undeclared": _scalar(
        "$meta", _kinds.JSON, "json_data", _json([{"color": f"c{n}", "size": n} for n in NUMBERS]), is_dynamic=True
    ),
}
"""A column of each kind."""


def names(fields: list[str]) -> list[str]:
    return [FIELDS[field].field_name for field in fields]


def search_reply(fields: list[str], *, tops: tuple[int, ...] = (7, 5), text_keys: bool = False, **more: Any) -> bytes:
    """The hits of two queries."""
    output = more.pop("output_fields", names(fields))
    extra = more.pop("extra_info", {})
    count = sum(tops)
    keys = {"str_id": schema_pb2.StringArray(data=[f"k{n}" for n in range(count)])}
    ids = schema_pb2.IDs(**(keys if text_keys else {"int_id": schema_pb2.LongArray(data=range(100, 100 + count))}))
    found = schema_pb2.SearchResultData(
        num_queries=len(tops),
        top_k=max(tops, default=0),
        topks=tops,
        scores=[n / 7 for n in range(count)],
        ids=ids,
        fields_data=[FIELDS[field] for field in fields] if count else [],
        output_fields=output,
        primary_field_name="key",
        **more,
    )
    status = common_pb2.Status(extra_info=extra)
    return bytes(milvus_pb2.SearchResults(status=status, results=found, session_ts=77).SerializeToString())


def query_reply(fields: list[str], **more: Any) -> bytes:
    """Twelve rows."""
    status = common_pb2.Status(extra_info=more.pop("extra_info", {}))
    found = milvus_pb2.QueryResults(
        status=status,
        fields_data=[FIELDS[field] for field in fields],
        output_fields=more.pop("output_fields", names(fields)),
        session_ts=88,
        **more,
    )
    return bytes(found.SerializeToString())

"""Columns as pymilvus writes them, and replies in every shape that a server may choose."""

from typing import Any

import numpy as np
import pytest
from google.protobuf.message import Message

from vectorm.columns.array import ArrayColumn
from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.columns.dense import DenseColumn
from vectorm.enums import DataType
from vectorm.errors import ProtocolError, ServerError
from vectorm.wire.fields import decode_column, decode_fields, encode_column, encode_fields
from vectorm.wire.messages import (
    ArrayArray,
    FieldData,
    FloatArray,
    IntArray,
    LongArray,
    ScalarField,
    SparseFloatArray,
    StringArray,
    VectorField,
)


def encoded(data_type: DataType, values: list[Any], **options: Any) -> FieldData:
    column = build_column("f", values, data_type=data_type, nullable=True, **options)
    return FieldData.FromString(encode_column(column).join())


def test_nulls_are_left_out_of_the_payload() -> None:
    message = encoded(DataType.INT64, [1, None, 3])
    assert list(message.valid_data) == [True, False, True]
    assert list(message.scalars.long_data.data) == [1, 3]
    message = encoded(DataType.FLOAT_VECTOR, [[1, 2], None], dim=2)
    assert list(message.valid_data) == [True, False]
    assert list(message.vectors.float_vector.data) == [1, 2]


def test_a_nullable_column_tells_its_nulls_even_if_there_are_none() -> None:
    """Milvus refuses a nullable field whose mask is not as long as the rows are many."""
    assert list(encoded(DataType.INT64, [1]).valid_data) == [True]
    assert not FieldData.FromString(encode_column(build_column("f", [1], data_type=DataType.INT64)).join()).valid_data


def test_a_column_of_nulls_still_names_its_slot() -> None:
    assert encoded(DataType.INT64, [None]).scalars.WhichOneof("data") == "long_data"
    assert encoded(DataType.DOUBLE, [None]).scalars.WhichOneof("data") == "double_data"
    message = encoded(DataType.FLOAT_VECTOR, [None, None], dim=4)
    assert (message.vectors.dim, message.vectors.WhichOneof("data")) == (4, "float_vector")
    assert decode_column(message).to_list() == [None, None]


SLOTS: list[tuple[DataType, Any, str]] = [
    (DataType.BOOL, True, "bool_data"),
    (DataType.INT8, 1, "int_data"),
    (DataType.INT16, 1, "int_data"),
    (DataType.INT32, 1, "int_data"),
    (DataType.INT64, 1, "long_data"),
    (DataType.FLOAT, 1.0, "float_data"),
    (DataType.DOUBLE, 1.0, "double_data"),
    (DataType.VARCHAR, "x", "string_data"),
    (DataType.TIMESTAMPTZ, "2024-01-01T00:00:00Z", "string_data"),
    (DataType.GEOMETRY, "POINT (1 2)", "geometry_wkt_data"),
    (DataType.JSON, {}, "json_data"),
]


@pytest.mark.parametrize(("data_type", "value", "slot"), SLOTS)
def test_slots_of_scalars(data_type: DataType, value: Any, slot: str) -> None:
    message = encoded(data_type, [value])
    assert (message.type, message.field_name) == (data_type, "f")
    assert message.scalars.WhichOneof("data") == slot


VECTORS = [
    (DataType.FLOAT_VECTOR, "float_vector"),
    (DataType.FLOAT16_VECTOR, "float16_vector"),
    (DataType.BFLOAT16_VECTOR, "bfloat16_vector"),
    (DataType.INT8_VECTOR, "int8_vector"),
    (DataType.BINARY_VECTOR, "binary_vector"),
]


@pytest.mark.parametrize(("data_type", "slot"), VECTORS)
def test_slots_of_vectors(data_type: DataType, slot: str) -> None:
    message = encoded(data_type, [[1] * 8] * 3, dim=8)
    assert (message.vectors.dim, message.vectors.WhichOneof("data")) == (8, slot)
    assert len(decode_column(message)) == 3


def test_sparse_vectors_tell_their_dim() -> None:
    message = encoded(DataType.SPARSE_FLOAT_VECTOR, [{7: 1.0}, {2: 1.0}, {}])
    assert message.vectors.sparse_float_vector.dim == 8
    assert list(map(len, message.vectors.sparse_float_vector.contents)) == [8, 8, 0]


def test_arrays_name_their_element_type() -> None:
    message = encoded(DataType.ARRAY, [[1], []], element_type=DataType.INT8)
    assert message.scalars.array_data.element_type == DataType.INT8
    assert [row.WhichOneof("data") for row in message.scalars.array_data.data] == ["int_data", "int_data"]


def test_vectors_are_spliced_without_a_copy() -> None:
    matrix = np.ones((4, 8), "f4")
    column = build_column("f", matrix, data_type=DataType.FLOAT_VECTOR, dim=8)
    [pieces] = encode_fields(ColumnBatch([column]), 5)
    assert any(piece is matrix for piece in pieces.buffers)


def test_a_reply_with_placeholders_for_nulls() -> None:
    scalars = ScalarField(int_data=IntArray(data=[5, 0, 7]))
    message = FieldData(type=DataType.INT16, field_name="f", scalars=scalars, valid_data=[True, False, True])
    assert decode_column(message).to_list() == [5, None, 7]


def test_a_reply_without_placeholders_for_nulls() -> None:
    vectors = VectorField(dim=2, float_vector=FloatArray(data=[1, 2]))
    message = FieldData(type=DataType.FLOAT_VECTOR, field_name="f", vectors=vectors, valid_data=[False, True, False])
    column = decode_column(message)
    assert [column[row] if column[row] is None else column[row].tolist() for row in range(3)] == [None, [1, 2], None]


def test_a_reply_that_splits_its_arrays() -> None:
    """Protobuf allows a packed array in several runs, or not packed at all."""
    half = FieldData(vectors=VectorField(float_vector=FloatArray(data=[1, 2]))).SerializeToString()
    head = FieldData(type=DataType.FLOAT_VECTOR, field_name="f", vectors=VectorField(dim=2)).SerializeToString()
    column = decode_column(FieldData.FromString(head + half + half))
    assert isinstance(column, DenseColumn)
    assert column.raw.tolist() == [[1, 2], [1, 2]]


def test_an_array_reply_without_element_type() -> None:
    rows = [ScalarField(), ScalarField(string_data=StringArray(data=["a"]))]
    replies: list[tuple[ArrayArray, list[list[Any]]]] = [
        (ArrayArray(data=rows), [[], ["a"]]),
        (ArrayArray(data=[ScalarField(long_data=LongArray(data=[1, 2]))]), [[1, 2]]),
        (ArrayArray(data=[ScalarField()]), [[]]),
        (ArrayArray(data=rows, element_type=DataType.VARCHAR), [[], ["a"]]),
    ]
    for array, expected in replies:
        message = FieldData(type=DataType.ARRAY, field_name="f", scalars=ScalarField(array_data=array))
        column = decode_column(message)
        assert isinstance(column, ArrayColumn)
        assert column.to_list() == expected


def field(data_type: int, **slots: Any) -> FieldData:
    return FieldData(type=data_type, field_name="f", **slots)


BROKEN: list[tuple[Message, str]] = [
    (field(28, scalars=ScalarField()), "type 28, which vectorm does not know"),
    (field(DataType.STRUCT, scalars=ScalarField()), "type STRUCT, which vectorm cannot read"),
    (field(DataType.INT64, vectors=VectorField(dim=2)), "is no vector field"),
    (field(DataType.FLOAT_VECTOR, vectors=VectorField()), "dim 0 is no vector field"),
    (
        field(DataType.FLOAT_VECTOR, vectors=VectorField(dim=2, float_vector=FloatArray(data=[1]))),
        "no multiple of dim 2",
    ),
    (
        field(DataType.INT64, scalars=ScalarField(long_data=LongArray(data=[1, 2])), valid_data=[True, False, False]),
        "2 values for a null mask of 3 rows",
    ),
    (
        field(
            DataType.SPARSE_FLOAT_VECTOR, vectors=VectorField(sparse_float_vector=SparseFloatArray()), valid_data=[True]
        ),
        "0 values for a null mask of 1 rows",
    ),
]


@pytest.mark.parametrize(("message", "reason"), BROKEN, ids=[reason for _, reason in BROKEN])
def test_a_reply_that_makes_no_sense(message: FieldData, reason: str) -> None:
    with pytest.raises(ServerError, match=reason):
        decode_column(message)


def test_no_values_may_stand_in_the_place_of_another_type() -> None:
    elsewhere = [
        field(DataType.GEOMETRY, scalars={"geometry_data": {}}),
        field(DataType.TIMESTAMPTZ, scalars={"timestamptz_data": {}}),
        field(DataType.FLOAT_VECTOR, vectors=VectorField(dim=2, binary_vector=b"")),
    ]
    for message in elsewhere:
        assert len(decode_column(message)) == 0
    for message in (
        field(DataType.TIMESTAMPTZ, scalars={"timestamptz_data": {"data": [1]}}),
        field(DataType.FLOAT_VECTOR, vectors=VectorField(dim=8, binary_vector=b"a")),
    ):
        with pytest.raises(ProtocolError, match="the values of field f are"):
            decode_column(message)


def test_the_dynamic_field_of_a_reply_is_json() -> None:
    text = field(DataType.VARCHAR, scalars=ScalarField(string_data=StringArray(data=["a"])), is_dynamic=True)
    with pytest.raises(ProtocolError, match="the dynamic field f is of type VARCHAR, not JSON"):
        decode_fields([text], [], None)
    assert decode_column(text).to_list() == ["a"]  # the values of a search that groups by a key of it


def test_empty_columns() -> None:
    for data_type in (DataType.INT64, DataType.VARCHAR, DataType.JSON, DataType.ARRAY):
        empty: Column = decode_column(FieldData(type=data_type, field_name="f"))
        assert (len(empty), empty.data_type, empty.to_list()) == (0, data_type, [])

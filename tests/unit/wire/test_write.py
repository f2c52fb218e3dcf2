"""Writes: the same messages as pymilvus makes; what the server answers."""

from typing import Any

import numpy as np
import pytest

from tests.unit.wire.theirs import Prepare, milvus_pb2, pymilvus
from vectorm.enums import DataType
from vectorm.errors import CollectionNotExistException
from vectorm.ops.rows import batch_from_rows
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import FieldSpec
from vectorm.wire.messages import IDs, LongArray, MutationResult, Status, StringArray
from vectorm.wire.write import decode_mutation, encode_delete, encode_insert, encode_upsert

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "data_type": DataType.INT64, "is_primary": True},
    {"name": "flag", "data_type": DataType.BOOL},
    {"name": "small", "data_type": DataType.INT8},
    {"name": "year", "data_type": DataType.INT32, "nullable": True},
    {"name": "ratio", "data_type": DataType.FLOAT},
    {"name": "score", "data_type": DataType.DOUBLE},
    {"name": "title", "data_type": DataType.VARCHAR, "max_length": 50},
    {"name": "source", "data_type": DataType.JSON},
    {"name": "tags", "data_type": DataType.ARRAY, "element_type": DataType.VARCHAR, "max_length": 9, "max_capacity": 4},
    {"name": "place", "data_type": DataType.GEOMETRY},
    {"name": "since", "data_type": DataType.TIMESTAMPTZ},
    {"name": "dense", "data_type": DataType.FLOAT_VECTOR, "dim": 4},
    {"name": "half", "data_type": DataType.FLOAT16_VECTOR, "dim": 4},
    {"name": "bits", "data_type": DataType.BINARY_VECTOR, "dim": 16},
    {"name": "bytes", "data_type": DataType.INT8_VECTOR, "dim": 4},
    {"name": "sparse", "data_type": DataType.SPARSE_FLOAT_VECTOR},
]
ROWS = [
    {
        "id": number,
        "flag": number % 2 == 0,
        "small": -number,
        "year": None if number == 1 else 2000 + number,
        "ratio": number / 4,
        "score": number / 8,
        "title": f"títle {number}",
        "source": {"n": number, "deep": [1, None, "x"]},
        "tags": ["a"] * number,
        "place": "POINT (1 2)",
        "since": "2024-01-01T00:00:00Z",
        "dense": np.arange(4, dtype="f4") + number,
        "half": np.arange(4, dtype="f2") + number,
        "bits": bytes([number, 255]),
        "bytes": np.array([1, -2, 3, number], "i1"),
        "sparse": {1: 0.5, 9 + number: 1.5},
        "undeclared": number,
    }
    for number in range(3)
]


def our_spec() -> CollectionSpec:
    return CollectionSpec(name="c", enable_dynamic_field=True, fields=tuple(FieldSpec(**each) for each in FIELDS))


def their_fields() -> list[dict[str, Any]]:
    fields: list[Any] = []
    for each in FIELDS:
        options = {key: value for key, value in each.items() if key not in {"name", "data_type"}}
        if "element_type" in options:
            options["element_type"] = pymilvus.DataType(int(options["element_type"]))
        fields.append(pymilvus.FieldSchema(each["name"], pymilvus.DataType(int(each["data_type"])), **options))
    described: list[dict[str, Any]] = pymilvus.CollectionSchema(fields, enable_dynamic_field=True).to_dict()["fields"]
    return described


def by_name(request: Any) -> dict[str, Any]:
    return {each.field_name: each for each in request.fields_data}


def assert_same(ours: Any, theirs: Any) -> None:
    """The same columns, whatever their order.

    We also name the element type of arrays and the dim of sparse vectors, which pymilvus does for columns only.
    """
    our_columns, their_columns = by_name(ours), by_name(theirs)
    if "tags" in our_columns:
        assert our_columns["tags"].scalars.array_data.element_type == DataType.VARCHAR
        our_columns["tags"].scalars.array_data.ClearField("element_type")
        assert our_columns["sparse"].vectors.sparse_float_vector.dim == 12
        our_columns["sparse"].vectors.sparse_float_vector.ClearField("dim")
    assert our_columns.keys() == their_columns.keys()
    for name, column in their_columns.items():
        assert str(our_columns[name]) == str(column), name
    del ours.fields_data[:], theirs.fields_data[:]
    assert str(ours) == str(theirs)


def test_insert_is_what_pymilvus_sends() -> None:
    ours = milvus_pb2.InsertRequest.FromString(
        encode_insert("c", batch_from_rows(our_spec(), ROWS), partition="p", schema_timestamp=7)
    )
    theirs = Prepare.row_insert_param(
        "c", [dict(row) for row in ROWS], "p", their_fields(), enable_dynamic=True, schema_timestamp=7
    )
    assert_same(ours, theirs)


@pytest.mark.parametrize("partial", [False, True])
def test_upsert_is_what_pymilvus_sends(partial: bool) -> None:
    kept = {"id", "title", "dense"} if partial else set(ROWS[0])
    rows = [{key: row[key] for key in row if key in kept} for row in ROWS]
    batch = batch_from_rows(our_spec(), rows, upsert=True, partial=partial)
    ours = milvus_pb2.UpsertRequest.FromString(encode_upsert("c", batch, partition="p", partial=partial))
    theirs = Prepare.row_upsert_param("c", rows, "p", their_fields(), enable_dynamic=True, partial_update=partial)
    if partial:
        del theirs.fields_data[-1:]  # `$meta` without keys: we leave stored ones alone by not sending it
    assert_same(ours, theirs)


def test_delete_is_what_pymilvus_sends() -> None:
    ours = milvus_pb2.DeleteRequest.FromString(encode_delete("c", "id in [1]", partition="p"))
    theirs = Prepare.delete_request("c", "id in [1]", "p", consistency_level=0)
    assert str(ours) == str(theirs)


def test_an_insert_of_no_rows() -> None:
    request = milvus_pb2.InsertRequest.FromString(encode_insert("c", batch_from_rows(our_spec(), [])))
    assert (request.collection_name, request.num_rows) == ("c", 0)


def test_mutation_results() -> None:
    status = Status(extra_info={"report_value": "6"})
    ids = IDs(int_id=LongArray(data=[3, 4]))
    reply = MutationResult(status=status, IDs=ids, insert_cnt=2, upsert_cnt=1, delete_cnt=4, timestamp=2**60)
    result = decode_mutation(reply.SerializeToString())
    assert (list(result.ids), result.insert_count, result.upsert_count, result.delete_count) == ([3, 4], 2, 1, 4)
    assert (result.timestamp, result.cost) == (2**60, 6)
    reply = MutationResult(IDs=IDs(str_id=StringArray(data=["a"])))
    assert list(decode_mutation(reply.SerializeToString()).ids) == ["a"]
    assert list(decode_mutation(b"").ids) == []


def test_a_refused_write_raises() -> None:
    reply = MutationResult(status=Status(code=100, error_code=4, reason="can't find collection"))
    with pytest.raises(CollectionNotExistException):
        decode_mutation(reply.SerializeToString())

"""Rows with structs, keys given in spite of auto-id, partial rows, operations on arrays."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.unit.ops.support import context
from vectorm.enums import DataType, FieldOpType
from vectorm.errors import DataNotMatchException, MilvusUnavailableException, OutcomeUnknown, ParamError, Unsupported
from vectorm.ops import collection, write
from vectorm.ops.context import Context
from vectorm.ops.rows import batch_from_columns, batch_from_rows
from vectorm.ops.supported import check_collection
from vectorm.spec.capabilities import capabilities_of
from vectorm.spec.collection import CollectionInfo, CollectionSpec
from vectorm.spec.field import FieldSpec
from vectorm.spec.struct_array import StructSpec
from vectorm.transport.recorded import Recorded
from vectorm.wire.messages import DescribeCollectionResponse, MutationResult, UpsertRequest
from vectorm.wire.schema import schema_message

KEY = FieldSpec(name="id", data_type=DataType.INT64, is_primary=True)
TAGS = FieldSpec(name="tags", data_type=DataType.ARRAY, element_type=DataType.INT64, max_capacity=4, nullable=True)
CHUNKS = StructSpec(
    name="chunks",
    fields=(
        FieldSpec(name="text", data_type=DataType.VARCHAR, max_length=4),
        FieldSpec(name="dense", data_type=DataType.FLOAT_VECTOR, dim=2),
    ),
    max_capacity=2,
)
DOCS = CollectionSpec(name="docs", fields=(KEY, TAGS), structs=(CHUNKS,))
ONE = {"text": "a", "dense": [1.0, 2.0]}
NEWEST = "3.0.2"


def known(spec: CollectionSpec = DOCS, version: str = NEWEST) -> Context:
    ctx = context(version)
    ctx.schemas["docs"] = CollectionInfo(spec=spec)
    return ctx


@pytest.mark.parametrize(
    ("row", "place", "reason"),
    [
        ({}, "docs.chunks, row 1", "missing field"),
        ({"chunks": None}, "docs.chunks, row 1", "None, but the field is not nullable"),
        ({"chunks": ONE}, "docs.chunks, row 1", "expected list, got dict"),
        ({"chunks": [1]}, "docs.chunks, row 1", "element 0: expected dict, got int"),
        ({"chunks": [ONE, {"text": "a"}]}, "docs.chunks, row 1", "element 1: the struct has no dense"),
        ({"chunks": [{**ONE, "x": 1}]}, "docs.chunks, row 1", "element 0: unknown key x: the fields.* dense, text"),
        ({"chunks": [{**ONE, "text": "abcde"}]}, "docs.chunks, row 1", "element 0: text: a str of 5 UTF-8 bytes"),
        ({"chunks": [{**ONE, "text": None}]}, "docs.chunks, row 1", "element 0: text: None"),
        ({"chunks": [ONE, {**ONE, "dense": [1.0]}]}, "docs.chunks, row 1", "element 1: dense: expected a FLOAT_VEC"),
        ({"chunks": [ONE, {**ONE, "dense": [1.0, float("nan")]}]}, "docs.chunks, row 1", "element 1: dense: value 1"),
        ({"chunks": [ONE] * 3}, "docs.chunks, row 1", "3 elements are more than max_capacity=2"),
        ({"chunks": [], "chunks[text]": ["a"]}, r"docs\.chunks\[text\], row 1", "cannot be written by itself"),
        ({"chunks": [], "chunk": []}, "docs.chunk, row 1", "unknown field"),
    ],
)
def test_a_bad_struct_is_told_by_its_place(row: dict[str, Any], place: str, reason: str) -> None:
    with pytest.raises(DataNotMatchException, match=f"field {place}: .*{reason}"):
        batch_from_rows(DOCS, [{"id": 0, "chunks": [ONE]}, {"id": 1, **row}])


def test_structs_by_column_and_null_structs() -> None:
    spec = replace(DOCS, structs=(replace(CHUNKS, nullable=True),))
    columns: dict[str, Any] = {"id": np.arange(3), "chunks": [[ONE], None, []]}
    batch = batch_from_columns(spec, columns)
    assert batch.names == ["id", "tags", "chunks"]
    assert [value and len(value) for value in batch["chunks"].to_list()] == [1, None, []]
    assert batch_from_rows(spec, [{"id": 1}])["chunks"].to_list() == [None]


@pytest.mark.parametrize("version", ["2.3.5", "2.5.4", "milvus_lite-3.2.2"])
def test_engines_without_structs_refuse_them(version: str) -> None:
    deploy_mode = "embedded" if "lite" in version else "STANDALONE"
    with pytest.raises(Unsupported, match=r"field docs\.chunks: .* has no fields that hold structs"):
        check_collection(capabilities_of(version, deploy_mode), DOCS)
    check_collection(capabilities_of(NEWEST, "STANDALONE"), DOCS)


def test_keys_may_be_given_where_the_collection_allows_it() -> None:
    auto = replace(DOCS, fields=(replace(KEY, auto_id=True),), structs=())
    with pytest.raises(DataNotMatchException, match=r"auto-id keys are made by the server.*allow_insert_auto_id"):
        batch_from_rows(auto, [{"id": 7}])
    allowed = replace(auto, properties={"allow_insert_auto_id": "True"})
    assert batch_from_rows(allowed, [{"id": 7}])["id"].to_list() == [7]
    assert batch_from_columns(allowed, {"id": [7]})["id"].to_list() == [7]
    assert batch_from_rows(allowed, [{}]).names == []
    with pytest.raises(DataNotMatchException, match=r"docs\.id, row 1: missing field"):
        batch_from_rows(allowed, [{"id": 7}, {}])


def test_engines_that_ignore_the_keys_refuse_the_property() -> None:
    told = "Milvus 2.3.5 has no keys given by the client"
    properties = {"allow_insert_auto_id": "true"}
    with pytest.raises(Unsupported, match=told):
        check_collection(context().capabilities, CollectionSpec(name="docs", fields=(KEY,), properties=properties))
    with pytest.raises(Unsupported, match=told):
        Recorded([]).run(collection.alter(context(), "docs", {"allow_insert_auto_id": True}))


def sent(ctx: Context, *args: Any, **options: Any) -> UpsertRequest:
    described = DescribeCollectionResponse(collection_name="docs", schema=schema_message(DOCS)).SerializeToString()
    replies = {"Upsert": [MutationResult(upsert_cnt=1).SerializeToString()], "DescribeCollection": [described]}
    recorded = Recorded(replies)
    recorded.run(write.upsert_rows(ctx, "docs", *args, **options))
    return UpsertRequest.FromString(recorded.sent[0].request)


def test_a_partial_upsert_sends_what_is_given() -> None:
    request = sent(known(), [{"id": 1, "chunks": [ONE]}], partial=True)
    assert [field.field_name for field in request.fields_data] == ["id", "chunks"]
    assert request.partial_update
    batch = batch_from_columns(DOCS, {"id": [1], "tags": [[1]]}, upsert=True, partial=True)
    assert batch.names == ["id", "tags"]
    with pytest.raises(Unsupported, match="has no partial upsert"):
        sent(known(version="2.5.1"), [{"id": 1, "tags": [1]}], partial=True)


def test_operations_on_arrays() -> None:
    ops = {"tags": FieldOpType.ARRAY_APPEND}
    request = sent(known(), [{"id": 1, "tags": [1]}], partial=True, field_ops=ops)
    assert [(each.field_name, each.op) for each in request.field_ops] == [("tags", 1)]
    with pytest.raises(Unsupported, match="upsert that appends to arrays"):
        sent(known(version="2.6.1"), [{"id": 1, "tags": [1]}], partial=True, field_ops=ops)
    for name, reason in (("tag", "tag of field_ops is not a field"), ("id", "id of field_ops is no ARRAY")):
        with pytest.raises(ParamError, match=reason):
            sent(known(), [{"id": 1}], partial=True, field_ops={name: FieldOpType.ARRAY_REMOVE})


def test_an_append_is_never_sent_twice() -> None:
    """Nobody knows whether the first one was carried out: a second one would append once more."""
    recorded = Recorded({"Upsert": [MilvusUnavailableException(14, "reset")] * 3})
    start = write.upsert_rows(
        known(), "docs", [{"id": 1, "tags": [1]}], partial=True, field_ops={"tags": FieldOpType.ARRAY_APPEND}
    )
    with pytest.raises(OutcomeUnknown):
        recorded.run(start)
    assert len(recorded.sent) == 1

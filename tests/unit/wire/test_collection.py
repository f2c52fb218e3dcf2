"""Schemas survive the way to the wire and back, and pymilvus reads them as we meant them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymilvus.grpc_gen import milvus_pb2, schema_pb2

from vectorm.enums import ConsistencyLevel, DataType, FunctionType
from vectorm.errors import CollectionNotExistException
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import UNSET, FieldSpec
from vectorm.spec.function import FunctionSpec
from vectorm.wire import collection as wire
from vectorm.wire.messages import CollectionSchema, DescribeCollectionResponse, Status
from vectorm.wire.schema import schema_message, schema_spec

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True)
DEFAULTS = {
    DataType.BOOL: st.booleans(),
    DataType.INT8: st.integers(-(2**7), 2**7 - 1),
    DataType.INT32: st.integers(-(2**31), 2**31 - 1),
    DataType.INT64: st.integers(-(2**63), 2**63 - 1),
    DataType.DOUBLE: st.floats(allow_nan=False),
    DataType.VARCHAR: st.text(max_size=20),
}


@st.composite
def scalar_fields(draw: st.DrawFn, name: str) -> FieldSpec:
    data_type = draw(st.sampled_from(sorted(DEFAULTS)))
    return FieldSpec(
        name=name,
        data_type=data_type,
        description=draw(st.text(max_size=10)),
        max_length=draw(st.integers(1, 65_535)) if data_type is DataType.VARCHAR else None,
        nullable=draw(st.booleans()),
        default=draw(DEFAULTS[data_type] | st.just(UNSET)),
        is_partition_key=draw(st.booleans()),
        params=draw(st.dictionaries(st.sampled_from(["mmap.enabled", "enable_match"]), st.just("true"))),
    )


@st.composite
def collections(draw: st.DrawFn) -> CollectionSpec:
    names = draw(st.lists(NAMES, min_size=2, max_size=6, unique=True))
    primary = FieldSpec(name=names[0], data_type=DataType.INT64, is_primary=True, auto_id=draw(st.booleans()))
    dense = FieldSpec(name=names[1], data_type=DataType.FLOAT_VECTOR, dim=draw(st.integers(1, 32_768)))
    return CollectionSpec(
        name=draw(NAMES),
        fields=(primary, dense, *(draw(scalar_fields(name)) for name in names[2:])),
        description=draw(st.text(max_size=10)),
        enable_dynamic_field=draw(st.booleans()),
        functions=(FunctionSpec(name="f", type=FunctionType.BM25, inputs=("a",), outputs=("b",)),),
    )


@given(collections())
def test_schema_round_trip(spec: CollectionSpec) -> None:
    data = schema_message(spec).SerializeToString()
    assert schema_spec(CollectionSchema.FromString(data), name=spec.name) == spec


@given(collections())
def test_pymilvus_reads_the_same_schema(spec: CollectionSpec) -> None:
    request = milvus_pb2.CreateCollectionRequest.FromString(wire.encode_create(spec))
    schema = schema_pb2.CollectionSchema.FromString(request.schema)
    assert request.collection_name == schema.name == spec.name
    assert request.consistency_level == ConsistencyLevel.BOUNDED
    assert schema.enable_dynamic_field == spec.enable_dynamic_field
    for theirs, ours in zip(schema.fields, spec.fields, strict=True):
        params = {pair.key: pair.value for pair in theirs.type_params}
        assert (theirs.name, theirs.data_type, theirs.is_primary_key) == (ours.name, ours.data_type, ours.is_primary)
        assert (theirs.autoID, theirs.nullable) == (ours.auto_id, ours.nullable)
        assert params.get("dim") == (None if ours.dim is None else str(ours.dim))
        assert theirs.HasField("default_value") == (ours.default is not UNSET)


def test_describe_leaves_out_the_meta_field_and_keeps_what_the_server_says() -> None:
    reply = DescribeCollectionResponse(collection_name="docs", collectionID=7, aliases=["d"], shards_num=2)
    reply.schema.fields.add(name="id", data_type=5, is_primary_key=True)
    reply.schema.fields.add(name="$meta", data_type=23, is_dynamic=True)
    reply.schema.enable_dynamic_field = True
    info = wire.decode_describe(reply.SerializeToString())
    assert [field.name for field in info.spec.fields] == ["id"]
    assert (info.collection_id, info.aliases, info.spec.num_shards) == (7, ("d",), 2)
    assert info.spec.consistency_level is ConsistencyLevel.STRONG


def test_describe_of_a_type_we_do_not_know_is_still_readable() -> None:
    reply = DescribeCollectionResponse(collection_name="docs")
    reply.schema.fields.add(name="new", data_type=4711)
    assert wire.decode_describe(reply.SerializeToString()).spec.fields[0].data_type is DataType.UNKNOWN


def test_describe_raises_by_status() -> None:
    reply = DescribeCollectionResponse(status=Status(code=100, reason="can't find collection"))
    with pytest.raises(CollectionNotExistException):
        wire.decode_describe(reply.SerializeToString())

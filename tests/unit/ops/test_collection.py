"""Collections: what is sent, and what is refused before anything is sent."""

import pytest

from tests.unit.ops.support import context, lite
from vectorm.enums import DataType, FunctionType
from vectorm.errors import CollectionNotExistException, Unsupported
from vectorm.ops import collection
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import FieldSpec
from vectorm.spec.function import FunctionSpec
from vectorm.transport.recorded import Recorded
from vectorm.wire.messages import DescribeCollectionResponse, Status

ID = FieldSpec(name="id", data_type=DataType.INT64, is_primary=True)
VECTOR = FieldSpec(name="v", data_type=DataType.FLOAT_VECTOR, dim=4)
OK = Status().SerializeToString()


def docs(*fields: FieldSpec, functions: tuple[FunctionSpec, ...] = ()) -> CollectionSpec:
    return CollectionSpec(name="docs", fields=(ID, *fields), functions=functions)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (
            docs(FieldSpec(name="g", data_type=DataType.GEOMETRY), VECTOR),
            "docs.g: Milvus 2.3.5 has no fields of type",
        ),
        (docs(FieldSpec(name="n", data_type=DataType.INT64, nullable=True), VECTOR), "docs.n: .* no nullable fields"),
        (docs(VECTOR, FieldSpec(name="w", data_type=DataType.FLOAT_VECTOR, dim=4)), "one vector field, not v, w"),
        (
            docs(VECTOR, functions=(FunctionSpec(name="f", type=FunctionType.BM25, inputs=("t",)),)),
            "no functions such as BM25",
        ),
    ],
)
def test_a_schema_the_engine_cannot_hold_is_refused_before_sending(spec: CollectionSpec, words: str) -> None:
    recorded = Recorded()
    with pytest.raises(Unsupported, match=words):
        recorded.run(collection.create(context(), spec))
    assert recorded.sent == []


def test_nullable_vectors_are_refused_where_zeros_would_be_stored() -> None:
    recorded = Recorded()
    nullable = FieldSpec(name="w", data_type=DataType.FLOAT_VECTOR, dim=4, nullable=True)
    with pytest.raises(Unsupported, match=r"docs\.w: Milvus Lite 3\.2\.2 has no nullable vectors: it would store"):
        recorded.run(collection.create(lite(), docs(VECTOR, nullable)))
    assert recorded.sent == []


def test_lite_makes_no_varchar_keys() -> None:
    key = FieldSpec(name="id", data_type=DataType.VARCHAR, is_primary=True, auto_id=True, max_length=36)
    with pytest.raises(Unsupported, match="default_factory=uuid7"):
        Recorded().run(collection.create(lite(), CollectionSpec(name="docs", fields=(key, VECTOR))))


def test_create_sends_one_call_and_forgets_the_old_schema() -> None:
    ctx = context()
    describe = DescribeCollectionResponse(collection_name="docs").SerializeToString()
    recorded = Recorded([describe, OK, describe])
    recorded.run(collection.cached(ctx, "docs"))
    recorded.run(collection.create(ctx, docs(VECTOR)))
    recorded.run(collection.cached(ctx, "docs"))
    assert recorded.methods == ["DescribeCollection", "CreateCollection", "DescribeCollection"]


def test_cached_asks_the_server_once() -> None:
    ctx = context()
    recorded = Recorded([DescribeCollectionResponse(collection_name="docs", collectionID=3).SerializeToString()])
    assert recorded.run(collection.cached(ctx, "docs")).collection_id == 3
    assert recorded.run(collection.cached(ctx, "docs")).collection_id == 3
    assert len(recorded.sent) == 1


def test_a_collection_that_is_gone_is_not_remembered() -> None:
    ctx = context()
    gone = DescribeCollectionResponse(status=Status(code=100, reason="can't find collection"))
    recorded = Recorded([DescribeCollectionResponse().SerializeToString(), gone.SerializeToString()])
    recorded.run(collection.describe(ctx, "docs"))
    with pytest.raises(CollectionNotExistException):
        recorded.run(collection.describe(ctx, "docs"))
    assert ctx.schemas == {}

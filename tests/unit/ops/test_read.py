"""Reads: consistency on the wire, and what old servers would ignore."""

import pytest

from tests.unit.ops.support import context, lite
from vectorm.enums import ConsistencyLevel, DataType
from vectorm.errors import CollectionNotLoaded, Unsupported
from vectorm.ops import load, read
from vectorm.spec.read import HybridSpec, QuerySpec, RankerSpec, ReadOptions, SearchSpec, Vectors
from vectorm.transport.recorded import Recorded
from vectorm.wire.messages import (
    FieldData,
    GetCollectionStatisticsResponse,
    GetLoadingProgressResponse,
    IDs,
    KeyValuePair,
    LongArray,
    QueryRequest,
    QueryResults,
    ScalarField,
    SearchRequest,
    SearchResultData,
    SearchResults,
    Status,
)

NEAR = Vectors(type=DataType.FLOAT_VECTOR, values=[b"\0" * 16])


def counted(number: int) -> bytes:
    values = ScalarField(long_data=LongArray(data=[number]))
    return QueryResults(fields_data=[FieldData(type=5, field_name="count(*)", scalars=values)]).SerializeToString()


@pytest.mark.parametrize(
    ("level", "written", "timestamp"),
    [
        (ConsistencyLevel.STRONG, 9, 0),
        (ConsistencyLevel.BOUNDED, 9, 2),
        (ConsistencyLevel.EVENTUALLY, 9, 1),
        (ConsistencyLevel.SESSION, 9, 9),
        (ConsistencyLevel.SESSION, 0, 1),
        (None, 9, 9),
    ],
)
def test_guarantee_timestamp_by_level(level: ConsistencyLevel | None, written: int, timestamp: int) -> None:
    ctx = context()
    ctx.note_write("docs", written)
    recorded = Recorded([counted(3)])
    assert recorded.run(read.count(ctx, "docs", options=ReadOptions(consistency=level))) == 3
    request = QueryRequest.FromString(recorded.sent[0].request)
    assert request.guarantee_timestamp == timestamp
    assert request.use_default_consistency == (level is None)
    assert request.consistency_level == (level or 0)
    assert list(request.output_fields) == ["count(*)"]


def test_an_explicit_timestamp_wins() -> None:
    recorded = Recorded([counted(3)])
    options = ReadOptions(consistency=ConsistencyLevel.SESSION, guarantee_timestamp=77)
    recorded.run(read.query(context(), QuerySpec(collection="docs", options=options)))
    assert QueryRequest.FromString(recorded.sent[0].request).guarantee_timestamp == 77


def test_what_milvus_23_would_ignore_is_refused_before_sending() -> None:
    grouped = SearchSpec(collection="docs", field="v", vectors=NEAR, extra={"group_by_field": "year"})
    ranker = RankerSpec(strategy="rrf", params={"k": 60})
    recorded = Recorded()
    with pytest.raises(Unsupported, match=r"Milvus 2\.3\.5 has no group by"):
        recorded.run(read.search(context(), grouped))
    with pytest.raises(Unsupported, match="hybrid search"):
        recorded.run(read.hybrid(context(), HybridSpec(collection="docs", searches=(), ranker=ranker)))
    assert recorded.sent == []


def test_an_error_names_the_collection_where_the_server_gives_an_id() -> None:
    status = Status(code=101, error_code=1, reason="collection not loaded[collection=470632717360703130]")
    recorded = Recorded([QueryResults(status=status).SerializeToString()])
    with pytest.raises(CollectionNotLoaded, match="collection docs: collection not loaded"):
        recorded.run(read.query(context(), QuerySpec(collection="docs")))


NOT_LOADED = QueryResults(status=Status(code=101, error_code=101, reason="collection is in state 'released'"))
OK = Status().SerializeToString()
LOADED = GetLoadingProgressResponse(progress=100).SerializeToString()


def test_a_read_loads_what_lite_forgot_that_it_was_loaded() -> None:
    recorded = Recorded([NOT_LOADED.SerializeToString(), OK, LOADED, counted(3)])
    assert recorded.run(read.count(lite(), "docs")) == 3
    assert recorded.methods == ["Query", "LoadCollection", "GetLoadingProgress", "Query"]


def test_a_read_loads_once() -> None:
    recorded = Recorded([NOT_LOADED.SerializeToString(), OK, LOADED, NOT_LOADED.SerializeToString()])
    with pytest.raises(CollectionNotLoaded):
        recorded.run(read.count(lite(), "docs"))
    assert recorded.left == 0


def test_a_read_does_not_load_what_was_released_here() -> None:
    ctx = lite()
    recorded = Recorded([OK, NOT_LOADED.SerializeToString()])
    recorded.run(load.release(ctx, "docs"))
    with pytest.raises(CollectionNotLoaded):
        recorded.run(read.count(ctx, "docs"))
    recorded = Recorded([OK, LOADED, NOT_LOADED.SerializeToString(), OK, LOADED, counted(3)])
    recorded.run(load.load(ctx, "docs"))
    assert recorded.run(read.count(ctx, "docs")) == 3


def test_what_cannot_be_loaded_is_told_as_not_loaded() -> None:
    no_index = Status(code=700, error_code=700, reason="index not found").SerializeToString()
    recorded = Recorded([NOT_LOADED.SerializeToString(), no_index])
    with pytest.raises(CollectionNotLoaded):
        recorded.run(read.count(lite(), "docs"))


def test_a_server_is_asked_to_load_by_the_user_only() -> None:
    recorded = Recorded([NOT_LOADED.SerializeToString()])
    with pytest.raises(CollectionNotLoaded):
        recorded.run(read.count(context(), "docs"))


def test_lite_is_asked_for_enough_rows_to_fill_a_band() -> None:
    stats = GetCollectionStatisticsResponse(stats=[KeyValuePair(key="row_count", value="100")]).SerializeToString()
    ids = [number for _ in range(2) for number in range(21)]
    data = SearchResultData(num_queries=2, top_k=21, topks=[21, 21], scores=ids, ids=IDs(int_id=LongArray(data=ids)))
    recorded = Recorded([stats, SearchResults(results=data).SerializeToString()])
    spec = SearchSpec(collection="docs", field="v", vectors=NEAR, limit=3, offset=2, params={"range_filter": 0.5})
    found = recorded.run(read.search(lite(), spec))
    request = SearchRequest.FromString(recorded.sent[-1].request)
    params = {pair.key: pair.value for pair in request.search_params}
    assert (params["topk"], params.get("offset", "0")) == ("21", "0")
    assert list(found.ids) == [2, 3, 4, 2, 3, 4]
    assert found.offsets == [0, 3, 6]

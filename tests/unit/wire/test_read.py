"""Reads: the same messages as pymilvus makes; replies to batches and hits."""

import json
from typing import Any

import numpy as np
import pytest

from tests.unit.wire.theirs import Prepare, common_pb2, milvus_pb2, pymilvus
from vectorm.enums import ConsistencyLevel, DataType
from vectorm.errors import CollectionNotLoaded, ServerError
from vectorm.spec.read import HybridSpec, QuerySpec, RankerSpec, ReadOptions, SearchSpec, Vectors
from vectorm.wire.messages import (
    FieldData,
    JSONArray,
    LongArray,
    QueryResults,
    ScalarField,
    SearchResultData,
    SearchResults,
    Status,
)
from vectorm.wire.read import decode_query, decode_search, encode_hybrid, encode_query, encode_search

OPTIONS = ReadOptions(partitions=("p",), output_fields=("id", "title"))
QUERIES = np.array([[1, 2], [3, 4]], "f4")
VECTORS = Vectors(type=DataType.FLOAT_VECTOR, values=[QUERIES[0].tobytes(), memoryview(QUERIES[1].tobytes())])
SEARCH = SearchSpec(
    collection="c",
    field="v",
    vectors=VECTORS,
    limit=5,
    filter="id > 1",
    metric_type="L2",
    params={"nprobe": 8},
    options=OPTIONS,
)


def as_pairs(items: Any) -> dict[str, str]:
    return {each.key: each.value for each in items}


def test_query_is_what_pymilvus_sends() -> None:
    spec = QuerySpec(collection="c", filter="id > 1", limit=5, offset=2, options=OPTIONS, params={"iterator": "True"})
    ours = milvus_pb2.QueryRequest.FromString(encode_query(spec, guarantee_timestamp=1))
    theirs = Prepare.query_request("c", "id > 1", ["id", "title"], ["p"], limit=5, offset=2, guarantee_timestamp=1)
    assert as_pairs(ours.query_params) == {"limit": "5", "offset": "2", "iterator": "True"}
    del ours.query_params[:], theirs.query_params[:]
    assert str(ours) == str(theirs)


def test_a_query_without_bounds() -> None:
    ours = milvus_pb2.QueryRequest.FromString(encode_query(QuerySpec(collection="c"), guarantee_timestamp=None))
    assert (ours.collection_name, len(ours.query_params), ours.guarantee_timestamp) == ("c", 0, 0)


def test_search_is_what_pymilvus_sends() -> None:
    ours = milvus_pb2.SearchRequest.FromString(encode_search(SEARCH, guarantee_timestamp=1))
    theirs = Prepare.search_requests_with_expr(
        "c",
        "v",
        {"metric_type": "L2", "params": {"nprobe": 8}},
        5,
        data=list(QUERIES),
        expr="id > 1",
        partition_names=["p"],
        output_fields=["id", "title"],
        guarantee_timestamp=1,
    )
    their_params = as_pairs(theirs.search_params)
    assert their_params.pop("ignore_growing") == "False"  # Milvus Lite would take the text for true
    our_params = as_pairs(ours.search_params)
    assert json.loads(our_params.pop("params")) == {"nprobe": 8}
    assert json.loads(their_params.pop("params")) == {"nprobe": 8, "metric_type": "L2"}  # the metric a second time
    assert our_params == their_params
    del ours.search_params[:], theirs.search_params[:]
    assert str(ours) == str(theirs)


def test_search_with_offset_and_extras() -> None:
    spec = SearchSpec(
        collection="c", field="v", vectors=VECTORS, offset=3, extra={"group_by_field": "year", "round_decimal": "2"}
    )
    params = as_pairs(milvus_pb2.SearchRequest.FromString(encode_search(spec, guarantee_timestamp=None)).search_params)
    assert params == {
        "anns_field": "v", "topk": "10", "offset": "3", "params": "{}", "group_by_field": "year", "round_decimal": "2",
    }  # fmt: skip


def test_search_by_text() -> None:
    spec = SearchSpec(collection="c", field="s", vectors=Vectors(type=DataType.VARCHAR, values=["süß".encode()]))
    request = milvus_pb2.SearchRequest.FromString(encode_search(spec, guarantee_timestamp=None))
    placeholder = common_pb2.PlaceholderGroup.FromString(request.placeholder_group).placeholders[0]
    assert (placeholder.tag, placeholder.type, list(placeholder.values)) == ("$0", 21, ["süß".encode()])


def test_hybrid_is_what_pymilvus_sends() -> None:
    spec = HybridSpec(
        collection="c",
        searches=(SEARCH,),
        ranker=RankerSpec(strategy="rrf", params={"k": 60}),
        limit=3,
        extra={"group_by_field": "year"},
        options=OPTIONS,
    )
    ours = milvus_pb2.HybridSearchRequest.FromString(encode_hybrid(spec, guarantee_timestamp=1))
    theirs = Prepare.hybrid_search_request_with_ranker(
        "c", [], pymilvus.RRFRanker(60), 3, ["p"], ["id", "title"], guarantee_timestamp=1, group_by_field="year"
    )
    assert len(ours.requests) == 1
    assert ours.requests[0] == milvus_pb2.SearchRequest.FromString(encode_search(SEARCH, guarantee_timestamp=1))
    ours_params, their_params = as_pairs(ours.rank_params), as_pairs(theirs.rank_params)
    assert ours_params.pop("params").replace(" ", "") == their_params.pop("params").replace(" ", "")
    assert {key: value.strip('"') for key, value in their_params.items()} == ours_params
    del ours.requests[:], ours.rank_params[:], theirs.rank_params[:]
    assert str(ours) == str(theirs)


@pytest.mark.parametrize(
    ("options", "level", "default"),
    [
        (ReadOptions(), 0, True),
        (ReadOptions(consistency=ConsistencyLevel.STRONG), 0, False),
        (ReadOptions(consistency=ConsistencyLevel.EVENTUALLY), 3, False),
        (ReadOptions(guarantee_timestamp=77), 4, False),
        (ReadOptions(guarantee_timestamp=77, consistency=ConsistencyLevel.SESSION), 1, False),
    ],
)
def test_consistency(options: ReadOptions, level: int, default: bool) -> None:
    search = SearchSpec(collection="c", field="v", vectors=VECTORS, options=options)
    hybrid = HybridSpec(
        collection="c", searches=(search,), ranker=RankerSpec(strategy="rrf", params={}), options=options
    )
    query = QuerySpec(collection="c", options=options)
    requests: list[Any] = [
        milvus_pb2.QueryRequest.FromString(encode_query(query, guarantee_timestamp=77)),
        milvus_pb2.SearchRequest.FromString(encode_search(search, guarantee_timestamp=77)),
        milvus_pb2.HybridSearchRequest.FromString(encode_hybrid(hybrid, guarantee_timestamp=77)),
    ]
    for request in requests:
        assert (request.consistency_level, request.use_default_consistency) == (level, default)
        assert request.guarantee_timestamp == 77


def longs(name: str, values: list[int]) -> FieldData:
    return FieldData(type=DataType.INT64, field_name=name, scalars=ScalarField(long_data=LongArray(data=values)))


def objects(values: list[bytes]) -> FieldData:
    scalars = ScalarField(json_data=JSONArray(data=values))
    return FieldData(type=DataType.JSON, field_name="$meta", scalars=scalars, is_dynamic=True)


def test_query_reply() -> None:
    fields = [longs("id", [1, 2]), objects([b'{"color": "red", "size": 1}', b"{}"])]
    reply = QueryResults(fields_data=fields, output_fields=["id", "color"])
    assert decode_query(reply.SerializeToString()).rows() == [{"id": 1, "color": "red"}, {"id": 2}]
    reply = QueryResults(fields_data=fields, output_fields=["id"])
    assert decode_query(reply.SerializeToString()).rows() == [{"id": 1}, {"id": 2}]
    reply = QueryResults(fields_data=fields, output_fields=["id", "$meta"])
    assert decode_query(reply.SerializeToString()).rows()[0] == {"id": 1, "color": "red", "size": 1}
    assert decode_query(b"").rows() == []


def results(**more: Any) -> SearchResultData:
    made = SearchResultData(num_queries=2, topks=[2, 1], scores=[0.5, 0.25, 0.125], **more)
    made.ids.int_id.data.extend([7, 8, 9])
    return made


def test_search_reply() -> None:
    data = results(
        fields_data=[longs("year", [1, 2, 3])],
        output_fields=["year"],
        primary_field_name="id",
        recalls=[1.0],
        group_by_field_value=longs("year", [1, 2, 3]),
    )
    status = Status(extra_info={"report_value": "12"})
    hits = decode_search(SearchResults(status=status, results=data, session_ts=5).SerializeToString())
    assert (list(hits.ids), hits.scores.tolist(), hits.offsets) == ([7, 8, 9], [0.5, 0.25, 0.125], [0, 2, 3])
    assert hits.scores.dtype == np.float32
    assert (len(hits), hits.query(1), hits.primary_field, hits.output_fields) == (2, slice(2, 3), "id", ("year",))
    assert (hits.cost, hits.session_ts, hits.recalls) == (12, 5, (1.0,))
    assert hits.batch["year"].to_list() == [1, 2, 3]
    assert hits.group_by is not None
    assert hits.group_by.to_list() == [1, 2, 3]


def test_search_reply_without_output_fields() -> None:
    hits = decode_search(SearchResults(results=results()).SerializeToString())
    assert (hits.batch.num_rows, hits.batch.names, hits.group_by) == (3, [], None)


def test_search_reply_without_hits() -> None:
    hits = decode_search(SearchResults(results=SearchResultData(num_queries=3)).SerializeToString())
    assert (len(hits), list(hits.ids), hits.offsets) == (3, [], [0, 0, 0, 0])
    assert len(decode_search(b"")) == 0


def test_search_reply_by_text_keys() -> None:
    data = SearchResultData(topks=[1], scores=[0.5])
    data.ids.str_id.data.append("a")
    assert list(decode_search(SearchResults(results=data).SerializeToString()).ids) == ["a"]


def test_a_search_reply_that_makes_no_sense() -> None:
    data = results()
    data.topks.append(1)
    with pytest.raises(ServerError, match="3 ids, 3 scores and 4 hits by query"):
        decode_search(SearchResults(results=data).SerializeToString())


def test_a_refused_read_raises() -> None:
    status = Status(code=101, error_code=101, reason="collection not loaded")
    for reply, decode in ((QueryResults(status=status), decode_query), (SearchResults(status=status), decode_search)):
        with pytest.raises(CollectionNotLoaded):
            decode(reply.SerializeToString())

"""The same reply of a server gives the same results in PyMilvus and here."""

from importlib import import_module
from typing import Any

import pytest

from vectorm.client.search_result import search_result
from vectorm.wire.read import decode_search

pytest.importorskip("pymilvus")
schema_pb2: Any = import_module("pymilvus.grpc_gen.schema_pb2")
common_pb2: Any = import_module("pymilvus.grpc_gen.common_pb2")
milvus_pb2: Any = import_module("pymilvus.grpc_gen.milvus_pb2")
TheirResult: Any = import_module("pymilvus.client.search_result").SearchResult


def reply(sizes: list[int], **more: Any) -> Any:
    """A reply with so many hits for each query, and two output fields."""
    count = sum(sizes)
    years = schema_pb2.FieldData(type=5, field_name="year", field_id=101)
    years.scalars.long_data.data.extend(range(2000, 2000 + count))
    words = schema_pb2.FieldData(type=21, field_name="body", field_id=102)
    words.scalars.string_data.data.extend(f"text {number}" for number in range(count))
    results = schema_pb2.SearchResultData(
        num_queries=len(sizes),
        top_k=max(sizes, default=0),
        topks=sizes,
        ids=schema_pb2.IDs(int_id=schema_pb2.LongArray(data=range(count))),
        scores=[1 / (number + 1) for number in range(count)],
        fields_data=[years, words],
        output_fields=["year", "body"],
        primary_field_name="key",
        **more,
    )
    told = {"report_value": "7", "scanned_remote_bytes": "10", "scanned_total_bytes": "20", "cache_hit_ratio": "0.5"}
    return milvus_pb2.SearchResults(results=results, status=common_pb2.Status(extra_info=told), session_ts=9)


def marks(count: int) -> Any:
    return common_pb2.HighlightResult(
        field_name="body",
        datas=[common_pb2.HighlightData(fragments=[f"<b>{n}</b>", "x"], scores=[n / 4]) for n in range(count)],
    )


def bucket(color: str, depth: int) -> Any:
    made = schema_pb2.AggBucket(count=depth + 2)
    made.key.add(field_id=5, field_name="color", string_val=color)
    made.key.add(field_id=6, int_val=depth)
    made.metrics["mean"].double_val = 0.5
    hit = made.hits.add(str_pk="k", score=0.25)
    hit.fields.add(field_id=7, field_name="year", int_val=3)
    hit.fields.add(field_id=8, bool_val=True)
    if depth:
        made.sub_groups.append(bucket(color, depth - 1))
    return made


REPLIES: dict[str, Any] = {
    "plain": reply([3, 0, 2]),
    "no query": reply([]),
    "highlights": reply([2, 1], highlight_results=[marks(3)]),
    "elements": reply([2, 1], element_indices=schema_pb2.LongArray(data=[4, 0, 2])),
    "recalls": reply([1, 1], recalls=[0.5, 1.0]),
    "buckets": reply([0], agg_buckets=[bucket("red", 1), bucket("blue", 0)]),
    "buckets of two": reply([0, 0], agg_buckets=[bucket("a", 0), bucket("b", 2), bucket("c", 0)], agg_topks=[1, 2]),
}


@pytest.mark.parametrize("message", REPLIES.values(), ids=REPLIES.keys())
@pytest.mark.parametrize("decimals", [-1, 2])
def test_same_results(message: Any, decimals: int) -> None:
    theirs = TheirResult(message.results, decimals, status=message.status, session_ts=message.session_ts)
    ours = search_result(decode_search(message.SerializeToString()), pk_name="key", round_decimal=decimals)
    assert [[dict(hit) for hit in hits] for hits in ours] == [[dict(hit) for hit in hits] for hits in theirs]
    assert [[list(hit) for hit in hits] for hits in ours] == [[list(hit) for hit in hits] for hits in theirs]
    assert str(ours) == str(theirs)
    assert ours.extra == theirs.extra
    assert (ours.recalls and list(ours.recalls)) == (theirs.recalls and list(theirs.recalls))
    assert ours.get_session_ts() == theirs.get_session_ts()
    assert repr(ours.agg_buckets) == repr(theirs.agg_buckets)
    assert [[hit.highlight for hit in hits] for hits in ours] == [[hit.highlight for hit in hits] for hits in theirs]


def test_buckets_tell_the_same() -> None:
    message = REPLIES["buckets"]
    theirs = TheirResult(message.results, -1).agg_buckets[0][0]
    ours = search_result(decode_search(message.SerializeToString()), pk_name="key").agg_buckets[0][0]
    for name in ("key", "count", "metrics"):
        assert getattr(ours, name) == getattr(theirs, name)
    for name in ("pk", "score", "fields"):
        assert getattr(ours.hits[0], name) == getattr(theirs.hits[0], name)
    assert ours.hits[0].field_ids() == theirs.hits[0].field_ids()
    assert ours.sub_groups[0].key == theirs.sub_groups[0].key

"""What a search brings besides hits and fields."""

import numpy as np

from tests.unit.wire.theirs import common_pb2, milvus_pb2, schema_pb2
from vectorm.columns.hits import Highlight
from vectorm.wire.read import decode_search


def reply(count: int, **more: object) -> bytes:
    ids = schema_pb2.IDs(int_id=schema_pb2.LongArray(data=range(count)))
    results = schema_pb2.SearchResultData(num_queries=1, ids=ids, scores=[0.5] * count, topks=[count], **more)
    return bytes(milvus_pb2.SearchResults(results=results).SerializeToString())


def test_highlights() -> None:
    marked = [common_pb2.HighlightData(fragments=["<b>a</b>", "c"], scores=[0.5, 0.25]), common_pb2.HighlightData()]
    found = decode_search(reply(2, highlight_results=[common_pb2.HighlightResult(field_name="body", datas=marked)]))
    assert found.highlights == {
        "body": [Highlight(fragments=("<b>a</b>", "c"), scores=(0.5, 0.25)), Highlight(fragments=())]
    }
    assert list(found.page(1, 1).highlights["body"]) == [Highlight(fragments=())]


def test_elements() -> None:
    found = decode_search(reply(3, element_indices=schema_pb2.LongArray(data=[4, 0, 7])))
    assert found.element_indices is not None
    assert found.element_indices.tolist() == [4, 0, 7]
    page = found.page(1, 2).element_indices
    assert page is not None
    assert page.tolist() == [0, 7]
    assert decode_search(reply(3)).element_indices is None


def bucket(color: str, **more: object) -> object:
    key = schema_pb2.BucketKeyEntry(field_id=101, field_name="color", string_val=color)
    return schema_pb2.AggBucket(key=[key], **more)


def test_buckets() -> None:
    hit = schema_pb2.AggHit(
        int_pk=7,
        score=0.5,
        fields=[
            schema_pb2.AggHitField(field_id=102, field_name="year", int_val=0),
            schema_pb2.AggHitField(field_id=103, bool_val=False),
            schema_pb2.AggHitField(field_id=104, field_name="empty"),
        ],
    )
    metrics = {"mean": schema_pb2.MetricValue(double_val=1.5), "none": schema_pb2.MetricValue()}
    outer = bucket("red", count=3, metrics=metrics, hits=[hit], sub_groups=[bucket("dark", count=1)])
    ((found,),) = decode_search(reply(0, agg_buckets=[outer])).buckets
    assert found.key == [{"field_name": "color", "field_id": 101, "value": "red"}]
    assert (found.count, found.metrics) == (3, {"mean": 1.5, "none": None})
    assert (found.hits[0].pk, found.hits[0].score) == (7, 0.5)
    assert found.hits[0].fields == {"year": 0, "103": False}
    assert found.hits[0].field_ids() == {"year": 102, "103": 103}
    assert [inner.count for inner in found.sub_groups] == [1]
    assert repr(found).startswith("AggregationBucket(key=[{'field_name': 'color'")
    assert repr(found.hits[0]) == "AggregationHit(pk=7, score=0.5, fields={'year': 0, '103': False})"


def test_buckets_of_several_queries() -> None:
    buckets = [bucket(name, count=number) for number, name in enumerate("abc", start=1)]
    found = decode_search(reply(0, agg_buckets=buckets, agg_topks=[1, 2])).buckets
    assert [[each.count for each in query] for query in found] == [[1], [2, 3]]
    rest = decode_search(reply(0, agg_buckets=buckets, agg_topks=[1, 1])).buckets
    assert [[each.count for each in query] for query in rest] == [[1], [2, 3]]
    assert decode_search(reply(0)).buckets == ()


def test_usage() -> None:
    told = {"report_value": "3", "scanned_remote_bytes": "10", "scanned_total_bytes": "20", "cache_hit_ratio": "0.5"}
    message = milvus_pb2.SearchResults(status=common_pb2.Status(extra_info=told))
    found = decode_search(message.SerializeToString())
    assert found.cost == 3
    assert found.usage == {"scanned_remote_bytes": 10, "scanned_total_bytes": 20, "cache_hit_ratio": 0.5}


def test_scores_are_float32() -> None:
    assert decode_search(reply(2)).scores.dtype == np.float32

"""Aggregations of a search, and the buckets of its reply."""

from typing import Any

from vectorm.columns.buckets import AggregationBucket, AggregationHit
from vectorm.spec.search_aggregation import AggregationSpec, TopHitsSpec
from vectorm.wire.messages import (
    AggBucket,
    AggHit,
    MetricAggSpec,
    OrderSpec,
    SearchAggregationSpec,
    SearchResultData,
    SortSpec,
)
from vectorm.wire.messages import TopHitsSpec as TopHitsMessage


def aggregation_message(spec: AggregationSpec) -> SearchAggregationSpec:
    """One level of buckets, with those inside."""
    return SearchAggregationSpec(
        fields=spec.fields,
        size=spec.size,
        metrics={name: MetricAggSpec(op=op, field_name=field) for name, (op, field) in spec.metrics.items()},
        order=[OrderSpec(key=key, direction=direction) for key, direction in spec.order],
        top_hits=None if spec.top_hits is None else _top_hits(spec.top_hits),
        sub_aggregation=None if spec.inner is None else aggregation_message(spec.inner),
    )


def _top_hits(spec: TopHitsSpec) -> TopHitsMessage:
    sort = [SortSpec(field_name=field, direction=direction) for field, direction in spec.sort]
    return TopHitsMessage(size=spec.size, sort=sort)


def decode_buckets(results: SearchResultData) -> tuple[tuple[AggregationBucket, ...], ...]:
    """The buckets of each query; () when the search asked for none.

    A reply that does not say which buckets belong to which query can be read for one query only.
    """
    if not results.agg_buckets:
        return ()
    buckets = [_bucket(message) for message in results.agg_buckets]
    sizes = list(results.agg_topks)
    if not sizes:
        return (tuple(buckets),) if results.num_queries <= 1 else ((),) * results.num_queries
    queries: list[tuple[AggregationBucket, ...]] = []
    start = 0
    for number, size in enumerate(sizes, start=1):
        end = len(buckets) if number == len(sizes) else start + size
        queries.append(tuple(buckets[start:end]))
        start = end
    return tuple(queries)


def _bucket(message: AggBucket) -> AggregationBucket:
    return AggregationBucket(
        key=[
            {"field_name": entry.field_name or str(entry.field_id), "field_id": entry.field_id, "value": _value(entry)}
            for entry in message.key
        ],
        count=message.count,
        metrics={name: _value(value) for name, value in message.metrics.items()},
        hits=[_hit(hit) for hit in message.hits],
        sub_groups=[_bucket(each) for each in message.sub_groups],
    )


def _hit(message: AggHit) -> AggregationHit:
    key = message.WhichOneof("pk")
    fields = {field.field_name or str(field.field_id): field for field in message.fields if _value(field) is not None}
    return AggregationHit(
        pk=getattr(message, key) if key else None,
        score=message.score,
        fields={name: _value(field) for name, field in fields.items()},
        ids={name: field.field_id for name, field in fields.items()},
    )


def _value(message: Any) -> Any:
    """The one value that is set; None for a null."""
    which = message.WhichOneof("value")
    return getattr(message, which) if which else None

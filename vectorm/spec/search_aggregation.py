"""Aggregation of a search: the hits counted and measured by the values of fields."""

from collections.abc import Mapping

from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TopHitsSpec:
    """How many hits each bucket shows, and in what order: (field, `asc` or `desc`)."""

    size: int
    sort: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregationSpec:
    """One level of buckets.

    Attributes:
        fields: Rows with the same values in these fields share a bucket.
        size: Most buckets.
        metrics: Operation and field of each metric by its name: `{"mean": ("avg", "price")}`.
        order: (metric, `_count` or `_key`; `asc` or `desc`).
    """

    fields: tuple[str, ...]
    size: int
    metrics: Mapping[str, tuple[str, str]]
    order: tuple[tuple[str, str], ...] = ()
    top_hits: TopHitsSpec | None = None
    inner: "AggregationSpec | None" = None

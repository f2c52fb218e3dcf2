"""What a search, a hybrid search and a query ask for."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vectorm.enums import ConsistencyLevel, DataType


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """Query vectors, packed as the wire wants them.

    Attributes:
        type: The type of the vectors; VARCHAR for query texts.
        values: One packed little-endian value (or UTF-8 text) for each query.
    """

    type: DataType
    values: Sequence[bytes | memoryview]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What searches and queries have in common.

    Attributes:
        consistency: None means the collection's own level.
        guarantee_timestamp: Hybrid timestamp that a read must have seen; None lets the operation choose by level.
    """

    partitions: tuple[str, ...] = ()
    output_fields: tuple[str, ...] = ()
    consistency: ConsistencyLevel | None = None
    guarantee_timestamp: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuerySpec:
    """A query: rows by filter."""

    collection: str
    filter: str = ""
    limit: int | None = None
    offset: int | None = None
    options: ReadOptions = ReadOptions()
    params: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSpec:
    """A search: the nearest rows to each of the query vectors.

    Attributes:
        field: Vector field that is searched.
        params: Index search parameters, `{"nprobe": 16, "radius": 0.5}`.
        extra: Further top-level search parameters, as text: `group_by_field`, `round_decimal`, `ignore_growing`.
    """

    collection: str
    field: str
    vectors: Vectors
    limit: int = 10
    offset: int = 0
    filter: str = ""
    metric_type: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict[str, Any])
    extra: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    options: ReadOptions = ReadOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class RankerSpec:
    """How a hybrid search merges its arms: strategy `rrf` or `weighted`, with its parameters."""

    strategy: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class HybridSpec:
    """A hybrid search: several searches merged by a ranker."""

    collection: str
    searches: tuple[SearchSpec, ...]
    ranker: RankerSpec
    limit: int = 10
    offset: int = 0
    extra: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    options: ReadOptions = ReadOptions()

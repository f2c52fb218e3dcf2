"""What a search, a hybrid search and a query ask for."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from vectorm.enums import ConsistencyLevel, DataType, HighlightType
from vectorm.records import dataclass
from vectorm.spec.function import FunctionSpec
from vectorm.spec.function_chain import FunctionChainSpec
from vectorm.spec.search_aggregation import AggregationSpec

TemplateValue: TypeAlias = bool | int | float | str | bytes | Sequence[Any]
"""A value that travels beside the filter; the items of a list may be lists and dicts too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """Query vectors, packed as the wire wants them.

    Attributes:
        type: The type of the vectors; VARCHAR for query texts.
        values: One packed little-endian value (or UTF-8 text) for each query.
        is_list: Whether each query is a list of vectors, one after the other.
    """

    type: DataType
    values: Sequence[bytes | memoryview]
    is_list: bool = False


NO_VECTORS = Vectors(type=DataType.NONE, values=())
"""Of a search by keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What searches and queries have in common.

    Attributes:
        consistency: None means the collection's own level.
        guarantee_timestamp: Hybrid timestamp that a read must have seen; None lets the operation choose by level.
        namespace: Namespace within the collection; None is not sent.
        snapshot: Of iterators: the timestamp whose state all pages show; 0 lets the server choose it.
    """

    partitions: tuple[str, ...] = ()
    output_fields: tuple[str, ...] = ()
    consistency: ConsistencyLevel | None = None
    guarantee_timestamp: int | None = None
    namespace: str | None = None
    snapshot: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionScoreSpec:
    """Functions that score the hits of a search anew, and how their scores are put together."""

    functions: tuple[FunctionSpec, ...]
    params: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class HighlighterSpec:
    """How the words that were found are marked in the texts of the hits."""

    type: HighlightType
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuerySpec:
    """A query: rows by filter.

    Attributes:
        values: Values for `{name}` in the filter.
        params: Further parameters by their names on the wire: `order_by_fields`, `group_by_fields`, `timezone`.
    """

    collection: str
    filter: str = ""
    values: Mapping[str, TemplateValue] = dataclasses.field(default_factory=dict[str, TemplateValue])
    limit: int | None = None
    offset: int | None = None
    options: ReadOptions = ReadOptions()
    params: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSpec:
    """A search: the nearest rows to each of the query vectors.

    Attributes:
        field: Vector field that is searched.
        ids: Keys of stored rows whose vectors are searched with, in the place of `vectors`.
        values: Values for `{name}` in the filter.
        params: Index search parameters, `{"nprobe": 16, "radius": 0.5}`.
        extra: Further top-level search parameters, as text: `group_by_field`, `round_decimal`, `ignore_growing`.
    """

    collection: str
    field: str
    vectors: Vectors = NO_VECTORS
    ids: tuple[int, ...] | tuple[str, ...] = ()
    limit: int = 10
    offset: int = 0
    filter: str = ""
    values: Mapping[str, TemplateValue] = dataclasses.field(default_factory=dict[str, TemplateValue])
    metric_type: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict[str, Any])
    extra: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    options: ReadOptions = ReadOptions()
    function_score: FunctionScoreSpec | None = None
    chains: tuple[FunctionChainSpec, ...] = ()
    highlighter: HighlighterSpec | None = None
    aggregation: AggregationSpec | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankerSpec:
    """How a hybrid search merges its arms: strategy `rrf` or `weighted`, with its parameters.

    The strategy is "" where only functions can say it.
    """

    strategy: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class HybridSpec:
    """A hybrid search: several searches merged by a ranker.

    Attributes:
        function_score: The ranker as a function; servers that know no such function get `ranker`.
    """

    collection: str
    searches: tuple[SearchSpec, ...]
    ranker: RankerSpec
    function_score: FunctionScoreSpec | None = None
    limit: int = 10
    offset: int = 0
    extra: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    options: ReadOptions = ReadOptions()

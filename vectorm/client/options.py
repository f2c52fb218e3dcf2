"""Keywords that several methods share: what PyMilvus reads out of its `**kwargs`."""

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeAlias

from typing_extensions import TypedDict

from vectorm.client.function import Function
from vectorm.client.function_chain import FunctionChain
from vectorm.client.function_score import FunctionScore
from vectorm.client.highlighter import Highlighter
from vectorm.client.search_aggregation import SearchAggregation
from vectorm.enums import ConsistencyLevel, DataType

if TYPE_CHECKING:
    from vectorm.client.struct_field import StructFieldSchema

Level: TypeAlias = ConsistencyLevel | int | str
"""A consistency level: `ConsistencyLevel.STRONG`, `0` or `"Strong"`."""

OrderBy: TypeAlias = str | Sequence[str | Mapping[str, str]] | None
"""How rows are sorted: `"year:desc,title"`, or `[{"field": "year", "order": "desc"}, {"field": "title"}]`."""


class FieldOptions(TypedDict, total=False):
    """What a field may be besides its name, type and description.

    `dim` is in dimensions (bits for BINARY_VECTOR), `max_length` in UTF-8 bytes, `max_capacity` in elements.
    """

    is_primary: bool
    auto_id: bool
    is_partition_key: bool
    is_clustering_key: bool
    is_dynamic: bool
    is_function_output: bool
    nullable: bool
    default_value: Any
    element_type: DataType | None
    dim: int
    max_length: int
    max_capacity: int
    enable_match: bool
    enable_analyzer: bool
    analyzer_params: Mapping[str, Any] | str
    multi_analyzer_params: Mapping[str, Any] | str
    mmap_enabled: bool
    warmup: str
    external_field: str


class StructPartOptions(FieldOptions, total=False):
    """Options of `StructFieldSchema.add_field`."""

    description: str


class StorageOptions(TypedDict, total=False):
    """How the values of a field are kept: `mmap_enabled` in mapped files, `warmup` what is read ahead."""

    mmap_enabled: bool
    warmup: str


class AddFieldOptions(FieldOptions, total=False):
    """Options of `CollectionSchema.add_field`; `struct_schema` for an ARRAY of STRUCT."""

    description: str
    struct_schema: "StructFieldSchema"


class SchemaOptions(TypedDict, total=False):
    """What a schema may be besides its fields, description and functions."""

    primary_field: str
    partition_key_field: str
    clustering_key_field: str
    auto_id: bool
    enable_dynamic_field: bool
    check_fields: bool
    enable_namespace: bool
    external_source: str
    external_spec: str


class CollectionOptions(TypedDict, total=False):
    """How a collection is created. `shards_num` is another name of `num_shards`."""

    num_shards: int
    shards_num: int
    num_partitions: int
    consistency_level: Level
    properties: Mapping[str, Any] | None


class CreateCollectionOptions(CollectionOptions, total=False):
    """Options of `create_collection`; the last three are for its quick set-up without a schema."""

    enable_dynamic_field: bool
    description: str
    max_length: int


class IndexOptions(TypedDict, total=False):
    """Build parameters that may stand beside `index_type`; others go into `params`."""

    metric_type: str
    params: Mapping[str, Any] | None
    # vectors
    nlist: int
    m: int
    nbits: int
    M: int
    efConstruction: int
    sq_type: str
    refine: bool
    refine_type: str
    prq_num: int
    nrq: int
    rbq_query_bits: int
    with_raw_data: bool
    search_list_size: int
    search_list: int
    reorder_k: int
    intermediate_graph_degree: int
    graph_degree: int
    build_algo: str
    cache_dataset_on_device: bool | str
    adapt_for_cpu: bool | str
    # sparse vectors
    drop_ratio_build: float
    inverted_index_algo: str
    bm25_k1: float
    bm25_b: float
    # scalars
    json_path: str
    json_cast_type: str
    json_cast_function: str
    min_gram: int
    max_gram: int


class LoadOptions(TypedDict, total=False):
    """How a collection or partition is loaded. Names with an underscore are older spellings of the same.

    `priority` is `high` or `low`: before or after other loads. Milvus 2.6 heeds it.
    """

    replica_number: int | None
    refresh: bool
    resource_groups: Sequence[str]
    priority: str
    load_fields: Sequence[str]
    skip_load_dynamic_field: bool
    _refresh: bool
    _resource_groups: Sequence[str]
    _load_fields: Sequence[str]
    _skip_load_dynamic_field: bool
    _async: bool


class CollectionLoadOptions(TypedDict, total=False):
    """`LoadOptions` without the names that are parameters of `Collection.load`."""

    refresh: bool
    resource_groups: Sequence[str]
    priority: str
    load_fields: Sequence[str]
    skip_load_dynamic_field: bool
    _refresh: bool
    _resource_groups: Sequence[str]
    _load_fields: Sequence[str]
    _skip_load_dynamic_field: bool
    _async: bool


class ConsistencyOptions(TypedDict, total=False):
    """How fresh a read must be.

    `guarantee_timestamp` is a hybrid timestamp; `graceful_time` is in seconds, and counts with level Bounded only.
    """

    consistency_level: Level | None
    guarantee_timestamp: int
    graceful_time: float


class GetOptions(ConsistencyOptions, total=False):
    """Options of `get`. Times are returned in `timezone`; `time_fields` are parts such as `year,month`."""

    timezone: str | None
    time_fields: str | None
    namespace: str | None


class _QueryOptions(GetOptions, total=False):
    limit: int | None
    offset: int | None
    ignore_growing: bool
    order_by: OrderBy
    order_by_fields: OrderBy
    group_by_fields: Sequence[str] | None


class QueryOptions(_QueryOptions, total=False):
    """Options of `query`; `filter_params` are values for `{name}` in the filter."""

    filter_params: Mapping[str, Any]


class CollectionQueryOptions(_QueryOptions, total=False):
    """Options of `Collection.query`; `expr_params` are values for `{name}` in the filter."""

    expr_params: Mapping[str, Any]


class GroupOptions(TypedDict, total=False):
    """How hits are grouped by the value of scalar fields.

    `json_path`, `json_type` and `strict_cast` say which value within a JSON field, of what type, and whether others are
    left out.
    """

    group_by_field: str | None
    group_by_fields: Sequence[str] | None
    group_size: int | None
    strict_group_size: bool | None
    json_path: str | None
    json_type: DataType | None
    strict_cast: bool | None


class CollectionHybridOptions(GetOptions, GroupOptions, total=False):
    """Options of `Collection.hybrid_search`."""

    offset: int | None
    ignore_growing: bool
    rank_group_scorer: str | None


class HybridOptions(CollectionHybridOptions, total=False):
    """Options of `hybrid_search`; `round_decimal` in decimal places, -1 for none."""

    round_decimal: int


class _SearchOptions(GetOptions, GroupOptions, total=False):
    offset: int | None
    ignore_growing: bool
    page_retain_order: bool
    order_by_fields: OrderBy


class CollectionSearchOptions(_SearchOptions, total=False):
    """Options of `Collection.search`; `expr_params` are values for `{name}` in the filter."""

    expr_params: Mapping[str, Any]


class LaterOptions(TypedDict, total=False):
    """Whether to return a future, and a function that is called with its result."""

    _async: bool
    _callback: Callable[..., object] | None


class PartitionHybridOptions(CollectionHybridOptions, LaterOptions, total=False):
    """Options of `Partition.hybrid_search`."""


class PartitionSearchOptions(CollectionSearchOptions, LaterOptions, total=False):
    """Options of `Partition.search`: what `Collection.search` has as parameters besides."""

    ranker: Function | FunctionScore | None
    function_chains: FunctionChain | list[FunctionChain] | None
    highlighter: Highlighter | None
    search_aggregation: SearchAggregation | None


class SearchOptions(_SearchOptions, total=False):
    """Options of `search`; `filter_params` are values for `{name}` in the filter."""

    round_decimal: int
    filter_params: Mapping[str, Any]


class _IteratorOptions(GetOptions, total=False):
    ignore_growing: bool
    filter_params: Mapping[str, Any]
    expr_params: Mapping[str, Any]


class SearchIteratorOptions(_IteratorOptions, total=False):
    """Options of `search_iterator`; `offset` must be 0. `filter_params` (or `expr_params`) are values in the filter."""

    offset: int


class QueryIteratorOptions(_IteratorOptions, total=False):
    """Options of `query_iterator`; `filter_params` (or `expr_params`) are values for `{name}` in the filter.

    `offset` rows are skipped at the start. `iterator_cp_file` is a file that tells after each page where the iterator
    stands: another one that is given the file goes on from there. `reduce_stop_for_best` is the server's matter.
    """

    offset: int
    iterator_cp_file: str | PathLike[str] | None
    reduce_stop_for_best: bool

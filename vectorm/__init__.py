"""vectorm: the object mapper and typed client for the Milvus vector database.

The ORM: `Model`, `Mapped`, `field`, `vector`, `Session`, `select`, `search`, `schema`, ...
The Core has PyMilvus's names: `connections`, `MilvusClient`, `Collection`, `utility`, ...
"""

from importlib import import_module
from typing import TYPE_CHECKING

from vectorm._exports import HOMES, MODULES, PATHS
from vectorm._version import __version__

if TYPE_CHECKING:
    from vectorm.client import db, utility
    from vectorm.client.aio.client import AsyncMilvusClient
    from vectorm.client.ann_search import AnnSearchRequest
    from vectorm.client.bloom_filter import BloomFilterBuilder, build_bloom_filter
    from vectorm.client.bulk_insert import BulkInsertState
    from vectorm.client.collection import Collection
    from vectorm.client.defaults import DefaultConfig
    from vectorm.client.field import FieldSchema
    from vectorm.client.field_ops import FieldOp
    from vectorm.client.function import Function
    from vectorm.client.function_chain import FunctionChain
    from vectorm.client.function_score import FunctionScore
    from vectorm.client.future import MutationFuture, SearchFuture
    from vectorm.client.highlighter import LexicalHighlighter, SemanticHighlighter
    from vectorm.client.index import Index
    from vectorm.client.index_params import IndexParam, IndexParams
    from vectorm.client.mutation import MutationResult
    from vectorm.client.obsolete import IndexType
    from vectorm.client.partition import Partition
    from vectorm.client.query_result import ExtraList, QueryResult
    from vectorm.client.ranker import RRFRanker, WeightedRanker
    from vectorm.client.replica import Group, Replica, Shard
    from vectorm.client.resource_group import ResourceGroupInfo
    from vectorm.client.roaring_filter import RoaringBitmapBuilder, build_roaring_bitmap
    from vectorm.client.role import Role
    from vectorm.client.schema import CollectionSchema
    from vectorm.client.search_aggregation import AggregationBucket, AggregationHit, SearchAggregation, TopHits
    from vectorm.client.search_result import Hit, Hits, SearchResult
    from vectorm.client.status import Status
    from vectorm.client.struct_field import StructFieldSchema
    from vectorm.client.sync.client import MilvusClient
    from vectorm.client.utility import (
        create_resource_group,
        create_user,
        delete_user,
        describe_resource_group,
        drop_collection,
        drop_resource_group,
        has_collection,
        has_partition,
        hybridts_to_datetime,
        hybridts_to_unixtime,
        index_building_progress,
        list_collections,
        list_resource_groups,
        list_usernames,
        loading_progress,
        mkts_from_datetime,
        mkts_from_hybridts,
        mkts_from_unixtime,
        reset_password,
        transfer_node,
        transfer_replica,
        update_password,
        update_resource_groups,
        wait_for_index_building_complete,
        wait_for_loading_complete,
    )
    from vectorm.connection.registry import Connections, connections
    from vectorm.enums import (
        CompactionTaskState,
        CompactionType,
        ConsistencyLevel,
        DataType,
        FieldOpType,
        FunctionChainStage,
        FunctionType,
        LoadState,
        MetricType,
        SegmentState,
    )
    from vectorm.errors import (
        BatchState,
        FlushBatch,
        FlushError,
        MilvusException,
        MilvusUnavailableException,
        OutboxError,
        OutcomeUnknown,
        PyMilvusDeprecationWarning,
        Unsupported,
    )
    from vectorm.expr.functions import random_sample, raw
    from vectorm.model import (
        AUTOINDEX,
        BIN_FLAT,
        BIN_IVF_FLAT,
        BITMAP,
        BM25,
        DISKANN,
        FLAT,
        HNSW,
        INVERTED,
        IVF_FLAT,
        IVF_PQ,
        IVF_SQ8,
        MINHASH_LSH,
        SCANN,
        SPARSE_INVERTED_INDEX,
        STL_SORT,
        TRIE,
        BFloat16Vector,
        BinaryVector,
        Embed,
        Float16Vector,
        Float32,
        Float64,
        FloatVector,
        Geometry,
        Int8,
        Int8Vector,
        Int16,
        Int32,
        Int64,
        LongText,
        Mapped,
        MinHash,
        Model,
        SparseVector,
        Struct,
        TextEmbedding,
        Timestamptz,
        content_hash,
        field,
        register_adapter,
        register_embedder,
        snowflake,
        uuid7,
        vector,
    )
    from vectorm.query import (
        Delete,
        Grouped,
        Groups,
        Hybrid,
        Result,
        Search,
        SearchAll,
        Select,
        boost,
        boosts,
        decay,
        delete,
        func,
        hybrid,
        model_ranker,
        random_score,
        rrf,
        search,
        select,
        weighted,
    )
    from vectorm.session import (
        AsyncSession,
        BulkReport,
        CommitReport,
        ObjectState,
        Resolution,
        Session,
        async_schema,
        async_sessionmaker,
        inspect,
        listen,
        listens_for,
        schema,
        scoped_session,
        sessionmaker,
    )
    from vectorm.session.outbox import Outbox

else:

    def __getattr__(name):  # noqa: ANN001, ANN202
        """Import a name when it is first asked for: a program pays for what it uses."""
        if name in HOMES:
            value = getattr(import_module(HOMES[name]), name)
        elif name in MODULES or name in PATHS:
            value = import_module(MODULES.get(name, f"vectorm.{name}"))
        else:
            raise AttributeError(f"module 'vectorm' has no attribute {name!r}")
        globals()[name] = value
        return value


__all__ = [
    "AUTOINDEX",
    "BIN_FLAT",
    "BIN_IVF_FLAT",
    "BITMAP",
    "BM25",
    "DISKANN",
    "FLAT",
    "HNSW",
    "INVERTED",
    "IVF_FLAT",
    "IVF_PQ",
    "IVF_SQ8",
    "MINHASH_LSH",
    "SCANN",
    "SPARSE_INVERTED_INDEX",
    "STL_SORT",
    "TRIE",
    "AggregationBucket",
    "AggregationHit",
    "AnnSearchRequest",
    "AsyncMilvusClient",
    "AsyncSession",
    "BFloat16Vector",
    "BatchState",
    "BinaryVector",
    "BloomFilterBuilder",
    "BulkInsertState",
    "BulkReport",
    "Collection",
    "CollectionSchema",
    "CommitReport",
    "CompactionTaskState",
    "CompactionType",
    "Connections",
    "ConsistencyLevel",
    "DataType",
    "DefaultConfig",
    "Delete",
    "Embed",
    "ExtraList",
    "FieldOp",
    "FieldOpType",
    "FieldSchema",
    "Float16Vector",
    "Float32",
    "Float64",
    "FloatVector",
    "FlushBatch",
    "FlushError",
    "Function",
    "FunctionChain",
    "FunctionChainStage",
    "FunctionScore",
    "FunctionType",
    "Geometry",
    "Group",
    "Grouped",
    "Groups",
    "Hit",
    "Hits",
    "Hybrid",
    "Index",
    "IndexParam",
    "IndexParams",
    "IndexType",
    "Int8",
    "Int8Vector",
    "Int16",
    "Int32",
    "Int64",
    "LexicalHighlighter",
    "LoadState",
    "LongText",
    "Mapped",
    "MetricType",
    "MilvusClient",
    "MilvusException",
    "MilvusUnavailableException",
    "MinHash",
    "Model",
    "MutationFuture",
    "MutationResult",
    "ObjectState",
    "Outbox",
    "OutboxError",
    "OutcomeUnknown",
    "Partition",
    "PyMilvusDeprecationWarning",
    "QueryResult",
    "RRFRanker",
    "Replica",
    "Resolution",
    "ResourceGroupInfo",
    "Result",
    "RoaringBitmapBuilder",
    "Role",
    "Search",
    "SearchAggregation",
    "SearchAll",
    "SearchFuture",
    "SearchResult",
    "SegmentState",
    "Select",
    "SemanticHighlighter",
    "Session",
    "Shard",
    "SparseVector",
    "Status",
    "Struct",
    "StructFieldSchema",
    "TextEmbedding",
    "Timestamptz",
    "TopHits",
    "Unsupported",
    "WeightedRanker",
    "__version__",
    "async_schema",
    "async_sessionmaker",
    "boost",
    "boosts",
    "build_bloom_filter",
    "build_roaring_bitmap",
    "connections",
    "content_hash",
    "create_resource_group",
    "create_user",
    "db",
    "decay",
    "delete",
    "delete_user",
    "describe_resource_group",
    "drop_collection",
    "drop_resource_group",
    "field",
    "func",
    "has_collection",
    "has_partition",
    "hybrid",
    "hybridts_to_datetime",
    "hybridts_to_unixtime",
    "index_building_progress",
    "inspect",
    "list_collections",
    "list_resource_groups",
    "list_usernames",
    "listen",
    "listens_for",
    "loading_progress",
    "mkts_from_datetime",
    "mkts_from_hybridts",
    "mkts_from_unixtime",
    "model_ranker",
    "random_sample",
    "random_score",
    "raw",
    "register_adapter",
    "register_embedder",
    "reset_password",
    "rrf",
    "schema",
    "scoped_session",
    "search",
    "select",
    "sessionmaker",
    "snowflake",
    "transfer_node",
    "transfer_replica",
    "update_password",
    "update_resource_groups",
    "utility",
    "uuid7",
    "vector",
    "wait_for_index_building_complete",
    "wait_for_loading_complete",
    "weighted",
]


def __dir__() -> list[str]:
    return sorted([*__all__, *PATHS])

"""vectorm: the object mapper and typed client for the Milvus vector database.

The ORM: `Model`, `Mapped`, `field`, `vector`, `Session`, `select`, `search`, `schema`, ...
The Core has PyMilvus's names: `connections`, `MilvusClient`, `Collection`, `utility`, ...
"""

from vectorm._version import __version__
from vectorm.client import db, utility
from vectorm.client.aio.client import AsyncMilvusClient
from vectorm.client.ann_search import AnnSearchRequest
from vectorm.client.collection import Collection
from vectorm.client.field import FieldSchema
from vectorm.client.function import Function
from vectorm.client.index import Index
from vectorm.client.index_params import IndexParam, IndexParams
from vectorm.client.mutation import MutationResult
from vectorm.client.partition import Partition
from vectorm.client.query_result import ExtraList, QueryResult
from vectorm.client.ranker import RRFRanker, WeightedRanker
from vectorm.client.schema import CollectionSchema
from vectorm.client.search_result import Hit, Hits, SearchResult
from vectorm.client.status import Status
from vectorm.client.sync.client import MilvusClient
from vectorm.client.utility import (
    drop_collection,
    has_collection,
    has_partition,
    hybridts_to_datetime,
    hybridts_to_unixtime,
    index_building_progress,
    list_collections,
    loading_progress,
    mkts_from_datetime,
    mkts_from_hybridts,
    mkts_from_unixtime,
    wait_for_index_building_complete,
    wait_for_loading_complete,
)
from vectorm.connection.registry import Connections, connections
from vectorm.enums import ConsistencyLevel, DataType, FunctionType, LoadState, MetricType
from vectorm.errors import FlushError, MilvusException, MilvusUnavailableException, OutcomeUnknown, Unsupported
from vectorm.expr.functions import raw
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
    Int8,
    Int8Vector,
    Int16,
    Int32,
    Int64,
    Mapped,
    Model,
    SparseVector,
    field,
    register_adapter,
    register_embedder,
    uuid7,
    vector,
)
from vectorm.query import delete, hybrid, rrf, search, select, weighted
from vectorm.session import AsyncSession, CommitReport, Session, async_schema, schema

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
    "SCANN",
    "SPARSE_INVERTED_INDEX",
    "STL_SORT",
    "TRIE",
    "AnnSearchRequest",
    "AsyncMilvusClient",
    "AsyncSession",
    "BFloat16Vector",
    "BinaryVector",
    "Collection",
    "CollectionSchema",
    "CommitReport",
    "Connections",
    "ConsistencyLevel",
    "DataType",
    "Embed",
    "ExtraList",
    "FieldSchema",
    "Float16Vector",
    "Float32",
    "Float64",
    "FloatVector",
    "FlushError",
    "Function",
    "FunctionType",
    "Hit",
    "Hits",
    "Index",
    "IndexParam",
    "IndexParams",
    "Int8",
    "Int8Vector",
    "Int16",
    "Int32",
    "Int64",
    "LoadState",
    "Mapped",
    "MetricType",
    "MilvusClient",
    "MilvusException",
    "MilvusUnavailableException",
    "Model",
    "MutationResult",
    "OutcomeUnknown",
    "Partition",
    "QueryResult",
    "RRFRanker",
    "SearchResult",
    "Session",
    "SparseVector",
    "Status",
    "Unsupported",
    "WeightedRanker",
    "__version__",
    "async_schema",
    "connections",
    "db",
    "delete",
    "drop_collection",
    "field",
    "has_collection",
    "has_partition",
    "hybrid",
    "hybridts_to_datetime",
    "hybridts_to_unixtime",
    "index_building_progress",
    "list_collections",
    "loading_progress",
    "mkts_from_datetime",
    "mkts_from_hybridts",
    "mkts_from_unixtime",
    "raw",
    "register_adapter",
    "register_embedder",
    "rrf",
    "schema",
    "search",
    "select",
    "utility",
    "uuid7",
    "vector",
    "wait_for_index_building_complete",
    "wait_for_loading_complete",
    "weighted",
]

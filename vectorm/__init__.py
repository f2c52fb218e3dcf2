"""vectorm: the object mapper and typed client for the Milvus vector database.

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
from vectorm.errors import MilvusException, MilvusUnavailableException

__all__ = [
    "AnnSearchRequest",
    "AsyncMilvusClient",
    "Collection",
    "CollectionSchema",
    "Connections",
    "ConsistencyLevel",
    "DataType",
    "ExtraList",
    "FieldSchema",
    "Function",
    "FunctionType",
    "Hit",
    "Hits",
    "Index",
    "IndexParam",
    "IndexParams",
    "LoadState",
    "MetricType",
    "MilvusClient",
    "MilvusException",
    "MilvusUnavailableException",
    "MutationResult",
    "Partition",
    "QueryResult",
    "RRFRanker",
    "SearchResult",
    "Status",
    "WeightedRanker",
    "__version__",
    "connections",
    "db",
    "drop_collection",
    "has_collection",
    "has_partition",
    "hybridts_to_datetime",
    "hybridts_to_unixtime",
    "index_building_progress",
    "list_collections",
    "loading_progress",
    "mkts_from_datetime",
    "mkts_from_hybridts",
    "mkts_from_unixtime",
    "utility",
    "wait_for_index_building_complete",
    "wait_for_loading_complete",
]

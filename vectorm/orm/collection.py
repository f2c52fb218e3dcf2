"""`Collection` under the path it has in PyMilvus, with the names that programs import beside it."""

from vectorm.client.collection import Collection
from vectorm.client.field import FieldSchema
from vectorm.client.function import Function
from vectorm.client.index import Index
from vectorm.client.mutation import MutationResult
from vectorm.client.partition import Partition
from vectorm.client.schema import CollectionSchema
from vectorm.client.search_result import SearchResult
from vectorm.enums import DataType

__all__ = [
    "Collection",
    "CollectionSchema",
    "DataType",
    "FieldSchema",
    "Function",
    "Index",
    "MutationResult",
    "Partition",
    "SearchResult",
]

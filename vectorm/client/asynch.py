"""Futures under the path that PyMilvus's client has for them."""

from vectorm.client.future import CreateIndexFuture, FlushFuture, Future, MutationFuture, SearchFuture

__all__ = [
    "CreateIndexFuture",
    "FlushFuture",
    "Future",
    "MutationFuture",
    "SearchFuture",
]

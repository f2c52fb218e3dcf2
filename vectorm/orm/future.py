"""Futures under the path they have in PyMilvus."""

from vectorm.client.future import BaseFuture, MutationFuture, SearchFuture

__all__ = [
    "BaseFuture",
    "MutationFuture",
    "SearchFuture",
]

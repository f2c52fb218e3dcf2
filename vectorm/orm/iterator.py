"""Iterators under the path they have in PyMilvus."""

from vectorm.client.checkpoint import QueryIteratorCursor
from vectorm.client.search_result import SearchPage
from vectorm.client.sync.pages import QueryIterator, SearchIterator

__all__ = [
    "QueryIterator",
    "QueryIteratorCursor",
    "SearchIterator",
    "SearchPage",
]

"""Iterators under the path that PyMilvus's client has for them."""

from vectorm.client.checkpoint import QueryIteratorCursor
from vectorm.client.search_result import SearchPage
from vectorm.client.sync.pages import QueryIterator, SearchIterator, SearchIteratorV2

__all__ = [
    "QueryIterator",
    "QueryIteratorCursor",
    "SearchIterator",
    "SearchIteratorV2",
    "SearchPage",
]

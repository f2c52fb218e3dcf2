"""`SearchIteratorV2` under the path it has in PyMilvus."""

from vectorm.client.sync.pages import SearchIteratorV2

__all__ = ["SearchIteratorV2"]

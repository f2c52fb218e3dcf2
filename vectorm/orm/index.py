"""`Index` under the path it has in PyMilvus."""

from vectorm.client.index import Index

__all__ = [
    "Index",
]

"""`MilvusClient` under the path it has in PyMilvus."""

from vectorm.client.sync.client import MilvusClient

__all__ = [
    "MilvusClient",
]

"""PyMilvus's module paths of the clients: names of `vectorm.client`."""

from vectorm.client.aio.client import AsyncMilvusClient
from vectorm.client.index_params import IndexParams
from vectorm.client.sync.client import MilvusClient

__all__ = [
    "AsyncMilvusClient",
    "IndexParams",
    "MilvusClient",
]

"""`AsyncMilvusClient` under the path it has in PyMilvus."""

from vectorm.client.aio.client import AsyncMilvusClient

__all__ = [
    "AsyncMilvusClient",
]

"""`AsyncMilvusClient` under the path it has in PyMilvus."""

from vectorm.client.aio.client import AsyncMilvusClient
from vectorm.client.aio.cluster_session import AsyncMilvusClientSession

__all__ = [
    "AsyncMilvusClient",
    "AsyncMilvusClientSession",
]

"""What `AsyncMilvusClient.optimize` returns, under the path it has in PyMilvus."""

from vectorm.client.optimize import AsyncOptimizeTask

__all__ = [
    "AsyncOptimizeTask",
]

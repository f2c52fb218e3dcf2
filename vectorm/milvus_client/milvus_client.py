"""`MilvusClient` under the path it has in PyMilvus."""

from vectorm.client.sync.client import MilvusClient
from vectorm.client.sync.cluster_session import MilvusClientSession

__all__ = [
    "MilvusClient",
    "MilvusClientSession",
]

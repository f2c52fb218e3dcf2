"""Reads that are pinned to one cluster."""

from vectorm.client.aio.base import AsyncBase
from vectorm.client.aio.iterator import AsyncIteratorMethods
from vectorm.client.aio.read import AsyncReadMethods
from vectorm.client.checks import as_name
from vectorm.client.keywords import checked_methods


@checked_methods
class AsyncMilvusClientSession(AsyncReadMethods, AsyncIteratorMethods):
    """The reads of a client, pinned to one of several clusters behind one address.

    It shares the client's channel. Closing it does not close the client.

    Args:
        parent: The client.
        cluster_id: The cluster.

    Raises:
        ParamError: `cluster_id` is no str, or empty.
    """

    def __init__(self, parent: AsyncBase, cluster_id: str) -> None:
        self._connection = parent._connection.with_cluster(as_name("cluster_id", cluster_id))


@checked_methods
class AsyncClusterSessionMethods(AsyncBase):
    """One address in front of several clusters."""

    def session(self, cluster_id: str) -> AsyncMilvusClientSession:
        """Reads pinned to one cluster (Milvus 3.0): `search`, `hybrid_search`, `query`, `get` and the iterators.

        Raises:
            ParamError: `cluster_id` is no str, or empty.
        """
        return AsyncMilvusClientSession(self, cluster_id)

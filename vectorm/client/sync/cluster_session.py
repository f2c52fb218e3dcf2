# Generated from vectorm/client/aio/cluster_session.py by tools/make_sync.py: do not edit.
"""Reads that are pinned to one cluster."""

from vectorm.client.checks import as_name
from vectorm.client.keywords import checked_methods
from vectorm.client.sync.base import Base
from vectorm.client.sync.iterator import IteratorMethods
from vectorm.client.sync.read import ReadMethods


@checked_methods
class MilvusClientSession(ReadMethods, IteratorMethods):
    """The reads of a client, pinned to one of several clusters behind one address.

    It shares the client's channel. Closing it does not close the client.

    Args:
        parent: The client.
        cluster_id: The cluster.

    Raises:
        ParamError: `cluster_id` is no str, or empty.
    """

    def __init__(self, parent: Base, cluster_id: str) -> None:
        self._connection = parent._connection.with_cluster(as_name("cluster_id", cluster_id))


@checked_methods
class ClusterSessionMethods(Base):
    """One address in front of several clusters."""

    def session(self, cluster_id: str) -> MilvusClientSession:
        """Reads pinned to one cluster (Milvus 3.0): `search`, `hybrid_search`, `query`, `get` and the iterators.

        Raises:
            ParamError: `cluster_id` is no str, or empty.
        """
        return MilvusClientSession(self, cluster_id)

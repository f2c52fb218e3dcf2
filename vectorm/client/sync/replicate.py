# Generated from vectorm/client/aio/replicate.py by tools/make_sync.py: do not edit.
"""Replication between clusters."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

from vectorm.client.checks import as_name
from vectorm.client.keywords import checked_methods
from vectorm.client.replicate import (
    ReplicateConfiguration,
    checkpoint_dict,
    dump_of,
    message_dict,
    replicate_configuration,
    replication,
)
from vectorm.client.status import Status
from vectorm.client.sync.base import Base
from vectorm.ops import replicate
from vectorm.spec.replicate import Dump


@checked_methods
class ReplicateMethods(Base):
    """Clusters that copy from one another (Milvus 2.6)."""

    def update_replicate_configuration(
        self,
        clusters: Sequence[Mapping[str, Any]],
        cross_cluster_topology: Sequence[Mapping[str, Any]] | None = None,
        force_promote: bool = False,
        timeout: float | None = None,
    ) -> Status:
        """Set who copies what from whom.

        Args:
            clusters: `[{"cluster_id": ..., "connection_param": {"uri": ..., "token": ...}, "pchannels": [...]}]`.
            cross_cluster_topology: `[{"source_cluster_id": ..., "target_cluster_id": ...}]`.
            force_promote: Whether this cluster becomes a primary by itself, because its own primary is lost.
            timeout: Seconds.

        Raises:
            OutcomeUnknown: The answer to a forced promotion was lost; `get_replicate_configuration` tells.
        """
        wanted = replication(clusters, cross_cluster_topology)
        self._run(lambda ctx: replicate.update(ctx, wanted, force_promote=force_promote), timeout)
        return Status()

    def get_replicate_configuration(self, timeout: float | None = None) -> ReplicateConfiguration:
        """Who copies what from whom."""
        return replicate_configuration(self._run(replicate.get, timeout))

    def get_replicate_info(
        self, source_cluster_id: str, target_pchannel: str, timeout: float | None = None
    ) -> dict[str, Any]:
        """How far a channel of another cluster was copied to this one.

        Args:
            source_cluster_id: The other cluster.
            target_pchannel: The physical channel, by its name in the other cluster (in spite of the parameter's own).
            timeout: Seconds.

        Returns:
            `{"checkpoint": ..., "salvage_checkpoint": ...}`: where copying stands, and where it stood when this cluster
            was last promoted by force; None, or `{"cluster_id": ..., "pchannel": ..., "message_id": {"id": ...,
            "wal_name": ...}, "time_tick": ...}`.
        """
        cluster = as_name("source_cluster_id", source_cluster_id)
        channel = as_name("target_pchannel", target_pchannel)
        found = self._run(lambda ctx: replicate.info(ctx, cluster, channel), timeout)
        return {"checkpoint": checkpoint_dict(found.current), "salvage_checkpoint": checkpoint_dict(found.salvage)}

    def dump_messages(
        self,
        pchannel: str,
        start_message_id: Mapping[str, Any],
        start_timetick: int = 0,
        end_timetick: int = 0,
        timeout: float | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Messages of a write-ahead log, one by one as they come (Milvus 3.0): what a lost primary had not copied yet.

        Nothing is sent before the first message is asked for; to stop reading ends the call. A stream that breaks is
        not begun again: go on from the `message_id` of the last message.

        Args:
            pchannel: The physical channel.
            start_message_id: Where to begin: `{"id": ..., "wal_name": ...}`, as `get_replicate_info` tells it.
            start_timetick: Only messages of that hybrid timestamp or later; 0 for any.
            end_timetick: Only messages of that hybrid timestamp or earlier; 0 waits for new ones without end.
            timeout: Seconds for all messages together; without end if None.

        Returns:
            An iterator over `{"message_id": {"id": ..., "wal_name": ...}, "payload": bytes, "properties": {...}}`.

        Raises:
            ParamError: A wrong argument, at once. Other errors come with the first message.
        """
        return self._messages(dump_of(pchannel, start_message_id, start_timetick, end_timetick), timeout)

    def _messages(self, wanted: Dump, timeout: float | None) -> Iterator[dict[str, Any]]:
        replies = self._connection.stream(lambda ctx: replicate.dump(ctx, wanted), timeout=timeout)
        with closing(replies):
            for message in replies:
                if message is not None:
                    yield message_dict(message)

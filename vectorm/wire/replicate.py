"""Replication between clusters."""

from vectorm.enums import WALName
from vectorm.errors import ProtocolError
from vectorm.spec.replicate import Checkpoint, Checkpoints, Cluster, Dump, LogMessage, Position, Replication
from vectorm.wire.messages import (
    ConnectionParam,
    CrossClusterTopology,
    DumpMessagesRequest,
    DumpMessagesResponse,
    GetReplicateConfigurationRequest,
    GetReplicateConfigurationResponse,
    GetReplicateInfoRequest,
    GetReplicateInfoResponse,
    MessageID,
    MilvusCluster,
    ReplicateCheckpoint,
    ReplicateConfiguration,
    UpdateReplicateConfigurationRequest,
)
from vectorm.wire.status import check


def encode_update(wanted: Replication, *, force_promote: bool) -> bytes:
    """Set who copies what from whom."""
    clusters = [
        MilvusCluster(
            cluster_id=each.id,
            connection_param=ConnectionParam(uri=each.uri, token=each.token),
            pchannels=each.channels,
        )
        for each in wanted.clusters
    ]
    topology = [
        CrossClusterTopology(source_cluster_id=source, target_cluster_id=target) for source, target in wanted.topology
    ]
    return UpdateReplicateConfigurationRequest(
        replicate_configuration=ReplicateConfiguration(clusters=clusters, cross_cluster_topology=topology),
        force_promote=force_promote,
    ).SerializeToString()


def encode_get() -> bytes:
    """Ask who copies what from whom."""
    return GetReplicateConfigurationRequest().SerializeToString()


def decode_get(data: bytes) -> Replication:
    """Who copies what from whom."""
    reply = GetReplicateConfigurationResponse.FromString(data)
    check(reply.status)
    found = reply.configuration
    clusters = tuple(
        Cluster(
            id=each.cluster_id,
            uri=each.connection_param.uri,
            token=each.connection_param.token,
            channels=tuple(each.pchannels),
        )
        for each in found.clusters
    )
    topology = tuple((each.source_cluster_id, each.target_cluster_id) for each in found.cross_cluster_topology)
    return Replication(clusters=clusters, topology=topology)


def encode_info(cluster: str, channel: str) -> bytes:
    """Ask how far a channel of another cluster was copied."""
    return GetReplicateInfoRequest(source_cluster_id=cluster, target_pchannel=channel).SerializeToString()


def decode_info(data: bytes) -> Checkpoints:
    """How far a channel was copied. The reply has no status."""
    reply = GetReplicateInfoResponse.FromString(data)
    return Checkpoints(
        current=_checkpoint(reply.checkpoint) if reply.HasField("checkpoint") else None,
        salvage=_checkpoint(reply.salvage_checkpoint) if reply.HasField("salvage_checkpoint") else None,
    )


def encode_dump(dump: Dump) -> bytes:
    """Ask for messages of a write-ahead log."""
    return DumpMessagesRequest(
        pchannel=dump.channel,
        start_message_id=MessageID(id=dump.start.id, WAL_name=dump.start.wal),
        start_timetick=dump.first_tick,
        end_timetick=dump.last_tick,
    ).SerializeToString()


def decode_dump(data: bytes) -> LogMessage | None:
    """One message of a stream; None for a status that says that all is well.

    Raises:
        MilvusException: What a status tells of.
        ProtocolError: It is neither a status nor a message.
    """
    reply = DumpMessagesResponse.FromString(data)
    if reply.HasField("status"):
        check(reply.status)
        return None
    if not reply.HasField("message"):
        raise ProtocolError(message="the server sent neither a message nor a status among the messages of a log")
    message = reply.message
    position = _position(message.id) if message.HasField("id") else None
    return LogMessage(position=position, payload=message.payload, properties=dict(message.properties))


def _checkpoint(found: ReplicateCheckpoint) -> Checkpoint | None:
    """A checkpoint; None for one that says nothing."""
    position = _position(found.message_id) if found.HasField("message_id") else None
    if not (found.cluster_id or found.pchannel or found.time_tick or position):
        return None
    return Checkpoint(cluster=found.cluster_id, channel=found.pchannel, position=position, time_tick=found.time_tick)


def _position(message: MessageID) -> Position:
    return Position(id=message.id, wal=WALName(message.WAL_name))

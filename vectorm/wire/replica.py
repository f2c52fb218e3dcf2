"""Replicas of a collection."""

from vectorm.spec.replica import ReplicaInfo, ShardReplica
from vectorm.wire.messages import GetReplicasRequest, GetReplicasResponse
from vectorm.wire.status import check


def encode_describe(collection_id: int) -> bytes:
    """Ask for the replicas of a collection; servers do not take its name here."""
    return GetReplicasRequest(collectionID=collection_id, with_shard_nodes=True).SerializeToString()


def decode_describe(data: bytes) -> list[ReplicaInfo]:
    """The replicas of a collection."""
    reply = GetReplicasResponse.FromString(data)
    check(reply.status)
    return [
        ReplicaInfo(
            id=each.replicaID,
            shards=tuple(
                ShardReplica(channel=shard.dm_channel_name, leader=shard.leaderID, nodes=tuple(shard.node_ids))
                for shard in each.shard_replicas
            ),
            nodes=tuple(each.node_ids),
            resource_group=each.resource_group_name,
            outbound_nodes=dict(each.num_outbound_node),
        )
        for each in reply.replicas
    ]

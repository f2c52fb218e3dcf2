"""Replicas as PyMilvus shows them."""

from collections.abc import Mapping, Sequence

from vectorm.spec.replica import ReplicaInfo as Info


class Shard:
    """The part of a replica that reads one channel; nodes are ids."""

    def __init__(self, channel_name: str, shard_nodes: Sequence[int], shard_leader: int) -> None:
        self.channel_name = channel_name
        self.shard_nodes = set(shard_nodes)
        self.shard_leader = shard_leader

    def __repr__(self) -> str:
        return (
            f"Shard: <channel_name:{self.channel_name}>, "
            f"<shard_leader:{self.shard_leader}>, <shard_nodes:{self.shard_nodes}>"
        )


class Group:
    """A replica, as `Collection.get_replicas` tells of it."""

    def __init__(
        self,
        group_id: int,
        shards: Sequence[Shard],
        group_nodes: Sequence[int],
        resource_group: str,
        num_outbound_node: Mapping[str, int],
    ) -> None:
        self.id = group_id
        self.shards = list(shards)
        self.group_nodes = tuple(group_nodes)
        self.resource_group = resource_group
        self.num_outbound_node = dict(num_outbound_node)

    def __repr__(self) -> str:
        return (
            f"Group: <group_id:{self.id}>, <group_nodes:{self.group_nodes}>, <shards:{self.shards}>, "
            f"<resource_group: {self.resource_group}>, <num_outbound_node: {self.num_outbound_node}>"
        )


class Replica:
    """The replicas of a collection, in `groups`."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = list(groups)

    def __repr__(self) -> str:
        return "\n- ".join(["Replica groups:", *(repr(group) for group in self.groups)])


class ReplicaInfo:
    """A replica, as `MilvusClient.describe_replica` tells of it."""

    def __init__(
        self,
        replica_id: int,
        shards: Sequence[Shard],
        nodes: Sequence[int],
        resource_group: str,
        num_outbound_node: Mapping[str, int],
    ) -> None:
        self.id = replica_id
        self.shards = list(shards)
        self.group_nodes = tuple(nodes)
        self.resource_group = resource_group
        self.num_outbound_node = dict(num_outbound_node)

    def __repr__(self) -> str:
        return (
            f"ReplicaInfo: <id:{self.id}>, <nodes:{self.group_nodes}>, <shards:{self.shards}>, "
            f"<resource_group: {self.resource_group}>, <num_outbound_node: {self.num_outbound_node}>"
        )


def replica_infos(replicas: Sequence[Info]) -> list[ReplicaInfo]:
    """What `describe_replica` returns."""
    return [
        ReplicaInfo(each.id, _shards(each), each.nodes, each.resource_group, each.outbound_nodes) for each in replicas
    ]


def replica_groups(replicas: Sequence[Info]) -> Replica:
    """What `get_replicas` returns."""
    return Replica(
        [Group(each.id, _shards(each), each.nodes, each.resource_group, each.outbound_nodes) for each in replicas]
    )


def _shards(replica: Info) -> list[Shard]:
    return [Shard(shard.channel, shard.nodes, shard.leader) for shard in replica.shards]

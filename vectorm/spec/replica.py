"""Replicas: copies of a loaded collection."""

from collections.abc import Mapping
from dataclasses import field

from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardReplica:
    """The part of a replica that reads one channel of the collection."""

    channel: str
    leader: int
    nodes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicaInfo:
    """One copy of a loaded collection, and the query nodes that hold it.

    Attributes:
        outbound_nodes: Number of nodes that belong to other resource groups, by group.
    """

    id: int
    shards: tuple[ShardReplica, ...] = ()
    nodes: tuple[int, ...] = ()
    resource_group: str = ""
    outbound_nodes: Mapping[str, int] = field(default_factory=dict[str, int])

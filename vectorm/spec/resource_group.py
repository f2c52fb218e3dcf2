"""Resource groups: query nodes set apart for some collections."""

from collections.abc import Mapping
from dataclasses import field

from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupConfig:
    """What a resource group wants (Milvus 2.4).

    Attributes:
        requests: Number of nodes it should have; None to leave it as it is.
        limits: Number of nodes it may have at most.
        transfer_from: Groups that nodes come from first.
        transfer_to: Groups that spare nodes go to first.
        node_labels: Labels that a node must have.
    """

    requests: int | None = None
    limits: int | None = None
    transfer_from: tuple[str, ...] = ()
    transfer_to: tuple[str, ...] = ()
    node_labels: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A query node of a resource group."""

    id: int
    address: str = ""
    hostname: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceGroup:
    """A resource group as the server describes it.

    Attributes:
        capacity: Number of nodes it can have.
        available: Number of nodes it has.
        loaded_replicas: Number of loaded replicas by collection.
        outgoing_nodes: Number of its nodes that collections of other groups use.
        incoming_nodes: Number of nodes of other groups that its collections use.
    """

    name: str
    capacity: int = 0
    available: int = 0
    loaded_replicas: Mapping[str, int] = field(default_factory=dict[str, int])
    outgoing_nodes: Mapping[str, int] = field(default_factory=dict[str, int])
    incoming_nodes: Mapping[str, int] = field(default_factory=dict[str, int])
    config: GroupConfig = field(default_factory=GroupConfig)
    nodes: tuple[Node, ...] = ()

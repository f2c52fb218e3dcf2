"""Resource groups."""

from collections.abc import Mapping

from vectorm.spec.resource_group import GroupConfig, Node, ResourceGroup
from vectorm.wire.messages import (
    CreateResourceGroupRequest,
    DescribeResourceGroupRequest,
    DescribeResourceGroupResponse,
    DropResourceGroupRequest,
    ListResourceGroupsRequest,
    ListResourceGroupsResponse,
    ResourceGroupConfig,
    ResourceGroupLimit,
    ResourceGroupNodeFilter,
    ResourceGroupTransfer,
    TransferNodeRequest,
    TransferReplicaRequest,
    UpdateResourceGroupsRequest,
)
from vectorm.wire.params import mapping, pairs
from vectorm.wire.status import check


def encode_create(name: str, config: GroupConfig | None = None) -> bytes:
    """Create a resource group."""
    wanted = None if config is None else _config(config)
    return CreateResourceGroupRequest(resource_group=name, config=wanted).SerializeToString()


def encode_update(configs: Mapping[str, GroupConfig]) -> bytes:
    """Change what resource groups want."""
    groups = {name: _config(config) for name, config in configs.items()}
    return UpdateResourceGroupsRequest(resource_groups=groups).SerializeToString()


def encode_drop(name: str) -> bytes:
    """Drop a resource group."""
    return DropResourceGroupRequest(resource_group=name).SerializeToString()


def encode_list_names() -> bytes:
    """Ask for all resource groups."""
    return ListResourceGroupsRequest().SerializeToString()


def decode_list_names(data: bytes) -> list[str]:
    """Names of resource groups."""
    reply = ListResourceGroupsResponse.FromString(data)
    check(reply.status)
    return list(reply.resource_groups)


def encode_describe(name: str) -> bytes:
    """Ask for a resource group."""
    return DescribeResourceGroupRequest(resource_group=name).SerializeToString()


def decode_describe(data: bytes) -> ResourceGroup:
    """A resource group."""
    reply = DescribeResourceGroupResponse.FromString(data)
    check(reply.status)
    group = reply.resource_group
    return ResourceGroup(
        name=group.name,
        capacity=group.capacity,
        available=group.num_available_node,
        loaded_replicas=dict(group.num_loaded_replica),
        outgoing_nodes=dict(group.num_outgoing_node),
        incoming_nodes=dict(group.num_incoming_node),
        config=_read_config(group.config),
        nodes=tuple(Node(id=node.node_id, address=node.address, hostname=node.hostname) for node in group.nodes),
    )


def encode_transfer_node(source: str, target: str, count: int) -> bytes:
    """Move nodes to another resource group."""
    request = TransferNodeRequest(source_resource_group=source, target_resource_group=target, num_node=count)
    return request.SerializeToString()


def encode_transfer_replica(source: str, target: str, collection: str, count: int) -> bytes:
    """Move replicas of a collection to another resource group."""
    return TransferReplicaRequest(
        source_resource_group=source, target_resource_group=target, collection_name=collection, num_replica=count
    ).SerializeToString()


def _config(config: GroupConfig) -> ResourceGroupConfig:
    labels = ResourceGroupNodeFilter(node_labels=pairs(config.node_labels)) if config.node_labels else None
    return ResourceGroupConfig(
        requests=_limit(config.requests),
        limits=_limit(config.limits),
        transfer_from=[ResourceGroupTransfer(resource_group=name) for name in config.transfer_from],
        transfer_to=[ResourceGroupTransfer(resource_group=name) for name in config.transfer_to],
        node_filter=labels,
    )


def _limit(count: int | None) -> ResourceGroupLimit | None:
    return None if count is None else ResourceGroupLimit(node_num=count)


def _read_config(config: ResourceGroupConfig) -> GroupConfig:
    return GroupConfig(
        requests=config.requests.node_num if config.HasField("requests") else None,
        limits=config.limits.node_num if config.HasField("limits") else None,
        transfer_from=tuple(each.resource_group for each in config.transfer_from),
        transfer_to=tuple(each.resource_group for each in config.transfer_to),
        node_labels=mapping(config.node_filter.node_labels),
    )

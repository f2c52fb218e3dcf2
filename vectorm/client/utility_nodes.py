"""The part of `utility` about resource groups, nodes and segments."""

from collections.abc import Mapping, Sequence
from typing import Any

from vectorm.client.bound import run
from vectorm.client.keywords import checked
from vectorm.client.resource_group import ResourceGroupConfig, ResourceGroupInfo, group_config
from vectorm.client.segment import QuerySegmentInfo, query_info
from vectorm.ops import resource_group, segment


@checked
def create_resource_group(
    name: str,
    using: str = "default",
    timeout: float | None = None,
    *,
    config: ResourceGroupConfig | Mapping[str, Any] | None = None,
) -> None:
    """Create a resource group; a config needs Milvus 2.4."""
    wanted = None if config is None else group_config(config)
    run(using, lambda ctx: resource_group.create(ctx, name, wanted), timeout)


@checked
def update_resource_groups(
    configs: Mapping[str, ResourceGroupConfig | Mapping[str, Any]],
    using: str = "default",
    timeout: float | None = None,
) -> None:
    """Change what resource groups want (Milvus 2.4)."""
    wanted = {name: group_config(config) for name, config in configs.items()}
    run(using, lambda ctx: resource_group.update(ctx, wanted), timeout)


@checked
def drop_resource_group(name: str, using: str = "default", timeout: float | None = None) -> None:
    """Drop a resource group, which must have no nodes; a missing one is no error."""
    run(using, lambda ctx: resource_group.drop(ctx, name), timeout)


@checked
def describe_resource_group(name: str, using: str = "default", timeout: float | None = None) -> ResourceGroupInfo:
    """Nodes and replicas of a resource group."""
    return ResourceGroupInfo(run(using, lambda ctx: resource_group.describe(ctx, name), timeout))


@checked
def list_resource_groups(using: str = "default", timeout: float | None = None) -> list[str]:
    """Names of all resource groups."""
    return run(using, resource_group.list_names, timeout)


@checked
def transfer_node(
    source_group: str, target_group: str, num_nodes: int, using: str = "default", timeout: float | None = None
) -> None:
    """Move query nodes to another resource group.

    Raises:
        OutcomeUnknown: The answer was lost: they may or may not be moved.
    """
    run(using, lambda ctx: resource_group.transfer_node(ctx, source_group, target_group, num_nodes), timeout)


@checked
def transfer_replica(
    source_group: str,
    target_group: str,
    collection_name: str,
    num_replicas: int,
    using: str = "default",
    timeout: float | None = None,
) -> None:
    """Move replicas of a collection to another resource group.

    Raises:
        OutcomeUnknown: The answer was lost: they may or may not be moved.
    """
    run(
        using,
        lambda ctx: resource_group.transfer_replica(ctx, source_group, target_group, collection_name, num_replicas),
        timeout,
    )


@checked
def get_query_segment_info(
    collection_name: str, timeout: float | None = None, using: str = "default"
) -> list[QuerySegmentInfo]:
    """Segments of a collection in the memory of query nodes."""
    found = run(using, lambda ctx: segment.list_loaded(ctx, collection_name), timeout)
    return [query_info(each) for each in found]


@checked
def load_balance(
    collection_name: str,
    src_node_id: int,
    dst_node_ids: Sequence[int] | None = None,
    sealed_segment_ids: Sequence[int] | None = None,
    timeout: float | None = None,
    using: str = "default",
) -> None:
    """Move segments from one query node to others; what is not given the server chooses."""
    targets, segments = dst_node_ids or (), sealed_segment_ids or ()
    run(using, lambda ctx: segment.load_balance(ctx, collection_name, src_node_id, targets, segments), timeout)

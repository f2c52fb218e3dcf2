# Generated from vectorm/client/aio/resource_group.py by tools/make_sync.py: do not edit.
"""Resource groups and replicas."""

from collections.abc import Mapping
from typing import Any

from vectorm.client.keywords import checked_methods
from vectorm.client.replica import ReplicaInfo, replica_infos
from vectorm.client.resource_group import ResourceGroupConfig, ResourceGroupInfo, group_config
from vectorm.client.sync.base import Base
from vectorm.ops import replica, resource_group


@checked_methods
class ResourceGroupMethods(Base):
    """Query nodes set apart for some collections. Milvus Lite has none of this: each method raises `Unsupported`."""

    def create_resource_group(
        self,
        name: str,
        timeout: float | None = None,
        *,
        config: ResourceGroupConfig | Mapping[str, Any] | None = None,
    ) -> None:
        """Create a resource group; a config needs Milvus 2.4.

        Raises:
            AlreadyExists: There is one of that name.
        """
        wanted = None if config is None else group_config(config)
        self._run(lambda ctx: resource_group.create(ctx, name, wanted), timeout)

    def update_resource_groups(
        self, configs: Mapping[str, ResourceGroupConfig | Mapping[str, Any]], timeout: float | None = None
    ) -> None:
        """Change what resource groups want (Milvus 2.4): `{"group": ResourceGroupConfig(requests={"node_num": 1})}`."""
        wanted = {name: group_config(config) for name, config in configs.items()}
        self._run(lambda ctx: resource_group.update(ctx, wanted), timeout)

    def drop_resource_group(self, name: str, timeout: float | None = None) -> None:
        """Drop a resource group, which must have no nodes; a missing one is no error."""
        self._run(lambda ctx: resource_group.drop(ctx, name), timeout)

    def describe_resource_group(self, name: str, timeout: float | None = None) -> ResourceGroupInfo:
        """Nodes and replicas of a resource group."""
        return ResourceGroupInfo(self._run(lambda ctx: resource_group.describe(ctx, name), timeout))

    def list_resource_groups(self, timeout: float | None = None) -> list[str]:
        """Names of all resource groups."""
        return self._run(resource_group.list_names, timeout)

    def transfer_replica(
        self,
        source_group: str,
        target_group: str,
        collection_name: str,
        num_replicas: int,
        timeout: float | None = None,
    ) -> None:
        """Move replicas of a collection to another resource group.

        Raises:
            OutcomeUnknown: The answer was lost: they may or may not be moved.
        """
        self._run(
            lambda ctx: resource_group.transfer_replica(ctx, source_group, target_group, collection_name, num_replicas),
            timeout,
        )

    def describe_replica(self, collection_name: str, timeout: float | None = None) -> list[ReplicaInfo]:
        """The replicas of a loaded collection, with their shards and nodes."""
        return replica_infos(self._run(lambda ctx: replica.describe(ctx, collection_name), timeout))

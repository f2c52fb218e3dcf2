# Generated from vectorm/client/aio/partition.py by tools/make_sync.py: do not edit.
"""Partitions."""

from typing import Any

from vectorm.client.describe import stats_dict
from vectorm.client.keywords import checked_methods
from vectorm.client.sync.base import Base
from vectorm.ops import partition


@checked_methods
class PartitionMethods(Base):
    """Create, list and drop partitions."""

    def create_partition(self, collection_name: str, partition_name: str, timeout: float | None = None) -> None:
        """Create a partition."""
        self._run(lambda ctx: partition.create(ctx, collection_name, partition_name), timeout)

    def drop_partition(self, collection_name: str, partition_name: str, timeout: float | None = None) -> None:
        """Drop a partition with all its rows; it must be released before."""
        self._run(lambda ctx: partition.drop(ctx, collection_name, partition_name), timeout)

    def has_partition(self, collection_name: str, partition_name: str, timeout: float | None = None) -> bool:
        """Whether a collection has a partition of that name."""
        return self._run(lambda ctx: partition.has(ctx, collection_name, partition_name), timeout)

    def list_partitions(self, collection_name: str, timeout: float | None = None) -> list[str]:
        """Names of a collection's partitions."""
        return self._run(lambda ctx: partition.list_names(ctx, collection_name), timeout)

    def get_partition_stats(
        self, collection_name: str, partition_name: str, timeout: float | None = None
    ) -> dict[str, Any]:
        """Statistics of a partition: `row_count`, an estimate without deletes and unflushed rows."""
        return stats_dict(self._run(lambda ctx: partition.stats(ctx, collection_name, partition_name), timeout))

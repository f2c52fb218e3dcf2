"""Partitions."""

from typing import Any

from vectorm.client.aio.base import AsyncBase
from vectorm.client.describe import stats_dict
from vectorm.client.keywords import checked_methods
from vectorm.ops import partition


@checked_methods
class AsyncPartitionMethods(AsyncBase):
    """Create, list and drop partitions."""

    async def create_partition(self, collection_name: str, partition_name: str, timeout: float | None = None) -> None:
        """Create a partition."""
        await self._run(lambda ctx: partition.create(ctx, collection_name, partition_name), timeout)

    async def drop_partition(self, collection_name: str, partition_name: str, timeout: float | None = None) -> None:
        """Drop a partition with all its rows; it must be released before."""
        await self._run(lambda ctx: partition.drop(ctx, collection_name, partition_name), timeout)

    async def has_partition(self, collection_name: str, partition_name: str, timeout: float | None = None) -> bool:
        """Whether a collection has a partition of that name."""
        return await self._run(lambda ctx: partition.has(ctx, collection_name, partition_name), timeout)

    async def list_partitions(self, collection_name: str, timeout: float | None = None) -> list[str]:
        """Names of a collection's partitions."""
        return await self._run(lambda ctx: partition.list_names(ctx, collection_name), timeout)

    async def get_partition_stats(
        self, collection_name: str, partition_name: str, timeout: float | None = None
    ) -> dict[str, Any]:
        """Statistics of a partition: `row_count`, an estimate without deletes and unflushed rows."""
        return stats_dict(await self._run(lambda ctx: partition.stats(ctx, collection_name, partition_name), timeout))

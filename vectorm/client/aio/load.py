"""Load and release."""

from collections.abc import Sequence
from typing import Any

from typing_extensions import Unpack

from vectorm.client.aio.base import AsyncBase
from vectorm.client.checks import as_names
from vectorm.client.keywords import checked_methods
from vectorm.client.loading import load, load_state
from vectorm.client.options import LoadOptions
from vectorm.ops import load as loading


@checked_methods
class AsyncLoadMethods(AsyncBase):
    """Load collections into memory and release them."""

    async def load_collection(
        self, collection_name: str, timeout: float | None = None, **options: Unpack[LoadOptions]
    ) -> None:
        """Load a collection, and wait until it can be searched.

        Args:
            collection_name: Its name.
            timeout: Seconds; 600 if None.
            **options: `replica_number`, `refresh`, `resource_groups`, `load_fields`, `skip_load_dynamic_field`.
        """
        await self._run_long(lambda ctx: load(ctx, collection_name, (), options), timeout)

    async def release_collection(self, collection_name: str, timeout: float | None = None) -> None:
        """Release a collection from memory."""
        await self._run(lambda ctx: loading.release(ctx, collection_name), timeout)

    async def load_partitions(
        self,
        collection_name: str,
        partition_names: str | Sequence[str],
        timeout: float | None = None,
        **options: Unpack[LoadOptions],
    ) -> None:
        """Load partitions, and wait until they can be searched; Milvus Lite loads the whole collection."""
        names = as_names("partition_names", partition_names)
        await self._run_long(lambda ctx: load(ctx, collection_name, names, options), timeout)

    async def release_partitions(
        self, collection_name: str, partition_names: str | Sequence[str], timeout: float | None = None
    ) -> None:
        """Release partitions; Milvus Lite keeps them loaded."""
        names = as_names("partition_names", partition_names)
        await self._run(lambda ctx: loading.release(ctx, collection_name, names), timeout)

    async def refresh_load(
        self,
        collection_name: str,
        timeout: float | None = None,
        *,
        partition_names: Sequence[str] | None = None,
        **options: Unpack[LoadOptions],
    ) -> None:
        """Load what came since the last load, such as bulk-inserted segments."""
        refreshing: LoadOptions = {**options, "refresh": True}
        names = as_names("partition_names", partition_names)
        await self._run_long(lambda ctx: load(ctx, collection_name, names, refreshing), timeout)

    async def get_load_state(
        self,
        collection_name: str,
        partition_name: str | Sequence[str] | None = "",
        timeout: float | None = None,
        *,
        partition_names: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """`{"state": LoadState.Loaded}`; while loading also `progress` in percent.

        Args:
            collection_name: The collection.
            partition_name: A partition, or a list of them; the whole collection if "".
            timeout: Seconds.
            partition_names: The same under the name that it has in PyMilvus's async client.
        """
        names = as_names("partition_name", partition_names or partition_name or None)
        return await self._run(lambda ctx: load_state(ctx, collection_name, names), timeout)

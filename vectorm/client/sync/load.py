# Generated from vectorm/client/aio/load.py by tools/make_sync.py: do not edit.
"""Load and release."""

from collections.abc import Sequence
from typing import Any

from typing_extensions import Unpack

from vectorm.client.checks import as_names
from vectorm.client.keywords import checked_methods
from vectorm.client.loading import load, load_state
from vectorm.client.options import LoadOptions
from vectorm.client.sync.base import Base
from vectorm.ops import load as loading


@checked_methods
class LoadMethods(Base):
    """Load collections into memory and release them."""

    def load_collection(
        self, collection_name: str, timeout: float | None = None, **options: Unpack[LoadOptions]
    ) -> None:
        """Load a collection, and wait until it can be searched.

        Args:
            collection_name: Its name.
            timeout: Seconds; 600 if None.
            **options: `replica_number`, `refresh`, `resource_groups`, `load_fields`, `skip_load_dynamic_field`.
        """
        self._run_long(lambda ctx: load(ctx, collection_name, (), options), timeout)

    def release_collection(self, collection_name: str, timeout: float | None = None) -> None:
        """Release a collection from memory."""
        self._run(lambda ctx: loading.release(ctx, collection_name), timeout)

    def load_partitions(
        self,
        collection_name: str,
        partition_names: str | Sequence[str],
        timeout: float | None = None,
        **options: Unpack[LoadOptions],
    ) -> None:
        """Load partitions, and wait until they can be searched; Milvus Lite loads the whole collection."""
        names = as_names("partition_names", partition_names)
        self._run_long(lambda ctx: load(ctx, collection_name, names, options), timeout)

    def release_partitions(
        self, collection_name: str, partition_names: str | Sequence[str], timeout: float | None = None
    ) -> None:
        """Release partitions; Milvus Lite keeps them loaded."""
        names = as_names("partition_names", partition_names)
        self._run(lambda ctx: loading.release(ctx, collection_name, names), timeout)

    def refresh_load(
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
        self._run_long(lambda ctx: load(ctx, collection_name, names, refreshing), timeout)

    def get_load_state(
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
        return self._run(lambda ctx: load_state(ctx, collection_name, names), timeout)

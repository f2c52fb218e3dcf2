"""Indexes."""

from collections.abc import Mapping, Sequence
from typing import Any

from vectorm.client.aio.base import AsyncBase
from vectorm.client.describe import index_dict, single_index
from vectorm.client.index_params import IndexParams, index_specs
from vectorm.client.keywords import checked_methods
from vectorm.ops import index, setup


@checked_methods
class AsyncIndexMethods(AsyncBase):
    """Create, describe and drop indexes."""

    async def create_index(
        self, collection_name: str, index_params: IndexParams, timeout: float | None = None, *, sync: bool = True
    ) -> None:
        """Create indexes, and with `sync` wait until the flushed rows are indexed.

        Raises:
            ParamError: No index params.
        """
        indexes = index_specs(index_params)
        await self._run_long(lambda ctx: setup.create_indexes(ctx, collection_name, indexes, wait=sync), timeout)

    async def list_indexes(
        self, collection_name: str, field_name: str | None = "", *, timeout: float | None = None
    ) -> list[str]:
        """Names of a collection's indexes, or of those on one field."""
        found = await self._run(lambda ctx: index.describe(ctx, collection_name, field=field_name or ""), timeout)
        return [info.spec.name for info in found]

    async def describe_index(
        self, collection_name: str, index_name: str, timeout: float | None = None
    ) -> dict[str, Any] | None:
        """Type, parameters and progress of an index; None when there is none.

        Raises:
            ParamError: `index_name` is "" and the collection has several indexes.
        """
        found = await self._run(lambda ctx: index.describe(ctx, collection_name, name=index_name), timeout)
        return index_dict(single_index(collection_name, found)) if found else None

    async def drop_index(self, collection_name: str, index_name: str, timeout: float | None = None) -> None:
        """Drop an index; the collection must be released before."""
        await self._run(lambda ctx: index.drop(ctx, collection_name, name=index_name), timeout)

    async def alter_index_properties(
        self, collection_name: str, index_name: str, properties: Mapping[str, Any], timeout: float | None = None
    ) -> None:
        """Set properties of an index, such as `mmap.enabled`."""
        await self._run(lambda ctx: index.alter(ctx, collection_name, index_name, properties), timeout)

    async def drop_index_properties(
        self, collection_name: str, index_name: str, property_keys: Sequence[str], timeout: float | None = None
    ) -> None:
        """Delete properties of an index."""
        await self._run(lambda ctx: index.alter(ctx, collection_name, index_name, {}, property_keys), timeout)

"""Aliases of collections."""

from typing import Any

from vectorm.client.aio.base import AsyncBase
from vectorm.client.describe import alias_dict, aliases_dict
from vectorm.client.keywords import checked_methods
from vectorm.ops import alias as aliases


@checked_methods
class AsyncAliasMethods(AsyncBase):
    """Other names of collections."""

    async def create_alias(self, collection_name: str, alias: str, timeout: float | None = None) -> None:
        """Give a collection another name."""
        await self._run(lambda ctx: aliases.create(ctx, collection_name, alias), timeout)

    async def drop_alias(self, alias: str, timeout: float | None = None) -> None:
        """Drop an alias; a missing one is no error."""
        await self._run(lambda ctx: aliases.drop(ctx, alias), timeout)

    async def alter_alias(self, collection_name: str, alias: str, timeout: float | None = None) -> None:
        """Point an alias to another collection."""
        await self._run(lambda ctx: aliases.alter(ctx, collection_name, alias), timeout)

    async def describe_alias(self, alias: str, timeout: float | None = None) -> dict[str, Any]:
        """`{"alias": ..., "collection_name": ...}`, and `db_name` where the server tells it."""
        return alias_dict(alias, await self._run(lambda ctx: aliases.describe(ctx, alias), timeout))

    async def list_aliases(self, collection_name: str = "", timeout: float | None = None) -> dict[str, Any]:
        """`{"aliases": [...]}`, and `collection_name` and `db_name` where the server tells them.

        Of all collections when no name is given.
        """
        return aliases_dict(await self._run(lambda ctx: aliases.list_all(ctx, collection_name), timeout))

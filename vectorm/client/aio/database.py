"""Databases."""

from collections.abc import Mapping, Sequence
from typing import Any

from vectorm.client.aio.base import AsyncBase
from vectorm.client.keywords import checked_methods
from vectorm.ops import database


@checked_methods
class AsyncDatabaseMethods(AsyncBase):
    """Create, list, drop and choose databases."""

    async def create_database(
        self, db_name: str, properties: Mapping[str, Any] | None = None, timeout: float | None = None
    ) -> None:
        """Create a database."""
        await self._run(lambda ctx: database.create(ctx, db_name, properties), timeout)

    async def drop_database(self, db_name: str, *, timeout: float | None = None) -> None:
        """Drop an empty database."""
        await self._run(lambda ctx: database.drop(ctx, db_name), timeout)

    async def list_databases(self, timeout: float | None = None) -> list[str]:
        """Names of all databases."""
        return await self._run(database.list_names, timeout)

    async def describe_database(self, db_name: str, *, timeout: float | None = None) -> dict[str, Any]:
        """Name and properties of a database."""
        return {"name": db_name, **await self._run(lambda ctx: database.describe(ctx, db_name), timeout)}

    async def alter_database_properties(
        self, db_name: str, properties: Mapping[str, Any], *, timeout: float | None = None
    ) -> None:
        """Set properties of a database."""
        await self._run(lambda ctx: database.alter(ctx, db_name, properties), timeout)

    async def drop_database_properties(
        self, db_name: str, property_keys: Sequence[str], *, timeout: float | None = None
    ) -> None:
        """Delete properties of a database."""
        await self._run(lambda ctx: database.alter(ctx, db_name, {}, property_keys), timeout)

    async def use_database(self, db_name: str, *, timeout: float | None = None) -> None:
        """Go on in another database.

        Raises:
            DatabaseNotExistException: There is none of that name.
        """
        await self._run(lambda ctx: database.check_exists(ctx, db_name), timeout)
        before, self._connection = self._connection, self._connection.with_database(db_name)
        await before.close()

    async def using_database(self, db_name: str, *, timeout: float | None = None) -> None:
        """The same as `use_database`."""
        await self.use_database(db_name, timeout=timeout)

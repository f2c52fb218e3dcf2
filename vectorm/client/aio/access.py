"""Users, roles, privileges and privilege groups."""

from typing import Any

from vectorm.client.access import privilege_group_dict, role_dict, user_dict
from vectorm.client.aio.base import AsyncBase
from vectorm.client.checks import as_names
from vectorm.client.keywords import checked_methods
from vectorm.ops import access
from vectorm.spec.access import CollectionGrant, Grant


@checked_methods
class AsyncAccessMethods(AsyncBase):
    """Who may do what. Milvus Lite has none of this: each method raises `Unsupported`."""

    async def create_user(
        self, user_name: str, password: str, timeout: float | None = None, description: str | None = None
    ) -> None:
        """Create a user.

        Args:
            user_name: Its name.
            password: 6 to 256 characters.
            timeout: Seconds.
            description: What it is for (Milvus 3).

        Raises:
            AlreadyExists: There is a user of that name.
        """
        await self._run(lambda ctx: access.create_user(ctx, user_name, password, description), timeout)

    async def drop_user(self, user_name: str, timeout: float | None = None) -> None:
        """Drop a user; a missing one is no error."""
        await self._run(lambda ctx: access.drop_user(ctx, user_name), timeout)

    async def update_password(
        self,
        user_name: str,
        old_password: str,
        new_password: str,
        reset_connection: bool | None = False,
        timeout: float | None = None,
        description: str | None = None,
    ) -> None:
        """Change a password.

        Args:
            user_name: Whose password.
            old_password: The password so far.
            new_password: 6 to 256 characters.
            reset_connection: Whether this client goes on as that user with the new password.
            timeout: Seconds.
            description: A new description (Milvus 3).

        Raises:
            AuthenticationError: The old password is wrong.
        """
        await self._run(
            lambda ctx: access.update_password(ctx, user_name, old_password, new_password, description), timeout
        )
        if reset_connection:
            before, self._connection = self._connection, self._connection.with_user(user_name, new_password)
            await before.close()

    async def update_user(self, user_name: str, description: str, timeout: float | None = None) -> None:
        """Change the description of a user (Milvus 3)."""
        await self._run(lambda ctx: access.update_user(ctx, user_name, description), timeout)

    async def list_users(self, timeout: float | None = None) -> list[str]:
        """Names of all users."""
        return await self._run(access.list_user_names, timeout)

    async def describe_user(self, user_name: str, timeout: float | None = None) -> dict[str, Any]:
        """`{"user_name": ..., "roles": (...), "description": ...}`; {} when there is no such user."""
        return user_dict(user_name, await self._run(lambda ctx: access.describe_users(ctx, user_name), timeout))

    async def create_role(self, role_name: str, timeout: float | None = None, description: str = "") -> None:
        """Create a role; a description needs Milvus 3.

        Raises:
            AlreadyExists: There is a role of that name.
        """
        await self._run(lambda ctx: access.create_role(ctx, role_name, description), timeout)

    async def alter_role(self, role_name: str, description: str, timeout: float | None = None) -> None:
        """Change the description of a role (Milvus 3)."""
        await self._run(lambda ctx: access.alter_role(ctx, role_name, description), timeout)

    async def drop_role(self, role_name: str, force_drop: bool = False, timeout: float | None = None) -> None:
        """Drop a role; one that has privileges must be forced (servers before Milvus 2.5 refuse it all the same)."""
        await self._run(lambda ctx: access.drop_role(ctx, role_name, force=force_drop), timeout)

    async def describe_role(self, role_name: str, timeout: float | None = None, *, db_name: str = "") -> dict[str, Any]:
        """`{"role": ..., "description": ..., "privileges": [{"object_type": ..., "privilege": ..., ...}]}`.

        Args:
            role_name: Its name.
            timeout: Seconds.
            db_name: Privileges in which database; `*` for all.
        """
        return role_dict(*await self._run(lambda ctx: access.describe_role(ctx, role_name, db_name), timeout))

    async def list_roles(self, timeout: float | None = None) -> list[str]:
        """Names of all roles."""
        return [role.name for role in await self._run(access.describe_roles, timeout)]

    async def grant_role(self, user_name: str, role_name: str, timeout: float | None = None) -> None:
        """Give a role to a user."""
        await self._run(lambda ctx: access.grant_role(ctx, user_name, role_name), timeout)

    async def revoke_role(self, user_name: str, role_name: str, timeout: float | None = None) -> None:
        """Take a role from a user."""
        await self._run(lambda ctx: access.revoke_role(ctx, user_name, role_name), timeout)

    async def grant_privilege(
        self,
        role_name: str,
        object_type: str,
        privilege: str,
        object_name: str,
        db_name: str | None = "",
        timeout: float | None = None,
    ) -> None:
        """Grant a privilege to a role.

        Args:
            role_name: Name of the role.
            object_type: `Global`, `Collection` or `User`.
            privilege: Such as `Search` or `CreateCollection`: https://milvus.io/docs/users_and_roles.md.
            object_name: Name of the object; `*` for all.
            db_name: Name of the database; the client's own by default.
            timeout: Seconds.
        """
        grant = _grant(role_name, object_type, privilege, object_name, db_name)
        await self._run(lambda ctx: access.grant_privilege(ctx, grant), timeout)

    async def revoke_privilege(
        self,
        role_name: str,
        object_type: str,
        privilege: str,
        object_name: str,
        db_name: str | None = "",
        timeout: float | None = None,
    ) -> None:
        """Revoke a privilege; arguments as in `grant_privilege`."""
        grant = _grant(role_name, object_type, privilege, object_name, db_name)
        await self._run(lambda ctx: access.revoke_privilege(ctx, grant), timeout)

    async def grant_privilege_v2(
        self,
        role_name: str,
        privilege: str,
        collection_name: str,
        db_name: str | None = None,
        timeout: float | None = None,
    ) -> None:
        """Grant a privilege or a privilege group on a collection to a role (Milvus 2.5).

        Args:
            role_name: Name of the role.
            privilege: Such as `Search`, or the name of a privilege group such as `CollectionReadOnly`.
            collection_name: Name of the collection; `*` for all.
            db_name: Name of the database, `*` for all; the client's own by default.
            timeout: Seconds.
        """
        grant = CollectionGrant(role=role_name, privilege=privilege, collection=collection_name, database=db_name or "")
        await self._run(lambda ctx: access.grant_privilege_v2(ctx, grant), timeout)

    async def revoke_privilege_v2(
        self,
        role_name: str,
        privilege: str,
        collection_name: str,
        db_name: str | None = None,
        timeout: float | None = None,
    ) -> None:
        """Revoke a privilege on a collection; arguments as in `grant_privilege_v2` (Milvus 2.5)."""
        grant = CollectionGrant(role=role_name, privilege=privilege, collection=collection_name, database=db_name or "")
        await self._run(lambda ctx: access.revoke_privilege_v2(ctx, grant), timeout)

    async def create_privilege_group(self, group_name: str, timeout: float | None = None) -> None:
        """Create a privilege group (Milvus 2.5)."""
        await self._run(lambda ctx: access.create_privilege_group(ctx, group_name), timeout)

    async def drop_privilege_group(self, group_name: str, timeout: float | None = None) -> None:
        """Drop a privilege group (Milvus 2.5)."""
        await self._run(lambda ctx: access.drop_privilege_group(ctx, group_name), timeout)

    async def list_privilege_groups(self, timeout: float | None = None) -> list[dict[str, Any]]:
        """`[{"privilege_group": ..., "privileges": (...)}]` (Milvus 2.5)."""
        return [privilege_group_dict(group) for group in await self._run(access.list_privilege_groups, timeout)]

    async def add_privileges_to_group(
        self, group_name: str, privileges: list[str], timeout: float | None = None
    ) -> None:
        """Put privileges into a group (Milvus 2.5)."""
        names = as_names("privileges", privileges)
        await self._run(lambda ctx: access.add_privileges_to_group(ctx, group_name, names), timeout)

    async def remove_privileges_from_group(
        self, group_name: str, privileges: list[str], timeout: float | None = None
    ) -> None:
        """Take privileges out of a group (Milvus 2.5)."""
        names = as_names("privileges", privileges)
        await self._run(lambda ctx: access.remove_privileges_from_group(ctx, group_name, names), timeout)


def _grant(role_name: str, object_type: str, privilege: str, object_name: str, db_name: str | None) -> Grant:
    return Grant(
        role=role_name, object_type=object_type, object_name=object_name, privilege=privilege, database=db_name or ""
    )

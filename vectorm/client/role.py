"""`Role`: a role of the connection `using`."""

from collections.abc import Callable
from typing import TypeVar

from vectorm.client.access import (
    GrantInfo,
    PrivilegeGroupInfo,
    grant_info,
    privilege_group_info,
)
from vectorm.client.bound import run
from vectorm.client.checks import as_names
from vectorm.client.keywords import checked_methods
from vectorm.ops import access
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.spec.access import CollectionGrant, Grant

R = TypeVar("R")


@checked_methods
class Role:
    """A role by its name. Nothing is created or asked for before a method is called.

    Args:
        name: Its name.
        using: Alias of the connection.
    """

    def __init__(self, name: str, using: str = "default") -> None:
        self._name = name
        self._using = using

    @property
    def name(self) -> str:
        """Name of the role."""
        return self._name

    def create(self) -> None:
        """Create the role.

        Raises:
            AlreadyExists: There is one of that name.
        """
        self._run(lambda ctx: access.create_role(ctx, self._name))

    def drop(self) -> None:
        """Drop the role; it must have no privileges."""
        self._run(lambda ctx: access.drop_role(ctx, self._name))

    def is_exist(self) -> bool:
        """Whether there is such a role."""
        return bool(self._run(lambda ctx: access.describe_roles(ctx, self._name)))

    def add_user(self, username: str) -> None:
        """Give the role to a user."""
        self._run(lambda ctx: access.grant_role(ctx, username, self._name))

    def remove_user(self, username: str) -> None:
        """Take the role from a user."""
        self._run(lambda ctx: access.revoke_role(ctx, username, self._name))

    def get_users(self) -> tuple[str, ...]:
        """Names of the users who have the role."""
        roles = self._run(lambda ctx: access.describe_roles(ctx, self._name, include_users=True))
        return roles[0].users if roles else ()

    def grant(self, object: str, object_name: str, privilege: str, db_name: str = "") -> None:  # noqa: A002
        """Grant a privilege on an object (`Global`, `Collection`, `User`) to the role."""
        grant = self._grant(object, object_name, privilege, db_name)
        self._run(lambda ctx: access.grant_privilege(ctx, grant))

    def revoke(self, object: str, object_name: str, privilege: str, db_name: str = "") -> None:  # noqa: A002
        """Revoke a privilege on an object."""
        grant = self._grant(object, object_name, privilege, db_name)
        self._run(lambda ctx: access.revoke_privilege(ctx, grant))

    def grant_v2(self, privilege: str, collection_name: str, db_name: str | None = None) -> None:
        """Grant a privilege or privilege group on a collection to the role (Milvus 2.5)."""
        grant = self._collection_grant(privilege, collection_name, db_name)
        self._run(lambda ctx: access.grant_privilege_v2(ctx, grant))

    def revoke_v2(self, privilege: str, collection_name: str, db_name: str | None = None) -> None:
        """Revoke a privilege or privilege group on a collection (Milvus 2.5)."""
        grant = self._collection_grant(privilege, collection_name, db_name)
        self._run(lambda ctx: access.revoke_privilege_v2(ctx, grant))

    def list_grant(self, object: str, object_name: str, db_name: str = "") -> GrantInfo:  # noqa: A002
        """The role's privileges on an object."""
        grant = self._grant(object, object_name, "", db_name)
        return grant_info(self._run(lambda ctx: access.list_grants(ctx, grant)))

    def list_grants(self, db_name: str = "") -> GrantInfo:
        """All privileges of the role in a database."""
        return grant_info(self._run(lambda ctx: access.list_grants(ctx, Grant(role=self._name, database=db_name))))

    def create_privilege_group(self, privilege_group: str) -> None:
        """Create a privilege group, which belongs to no role (Milvus 2.5)."""
        self._run(lambda ctx: access.create_privilege_group(ctx, privilege_group))

    def drop_privilege_group(self, privilege_group: str) -> None:
        """Drop a privilege group (Milvus 2.5)."""
        self._run(lambda ctx: access.drop_privilege_group(ctx, privilege_group))

    def list_privilege_groups(self) -> PrivilegeGroupInfo:
        """All privilege groups (Milvus 2.5)."""
        return privilege_group_info(self._run(access.list_privilege_groups))

    def add_privileges_to_group(self, privilege_group: str, privileges: list[str]) -> None:
        """Put privileges into a group (Milvus 2.5)."""
        names = as_names("privileges", privileges)
        self._run(lambda ctx: access.add_privileges_to_group(ctx, privilege_group, names))

    def remove_privileges_from_group(self, privilege_group: str, privileges: list[str]) -> None:
        """Take privileges out of a group (Milvus 2.5)."""
        names = as_names("privileges", privileges)
        self._run(lambda ctx: access.remove_privileges_from_group(ctx, privilege_group, names))

    def _grant(self, object_type: str, object_name: str, privilege: str, db_name: str) -> Grant:
        return Grant(
            role=self._name,
            object_type=object_type,
            object_name=object_name,
            privilege=privilege,
            database=db_name,
        )

    def _collection_grant(self, privilege: str, collection_name: str, db_name: str | None) -> CollectionGrant:
        return CollectionGrant(role=self._name, privilege=privilege, collection=collection_name, database=db_name or "")

    def _run(self, start: Callable[[Context], Op[R]]) -> R:
        return run(self._using, start)

"""Users, roles and grants as PyMilvus shows them."""

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

from vectorm.spec.access import Grant, PrivilegeGroup, Role, User

T = TypeVar("T")


class Groups(Generic[T]):
    """What a list of items is in PyMilvus: an object with `groups`."""

    def __init__(self, groups: Sequence[T]) -> None:
        self._groups = list(groups)

    @property
    def groups(self) -> list[T]:
        """The items."""
        return self._groups

    def __repr__(self) -> str:
        return "\n- ".join([f"{type(self).__name__} groups:", *(repr(each) for each in self._groups)])


class UserItem:
    """A user: `username`, `roles` (a tuple of names) and `description`."""

    def __init__(self, user: User) -> None:
        self.username = user.name
        self.roles = user.roles
        self.description = user.description

    def __repr__(self) -> str:
        return f"UserItem: <username:{self.username}>, <roles:{self.roles}>"


class UserInfo(Groups[UserItem]):
    """Users."""


class RoleItem:
    """A role: `role_name`, `users` (a tuple of names) and `description`."""

    def __init__(self, role: Role) -> None:
        self.role_name = role.name
        self.users = role.users
        self.description = role.description

    def __repr__(self) -> str:
        return f"RoleItem: <role_name:{self.role_name}>, <users:{self.users}>"


class RoleInfo(Groups[RoleItem]):
    """Roles."""


class GrantItem:
    """A privilege of a role on an object; `dict(item)` is what `describe_role` shows."""

    def __init__(self, grant: Grant) -> None:
        self.object = grant.object_type
        self.object_name = grant.object_name
        self.db_name = grant.database
        self.role_name = grant.role
        self.grantor_name = grant.grantor
        self.privilege = grant.privilege

    def __repr__(self) -> str:
        return (
            f"GrantItem: <object:{self.object}>, <object_name:{self.object_name}>, <db_name:{self.db_name}>, "
            f"<role_name:{self.role_name}>, <grantor_name:{self.grantor_name}>, <privilege:{self.privilege}>"
        )

    def __iter__(self) -> Iterator[tuple[str, str]]:
        yield "object_type", self.object
        yield "object_name", self.object_name
        if self.db_name:
            yield "db_name", self.db_name
        yield "role_name", self.role_name
        yield "privilege", self.privilege
        if self.grantor_name:
            yield "grantor_name", self.grantor_name


class GrantInfo(Groups[GrantItem]):
    """Privileges of a role."""


class PrivilegeGroupItem:
    """A privilege group: `privilege_group` (its name) and `privileges` (a tuple of names)."""

    def __init__(self, group: PrivilegeGroup) -> None:
        self.privilege_group = group.name
        self.privileges = group.privileges

    def __repr__(self) -> str:
        return f"PrivilegeGroupItem: <privilege_group:{self.privilege_group}>, <privileges:{self.privileges}>"


class PrivilegeGroupInfo(Groups[PrivilegeGroupItem]):
    """Privilege groups."""


def user_info(users: Sequence[User]) -> UserInfo:
    """Users."""
    return UserInfo([UserItem(user) for user in users])


def role_info(roles: Sequence[Role]) -> RoleInfo:
    """Roles."""
    return RoleInfo([RoleItem(role) for role in roles])


def grant_info(grants: Sequence[Grant]) -> GrantInfo:
    """Privileges."""
    return GrantInfo([GrantItem(grant) for grant in grants])


def privilege_group_info(groups: Sequence[PrivilegeGroup]) -> PrivilegeGroupInfo:
    """Privilege groups."""
    return PrivilegeGroupInfo([PrivilegeGroupItem(group) for group in groups])


def user_dict(name: str, users: Sequence[User]) -> dict[str, Any]:
    """What `describe_user` returns: {} when there is no such user."""
    if not users:
        return {}
    return {"user_name": name, "roles": users[0].roles, "description": users[0].description}


def role_dict(role: Role, grants: Sequence[Grant]) -> dict[str, Any]:
    """What `describe_role` returns."""
    privileges = [dict(GrantItem(grant)) for grant in grants]
    return {"role": role.name, "description": role.description, "privileges": privileges}


def privilege_group_dict(group: PrivilegeGroup) -> dict[str, Any]:
    """One item of what `list_privilege_groups` returns."""
    return {"privilege_group": group.name, "privileges": group.privileges}

"""Users, roles, privileges and privilege groups."""

import base64
from collections.abc import Sequence

from vectorm.spec.access import CollectionGrant, Grant, PrivilegeGroup, Role, User
from vectorm.wire.messages import (
    AlterRoleRequest,
    CreateCredentialRequest,
    CreatePrivilegeGroupRequest,
    CreateRoleRequest,
    DeleteCredentialRequest,
    DropPrivilegeGroupRequest,
    DropRoleRequest,
    GrantEntity,
    GrantorEntity,
    ListCredUsersRequest,
    ListCredUsersResponse,
    ListPrivilegeGroupsRequest,
    ListPrivilegeGroupsResponse,
    ObjectEntity,
    OperatePrivilegeGroupRequest,
    OperatePrivilegeRequest,
    OperatePrivilegeV2Request,
    OperateUserRoleRequest,
    PrivilegeEntity,
    RoleEntity,
    SelectGrantRequest,
    SelectGrantResponse,
    SelectRoleRequest,
    SelectRoleResponse,
    SelectUserRequest,
    SelectUserResponse,
    UpdateCredentialRequest,
    UserEntity,
)
from vectorm.wire.status import check

_ADD, _REMOVE = 0, 1
"""The values of each `Operate...Type`: give, take away."""


def encode_create_user(name: str, password: str, description: str | None = None) -> bytes:
    """Create a user."""
    request = CreateCredentialRequest(username=name, password=_base64(password), description=description)
    return request.SerializeToString()


def encode_update_user(name: str, old_password: str, new_password: str, description: str | None = None) -> bytes:
    """Give a user another password or, where both are empty, another description."""
    return UpdateCredentialRequest(
        username=name, oldPassword=_base64(old_password), newPassword=_base64(new_password), description=description
    ).SerializeToString()


def encode_drop_user(name: str) -> bytes:
    """Drop a user."""
    return DeleteCredentialRequest(username=name).SerializeToString()


def encode_list_user_names() -> bytes:
    """Ask for the names of all users."""
    return ListCredUsersRequest().SerializeToString()


def decode_list_user_names(data: bytes) -> list[str]:
    """Names of users."""
    reply = ListCredUsersResponse.FromString(data)
    check(reply.status)
    return list(reply.usernames)


def encode_describe_users(name: str, *, include_roles: bool) -> bytes:
    """Ask for a user; "" asks for all."""
    user = UserEntity(name=name) if name else None
    return SelectUserRequest(user=user, include_role_info=include_roles).SerializeToString()


def decode_describe_users(data: bytes) -> list[User]:
    """Users with their roles."""
    reply = SelectUserResponse.FromString(data)
    check(reply.status)
    return [
        User(name=each.user.name, roles=tuple(role.name for role in each.roles), description=each.description)
        for each in reply.results
    ]


def encode_create_role(name: str, description: str = "") -> bytes:
    """Create a role."""
    return CreateRoleRequest(entity=RoleEntity(name=name, description=description)).SerializeToString()


def encode_alter_role(name: str, description: str) -> bytes:
    """Give a role another description."""
    return AlterRoleRequest(role_name=name, description=description).SerializeToString()


def encode_drop_role(name: str, *, force: bool) -> bytes:
    """Drop a role."""
    return DropRoleRequest(role_name=name, force_drop=force).SerializeToString()


def encode_describe_roles(name: str, *, include_users: bool) -> bytes:
    """Ask for a role; "" asks for all."""
    role = RoleEntity(name=name) if name else None
    return SelectRoleRequest(role=role, include_user_info=include_users).SerializeToString()


def decode_describe_roles(data: bytes) -> list[Role]:
    """Roles with their users."""
    reply = SelectRoleResponse.FromString(data)
    check(reply.status)
    return [
        Role(name=each.role.name, users=tuple(user.name for user in each.users), description=each.role.description)
        for each in reply.results
    ]


def encode_user_role(user: str, role: str, *, remove: bool = False) -> bytes:
    """Give a role to a user, or take it away."""
    kind = _REMOVE if remove else _ADD
    return OperateUserRoleRequest(username=user, role_name=role, type=kind).SerializeToString()


def encode_privilege(grant: Grant, *, revoke: bool = False) -> bytes:
    """Grant a privilege to a role, or revoke it."""
    entity = GrantEntity(
        role=RoleEntity(name=grant.role),
        object=ObjectEntity(name=grant.object_type),
        object_name=grant.object_name,
        db_name=grant.database,
        grantor=_privilege(grant.privilege),
    )
    return OperatePrivilegeRequest(entity=entity, type=_REMOVE if revoke else _ADD).SerializeToString()


def encode_privilege_v2(grant: CollectionGrant, *, revoke: bool = False) -> bytes:
    """Grant a privilege on a collection to a role, or revoke it."""
    return OperatePrivilegeV2Request(
        role=RoleEntity(name=grant.role),
        grantor=_privilege(grant.privilege),
        type=_REMOVE if revoke else _ADD,
        db_name=grant.database,
        collection_name=grant.collection,
    ).SerializeToString()


def encode_list_grants(grant: Grant) -> bytes:
    """Ask for the privileges of a role, all or those on an object."""
    entity = GrantEntity(
        role=RoleEntity(name=grant.role),
        object=ObjectEntity(name=grant.object_type) if grant.object_type else None,
        object_name=grant.object_name,
        db_name=grant.database,
    )
    return SelectGrantRequest(entity=entity).SerializeToString()


def decode_list_grants(data: bytes) -> list[Grant]:
    """Privileges of a role."""
    reply = SelectGrantResponse.FromString(data)
    check(reply.status)
    return [
        Grant(
            role=each.role.name,
            object_type=each.object.name,
            object_name=each.object_name,
            privilege=each.grantor.privilege.name,
            database=each.db_name,
            grantor=each.grantor.user.name,
        )
        for each in reply.entities
    ]


def encode_create_privilege_group(name: str) -> bytes:
    """Create a privilege group."""
    return CreatePrivilegeGroupRequest(group_name=name).SerializeToString()


def encode_drop_privilege_group(name: str) -> bytes:
    """Drop a privilege group."""
    return DropPrivilegeGroupRequest(group_name=name).SerializeToString()


def encode_list_privilege_groups() -> bytes:
    """Ask for all privilege groups."""
    return ListPrivilegeGroupsRequest().SerializeToString()


def decode_list_privilege_groups(data: bytes) -> list[PrivilegeGroup]:
    """Privilege groups with what is in them."""
    reply = ListPrivilegeGroupsResponse.FromString(data)
    check(reply.status)
    return [
        PrivilegeGroup(name=each.group_name, privileges=tuple(privilege.name for privilege in each.privileges))
        for each in reply.privilege_groups
    ]


def encode_group_privileges(name: str, privileges: Sequence[str], *, remove: bool = False) -> bytes:
    """Put privileges into a group, or take them out."""
    return OperatePrivilegeGroupRequest(
        group_name=name,
        privileges=[PrivilegeEntity(name=privilege) for privilege in privileges],
        type=_REMOVE if remove else _ADD,
    ).SerializeToString()


def _privilege(name: str) -> GrantorEntity:
    return GrantorEntity(privilege=PrivilegeEntity(name=name))


def _base64(password: str) -> str:
    return base64.b64encode(password.encode()).decode("ascii")

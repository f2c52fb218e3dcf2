"""Users, roles, privileges and privilege groups."""

from collections.abc import Sequence

from vectorm.errors import ParamError
from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Resend, Rpc
from vectorm.spec.access import CollectionGrant, Grant, PrivilegeGroup, Role, User
from vectorm.spec.feature import Feature
from vectorm.wire import access as wire
from vectorm.wire.status import decode_status

# What fails when it is done a second time (create, drop a role, change a password) is not sent again after a lost
# answer: the error of the second try would say that the first one failed. Granting and revoking twice is no error.


def create_user(ctx: Context, name: str, password: str, description: str | None = None) -> Op[None]:
    """Create a user.

    Args:
        ctx: The connection's context.
        name: Name of the user.
        password: 6 to 256 characters.
        description: What the user is for (Milvus 3).

    Raises:
        AlreadyExists: There is a user of that name.
    """
    _require_access(ctx)
    _require_text(user_name=name, password=password)
    _check_description(ctx, description)
    request = wire.encode_create_user(name, password, description)
    yield from send(Rpc("CreateCredential", request, decode_status, Resend.UNSENT))


def update_password(
    ctx: Context, name: str, old_password: str, new_password: str, description: str | None = None
) -> Op[None]:
    """Give a user another password.

    Raises:
        AuthenticationError: The old password is wrong.
    """
    _require_access(ctx)
    _require_text(user_name=name, old_password=old_password, new_password=new_password)
    _check_description(ctx, description)
    request = wire.encode_update_user(name, old_password, new_password, description)
    yield from send(Rpc("UpdateCredential", request, decode_status, Resend.UNSENT))


def update_user(ctx: Context, name: str, description: str) -> Op[None]:
    """Give a user another description (Milvus 3)."""
    _require_text(user_name=name)
    _require_descriptions(ctx)
    yield from send(Rpc("UpdateCredential", wire.encode_update_user(name, "", "", description), decode_status))


def drop_user(ctx: Context, name: str) -> Op[None]:
    """Drop a user; a missing one is no error."""
    _require_access(ctx)
    _require_text(user_name=name)
    yield from send(Rpc("DeleteCredential", wire.encode_drop_user(name), decode_status))


def list_user_names(ctx: Context) -> Op[list[str]]:
    """Names of all users."""
    _require_access(ctx)
    return (yield from send(Rpc("ListCredUsers", wire.encode_list_user_names(), wire.decode_list_user_names)))


def describe_users(ctx: Context, name: str = "", *, include_roles: bool = True) -> Op[list[User]]:
    """One user ([] when there is none), or all."""
    _require_access(ctx)
    request = wire.encode_describe_users(name, include_roles=include_roles)
    return (yield from send(Rpc("SelectUser", request, wire.decode_describe_users)))


def create_role(ctx: Context, name: str, description: str = "") -> Op[None]:
    """Create a role.

    Raises:
        AlreadyExists: There is a role of that name.
    """
    _require_access(ctx)
    _require_text(role_name=name)
    _check_description(ctx, description)
    request = wire.encode_create_role(name, description)
    yield from send(Rpc("CreateRole", request, decode_status, Resend.UNSENT))


def alter_role(ctx: Context, name: str, description: str) -> Op[None]:
    """Give a role another description (Milvus 3)."""
    _require_text(role_name=name)
    _require_descriptions(ctx)
    yield from send(Rpc("AlterRole", wire.encode_alter_role(name, description), decode_status))


def drop_role(ctx: Context, name: str, *, force: bool = False) -> Op[None]:
    """Drop a role. One that has privileges must be forced; servers before Milvus 2.5 refuse it all the same."""
    _require_access(ctx)
    _require_text(role_name=name)
    yield from send(Rpc("DropRole", wire.encode_drop_role(name, force=force), decode_status, Resend.UNSENT))


def describe_roles(ctx: Context, name: str = "", *, include_users: bool = False) -> Op[list[Role]]:
    """One role ([] when there is none), or all."""
    _require_access(ctx)
    request = wire.encode_describe_roles(name, include_users=include_users)
    return (yield from send(Rpc("SelectRole", request, wire.decode_describe_roles)))


def describe_role(ctx: Context, name: str, database: str = "") -> Op[tuple[Role, list[Grant]]]:
    """One role and its privileges in a database."""
    _require_access(ctx)
    _require_text(role_name=name)
    roles = yield from describe_roles(ctx, name)
    grants = yield from list_grants(ctx, Grant(role=name, database=database))
    return (roles[0] if roles else Role(name=name)), grants


def grant_role(ctx: Context, user: str, role: str) -> Op[None]:
    """Give a role to a user; it may have it already."""
    yield from _operate_user_role(ctx, user, role, remove=False)


def revoke_role(ctx: Context, user: str, role: str) -> Op[None]:
    """Take a role from a user."""
    yield from _operate_user_role(ctx, user, role, remove=True)


def _operate_user_role(ctx: Context, user: str, role: str, *, remove: bool) -> Op[None]:
    _require_access(ctx)
    _require_text(user_name=user, role_name=role)
    yield from send(Rpc("OperateUserRole", wire.encode_user_role(user, role, remove=remove), decode_status))


def grant_privilege(ctx: Context, grant: Grant) -> Op[None]:
    """Grant a privilege to a role; it may have it already."""
    yield from _operate_privilege(ctx, grant, revoke=False)


def revoke_privilege(ctx: Context, grant: Grant) -> Op[None]:
    """Revoke a privilege; the role need not have it."""
    yield from _operate_privilege(ctx, grant, revoke=True)


def _operate_privilege(ctx: Context, grant: Grant, *, revoke: bool) -> Op[None]:
    _require_access(ctx)
    _require_text(
        role_name=grant.role, object_type=grant.object_type, object_name=grant.object_name, privilege=grant.privilege
    )
    yield from send(Rpc("OperatePrivilege", wire.encode_privilege(grant, revoke=revoke), decode_status))


def grant_privilege_v2(ctx: Context, grant: CollectionGrant) -> Op[None]:
    """Grant a privilege or a privilege group on a collection to a role (Milvus 2.5)."""
    yield from _operate_privilege_v2(ctx, grant, revoke=False)


def revoke_privilege_v2(ctx: Context, grant: CollectionGrant) -> Op[None]:
    """Revoke a privilege or a privilege group on a collection (Milvus 2.5)."""
    yield from _operate_privilege_v2(ctx, grant, revoke=True)


def _operate_privilege_v2(ctx: Context, grant: CollectionGrant, *, revoke: bool) -> Op[None]:
    ctx.capabilities.require(Feature.PRIVILEGES_V2)
    _require_text(role_name=grant.role, privilege=grant.privilege, collection_name=grant.collection)
    yield from send(Rpc("OperatePrivilegeV2", wire.encode_privilege_v2(grant, revoke=revoke), decode_status))


def list_grants(ctx: Context, grant: Grant) -> Op[list[Grant]]:
    """The privileges of a role: all, or those on the object that is named."""
    _require_access(ctx)
    _require_text(role_name=grant.role)
    return (yield from send(Rpc("SelectGrant", wire.encode_list_grants(grant), wire.decode_list_grants)))


def create_privilege_group(ctx: Context, name: str) -> Op[None]:
    """Create a privilege group (Milvus 2.5)."""
    _require_groups(ctx)
    _require_text(group_name=name)
    yield from send(Rpc("CreatePrivilegeGroup", wire.encode_create_privilege_group(name), decode_status, Resend.UNSENT))


def drop_privilege_group(ctx: Context, name: str) -> Op[None]:
    """Drop a privilege group (Milvus 2.5)."""
    _require_groups(ctx)
    _require_text(group_name=name)
    yield from send(Rpc("DropPrivilegeGroup", wire.encode_drop_privilege_group(name), decode_status))


def list_privilege_groups(ctx: Context) -> Op[list[PrivilegeGroup]]:
    """All privilege groups, the built-in ones included (Milvus 2.5)."""
    _require_groups(ctx)
    request = wire.encode_list_privilege_groups()
    return (yield from send(Rpc("ListPrivilegeGroups", request, wire.decode_list_privilege_groups)))


def add_privileges_to_group(ctx: Context, name: str, privileges: Sequence[str]) -> Op[None]:
    """Put privileges into a group (Milvus 2.5)."""
    yield from _operate_group(ctx, name, privileges, remove=False)


def remove_privileges_from_group(ctx: Context, name: str, privileges: Sequence[str]) -> Op[None]:
    """Take privileges out of a group (Milvus 2.5)."""
    yield from _operate_group(ctx, name, privileges, remove=True)


def _operate_group(ctx: Context, name: str, privileges: Sequence[str], *, remove: bool) -> Op[None]:
    _require_groups(ctx)
    _require_text(group_name=name)
    if not privileges:
        raise ParamError(message=f"no privileges are given for the privilege group {name}")
    request = wire.encode_group_privileges(name, privileges, remove=remove)
    yield from send(Rpc("OperatePrivilegeGroup", request, decode_status))


def _require_access(ctx: Context) -> None:
    ctx.capabilities.require(Feature.ACCESS)


def _require_groups(ctx: Context) -> None:
    ctx.capabilities.require(Feature.PRIVILEGE_GROUPS)


def _require_descriptions(ctx: Context) -> None:
    ctx.capabilities.require(Feature.ACCESS_DESCRIPTIONS)


def _check_description(ctx: Context, description: str | None) -> None:
    if description:
        _require_descriptions(ctx)


def _require_text(**given: object) -> None:
    """Refuse what is no text, or empty: an empty name would mean all of them. Values are not shown: passwords."""
    for what, value in given.items():
        if not isinstance(value, str):
            raise ParamError(message=f"{what} must be a str, not {type(value).__name__}")
        if not value:
            raise ParamError(message=f"{what} is empty")

"""The part of `utility` about users and roles."""

from vectorm.client.access import RoleInfo, UserInfo, role_info, user_info
from vectorm.client.bound import run
from vectorm.client.keywords import checked
from vectorm.connection.registry import connections
from vectorm.ops import access


@checked
def create_user(user: str, password: str, using: str = "default", timeout: float | None = None) -> None:
    """Create a user; its password has 6 to 256 characters."""
    run(using, lambda ctx: access.create_user(ctx, user, password), timeout)


@checked
def update_password(
    user: str, old_password: str, new_password: str, using: str = "default", timeout: float | None = None
) -> None:
    """Change a password. The connection goes on with the one it has."""
    run(using, lambda ctx: access.update_password(ctx, user, old_password, new_password), timeout)


@checked
def reset_password(
    user: str, old_password: str, new_password: str, using: str = "default", timeout: float | None = None
) -> None:
    """Change a password; the connection `using` goes on as that user with the new one."""
    update_password(user, old_password, new_password, using, timeout)
    connections.use_user(using, user, new_password)


@checked
def delete_user(user: str, using: str = "default", timeout: float | None = None) -> None:
    """Drop a user; a missing one is no error."""
    run(using, lambda ctx: access.drop_user(ctx, user), timeout)


@checked
def list_usernames(using: str = "default", timeout: float | None = None) -> list[str]:
    """Names of all users."""
    return run(using, access.list_user_names, timeout)


@checked
def list_user(username: str, include_role_info: bool, using: str = "default", timeout: float | None = None) -> UserInfo:
    """One user, with its roles if asked for."""
    found = run(using, lambda ctx: access.describe_users(ctx, username, include_roles=include_role_info), timeout)
    return user_info(found)


@checked
def list_users(include_role_info: bool, using: str = "default", timeout: float | None = None) -> UserInfo:
    """All users, with their roles if asked for."""
    return user_info(run(using, lambda ctx: access.describe_users(ctx, include_roles=include_role_info), timeout))


@checked
def list_roles(include_user_info: bool, using: str = "default", timeout: float | None = None) -> RoleInfo:
    """All roles, with their users if asked for."""
    return role_info(run(using, lambda ctx: access.describe_roles(ctx, include_users=include_user_info), timeout))

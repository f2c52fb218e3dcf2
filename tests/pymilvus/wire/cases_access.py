"""Users, roles, privileges of both forms, privilege groups."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.client
def create_user(lib: Any, client: Any) -> None:
    client.create_user("ann", "secret-1")


@CASES.client
def create_user_with_description(lib: Any, client: Any) -> None:
    client.create_user("ann", "secret-1", description="reads")


@CASES.client
def update_password(lib: Any, client: Any) -> None:
    client.update_password("ann", "secret-1", "secret-2")


@CASES.client
def update_user(lib: Any, client: Any) -> None:
    client.update_user("ann", "writes")


@CASES.client
def drop_user(lib: Any, client: Any) -> None:
    client.drop_user("ann")


@CASES.client
def list_users(lib: Any, client: Any) -> None:
    client.list_users()


@CASES.client
def describe_user(lib: Any, client: Any) -> None:
    client.describe_user("ann")


@CASES.client
def create_role(lib: Any, client: Any) -> None:
    client.create_role("reader")
    client.create_role("reader", description="reads")


@CASES.client
def alter_role(lib: Any, client: Any) -> None:
    client.alter_role("reader", "reads")


@CASES.client
def drop_role(lib: Any, client: Any) -> None:
    client.drop_role("reader")
    client.drop_role("writer", force_drop=True)


@CASES.client
def list_roles(lib: Any, client: Any) -> None:
    client.list_roles()


@CASES.client
def describe_role(lib: Any, client: Any) -> None:
    client.describe_role("reader")


@CASES.client
def grant_role(lib: Any, client: Any) -> None:
    client.grant_role("ann", "reader")
    client.revoke_role("ann", "reader")


@CASES.client
def grant_privilege(lib: Any, client: Any) -> None:
    client.grant_privilege("reader", "Collection", "Search", "plain")
    client.grant_privilege("reader", "Global", "*", "*", db_name="archive")
    client.revoke_privilege("reader", "Collection", "Search", "plain", db_name="archive")


@CASES.client
def grant_privilege_v2(lib: Any, client: Any) -> None:
    client.grant_privilege_v2("reader", "CollectionReadOnly", "plain")
    client.grant_privilege_v2("reader", "Search", "*", db_name="archive")
    client.revoke_privilege_v2("reader", "Search", "*", db_name="archive")


@CASES.client
def privilege_groups(lib: Any, client: Any) -> None:
    client.create_privilege_group("lookers")
    client.list_privilege_groups()
    client.add_privileges_to_group("lookers", ["Search", "Query"])
    client.remove_privileges_from_group("lookers", ["Query"])
    client.drop_privilege_group("lookers")


@CASES.orm
def utility(lib: Any) -> None:
    lib.utility.create_user("ann", "secret-1")
    lib.utility.reset_password("ann", "secret-1", "secret-2")
    lib.utility.update_password("ann", "secret-2", "secret-3")
    lib.utility.list_usernames()
    lib.utility.list_users(include_role_info=True)
    lib.utility.list_user("ann", include_role_info=False)
    lib.utility.list_roles(include_user_info=True)
    lib.utility.delete_user("ann")


@CASES.orm
def role(lib: Any) -> None:
    role = lib.Role("reader")
    role.create()
    role.is_exist()
    role.add_user("ann")
    role.get_users()
    role.remove_user("ann")
    role.grant("Collection", "plain", "Search")
    role.list_grant("Collection", "plain")
    role.list_grants()
    role.revoke("Collection", "plain", "Search", db_name="archive")
    role.grant_v2("Search", "plain", db_name="archive")
    role.revoke_v2("Search", "plain")
    role.create_privilege_group("lookers")
    role.add_privileges_to_group("lookers", ["Search"])
    role.list_privilege_groups()
    role.remove_privileges_from_group("lookers", ["Search"])
    role.drop_privilege_group("lookers")
    role.drop()

"""Users and roles: the requests are those of PyMilvus, the replies become ours."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.wire.theirs import Prepare, milvus_pb2
from vectorm.errors import AlreadyExists, AuthenticationError
from vectorm.spec.access import CollectionGrant, Grant, PrivilegeGroup, Role, User
from vectorm.wire import access
from vectorm.wire import messages as m
from vectorm.wire.status import decode_status

GRANT = Grant(role="r", object_type="Collection", object_name="docs", privilege="Search", database="d")
V2 = CollectionGrant(role="r", privilege="Search", collection="docs", database="d")

REQUESTS: list[tuple[str, bytes, Callable[[], Any]]] = [
    ("create user", access.encode_create_user("a", "pässword"), lambda: Prepare.create_user_request("a", "pässword")),
    (
        "create user with description",
        access.encode_create_user("a", "password", ""),
        lambda: Prepare.create_user_request("a", "password", description=""),
    ),
    (
        "update password",
        access.encode_update_user("a", "old_one", "new_one"),
        lambda: Prepare.update_password_request("a", "old_one", "new_one"),
    ),
    (
        "update user",
        access.encode_update_user("a", "", "", "text"),
        lambda: Prepare.update_password_request("a", "", "", description="text"),
    ),
    ("drop user", access.encode_drop_user("a"), lambda: Prepare.delete_user_request("a")),
    ("list users", access.encode_list_user_names(), Prepare.list_usernames_request),
    ("a user", access.encode_describe_users("a", include_roles=True), lambda: Prepare.select_user_request("a", True)),
    ("users", access.encode_describe_users("", include_roles=False), lambda: Prepare.select_user_request(None, False)),
    ("create role", access.encode_create_role("r", "text"), lambda: Prepare.create_role_request("r", "text")),
    ("alter role", access.encode_alter_role("r", "text"), lambda: Prepare.alter_role_request("r", "text")),
    ("drop role", access.encode_drop_role("r", force=True), lambda: Prepare.drop_role_request("r", force_drop=True)),
    ("a role", access.encode_describe_roles("r", include_users=True), lambda: Prepare.select_role_request("r", True)),
    ("roles", access.encode_describe_roles("", include_users=False), lambda: Prepare.select_role_request(None, False)),
    ("grant role", access.encode_user_role("a", "r"), lambda: Prepare.operate_user_role_request("a", "r", 0)),
    (
        "revoke role",
        access.encode_user_role("a", "r", remove=True),
        lambda: Prepare.operate_user_role_request("a", "r", 1),
    ),
    (
        "grant",
        access.encode_privilege(GRANT),
        lambda: Prepare.operate_privilege_request("r", "Collection", "docs", "Search", "d", 0),
    ),
    (
        "revoke",
        access.encode_privilege(GRANT, revoke=True),
        lambda: Prepare.operate_privilege_request("r", "Collection", "docs", "Search", "d", 1),
    ),
    (
        "grant v2",
        access.encode_privilege_v2(V2),
        lambda: Prepare.operate_privilege_v2_request("r", "Search", 0, "d", "docs"),
    ),
    (
        "revoke v2",
        access.encode_privilege_v2(V2, revoke=True),
        lambda: Prepare.operate_privilege_v2_request("r", "Search", 1, "d", "docs"),
    ),
    (
        "grants of a role",
        access.encode_list_grants(Grant(role="r", database="d")),
        lambda: Prepare.select_grant_request("r", None, None, "d"),
    ),
    (
        "grants on an object",
        access.encode_list_grants(Grant(role="r", object_type="Global", object_name="*")),
        lambda: Prepare.select_grant_request("r", "Global", "*", ""),
    ),
    ("create group", access.encode_create_privilege_group("g"), lambda: Prepare.create_privilege_group_req("g")),
    ("drop group", access.encode_drop_privilege_group("g"), lambda: Prepare.drop_privilege_group_req("g")),
    ("list groups", access.encode_list_privilege_groups(), Prepare.list_privilege_groups_req),
    (
        "add to group",
        access.encode_group_privileges("g", ["Search", "Query"]),
        lambda: Prepare.operate_privilege_group_req("g", ["Search", "Query"], 0),
    ),
    (
        "remove from group",
        access.encode_group_privileges("g", ["Search"], remove=True),
        lambda: Prepare.operate_privilege_group_req("g", ["Search"], 1),
    ),
]


@pytest.mark.parametrize(("ours", "theirs"), [each[1:] for each in REQUESTS], ids=[each[0] for each in REQUESTS])
def test_requests_are_theirs(ours: bytes, theirs: Callable[[], Any]) -> None:
    expected = theirs()
    actual: Any = type(expected)()
    actual.ParseFromString(ours)
    assert actual == expected


def test_users_and_roles_are_read() -> None:
    users = milvus_pb2.SelectUserResponse(results=[{"user": {"name": "a"}, "roles": [{"name": "r"}, {"name": "s"}]}])
    assert access.decode_describe_users(users.SerializeToString()) == [User(name="a", roles=("r", "s"))]
    roles = milvus_pb2.SelectRoleResponse(
        results=[{"role": {"name": "r", "description": "t"}, "users": [{"name": "a"}]}]
    )
    assert access.decode_describe_roles(roles.SerializeToString()) == [Role(name="r", users=("a",), description="t")]
    names = milvus_pb2.ListCredUsersResponse(usernames=["a", "root"])
    assert access.decode_list_user_names(names.SerializeToString()) == ["a", "root"]


def test_grants_and_groups_are_read() -> None:
    entity = {
        "role": {"name": "r"},
        "object": {"name": "Collection"},
        "object_name": "docs",
        "db_name": "d",
        "grantor": {"user": {"name": "root"}, "privilege": {"name": "Search"}},
    }
    reply = milvus_pb2.SelectGrantResponse(entities=[entity])
    (found,) = access.decode_list_grants(reply.SerializeToString())
    assert found == Grant(
        role="r", object_type="Collection", object_name="docs", privilege="Search", database="d", grantor="root"
    )
    group = {"group_name": "g", "privileges": [{"name": "Search"}, {"name": "Query"}]}
    groups = milvus_pb2.ListPrivilegeGroupsResponse(privilege_groups=[group])
    expected = [PrivilegeGroup(name="g", privileges=("Search", "Query"))]
    assert access.decode_list_privilege_groups(groups.SerializeToString()) == expected


@pytest.mark.parametrize(
    ("code", "reason", "error"),
    [
        (65535, "user already exists: alice", AlreadyExists),
        (65535, 'role [name:"reader"] already exists', AlreadyExists),
        (1400, "old password not correct for alice: not authenticated", AuthenticationError),
    ],
)
def test_what_milvus_2_3_5_says(code: int, reason: str, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"already exists|not correct"):
        decode_status(m.Status(code=code, reason=reason).SerializeToString())

"""Users and roles look as they do in PyMilvus."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.wire.theirs import milvus_pb2
from vectorm.client import access
from vectorm.spec.access import Grant, PrivilegeGroup, Role, User
from vectorm.wire import access as wire

types: Any = pytest.importorskip("pymilvus.client.types")

GRANT = {
    "role": {"name": "r"},
    "object": {"name": "Collection"},
    "object_name": "docs",
    "db_name": "default",
    "grantor": {"user": {"name": "root"}, "privilege": {"name": "Search"}},
}
BARE = {"role": {"name": "r"}, "object": {"name": "Global"}, "object_name": "*"}

SHAPES: list[tuple[object, Callable[[], Any]]] = [
    (
        access.user_info([User(name="a", roles=("r", "s")), User(name="b")]),
        lambda: types.UserInfo(
            [
                milvus_pb2.UserResult(user={"name": "a"}, roles=[{"name": "r"}, {"name": "s"}]),
                milvus_pb2.UserResult(user={"name": "b"}),
            ]
        ),
    ),
    (
        access.role_info([Role(name="r", users=("a",))]),
        lambda: types.RoleInfo([milvus_pb2.RoleResult(role={"name": "r"}, users=[{"name": "a"}])]),
    ),
    (
        access.privilege_group_info([PrivilegeGroup(name="g", privileges=("Search",))]),
        lambda: types.PrivilegeGroupInfo(
            [milvus_pb2.PrivilegeGroupInfo(group_name="g", privileges=[{"name": "Search"}])]
        ),
    ),
    (access.grant_info([]), lambda: types.GrantInfo([])),
]


@pytest.mark.parametrize(("ours", "theirs"), SHAPES)
def test_they_print_the_same(ours: object, theirs: Callable[[], Any]) -> None:
    assert repr(ours) == repr(theirs())


@pytest.mark.parametrize("entity", [GRANT, BARE])
def test_a_grant_is_the_same_as_text_and_as_dict(entity: dict[str, Any]) -> None:
    reply = milvus_pb2.SelectGrantResponse(entities=[entity])
    (ours,) = access.grant_info(wire.decode_list_grants(reply.SerializeToString())).groups
    (theirs,) = types.GrantInfo(reply.entities).groups
    assert repr(ours) == repr(theirs)
    assert dict(ours) == dict(theirs)


def test_what_the_client_describes() -> None:
    assert access.user_dict("a", []) == {}
    user = access.user_dict("a", [User(name="a", roles=("r",))])
    assert user == {"user_name": "a", "roles": ("r",), "description": ""}
    role = access.role_dict(Role(name="r"), [Grant(role="r", object_type="Global", object_name="*", privilege="p")])
    assert role["privileges"] == [{"object_type": "Global", "object_name": "*", "role_name": "r", "privilege": "p"}]
    group = access.privilege_group_dict(PrivilegeGroup(name="g", privileges=("p",)))
    assert group == {"privilege_group": "g", "privileges": ("p",)}

"""Users and roles: what is refused before sending, and what is never sent twice."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.ops.support import context, lite
from vectorm.errors import MilvusUnavailableException, OutcomeUnknown, ParamError, Unsupported
from vectorm.ops import access
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.spec.access import CollectionGrant, Grant
from vectorm.transport.recorded import Recorded
from vectorm.wire.messages import SelectGrantResponse, SelectRoleResponse, Status

OK = Status().SerializeToString()
LOST = MilvusUnavailableException(14, "connection reset")
GRANT = Grant(role="r", object_type="Global", object_name="*", privilege="CreateCollection")
V2 = CollectionGrant(role="r", privilege="Search", collection="docs")

Start = Callable[[Context], Op[Any]]

V1_CALLS: list[Start] = [
    lambda ctx: access.create_user(ctx, "a", "password"),
    lambda ctx: access.update_password(ctx, "a", "password", "other_one"),
    lambda ctx: access.drop_user(ctx, "a"),
    access.list_user_names,
    access.describe_users,
    lambda ctx: access.create_role(ctx, "r"),
    lambda ctx: access.drop_role(ctx, "r"),
    access.describe_roles,
    lambda ctx: access.describe_role(ctx, "r"),
    lambda ctx: access.grant_role(ctx, "a", "r"),
    lambda ctx: access.revoke_role(ctx, "a", "r"),
    lambda ctx: access.grant_privilege(ctx, GRANT),
    lambda ctx: access.revoke_privilege(ctx, GRANT),
    lambda ctx: access.list_grants(ctx, GRANT),
]
LATER_CALLS: list[Start] = [
    lambda ctx: access.create_user(ctx, "a", "password", "a description"),
    lambda ctx: access.update_user(ctx, "a", "a description"),
    lambda ctx: access.create_role(ctx, "r", "a description"),
    lambda ctx: access.alter_role(ctx, "r", "a description"),
    lambda ctx: access.grant_privilege_v2(ctx, V2),
    lambda ctx: access.revoke_privilege_v2(ctx, V2),
    lambda ctx: access.create_privilege_group(ctx, "g"),
    lambda ctx: access.drop_privilege_group(ctx, "g"),
    access.list_privilege_groups,
    lambda ctx: access.add_privileges_to_group(ctx, "g", ["Search"]),
    lambda ctx: access.remove_privileges_from_group(ctx, "g", ["Search"]),
]


@pytest.mark.parametrize("start", V1_CALLS + LATER_CALLS)
def test_milvus_lite_has_no_users(start: Start) -> None:
    recorded = Recorded()
    with pytest.raises(Unsupported, match=r"Milvus Lite 3\.2\.2 has no"):
        recorded.run(start(lite()))
    assert recorded.sent == []


@pytest.mark.parametrize("start", LATER_CALLS)
def test_milvus_2_3_would_ignore_or_not_know_it(start: Start) -> None:
    recorded = Recorded()
    with pytest.raises(Unsupported, match=r"Milvus 2\.3\.5 has no .* \(since Milvus (2\.5|3\.0)\)"):
        recorded.run(start(context()))
    assert recorded.sent == []


NEWER: list[tuple[Start, str]] = [
    (lambda ctx: access.grant_privilege_v2(ctx, V2), "OperatePrivilegeV2"),
    (lambda ctx: access.create_privilege_group(ctx, "g"), "CreatePrivilegeGroup"),
    (lambda ctx: access.add_privileges_to_group(ctx, "g", ["Search"]), "OperatePrivilegeGroup"),
    (lambda ctx: access.alter_role(ctx, "r", "text"), "AlterRole"),
    (lambda ctx: access.update_user(ctx, "a", "text"), "UpdateCredential"),
]


@pytest.mark.parametrize(("start", "method"), NEWER)
def test_newer_servers_get_it(start: Start, method: str) -> None:
    recorded = Recorded([OK])
    recorded.run(start(context("v3.0.0")))
    assert recorded.methods == [method]


ONCE: list[Start] = [
    lambda ctx: access.create_user(ctx, "a", "password"),
    lambda ctx: access.update_password(ctx, "a", "password", "other_one"),
    lambda ctx: access.create_role(ctx, "r"),
    lambda ctx: access.drop_role(ctx, "r"),
]


@pytest.mark.parametrize("start", ONCE)
def test_what_fails_the_second_time_is_not_sent_again(start: Start) -> None:
    recorded = Recorded([LOST])
    with pytest.raises(OutcomeUnknown, match="may or may not be done"):
        recorded.run(start(context()))
    assert len(recorded.sent) == 1


def test_granting_is_sent_again() -> None:
    recorded = Recorded([LOST, OK])
    recorded.run(access.grant_privilege(context(), GRANT))
    assert recorded.methods == ["OperatePrivilege", "OperatePrivilege"]


EMPTY: list[tuple[Start, str]] = [
    (lambda ctx: access.drop_user(ctx, ""), "user_name is empty"),
    (lambda ctx: access.describe_role(ctx, ""), "role_name is empty"),
    (lambda ctx: access.grant_privilege(ctx, Grant(role="r", object_type="Global")), "object_name is empty"),
    (lambda ctx: access.add_privileges_to_group(ctx, "g", []), "no privileges are given"),
]


@pytest.mark.parametrize(("start", "message"), EMPTY)
def test_empty_names_are_refused(start: Start, message: str) -> None:
    with pytest.raises(ParamError, match=message):
        Recorded().run(start(context("v2.5.1")))


def test_a_bad_password_is_refused_without_showing_it() -> None:
    wrong: Any = 123456
    with pytest.raises(ParamError, match="password must be a str, not int") as caught:
        Recorded().run(access.create_user(context(), "a", wrong))
    assert "123456" not in str(caught.value)


def test_a_role_is_described_by_two_calls() -> None:
    roles = SelectRoleResponse()
    roles.results.add().role.name = "r"
    grants = SelectGrantResponse()
    grants.entities.add(object_name="docs")
    recorded = Recorded([roles.SerializeToString(), grants.SerializeToString()])
    role, found = recorded.run(access.describe_role(context(), "r", "d"))
    assert (role.name, [grant.object_name for grant in found]) == ("r", ["docs"])
    assert recorded.methods == ["SelectRole", "SelectGrant"]

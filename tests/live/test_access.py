"""Users, roles and privileges on a Milvus 2.3.5 that asks for passwords."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from tests.support.milvus23 import Milvus23
from vectorm import AsyncMilvusClient, DataType, MilvusClient, Role, connections, utility
from vectorm.errors import AlreadyExists, AuthenticationError, PermissionDenied, ServerError, Unsupported

ALIAS = "test_access"


@pytest.fixture(scope="module")
def guarded(milvus_server: Callable[..., Milvus23]) -> str:
    """Address of a server whose users need passwords."""
    return milvus_server(authorization_enabled="true").uri


@pytest.fixture
def root(guarded: str) -> Iterator[MilvusClient]:
    with MilvusClient(uri=guarded, token="root:Milvus") as client:
        yield client
        for role in set(client.list_roles()) - {"admin", "public"}:
            for granted in client.describe_role(role)["privileges"]:
                client.revoke_privilege(role, granted["object_type"], granted["privilege"], granted["object_name"])
            client.drop_role(role)
        for user in set(client.list_users()) - {"root"}:
            client.drop_user(user)


def test_a_wrong_password_is_told(guarded: str) -> None:
    with (
        pytest.raises(AuthenticationError, match="refused the credentials"),
        MilvusClient(uri=guarded, token="root:no"),
    ):
        pass


def test_no_password_is_told(guarded: str) -> None:
    with pytest.raises(AuthenticationError), MilvusClient(uri=guarded):
        pass


def test_the_life_of_a_user(guarded: str, root: MilvusClient) -> None:
    root.create_user("alice", "secret1")
    assert sorted(root.list_users()) == ["alice", "root"]
    assert root.describe_user("alice") == {"user_name": "alice", "roles": (), "description": ""}
    assert root.describe_user("nobody") == {}
    with pytest.raises(AlreadyExists, match="alice"):
        root.create_user("alice", "secret1")
    with pytest.raises(AuthenticationError, match="old password"):
        root.update_password("alice", "wrong_one", "secret2")
    with MilvusClient(uri=guarded, user="alice", password="secret1") as alice:
        alice.update_password("alice", "secret1", "secret2", reset_connection=True)
        assert alice.list_collections() == []
    with pytest.raises(AuthenticationError), MilvusClient(uri=guarded, user="alice", password="secret1") as alice:
        alice.list_collections()
    root.drop_user("alice")
    root.drop_user("alice")
    assert root.list_users() == ["root"]


def test_the_life_of_a_role(guarded: str, root: MilvusClient) -> None:
    root.create_user("alice", "secret1")
    root.create_role("reader")
    with pytest.raises(AlreadyExists, match="reader"):
        root.create_role("reader")
    assert sorted(root.list_roles()) == ["admin", "public", "reader"]
    with MilvusClient(uri=guarded, token="alice:secret1") as alice:
        with pytest.raises(PermissionDenied, match="CreateCollection") as caught:
            alice.create_collection("mine", dimension=2)
        assert "secret1" not in str(caught.value)
        with pytest.raises(PermissionDenied):
            alice.list_users()
        assert alice.describe_user("alice")["roles"] == ()
    root.grant_role("alice", "reader")
    assert root.describe_user("alice")["roles"] == ("reader",)
    root.grant_privilege("reader", "Collection", "Search", "docs")
    assert root.describe_role("reader") == {
        "role": "reader",
        "description": "",
        "privileges": [
            {
                "object_type": "Collection",
                "object_name": "docs",
                "db_name": "default",
                "role_name": "reader",
                "privilege": "Search",
                "grantor_name": "root",
            }
        ],
    }
    with pytest.raises(ServerError, match="privilege"):
        root.drop_role("reader", force_drop=True)
    with pytest.raises(ServerError, match="Nonsense"):
        root.grant_privilege("reader", "Collection", "Nonsense", "docs")
    root.revoke_privilege("reader", "Collection", "Search", "docs")
    root.revoke_role("alice", "reader")
    assert root.describe_user("alice")["roles"] == ()
    root.drop_role("reader")
    assert "reader" not in root.list_roles()


def test_a_granted_privilege_is_one(guarded: str, root: MilvusClient) -> None:
    root.create_user("alice", "secret1")
    root.create_role("maker")
    root.grant_role("alice", "maker")
    root.grant_privilege("maker", "Global", "CreateCollection", "*")
    with MilvusClient(uri=guarded, token="alice:secret1") as alice:
        schema = alice.create_schema()
        schema.add_field("id", DataType.INT64, is_primary=True).add_field("v", DataType.FLOAT_VECTOR, dim=2)
        alice.create_collection("made", schema=schema)
        assert root.has_collection("made")
        with pytest.raises(PermissionDenied):
            alice.drop_collection("made")
    root.drop_collection("made")


def test_the_functions_and_the_role_of_the_orm(guarded: str, root: MilvusClient) -> None:
    connections.connect(ALIAS, uri=guarded, token="root:Milvus")
    try:
        utility.create_user("bob", "secret1", using=ALIAS)
        role = Role("writer", using=ALIAS)
        assert not role.is_exist()
        role.create()
        assert role.is_exist()
        role.add_user("bob")
        assert list(role.get_users()) == ["bob"]
        role.grant("Collection", "*", "Insert")
        assert [item.privilege for item in role.list_grants().groups] == ["Insert"]
        assert [item.privilege for item in role.list_grant("Collection", "*").groups] == ["Insert"]
        role.revoke("Collection", "*", "Insert")
        assert role.list_grants().groups == []
        assert repr(utility.list_user("bob", True, using=ALIAS).groups) == (
            "[UserItem: <username:bob>, <roles:('writer',)>]"
        )
        assert "writer" in [item.role_name for item in utility.list_roles(True, using=ALIAS).groups]
        assert {item.username for item in utility.list_users(False, using=ALIAS).groups} == {"bob", "root"}
        role.remove_user("bob")
        role.drop()
        utility.update_password("bob", "secret1", "secret2", using=ALIAS)
        utility.reset_password("bob", "secret2", "secret3", using=ALIAS)
        assert connections.get(ALIAS).user == "bob"
        assert utility.list_collections(using=ALIAS) == []
        assert "bob" in root.list_users()
    finally:
        connections.remove_connection(ALIAS)
    root.drop_user("bob")


def test_privilege_groups_are_of_milvus_2_5(root: MilvusClient) -> None:
    with pytest.raises(Unsupported, match=r"Milvus 2\.3\.5 has no privilege groups \(since Milvus 2\.5\)"):
        root.list_privilege_groups()


async def _rename_password(uri: str) -> list[str]:
    async with AsyncMilvusClient(uri=uri, token="root:Milvus") as client:
        await client.create_user("carol", "secret1")
        await client.update_password("carol", "secret1", "secret2", reset_connection=True)
        return await client.list_collections()


def test_the_async_client_changes_its_password(guarded: str, root: MilvusClient) -> None:
    assert asyncio.run(_rename_password(guarded)) == []
    assert "carol" in root.list_users()

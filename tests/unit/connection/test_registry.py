import asyncio
import gc
import logging
import traceback

import pytest

from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.connection.pool import async_channels, channels
from vectorm.connection.registry import Connections
from vectorm.connection.settings import ConnectionConfig, resolve
from vectorm.errors import (
    ConnectError,
    ConnectionConfigException,
    ConnectionNotExistException,
    MilvusException,
)

CANARY = "s3cr3t-c4nary"


def config(host: str) -> ConnectionConfig:
    return {"host": host, "port": "19531", "user": "u", "password": CANARY, "db_name": "d"}


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Connections:
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    return Connections()


def test_default_alias_has_settings_and_no_connection(registry: Connections) -> None:
    assert registry.list_connections() == [("default", None)]
    assert not registry.has_connection("default")
    with pytest.raises(ConnectionNotExistException, match="'default'"):
        registry.get()


def test_added_aliases_are_listed_and_shown(registry: Connections) -> None:
    registry.add_connection(a=config("a"), b={"uri": "https://b/x"}, c={"uri": "/data/c.db"})

    assert [alias for alias, _ in registry.list_connections()] == ["default", "a", "b", "c"]
    assert registry.get_connection_addr("a") == {
        "address": "a:19531",
        "host": "a",
        "port": "19531",
        "user": "u",
        "db_name": "d",
    }
    assert registry.get_connection_addr("b")["secure"] is True
    assert registry.get_connection_addr("c")["address"] == "/data/c.db"
    assert registry.get_connection_addr("unknown") == {}


def test_unknown_alias(registry: Connections) -> None:
    registry.disconnect("unknown")
    registry.remove_connection("unknown")
    assert not registry.has_connection("unknown")
    with pytest.raises(ConnectionConfigException, match="'unknown' has no settings"):
        registry.connect("unknown")
    with pytest.raises(ConnectionNotExistException, match=r"connections\.connect\('unknown'"):
        registry.get("unknown")


@pytest.mark.parametrize("method", ["disconnect", "has_connection", "get_connection_addr", "get", "connect"])
def test_alias_must_be_text(registry: Connections, method: str) -> None:
    with pytest.raises(ConnectionConfigException, match="alias must be a str, not int"):
        getattr(registry, method)(3)


def test_environment_connects_by_itself(registry: Connections, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VECTORM_STAGE_URI", "http://stage:1")

    connection = registry.get("stage")

    assert connection.address.target == "stage:1"
    assert registry.get("stage") is connection
    assert registry.get_async("stage").settings == connection.settings
    assert registry.has_connection("stage")
    registry.remove_connection("stage")


def test_alias_of_another_address_is_refused(registry: Connections, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VECTORM_STAGE_URI", f"http://root:{CANARY}@stage:1")
    registry.get("stage")

    with pytest.raises(ConnectionConfigException) as connecting:
        registry.connect("stage", uri=f"http://root:{CANARY}@other:2")
    with pytest.raises(ConnectionConfigException) as adding:
        registry.add_connection(stage=config("other"))

    for caught in (connecting, adding):
        assert "stage:1" in str(caught.value)
        assert "other:" in str(caught.value)
        assert CANARY not in str(caught.value)
    registry.remove_connection("stage")
    registry.add_connection(stage=config("other"))


def test_use_database(registry: Connections, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VECTORM_STAGE_URI", "http://stage:1")
    before = registry.get("stage")

    registry.use_database("stage", "books")

    assert registry.get("stage").database == "books"
    assert registry.get_connection_addr("stage")["db_name"] == "books"
    assert before.database == ""
    assert registry.get_async("stage").database == "books"
    registry.remove_connection("stage")


def test_nobody_there_is_told_without_the_password(registry: Connections, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    with pytest.raises(ConnectError, match="localhost:1") as caught:
        registry.connect("x", uri=f"http://root:{CANARY}@localhost:1", token=CANARY, timeout=0.3)

    printed = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + caplog.text
    assert CANARY not in printed
    assert not registry.has_connection("x")
    assert registry.get_connection_addr("x") == {}


def test_connections_to_one_address_share_a_channel() -> None:
    address = resolve(config("shared")).address
    first, second = Connection(resolve(config("shared"))), Connection(resolve(config("shared")))
    third = second.with_database("other")

    assert channels.users(address) == 3
    first.close()
    first.close()
    assert channels.users(address) == 2
    assert first.is_closed
    assert not second.is_closed
    second.close()
    third.close()
    assert channels.users(address) == 0


def test_closed_connection_says_so() -> None:
    connection = Connection(resolve({"host": "closed"}))
    connection.close()

    with pytest.raises(ConnectionNotExistException, match="closed:19530 is closed"):
        connection.connect()


def test_forgotten_connections_give_their_channel_back() -> None:
    settings = resolve(config("forgotten"))
    connection = Connection(settings)
    async_connection = AsyncConnection(settings)
    assert (channels.users(settings.address), async_channels.users(settings.address)) == (1, 1)

    del connection, async_connection
    gc.collect()

    assert (channels.users(settings.address), async_channels.users(settings.address)) == (0, 0)


def test_async_connection_needs_no_loop() -> None:
    connection = AsyncConnection(resolve(config("loopless")))

    with pytest.raises(ConnectionNotExistException, match="not connected"):
        _ = connection.capabilities
    asyncio.run(connection.close())
    assert connection.is_closed


def test_repr_shows_where_and_who_and_no_secret() -> None:
    connection = Connection(resolve(config("shown")))

    assert repr(connection) == "<Connection shown:19531, user='u', database='d'>"
    connection.close()


def test_bad_database_name_is_refused() -> None:
    connection = Connection(resolve({"host": "h"}))
    with pytest.raises(MilvusException, match="not ASCII"):
        connection.with_database("книги")
    connection.close()

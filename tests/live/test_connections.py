"""`connections` on real engines, as the tutorials use it."""

import asyncio
import base64
import gc
import logging
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.fix_engines import Engine
from tests.support.milvus23 import Milvus23
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.connection.open import open_connection
from vectorm.connection.registry import Connections
from vectorm.connection.settings import resolve
from vectorm.errors import (
    AuthenticationError,
    ConnectionConfigException,
    ConnectionNotExistException,
    MilvusException,
)
from vectorm.ops import collection
from vectorm.ops.connect import get_version
from vectorm.ops.step import gather

CANARY = "s3cr3t-c4nary"
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Connections]:
    monkeypatch.chdir(tmp_path)
    made = Connections()
    yield made
    for alias, _ in made.list_connections():
        made.remove_connection(alias)


def test_connect_and_disconnect(registry: Connections, engine: Engine) -> None:
    registry.connect(uri=engine.uri)

    assert registry.has_connection("default")
    assert dict(registry.list_connections())["default"] is registry.get()
    assert engine.capabilities.version in registry.get().run(get_version)
    assert registry.get().capabilities.engine is engine.capabilities.engine

    registry.disconnect("default")
    assert not registry.has_connection("default")
    assert registry.list_connections() == [("default", None)]
    with pytest.raises(ConnectionNotExistException):
        registry.get()
    registry.connect()  # its settings are kept
    assert registry.get().run(collection.list_names) is not None
    registry.remove_connection("default")
    assert registry.list_connections() == []


def test_connect_again_keeps_the_connection(registry: Connections, engine: Engine) -> None:
    registry.connect("a", uri=engine.uri)
    first = registry.get("a")

    registry.connect("a", uri=engine.uri)

    assert registry.get("a") is first


def test_alias_of_another_server_is_refused(registry: Connections, engine: Engine, tmp_path: Path) -> None:
    registry.connect("a", uri=engine.uri)

    with pytest.raises(ConnectionConfigException, match=r"'a' is connected to .*other\.db"):
        registry.connect("a", uri=str(tmp_path / "other.db"))
    assert not (tmp_path / "other.db").exists()
    registry.disconnect("a")
    registry.connect("a", uri=str(tmp_path / "other.db"))


def test_host_and_port(registry: Connections, milvus: Engine) -> None:
    host, port = milvus.uri.rpartition("/")[2].split(":")
    registry.add_connection(added={"host": host, "port": port})
    registry.connect("added")
    registry.connect("given", host=host, port=port)

    for alias in ("added", "given"):
        assert registry.get(alias).run(get_version).startswith("v2.3")
        assert registry.get_connection_addr(alias)["port"] == port
    registry.connect("given", address=f"{host}:{port}")


def test_several_aliases_at_once(registry: Connections, engine: Engine, tmp_path: Path) -> None:
    registry.connect("a", uri=engine.uri)
    registry.connect("b", uri=engine.uri)
    registry.connect("c", uri=str(tmp_path / "c.db"))

    registry.disconnect("a")

    assert registry.get("b").run(collection.list_names) is not None
    assert registry.get("c").run(collection.list_names) == []
    assert {alias for alias, connection in registry.list_connections() if connection} == {"b", "c"}


def test_environment_of_a_file(registry: Connections, tmp_path: Path) -> None:
    (tmp_path / "vectorm.toml").write_text('[env.dev]\nuri = "./dev.db"\n')

    assert registry.get("dev").run(collection.list_names) == []
    assert (tmp_path / "dev.db").is_dir()
    assert asyncio.run(listed(registry.get_async("dev"))) == []
    asyncio.run(registry.async_remove_connection("dev"))
    assert not registry.has_connection("dev")


async def listed(connection: AsyncConnection) -> list[str]:
    return await connection.run(collection.list_names)


def test_closing_one_connection_leaves_the_others(engine: Engine) -> None:
    first, second = open_connection(uri=engine.uri), open_connection(uri=engine.uri)
    third = first.with_database("default")
    first.close()

    assert second.run(get_version) == third.run(get_version)
    second.close()
    assert third.run(get_version)
    third.close()


def test_connection_may_be_closed_while_others_call(engine: Engine) -> None:
    keeper = open_connection(uri=engine.uri)
    stop = threading.Event()

    def call() -> int:
        calls = 0
        while not stop.is_set():
            keeper.run(get_version)
            calls += 1
        return calls

    with ThreadPoolExecutor(2) as pool:
        results = [pool.submit(call) for _ in range(2)]
        for _ in range(20):
            open_connection(uri=engine.uri).close()
        stop.set()
        assert all(result.result() for result in results)
    keeper.close()


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(sys.platform != "linux", reason="counts files in /proc")
def test_many_opens_leak_nothing(engine: Engine) -> None:
    def cycle() -> None:
        connection = open_connection(uri=engine.uri)
        connection.run(get_version)
        connection.close()

    keeper = open_connection(uri=engine.uri)
    for _ in range(5):
        cycle()
    gc.collect()
    files, threads = open_files(), threading.active_count()
    for _ in range(60):
        cycle()
    gc.collect()
    assert open_files() <= files + 5
    assert threading.active_count() <= threads + 2
    keeper.close()


def test_async_connection(engine: Engine) -> None:
    connection = AsyncConnection(resolve({"uri": engine.uri}))

    async def work() -> None:
        context = await connection.connect()
        assert context.capabilities.engine is engine.capabilities.engine
        versions = await connection.run(lambda ctx: gather([get_version(ctx) for _ in range(10)]))
        assert len(set(versions)) == 1
        many = await asyncio.gather(*(connection.run(get_version) for _ in range(20)))
        assert set(many) == set(versions)
        await connection.close()
        with pytest.raises(ConnectionNotExistException):
            await connection.run(get_version)

    asyncio.run(work())


def test_program_that_closes_nothing_ends_quietly(engine: Engine) -> None:
    code = (
        "import sys; from vectorm.connection.registry import connections\n"
        "from vectorm.ops.connect import get_version\n"
        "connections.connect(uri=sys.argv[1]); print(connections.get().run(get_version))\n"
        "import asyncio; asyncio.run(connections.get_async().run(get_version))\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, engine.uri],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_authentication(
    registry: Connections, milvus_server: Callable[..., Milvus23], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = milvus_server(authorization_enabled="true")
    address = server.uri.rpartition("/")[2]

    registry.connect("root", uri=server.uri, user="root", password="Milvus")
    registry.connect("token", uri=server.uri, token="root:Milvus")
    registry.connect("uri", uri=f"http://root:Milvus@{address}/default")
    for alias in ("root", "token", "uri"):
        assert registry.get(alias).run(collection.list_names) == []

    for user, password, token in (("", "", ""), ("root", CANARY, ""), ("", "", CANARY)):
        with pytest.raises(AuthenticationError) as caught:
            registry.connect("wrong", user, password, token=token, uri=server.uri)
        printed = "".join(traceback.format_exception(caught.value)) + caplog.text
        assert address in printed
        assert CANARY not in printed
        assert base64.b64encode(CANARY.encode()).decode() not in printed
    assert not registry.has_connection("wrong")


def test_unknown_database_is_told(milvus: Engine) -> None:
    with pytest.raises(MilvusException, match="no_such_database"):
        open_connection(uri=milvus.uri, db_name="no_such_database").run(collection.list_names)


def test_connection_is_a_connection(engine: Engine) -> None:
    connection = open_connection(uri=engine.uri)
    assert isinstance(connection, Connection)
    assert connection.context is connection.connect()
    connection.ping()
    connection.close()

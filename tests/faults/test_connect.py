"""Nobody there, or somebody else: one clear error within the timeout, without the password."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import cast

import pytest

from tests.faults.peer import Peer
from vectorm.connection.handle import AsyncConnection
from vectorm.connection.open import open_connection
from vectorm.connection.settings import ConnectionConfig, resolve
from vectorm.errors import AuthenticationError, ConnectError, MilvusException

CANARY = "s3cr3t-c4nary"
Start = Callable[..., tuple[Peer, int]]
Open = Callable[[ConnectionConfig], MilvusException]


def open_sync(config: ConnectionConfig) -> MilvusException:
    with pytest.raises(MilvusException) as caught:
        open_connection(**config)
    return caught.value


def open_async(config: ConnectionConfig) -> MilvusException:
    async def connect() -> None:
        connection = AsyncConnection(resolve(config))
        try:
            await connection.connect()
        finally:
            await connection.close()

    with pytest.raises(MilvusException) as caught:
        asyncio.run(connect())
    return caught.value


@pytest.fixture(params=[open_sync, open_async])
def failure(request: pytest.FixtureRequest) -> Open:
    """Opens a connection that must fail; the error, which holds no password and came in time."""

    def checked(config: ConnectionConfig) -> MilvusException:
        started = time.monotonic()
        error = cast("Open", request.param)({**config, "user": "root", "password": CANARY})
        assert time.monotonic() - started < config.get("timeout", 10) + 5
        assert CANARY not in f"{error} {error!r} {error.__cause__!r}"
        return error

    return checked


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


def uri(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def answer_all(listener: socket.socket, answer: bytes) -> None:
    def serve() -> None:
        try:
            while True:
                client, _ = listener.accept()
                with client:
                    client.recv(100)
                    client.sendall(answer)
        except OSError:
            return

    threading.Thread(target=serve, daemon=True).start()


def test_nobody_listens(failure: Open) -> None:
    error = failure({"host": "127.0.0.1", "port": 1, "timeout": 1})

    assert type(error) is ConnectError
    assert "127.0.0.1:1" in str(error)
    assert "refused" in str(error)


def test_unknown_host(failure: Open) -> None:
    error = failure({"uri": "http://milvus.invalid:19530", "timeout": 1})

    assert type(error) is ConnectError
    assert "milvus.invalid:19530" in str(error)


def test_no_such_socket(failure: Open) -> None:
    error = failure({"uri": "unix:/nowhere/milvus.sock", "timeout": 1})

    assert type(error) is ConnectError
    assert "/nowhere/milvus.sock" in str(error)


def test_deaf_server(failure: Open, listener: socket.socket) -> None:
    """It accepts the connection and never says a word."""
    error = failure({"uri": uri(listener), "timeout": 1})

    assert type(error) is ConnectError
    assert "no answer" in str(error)
    assert "1 s" in str(error)


def test_web_server(failure: Open, listener: socket.socket) -> None:
    answer_all(listener, b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    error = failure({"uri": uri(listener), "timeout": 1})

    assert type(error) is ConnectError
    assert "not a Milvus server" in str(error)


def test_server_that_hangs_up(failure: Open, listener: socket.socket) -> None:
    answer_all(listener, b"")
    error = failure({"uri": uri(listener), "timeout": 1})

    assert type(error) is ConnectError


def test_dead_proxy_is_named(failure: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("grpc_proxy", "https_proxy", "no_grpc_proxy", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("http_proxy", f"http://user:{CANARY}@127.0.0.1:9")
    error = failure({"uri": "http://milvus.example.com:19530", "timeout": 1})

    assert type(error) is ConnectError
    assert "milvus.example.com:19530 through the HTTP proxy 127.0.0.1:9" in str(error)


def test_loopback_goes_past_the_proxy(failure: Open, peer: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    def refuse(_method: str, _request: bytes, context: object) -> bytes:
        import grpc

        cast("grpc.ServicerContext", context).abort(grpc.StatusCode.UNAUTHENTICATED, "auth check failure")
        return b""

    server, port = peer(refuse)
    error = failure({"host": "127.0.0.1", "port": port})

    assert isinstance(error, AuthenticationError)
    assert "auth check failure" in str(error)
    assert len(server.calls) == 1


def test_credentials_and_database_are_sent(peer: Start) -> None:
    def welcome(_method: str, _request: bytes, _context: object) -> bytes:
        return b""

    server, port = peer(welcome)
    connection = open_connection(uri=f"http://root:Milvus@127.0.0.1:{port}/books")

    method, _, metadata = server.calls[0]
    assert method == "Connect"
    assert metadata["authorization"] == "cm9vdDpNaWx2dXM="
    assert metadata["dbname"] == "books"
    assert len(metadata["client-request-id"]) == 32
    connection.close()

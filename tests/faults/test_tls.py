"""TLS and mutual TLS, and every way to get them wrong: one error class, which says what to change."""

import asyncio
import importlib
import shutil
from collections.abc import Callable
from typing import Any, cast

import pytest

from tests.faults.peer import Peer, ask
from tests.support.certificates import Certificates, make_certificates
from tests.support.milvus23 import Milvus23
from vectorm.connection.open import open_connection
from vectorm.connection.settings import ConnectionConfig, resolve
from vectorm.errors import TlsError
from vectorm.transport.async_channel import AsyncChannel
from vectorm.transport.channel import Channel

Start = Callable[..., tuple[Peer, int]]
Greet = Callable[[ConnectionConfig], str]


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """A CA, a server's and a client's certificate signed by it, and a stranger's."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    return make_certificates(tmp_path_factory.mktemp("pki"))


@pytest.fixture
def tls_port(peer: Start, pki: Certificates) -> int:
    grpc: Any = importlib.import_module("grpc")
    return peer(credentials=grpc.ssl_server_credentials([(pki.read("server.key"), pki.read("server.pem"))]))[1]


@pytest.fixture
def mutual_port(peer: Start, pki: Certificates) -> int:
    grpc: Any = importlib.import_module("grpc")
    pair = [(pki.read("server.key"), pki.read("server.pem"))]
    return peer(credentials=grpc.ssl_server_credentials(pair, pki.read("ca.pem"), True))[1]


def greet_sync(config: ConnectionConfig) -> str:
    channel = Channel(resolve(config).address)
    try:
        return channel.run(ask("hello"), timeout=10)
    finally:
        channel.close()


def greet_async(config: ConnectionConfig) -> str:
    async def greet() -> str:
        channel = AsyncChannel(resolve(config).address)
        try:
            return await channel.run(ask("hello"), timeout=10)
        finally:
            await channel.close()

    return asyncio.run(greet())


@pytest.fixture(params=[greet_sync, greet_async])
def greet(request: pytest.FixtureRequest) -> Greet:
    return cast("Greet", request.param)


def test_ca_is_trusted(greet: Greet, tls_port: int, pki: Certificates) -> None:
    assert greet({"uri": f"https://localhost:{tls_port}", "ca_pem_path": pki.path("ca.pem")}) == "hello"
    assert greet({"host": "localhost", "port": tls_port, "server_pem_path": pki.path("ca.pem")}) == "hello"


def test_server_certificate_itself_is_trusted(greet: Greet, tls_port: int, pki: Certificates) -> None:
    config: ConnectionConfig = {
        "host": "localhost",
        "port": tls_port,
        "secure": True,
        "server_pem_path": pki.path("server.pem"),
        "server_name": "localhost",
    }
    assert greet(config) == "hello"


def test_mutual_tls(greet: Greet, mutual_port: int, pki: Certificates) -> None:
    config: ConnectionConfig = {
        "uri": f"https://127.0.0.1:{mutual_port}",
        "ca_pem_path": pki.path("ca.pem"),
        "client_pem_path": pki.path("client.pem"),
        "client_key_path": pki.path("client.key"),
    }
    assert greet(config) == "hello"


def test_stranger_signed_the_certificate(greet: Greet, tls_port: int, pki: Certificates) -> None:
    with pytest.raises(TlsError, match="CERTIFICATE_VERIFY_FAILED") as caught:
        greet({"uri": f"https://localhost:{tls_port}", "ca_pem_path": pki.path("stranger.pem")})
    assert "ca_pem_path=" in caught.value.hint


def test_system_does_not_know_the_ca(greet: Greet, tls_port: int) -> None:
    with pytest.raises(TlsError, match="CERTIFICATE_VERIFY_FAILED"):
        greet({"uri": f"https://localhost:{tls_port}"})


def test_other_host_name(greet: Greet, tls_port: int, pki: Certificates) -> None:
    with pytest.raises(TlsError) as caught:
        greet({
            "uri": f"https://localhost:{tls_port}",
            "ca_pem_path": pki.path("ca.pem"),
            "server_name": "milvus.example.com",
        })  # fmt: skip
    assert "server_name=" in caught.value.hint


def test_plain_text_to_a_tls_port(greet: Greet, tls_port: int) -> None:
    with pytest.raises(TlsError, match="expects TLS") as caught:
        greet({"uri": f"http://localhost:{tls_port}"})
    assert "https://" in caught.value.hint


def test_plain_text_to_a_mutual_tls_port(greet: Greet, mutual_port: int) -> None:
    with pytest.raises(TlsError, match="expects TLS"):
        greet({"uri": f"http://localhost:{mutual_port}"})


def test_tls_to_a_plain_port(greet: Greet, peer: Start) -> None:
    with pytest.raises(TlsError) as caught:
        greet({"uri": f"https://localhost:{peer()[1]}"})
    assert "http://" in caught.value.hint


def test_no_client_certificate(greet: Greet, mutual_port: int, pki: Certificates) -> None:
    with pytest.raises(TlsError) as caught:
        greet({"uri": f"https://localhost:{mutual_port}", "ca_pem_path": pki.path("ca.pem")})
    assert "client_pem_path=" in caught.value.hint


@pytest.mark.parametrize(("certificate", "key"), [("stranger.pem", "stranger.key"), ("client.pem", "stranger.key")])
def test_wrong_client_certificate(
    greet: Greet, mutual_port: int, pki: Certificates, certificate: str, key: str
) -> None:
    with pytest.raises(TlsError):
        greet({
            "uri": f"https://localhost:{mutual_port}",
            "ca_pem_path": pki.path("ca.pem"),
            "client_pem_path": pki.path(certificate),
            "client_key_path": pki.path(key),
        })  # fmt: skip


def test_file_that_holds_no_certificate(greet: Greet, tls_port: int, pki: Certificates) -> None:
    with pytest.raises(TlsError) as caught:
        greet({"uri": f"https://localhost:{tls_port}", "ca_pem_path": pki.path("garbage.pem")})
    assert "PEM file" in caught.value.hint


def test_missing_file(greet: Greet, tls_port: int, pki: Certificates) -> None:
    with pytest.raises(TlsError, match=r"missing\.pem cannot be read"):
        greet({"uri": f"https://localhost:{tls_port}", "ca_pem_path": pki.path("missing.pem")})


def test_milvus_with_mutual_tls(greet: Greet, pki: Certificates, milvus_server: Callable[..., Milvus23]) -> None:
    """Milvus refuses a client after the handshake, where gRPC's own server refuses it within."""
    server = milvus_server(
        tls_mode="2",
        server_pem_path=pki.path("server.pem"),
        server_key_path=pki.path("server.key"),
        ca_pem_path=pki.path("ca.pem"),
    )

    def as_client(name: str) -> ConnectionConfig:
        return {
            "host": "localhost",
            "port": server.port,
            "ca_pem_path": pki.path("ca.pem"),
            "client_pem_path": pki.path(f"{name}.pem") if name else "",
            "client_key_path": pki.path(f"{name}.key") if name else "",
        }

    connection = open_connection(**as_client("client"))
    assert connection.capabilities.version == "2.3.5"
    connection.close()
    for client in ("", "stranger"):
        with pytest.raises(TlsError) as caught:
            greet(as_client(client))
        assert "client_pem_path=" in caught.value.hint
    with pytest.raises(TlsError, match="expects TLS"):
        greet({"host": "localhost", "port": server.port})

"""Connecting, and what the server is."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.bare
def client(lib: Any, uri: str) -> None:
    lib.MilvusClient(uri).close()


@CASES.bare
def with_password(lib: Any, uri: str) -> None:
    client = lib.MilvusClient(uri, user="ann", password="secret-1")
    client.list_collections()
    client.close()


@CASES.bare
def with_token(lib: Any, uri: str) -> None:
    client = lib.MilvusClient(uri, token="ann:secret-1")
    client.list_collections()
    client.close()


@CASES.bare
def with_api_key(lib: Any, uri: str) -> None:
    client = lib.MilvusClient(uri, token="0123456789abcdef")
    client.list_collections()
    client.close()


@CASES.bare
def orm(lib: Any, uri: str) -> None:
    lib.connections.connect("other", uri=uri, user="ann", password="secret-1", db_name="archive")
    lib.utility.list_collections(using="other")
    lib.connections.disconnect("other")


@CASES.client
def version(lib: Any, client: Any) -> None:
    client.get_server_version()
    client.get_server_version(detail=True)


@CASES.orm
def orm_version(lib: Any) -> None:
    lib.utility.get_server_version()

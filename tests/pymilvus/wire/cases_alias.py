"""Aliases."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.client
def create(lib: Any, client: Any) -> None:
    client.create_alias("plain", "nick")


@CASES.client
def drop(lib: Any, client: Any) -> None:
    client.drop_alias("nick")


@CASES.client
def alter(lib: Any, client: Any) -> None:
    client.alter_alias("dynamic", "nick")


@CASES.client
def describe(lib: Any, client: Any) -> None:
    client.describe_alias("nick")


@CASES.client
def list_of_collection(lib: Any, client: Any) -> None:
    client.list_aliases("plain")


@CASES.sync_client
def list_all(lib: Any, client: Any) -> None:
    client.list_aliases()


@CASES.orm
def utility(lib: Any) -> None:
    lib.utility.create_alias("plain", "nick")
    lib.utility.alter_alias("dynamic", "nick")
    lib.utility.list_aliases("dynamic")
    lib.utility.drop_alias("nick")


@CASES.orm
def of_collection(lib: Any) -> None:
    collection = lib.Collection("plain")
    assert collection.aliases == []

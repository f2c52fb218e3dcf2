"""Databases."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.client
def create(lib: Any, client: Any) -> None:
    client.create_database("archive")


@CASES.client
def create_with_properties(lib: Any, client: Any) -> None:
    client.create_database("archive", properties={"database.replica.number": 2, "database.force.deny.writing": False})


@CASES.client
def drop(lib: Any, client: Any) -> None:
    client.drop_database("archive")


@CASES.client
def list_all(lib: Any, client: Any) -> None:
    client.list_databases()


@CASES.client
def describe(lib: Any, client: Any) -> None:
    client.describe_database("archive")


@CASES.client
def properties(lib: Any, client: Any) -> None:
    client.alter_database_properties("archive", {"database.max.collections": 10})
    client.drop_database_properties("archive", ["database.max.collections"])


@CASES.sync_client
def use(lib: Any, client: Any) -> None:
    client.use_database("archive")
    client.list_collections()
    client.using_database("default")
    client.list_collections()


@CASES.async_client
def use_async(lib: Any, client: Any) -> None:
    client.use_database("archive")
    client.list_collections()
    client.using_database("default")
    client.list_collections()


@CASES.bare
def in_the_uri(lib: Any, uri: str) -> None:
    client = lib.MilvusClient(f"{uri}/archive")
    client.list_collections()
    client.close()


@CASES.bare
def by_name(lib: Any, uri: str) -> None:
    client = lib.MilvusClient(uri, db_name="archive")
    client.create_collection("plain", 2)
    client.close()


@CASES.orm
def orm(lib: Any) -> None:
    lib.db.create_database("archive")
    lib.db.list_database()
    lib.db.describe_database("archive")
    lib.db.set_properties("archive", {"database.max.collections": 10})
    lib.db.using_database("archive")
    lib.utility.list_collections()
    lib.db.drop_database("archive")

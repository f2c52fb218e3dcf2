"""Partitions."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.client
def create(lib: Any, client: Any) -> None:
    client.create_partition("plain", "part")


@CASES.client
def drop(lib: Any, client: Any) -> None:
    client.drop_partition("plain", "part")


@CASES.client
def has(lib: Any, client: Any) -> None:
    client.has_partition("plain", "part")


@CASES.client
def list_all(lib: Any, client: Any) -> None:
    client.list_partitions("plain")


@CASES.client
def stats(lib: Any, client: Any) -> None:
    client.get_partition_stats("plain", "part")


@CASES.orm
def of_collection(lib: Any) -> None:
    collection = lib.Collection("plain")
    assert [each.name for each in collection.partitions] == ["_default", "part"]
    assert collection.partition("part").name == "part"
    assert collection.has_partition("part")
    collection.create_partition("new", "a description")
    collection.drop_partition("part")


@CASES.orm
def partition(lib: Any) -> None:
    part = lib.Partition(lib.Collection("plain"), "part")
    assert part.is_empty
    assert part.num_entities == 0
    part.drop()


@CASES.orm
def utility(lib: Any) -> None:
    lib.utility.has_partition("plain", "part")

"""Queries."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.client
def by_filter(lib: Any, client: Any) -> None:
    client.query("plain", filter="id > 5")
    client.query("plain", "id > 5", output_fields=["id", "vector"], limit=10)


@CASES.client
def with_everything(lib: Any, client: Any) -> None:
    client.query(
        "plain",
        filter="id > 5",
        output_fields=["id"],
        limit=10,
        offset=3,
        partition_names=["part"],
        consistency_level="Strong",
        ignore_growing=True,
    )


@CASES.client
def without_filter(lib: Any, client: Any) -> None:
    client.query("plain", limit=5)


@CASES.client
def by_keys(lib: Any, client: Any) -> None:
    client.query("plain", ids=[1, 2])
    client.get("plain", ids=[1, 2], output_fields=["id"])
    client.get("plain", 3, partition_names=["part"])


@CASES.client
def by_text_keys(lib: Any, client: Any) -> None:
    client.get("text_key", ids=["a", "b"])


@CASES.client
def count(lib: Any, client: Any) -> None:
    client.query("plain", output_fields=["count(*)"])


@CASES.client
def with_filter_values(lib: Any, client: Any) -> None:
    client.query("plain", filter="id in {ids}", filter_params={"ids": [1, 2]}, limit=5)


@CASES.client
def with_filter_values_of_every_kind(lib: Any, client: Any) -> None:
    for value in (
        True,
        7,
        1.5,
        "it's",
        [True, False],
        [1, 2],
        [0.5, 1.5],
        ["a", "ü"],
        [[1, 2], [3]],
        [1, {"a": 1}, 0.5],
        [],
    ):
        client.query("dynamic", filter="x == {value}", filter_params={"value": value}, limit=5)


@CASES.client
def consistency_levels(lib: Any, client: Any) -> None:
    for level in ("Strong", "Bounded", "Eventually", "Session"):
        client.query("plain", filter="id > 0", consistency_level=level)


@CASES.client
def session_after_a_write(lib: Any, client: Any) -> None:
    client.upsert("plain", [{"id": 1, "vector": [0.0, 1.0]}])
    client.query("plain", filter="id > 0", consistency_level="Session")


@CASES.orm
def of_collection(lib: Any) -> None:
    collection = lib.Collection("plain")
    collection.query("id > 5", output_fields=["vector"], partition_names=["part"], limit=3, offset=1)
    collection.query("id > 5", consistency_level="Eventually", ignore_growing=True)


@CASES.orm
def of_partition(lib: Any) -> None:
    lib.Partition(lib.Collection("plain"), "part").query("id > 5", output_fields=["id"])

"""Methods of the client that no other live test calls, on the engines that have them; both clients."""

import pytest

from tests.fix_engines import Engine
from vectorm import MilvusClient
from vectorm.enums import LoadState


def fill(client: MilvusClient, name: str) -> None:
    client.create_collection(name, dimension=2)
    client.insert(name, [{"id": number, "vector": [0.0, float(number)]} for number in range(3)])
    client.flush(name)


def test_properties_of_a_collection(client: MilvusClient, name: str) -> None:
    fill(client, name)
    client.alter_collection_properties(name, {"collection.ttl.seconds": 1800})
    assert client.describe_collection(name)["properties"]["collection.ttl.seconds"] == "1800"


def test_statistics(client: MilvusClient, name: str) -> None:
    fill(client, name)
    assert client.get_collection_stats(name) == {"row_count": 3}
    assert client.get_partition_stats(name, "_default") == {"row_count": 3}


def test_server(client: MilvusClient, engine: Engine) -> None:
    assert client.get_server_type() == "milvus"
    version = client.get_server_version()
    assert ("2.3.5" in version) == (engine.name == "milvus")


def test_state_of_a_compaction(client: MilvusClient, name: str) -> None:
    fill(client, name)
    assert client.get_compaction_state(client.compact(name)) in {"Executing", "Completed", "UndefiedState"}


@pytest.mark.engines("milvus")
def test_load_and_release_partitions(client: MilvusClient, name: str) -> None:
    fill(client, name)
    client.release_collection(name)
    client.load_partitions(name, ["_default"])
    assert client.get_load_state(name)["state"] == LoadState.Loaded
    client.release_partitions(name, ["_default"])
    assert client.get_load_state(name)["state"] == LoadState.NotLoad


def test_use_database(engine: Engine, client: MilvusClient) -> None:
    client.use_database("default")
    client.using_database("default")
    assert isinstance(client.list_collections(), list)

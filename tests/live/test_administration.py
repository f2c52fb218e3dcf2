"""Collections, indexes, loading, partitions, aliases and databases."""

import uuid
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.fix_engines import Engine
from vectorm import DataType, MilvusClient
from vectorm.errors import (
    CollectionNotExistException,
    CollectionNotLoaded,
    MilvusException,
    PartitionNotExistException,
)

ALL_ENGINES = pytest.mark.engines("lite", "milvus", "lite25")


def make(client: MilvusClient, name: str) -> None:
    client.create_collection(name, dimension=2, metric_type="L2", consistency_level="Strong")


@ALL_ENGINES
def test_a_collection_comes_and_goes(client: MilvusClient, name: str) -> None:
    assert not client.has_collection(name)
    make(client, name)
    assert client.has_collection(name)
    assert name in client.list_collections()
    client.drop_collection(name)
    assert not client.has_collection(name)
    client.drop_collection(name)


@ALL_ENGINES
def test_describe(client: MilvusClient, name: str) -> None:
    schema = client.create_schema(auto_id=False, enable_dynamic_field=True)
    schema.add_field("key", DataType.VARCHAR, is_primary=True, max_length=77)
    schema.add_field("numbers", DataType.ARRAY, element_type=DataType.INT32, max_capacity=9)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=3)
    client.create_collection(name, schema=schema)
    described = client.describe_collection(name)
    assert described["collection_name"] == name
    assert described["enable_dynamic_field"]
    fields = {field["name"]: field for field in described["fields"]}
    assert fields["key"]["is_primary"]
    assert fields["key"]["params"]["max_length"] == 77
    assert fields["numbers"]["element_type"] == DataType.INT32
    assert fields["v"]["params"]["dim"] == 3


@pytest.mark.needs("rename")
def test_rename(client: MilvusClient, name: str) -> None:
    make(client, name)
    client.insert(name, {"id": 1, "vector": [0, 0]})
    client.rename_collection(name, name + "_b")
    try:
        assert not client.has_collection(name)
        client.load_collection(name + "_b")
        assert len(client.get(name + "_b", ids=[1])) == 1
    finally:
        client.drop_collection(name + "_b")


@ALL_ENGINES
def test_indexes(client: MilvusClient, engine: Engine, name: str) -> None:
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=2)
    client.create_collection(name, schema=schema)
    assert client.list_indexes(name) == []
    index_params = client.prepare_index_params()
    index_params.add_index("v", index_type="IVF_FLAT", metric_type="L2", params={"nlist": 8})
    client.create_index(name, index_params)
    (index_name,) = client.list_indexes(name)
    described = client.describe_index(name, index_name)
    assert described
    assert (described["field_name"], described["index_type"], described["metric_type"]) == ("v", "IVF_FLAT", "L2")
    client.release_collection(name)  # an index of a loaded collection cannot be dropped
    client.drop_index(name, index_name)
    assert client.list_indexes(name) == []


def test_load_and_release(client: MilvusClient, name: str) -> None:
    make(client, name)
    client.insert(name, {"id": 1, "vector": [0, 0]})
    assert client.get_load_state(name)["state"].name == "Loaded"
    client.release_collection(name)
    assert client.get_load_state(name)["state"].name == "NotLoad"
    with pytest.raises(CollectionNotLoaded, match=name):
        client.search(name, [[0.0, 0.0]], limit=1)
    client.load_collection(name)
    assert client.search(name, [[0.0, 0.0]], limit=1)[0][0]["id"] == 1


@pytest.mark.needs("partition")
def test_partitions(client: MilvusClient, name: str) -> None:
    make(client, name)
    client.create_partition(name, "one")
    assert sorted(client.list_partitions(name)) == ["_default", "one"]
    assert client.has_partition(name, "one")
    assert not client.has_partition(name, "two")
    client.insert(name, [{"id": 1, "vector": [0, 0]}])
    client.insert(name, [{"id": 2, "vector": [0, 1]}], partition_name="one")
    assert [row["id"] for row in client.query(name, filter="id > 0", partition_names=["one"])] == [2]
    hits = client.search(name, [[0.0, 0.0]], limit=5, partition_names=["_default"])[0]
    assert [hit["id"] for hit in hits] == [1]
    client.delete(name, filter="id > 0", partition_name="one")
    assert [row["id"] for row in client.query(name, filter="id > 0")] == [1]
    with pytest.raises(PartitionNotExistException):
        client.insert(name, {"id": 3, "vector": [0, 0]}, partition_name="nowhere")
    client.release_collection(name)
    client.drop_partition(name, "one")
    assert client.list_partitions(name) == ["_default"]


@pytest.mark.needs("alias")
def test_aliases(client: MilvusClient, name: str) -> None:
    alias, other = f"a_{name}", f"{name}_b"
    make(client, name)
    make(client, other)
    try:
        client.create_alias(name, alias)
        client.insert(alias, {"id": 1, "vector": [0, 0]})
        assert len(client.get(alias, ids=[1])) == 1
        assert client.describe_alias(alias)["collection_name"] == name
        client.alter_alias(other, alias)
        assert list(client.get(alias, ids=[1])) == []
        assert list(client.list_aliases(other)["aliases"]) == [alias]
        client.drop_alias(alias)
        assert list(client.list_aliases(other)["aliases"]) == []
    finally:
        with suppress(MilvusException):
            client.drop_alias(alias)
        client.drop_collection(other)


@pytest.fixture
def database(sync_client: MilvusClient, engine: Engine) -> Iterator[str]:
    fresh = f"db_{uuid.uuid4().hex[:8]}"
    sync_client.create_database(fresh)
    yield fresh
    with MilvusClient(uri=engine.uri, db_name=fresh) as inside:
        for each in inside.list_collections():
            inside.drop_collection(each)
    sync_client.drop_database(fresh)


@pytest.mark.needs("database")
def test_databases_are_apart(client: MilvusClient, engine: Engine, name: str, database: str) -> None:
    assert {"default", database} <= set(client.list_databases())
    make(client, name)
    with MilvusClient(uri=engine.uri, db_name=database) as inside:
        assert inside.list_collections() == []
        make(inside, "only_here")
        assert inside.list_collections() == ["only_here"]
        assert not client.has_collection("only_here")


@pytest.mark.needs("database")
def test_use_database(engine: Engine, database: str) -> None:
    with MilvusClient(uri=engine.uri) as client:
        client.use_database(database)
        make(client, "inside")
        assert client.list_collections() == ["inside"]
        client.use_database("default")
        assert "inside" not in client.list_collections()


def test_a_missing_collection_has_its_error(client: MilvusClient) -> None:
    for call in (
        lambda: client.describe_collection("t_missing"),
        lambda: client.search("t_missing", [[1.0]], limit=1),
        lambda: client.query("t_missing", filter="id == 1"),
        lambda: client.insert("t_missing", {"id": 1}),
        lambda: client.load_collection("t_missing"),
    ):
        with pytest.raises(CollectionNotExistException, match="t_missing"):
            call()


def test_drop_and_create_anew_with_another_schema(client: MilvusClient, name: str) -> None:
    """A described schema is not used beyond the collection's life."""
    make(client, name)
    client.insert(name, {"id": 1, "vector": [0, 0]})
    client.drop_collection(name)
    client.create_collection(name, dimension=3, consistency_level="Strong")
    client.insert(name, {"id": 1, "vector": [1, 2, 3]})
    assert len(client.get(name, ids=[1], output_fields=["vector"])[0]["vector"]) == 3


def test_schema_changed_by_another_client(client: MilvusClient, engine: Engine, name: str) -> None:
    make(client, name)
    client.insert(name, {"id": 1, "vector": [0, 0]})
    with MilvusClient(uri=engine.uri) as other:
        other.drop_collection(name)
        other.create_collection(name, dimension=3, consistency_level="Strong")
    # The server refuses the old dimension; the client then describes the collection again.
    with suppress(MilvusException):
        client.insert(name, {"id": 1, "vector": [1, 2, 3]})
    client.insert(name, {"id": 2, "vector": [1, 2, 3]})
    assert len(client.get(name, ids=[2])) == 1

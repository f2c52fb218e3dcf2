"""Insert, upsert, get, query and delete."""

import numpy as np
import pytest

from tests.fix_engines import Engine
from vectorm import DataType, MilvusClient, MilvusException

ALL_ENGINES = pytest.mark.engines("lite", "milvus", "lite25")


@pytest.fixture
def rows(client: MilvusClient, name: str) -> list[dict[str, object]]:
    """20 rows in the collection `name`, of a key, a vector and dynamic fields."""
    client.create_collection(name, dimension=4, metric_type="L2", consistency_level="Strong")
    made: list[dict[str, object]] = [
        {"id": i, "vector": [float(i), 0.0, 0.0, 1.0], "group": i % 3, "word": f"w{i}"} for i in range(20)
    ]
    client.insert(name, made)
    return made


def count(client: MilvusClient, name: str) -> int:
    return int(client.query(name, filter="", output_fields=["count(*)"])[0]["count(*)"])


@ALL_ENGINES
def test_insert_gives_keys_in_order(client: MilvusClient, name: str) -> None:
    client.create_collection(name, dimension=2, consistency_level="Strong")
    result = client.insert(name, [{"id": i, "vector": [i, i]} for i in (5, 3, 9)])
    assert (result["insert_count"], list(result["ids"])) == (3, [5, 3, 9])
    assert client.insert(name, {"id": 1, "vector": [0, 0]})["insert_count"] == 1
    assert count(client, name) == 4


@ALL_ENGINES
def test_auto_id(client: MilvusClient, name: str) -> None:
    client.create_collection(name, dimension=2, auto_id=True, consistency_level="Strong")
    keys = list(client.insert(name, [{"vector": [i, i]} for i in range(5)])["ids"])
    assert len(set(keys)) == 5
    assert {row["id"] for row in client.get(name, ids=keys)} == set(keys)


@pytest.mark.needs("varchar_auto_id")
def test_auto_id_of_text_keys(client: MilvusClient, name: str) -> None:
    client.create_collection(
        name, dimension=2, id_type="string", max_length=64, auto_id=True, consistency_level="Strong"
    )
    keys = list(client.insert(name, [{"vector": [i, i]} for i in range(3)])["ids"])
    assert len(set(keys)) == 3
    assert all(isinstance(key, str) for key in keys)


def test_get(client: MilvusClient, name: str, rows: list[dict[str, object]]) -> None:
    assert [row["word"] for row in client.get(name, ids=[3], output_fields=["word"])] == ["w3"]
    assert client.get(name, ids=7)[0]["word"] == "w7"
    assert {row["id"] for row in client.get(name, ids=[1, 1, 2, 99])} == {1, 2}
    assert len(client.get(name, ids=[1, 1, 2])) == 2
    assert list(client.get(name, ids=[])) == []


def test_query_filters(client: MilvusClient, name: str, rows: list[dict[str, object]]) -> None:
    def keys(filter: str) -> set[int]:
        return {int(row["id"]) for row in client.query(name, filter=filter, output_fields=["id"])}

    assert keys("id > 16") == {17, 18, 19}
    assert keys("group == 1 and id < 8") == {1, 4, 7}
    assert keys('word in ["w2", "w19", "nothing"]') == {2, 19}
    assert keys("not (id >= 2)") == {0, 1}
    assert keys('word like "w1%" and id < 12') == {1, 10, 11}


def test_query_limit_offset_and_output(client: MilvusClient, name: str, rows: list[dict[str, object]]) -> None:
    assert len(client.query(name, filter="id >= 0", limit=6)) == 6
    first = client.query(name, filter="id >= 0", limit=5, output_fields=["id"])
    rest = client.query(name, filter="id >= 0", limit=20, offset=5, output_fields=["id"])
    assert {row["id"] for row in first} | {row["id"] for row in rest} == set(range(20))
    assert set(client.query(name, filter="id == 2", output_fields=["word"])[0]) == {"id", "word"}
    everything = client.query(name, filter="id == 2", output_fields=["*"])[0]
    assert set(everything) == {"id", "vector", "group", "word"}
    assert np.array_equal(everything["vector"], [2.0, 0.0, 0.0, 1.0])


@pytest.mark.engines("lite", "milvus")
def test_upsert_replaces_and_adds(
    client: MilvusClient, engine: Engine, name: str, rows: list[dict[str, object]]
) -> None:
    changed = [{"id": 3, "vector": [9.0] * 4, "word": "new"}, {"id": 100, "vector": [8.0] * 4}]
    assert client.upsert(name, changed)["upsert_count"] == 2
    assert count(client, name) == 21
    row = client.get(name, ids=[3])[0]
    assert row["word"] == "new"
    assert ("group" not in row) == engine.can("upsert_replaces")


@pytest.mark.needs("partial_upsert")
def test_partial_upsert_keeps_the_other_fields(client: MilvusClient, name: str) -> None:
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("word", DataType.VARCHAR, max_length=20)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=2)
    index_params = client.prepare_index_params()
    index_params.add_index("vector", index_type="FLAT", metric_type="L2")
    client.create_collection(name, schema=schema, index_params=index_params)
    client.insert(name, {"id": 1, "word": "old", "vector": [1.0, 2.0]})
    client.upsert(name, {"id": 1, "word": "new"}, partial_update=True)
    row = client.get(name, ids=[1], output_fields=["*"])[0]
    assert (row["word"], list(row["vector"])) == ("new", [1.0, 2.0])


@ALL_ENGINES
def test_delete_by_key_and_by_filter(client: MilvusClient, name: str, rows: list[dict[str, object]]) -> None:
    client.delete(name, ids=[0, 1])
    client.delete(name, ids=2)
    client.delete(name, filter="id in [3, 4]")
    assert sorted(row["id"] for row in client.query(name, filter="id < 8", output_fields=["id"])) == [5, 6, 7]
    client.delete(name, ids=[])
    assert count(client, name) == 15


def test_delete_wants_keys_or_a_filter(client: MilvusClient, name: str, rows: list[dict[str, object]]) -> None:
    with pytest.raises(MilvusException):
        client.delete(name)
    assert count(client, name) == 20


def test_many_rows_in_one_call(client: MilvusClient, engine: Engine, name: str) -> None:
    """More than a message of gRPC's default limit of 4 MB, both ways."""
    client.create_collection(name, dimension=512, metric_type="L2", consistency_level="Strong")
    vectors = np.random.default_rng(5).random((4_000, 512), dtype=np.float32)
    result = client.insert(name, [{"id": i, "vector": vector} for i, vector in enumerate(vectors)])
    assert result["insert_count"] == 4_000
    found = client.query(name, filter="id >= 0", output_fields=["vector"], limit=4_000)
    assert len(found) == 4_000
    by_key = {row["id"]: row["vector"] for row in found}
    assert all(np.array_equal(np.asarray(by_key[i], np.float32), vectors[i]) for i in range(0, 4_000, 371))

"""What a client reads after it wrote."""

import pytest

from tests.fix_engines import Engine
from vectorm import MilvusClient

pytestmark = pytest.mark.engines("milvus")


@pytest.fixture
def bounded(client: MilvusClient, name: str) -> str:
    """A collection whose own level may miss the last writes."""
    client.create_collection(name, dimension=2, metric_type="L2", consistency_level="Bounded")
    return name


def test_session_level_reads_own_inserts(client: MilvusClient, bounded: str) -> None:
    for i in range(10):
        client.insert(bounded, {"id": i, "vector": [i, 0.0]})
        found = client.query(bounded, filter=f"id == {i}", output_fields=["id"], consistency_level="Session")
        assert [row["id"] for row in found] == [i]
        hits = client.search(bounded, [[i, 0.0]], limit=1, consistency_level="Session")[0]
        assert hits[0]["id"] == i


def test_session_level_reads_own_deletes(client: MilvusClient, bounded: str) -> None:
    client.insert(bounded, [{"id": i, "vector": [i, 0.0]} for i in range(10)])
    for i in range(10):
        client.delete(bounded, ids=[i])
        assert not client.query(bounded, filter=f"id == {i}", output_fields=["id"], consistency_level="Session")


def test_strong_level_reads_the_writes_of_others(client: MilvusClient, bounded: str, engine: Engine) -> None:
    with MilvusClient(uri=engine.uri) as other:
        for i in range(3):
            other.insert(bounded, {"id": i, "vector": [i, 0.0]})
            assert len(client.query(bounded, filter="id >= 0", limit=10, consistency_level="Strong")) == i + 1


def test_levels_by_number_and_name(client: MilvusClient, bounded: str) -> None:
    client.insert(bounded, {"id": 1, "vector": [0.0, 0.0]})
    for level in ("Strong", 0):
        assert client.query(bounded, filter="id == 1", consistency_level=level)

"""The first key of a hit is the primary key field's name where the server tells it, as with PyMilvus, else "id"."""

from tests.fix_engines import Engine
from vectorm import DataType, MilvusClient


def test_first_key_of_a_hit(client: MilvusClient, engine: Engine, name: str) -> None:
    schema = client.create_schema()
    schema.add_field("pk", DataType.INT64, is_primary=True)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=2)
    index = client.prepare_index_params("v", index_type="FLAT", metric_type="L2")
    client.create_collection(name, schema=schema, index_params=index)
    client.insert(name, [{"pk": 7, "v": [0.0, 1.0]}])
    hit = client.search(name, [[0.0, 1.0]], limit=1, consistency_level="Strong")[0][0]
    first = "pk" if engine.name == "lite" else "id"
    assert list(hit) == [first, "distance", "entity"]
    assert (hit.id, hit.pk, hit[first]) == (7, 7, 7)

"""Collections."""

from typing import Any

from tests.pymilvus.wire.harness import Cases
from tests.pymilvus.wire.schemas import SCHEMAS

CASES = Cases(__name__)


def add_creation(name: str) -> None:
    """A case that creates the collection of that name."""

    def create(lib: Any, client: Any) -> None:
        client.create_collection(name, schema=SCHEMAS[name](lib))

    create.__name__ = f"create_{name}"
    CASES.client(create)


for each in SCHEMAS:
    add_creation(each)


@CASES.client
def create_quick(lib: Any, client: Any) -> None:
    client.create_collection("quick", 8)


@CASES.client
def create_quick_with_text_keys(lib: Any, client: Any) -> None:
    client.create_collection(
        "quick",
        8,
        primary_field_name="key",
        id_type="string",
        vector_field_name="v",
        metric_type="L2",
        auto_id=True,
        max_length=64,
        consistency_level="Strong",
        num_shards=2,
    )


@CASES.client
def create_with_options(lib: Any, client: Any) -> None:
    client.create_collection(
        "many",
        schema=SCHEMAS["keyed"](lib),
        num_shards=3,
        num_partitions=32,
        consistency_level="Session",
        properties={"collection.ttl.seconds": 100, "mmap.enabled": True, "partitionkey.isolation": "true"},
    )


@CASES.client
def create_with_indexes(lib: Any, client: Any) -> None:
    indexes = client.prepare_index_params()
    indexes.add_index("vector", index_type="HNSW", metric_type="IP", params={"M": 8, "efConstruction": 64})
    client.create_collection("plain", schema=SCHEMAS["plain"](lib), index_params=indexes)


@CASES.client
def create_with_field_options(lib: Any, client: Any) -> None:
    schema = client.create_schema(description="films", enable_dynamic_field=True, partition_key_field="tenant")
    schema.add_field("id", lib.DataType.VARCHAR, is_primary=True, max_length=36, description="a uuid")
    schema.add_field("tenant", lib.DataType.INT64)
    schema.add_field("title", lib.DataType.VARCHAR, max_length=10, mmap_enabled=True)
    schema.add_field("vector", lib.DataType.FLOAT_VECTOR, dim=4, mmap_enabled=False)
    client.create_collection("films", schema=schema)


@CASES.client
def drop(lib: Any, client: Any) -> None:
    client.drop_collection("plain")


@CASES.client
def describe(lib: Any, client: Any) -> None:
    client.describe_collection("plain")


@CASES.client
def has(lib: Any, client: Any) -> None:
    assert client.has_collection("plain")
    assert not client.has_collection("missing")


@CASES.client
def list_all(lib: Any, client: Any) -> None:
    client.list_collections()


@CASES.client
def rename(lib: Any, client: Any) -> None:
    client.rename_collection("plain", "simple")
    client.rename_collection("plain", "simple", "archive")


@CASES.client
def stats(lib: Any, client: Any) -> None:
    client.get_collection_stats("plain")


@CASES.client
def truncate(lib: Any, client: Any) -> None:
    client.truncate_collection("plain")


@CASES.client
def properties(lib: Any, client: Any) -> None:
    client.alter_collection_properties("plain", {"collection.ttl.seconds": 60, "mmap.enabled": False})
    client.drop_collection_properties("plain", ["collection.ttl.seconds", "mmap.enabled"])


@CASES.orm
def orm_create(lib: Any) -> None:
    fields = [
        lib.FieldSchema("id", lib.DataType.INT64, is_primary=True, auto_id=True, description="key"),
        lib.FieldSchema("title", lib.DataType.VARCHAR, max_length=100, default_value="untitled"),
        lib.FieldSchema("vector", lib.DataType.FLOAT_VECTOR, dim=2),
    ]
    schema = lib.CollectionSchema(fields, description="films", enable_dynamic_field=True)
    lib.Collection(
        "films", schema, shards_num=2, consistency_level="Eventually", properties={"collection.ttl.seconds": 5}
    )


@CASES.orm
def orm_open(lib: Any) -> None:
    lib.Collection("auto")


@CASES.orm
def orm_drop(lib: Any) -> None:
    lib.Collection("plain").drop()


@CASES.orm
def orm_properties(lib: Any) -> None:
    collection = lib.Collection("plain")
    collection.set_properties({"collection.ttl.seconds": 60})


@CASES.orm
def orm_numbers(lib: Any) -> None:
    collection = lib.Collection("plain")
    assert collection.num_shards == 1
    assert collection.num_entities == 0
    assert collection.is_empty
    collection.describe()


@CASES.orm
def orm_of_data_frame(lib: Any) -> None:
    import pandas as pd

    frame = pd.DataFrame({"key": [1, 2], "title": ["a", "b"], "vector": [[0.1, 0.2], [0.3, 0.4]]})
    lib.Collection.construct_from_dataframe("films", frame, primary_field="key")


@CASES.orm
def orm_truncate(lib: Any) -> None:
    lib.Collection("plain").truncate()


@CASES.orm
def utility(lib: Any) -> None:
    lib.utility.truncate_collection("plain")
    assert lib.utility.has_collection("plain")
    assert not lib.utility.has_collection("missing")
    lib.utility.list_collections()
    lib.utility.rename_collection("plain", "simple", "archive")
    lib.utility.drop_collection("plain")

"""The flow of the connections / Collection tutorials: connect, create, insert, index, search, query, delete, drop."""

import random
import sys

from vectorm import Collection, CollectionSchema, DataType, FieldSchema, connections, utility

URI = sys.argv[1]
NAME = "congruence_collection"
DIM = 8


def mine(names: list[str]) -> list[str]:
    return sorted(name for name in names if name.startswith("congruence"))


print("1. connections")
connections.connect(uri=URI)
connections.connect("second", uri=URI)
if URI.startswith("http"):
    host, port = URI.removeprefix("http://").split(":")
    connections.connect(alias="by_host", host=host, port=port)
    print(
        utility.get_server_version(using="by_host"),
        connections.get_connection_addr("by_host")["address"] == f"{host}:{port}",
    )
    connections.disconnect("by_host")
    connections.remove_connection("by_host")
print(sorted(alias for alias, _ in connections.list_connections()), connections.has_connection("second"))
print(connections.has_connection("nowhere"), connections.get_connection_addr("nowhere"))
print(utility.get_server_version())
print(mine(utility.list_collections(using="second")), utility.has_collection(NAME))

print("2. schema")
schema = CollectionSchema(
    [
        FieldSchema("id", DataType.INT64, is_primary=True, auto_id=True),
        FieldSchema("number", DataType.INT32),
        FieldSchema("word", DataType.VARCHAR, max_length=64),
        FieldSchema("embedding", DataType.FLOAT_VECTOR, dim=DIM),
    ],
    description="a collection of the tutorial",
)
collection = Collection(NAME, schema, consistency_level="Strong")
print(collection.name, collection.description, collection.is_empty, collection.num_entities)
print(collection.primary_field.name, collection.schema.auto_id, [field.name for field in collection.schema.fields])
print([(f.name, f.dtype.name, f.params, f.is_primary, f.auto_id) for f in Collection(NAME).schema.fields])
print(mine(utility.list_collections()), utility.has_collection(NAME, using="second"))

print("3. insert by columns")
generator = random.Random(7)
numbers = list(range(200))
words = [f"word {number % 10}" for number in numbers]
vectors = [[generator.random() for _ in range(DIM)] for _ in numbers]
result = collection.insert([numbers, words, vectors])
keys = list(result.primary_keys)
print(result.insert_count, len(keys), len(set(keys)), result.succ_count, result.err_count)
collection.flush()
print(collection.num_entities, collection.is_empty)

print("4. index")
collection.create_index(
    "embedding", {"index_type": "IVF_FLAT", "metric_type": "L2", "params": {"nlist": 16}}, index_name="by_vector"
)
utility.wait_for_index_building_complete(NAME, index_name="by_vector")
print(collection.has_index(index_name="by_vector"), collection.has_index())
index = collection.indexes[0]
print(
    index.field_name, index.index_name, index.params["index_type"], index.params["metric_type"], index.params["params"]
)
progress = utility.index_building_progress(NAME, index_name="by_vector")
print(progress["total_rows"], progress["indexed_rows"], progress["pending_index_rows"])

print("5. load")
collection.load()
utility.wait_for_loading_complete(NAME)
print(utility.loading_progress(NAME))

print("6. search")
found = collection.search(
    vectors[:3], "embedding", {"metric_type": "L2", "params": {"nprobe": 16}}, limit=5, output_fields=["number", "word"]
)
print(len(found), [len(hits) for hits in found])
for hits in found:
    print([keys.index(key) for key in hits.ids], [round(distance, 4) for distance in hits.distances])
    for hit in hits:
        print(
            keys.index(hit.id),
            round(hit.distance, 4),
            hit.entity.get("number"),
            hit.entity.get("word"),
            hit.entity.get("nothing"),
        )
    print(keys.index(hits[0]["id"]), hits[0]["distance"] == hits[0].distance)
filtered = collection.search(
    vectors[:1], "embedding", {"metric_type": "L2", "params": {"nprobe": 16}}, limit=3, expr="number > 100"
)
print([keys.index(hit.id) for hit in filtered[0]])

print("7. query")
rows = collection.query(f"id in [{keys[3]}, {keys[4]}]", output_fields=["number", "word", "embedding"])
for row in sorted(rows, key=lambda row: row["number"]):
    print(keys.index(row["id"]), row["number"], row["word"], [round(float(x), 4) for x in row["embedding"]])
print(collection.query("number >= 0", output_fields=["count(*)"]))
print(sorted(row["number"] for row in collection.query("number > 190", output_fields=["number"])))
print(len(collection.query("number >= 0", limit=7, offset=3)))

print("8. delete")
deleted = collection.delete(f"id in [{keys[0]}, {keys[1]}]")
print(deleted.delete_count)
print(collection.query(f"id in [{keys[0]}, {keys[1]}, {keys[2]}]", output_fields=["number"])[0]["number"])
print(collection.query("number >= 0", output_fields=["count(*)"]))

print("9. release, disconnect, drop")
collection.release()
collection.drop_index(index_name="by_vector")
print(collection.has_index(), collection.indexes)
utility.rename_collection(NAME, NAME + "_2")
print(mine(utility.list_collections()))
utility.drop_collection(NAME + "_2")
print(utility.has_collection(NAME + "_2"), mine(utility.list_collections()))
connections.disconnect("second")
connections.disconnect("default")
print(connections.has_connection("default"))

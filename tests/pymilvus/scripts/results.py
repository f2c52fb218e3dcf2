"""The shapes of results: mutation results, hits, rows, schemas, indexes."""

import sys

from vectorm import Collection, CollectionSchema, DataType, FieldSchema, Index, MilvusClient, Partition, connections

URI = sys.argv[1]
NAME = "congruence_results"
connections.connect(uri=URI)
client = MilvusClient(uri=URI)

print("1. schema objects")
key = FieldSchema("id", DataType.INT64, is_primary=True, description="the key")
text = FieldSchema("text", DataType.VARCHAR, max_length=50)
flag = FieldSchema("flag", dtype=DataType.BOOL)
vector = FieldSchema("v", DataType.FLOAT_VECTOR, dim=3)
schema = CollectionSchema([key, text, flag, vector], description="shapes", enable_dynamic_field=True)
print(key.name, key.dtype.name, key.description, key.is_primary, key.auto_id, key.params, vector.params, text.params)
print(sorted(key.to_dict()), sorted(schema.to_dict()), schema.enable_dynamic_field, schema.primary_field == key)
print(key == FieldSchema("id", DataType.INT64, is_primary=True, description="the key"), key == text)

print("2. mutation results")
collection = Collection(NAME, schema, consistency_level="Strong")
rows = [{"id": i, "text": f"t{i}", "flag": i % 2 == 0, "v": [i, 1.0, 0.0], "extra": {"n": i}} for i in range(6)]
inserted = collection.insert(rows)
print(inserted.insert_count, inserted.upsert_count, inserted.delete_count, inserted.succ_count, inserted.err_count)
print(list(inserted.primary_keys), inserted.succ_index == list(range(6)), inserted.err_index)
upserted = collection.upsert(rows[:2])
print(upserted.upsert_count, list(upserted.primary_keys))
print(Collection(NAME).insert([[10, 11], ["a", "b"], [True, False], [[1, 2, 3], [4, 5, 6]]]).insert_count)
collection.flush()
print(collection.num_entities > 0, collection.schema.enable_dynamic_field, [p.name for p in collection.partitions])

print("3. indexes")
Index(collection, "v", {"index_type": "FLAT", "metric_type": "L2", "params": {}})
found = collection.index()
print(found.field_name, found.params["index_type"], found.params["metric_type"], len(collection.indexes))
collection.load()

print("4. hits")
results = collection.search(
    [[2.0, 1.0, 0.0]], "v", {"metric_type": "L2", "params": {}}, limit=3, output_fields=["text", "extra"]
)
hits = results[0]
print(len(results), len(hits), list(hits.ids), [round(x, 3) for x in hits.distances])
best = hits[0]
print(
    best.id,
    best.distance,
    best.score,
    best.get("text"),
    best.entity.get("text"),
    best["entity"]["text"],
    best.fields["text"],
)
print(
    best["distance"],
    best["id"],
    best.to_dict()["entity"]["text"],
    "extra" in best.fields,
    best.get("nothing", "default"),
)
print([hit.id for query in results for hit in query], [hit.id for hit in hits[1:]])
print(list in type(results).mro(), list in type(hits).mro(), dict in type(best).mro())

print("5. rows")
answer = collection.query("id in [1, 2]", output_fields=["*"])
print(
    len(answer),
    list in type(answer).mro(),
    dict in type(answer[0]).mro(),
    sorted(answer[0]),
    answer[0]["extra"],
    answer[0]["flag"],
)
print(
    type(answer[0]["v"]).__name__,
    type(answer[0]["v"][0]).__name__,
    type(answer[0]["id"]).__name__,
    list(answer[1]["v"]),
)
print([row["text"] for row in client.get(NAME, ids=[3], output_fields=["text"])])
print(client.query(NAME, filter="id == 99"), len(client.search(NAME, [[0.0, 0.0, 0.0]], filter="id == 99")[0]))

print("6. descriptions")
described = client.describe_collection(NAME)
print(
    sorted(
        set(described)
        & {
            "collection_name",
            "auto_id",
            "num_shards",
            "description",
            "fields",
            "functions",
            "aliases",
            "consistency_level",
            "properties",
            "num_partitions",
            "enable_dynamic_field",
        }
    )
)
print(sorted(described["fields"][0]), described["fields"][0]["field_id"] >= 0)
deleted = collection.delete("id in [1]")
print(
    deleted.delete_count,
    Partition(collection, "_default").name,
    repr(Partition(collection, "_default")).startswith("{"),
)
print(client.list_partitions(NAME), client.get_partition_stats(NAME, "_default").keys())
collection.drop()

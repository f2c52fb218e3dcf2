"""The flow of the MilvusClient tutorials: quick set-up, schema, insert, upsert, search, query, get, delete, drop."""

import random
import sys

from vectorm import DataType, MilvusClient

URI = sys.argv[1]
QUICK, CUSTOM = "congruence_quick", "congruence_custom"
generator = random.Random(3)


def vector(dim: int = 5) -> list[float]:
    return [generator.random() for _ in range(dim)]


def mine(names: list[str]) -> list[str]:
    return sorted(name for name in names if name.startswith("congruence"))


client = MilvusClient(uri=URI)
print(mine(client.list_collections()), client.has_collection(QUICK))

print("1. quick set-up")
client.create_collection(QUICK, dimension=5, consistency_level="Strong")
described = client.describe_collection(QUICK)
print(described["collection_name"], described["auto_id"], described["enable_dynamic_field"], described["num_shards"])
for field in described["fields"]:
    print(field["name"], field["type"].name, field["params"], field.get("is_primary", False))
print(client.list_indexes(QUICK), client.get_load_state(QUICK)["state"].name)

print("2. insert with dynamic fields")
rows = [{"id": i, "vector": vector(), "color": ["red", "green", "blue"][i % 3], "size": i / 2} for i in range(30)]
result = client.insert(QUICK, rows)
print(result["insert_count"], list(result["ids"]))
print(dict(client.upsert(QUICK, [{"id": 1, "vector": vector(), "color": "black"}]))["upsert_count"])

print("3. search")
hits = client.search(QUICK, [rows[5]["vector"], rows[6]["vector"]], limit=3, output_fields=["color", "size"])
for query in hits:
    for hit in query:
        print(hit["id"], round(hit["distance"], 4), hit["entity"]["color"], hit["entity"]["size"])
hits = client.search(QUICK, [rows[5]["vector"]], filter='color == "red" and size > 3', limit=4, output_fields=["*"])
for hit in hits[0]:
    print(hit["id"], round(hit["distance"], 4), sorted(hit["entity"]))
hits = client.search(
    QUICK, [rows[5]["vector"]], limit=50, search_params={"params": {"radius": 0.8, "range_filter": 1.1}}
)
print([hit["id"] for hit in hits[0]])

print("4. query and get")
found = client.query(QUICK, filter='color == "black"', output_fields=["id", "color", "vector"])
print(len(found), found[0]["id"], found[0]["color"], len(found[0]["vector"]), type(found[0]["id"]).__name__)
print(client.query(QUICK, filter="id in [3, 4]", output_fields=["size"]))
print(
    [sorted(row) for row in client.get(QUICK, ids=[7, 8], output_fields=["color"])],
    client.get(QUICK, ids=9)[0]["color"],
)
print(client.query(QUICK, filter="", output_fields=["count(*)"]), client.query(QUICK, ids=[2], output_fields=["color"]))
print(len(client.query(QUICK, filter="id >= 0", limit=4)), client.get_collection_stats(QUICK)["row_count"] >= 0)

print("5. delete")
deleted = client.delete(QUICK, ids=[0, 2])
print(deleted if isinstance(deleted, list) else deleted["delete_count"], client.get(QUICK, ids=[0, 2]))
client.delete(QUICK, filter='color == "blue"')
print(client.query(QUICK, filter="", output_fields=["count(*)"]))

print("6. schema and index params")
schema = client.create_schema(auto_id=False, enable_dynamic_field=False, description="with a schema")
schema.add_field("name", DataType.VARCHAR, is_primary=True, max_length=32)
schema.add_field("year", DataType.INT16)
schema.add_field("rate", DataType.DOUBLE)
schema.add_field("tags", DataType.ARRAY, element_type=DataType.VARCHAR, max_capacity=4, max_length=16)
schema.add_field("info", DataType.JSON)
schema.add_field("dense", DataType.FLOAT_VECTOR, dim=4)
params = client.prepare_index_params()
params.add_index(
    "dense", index_type="HNSW", metric_type="COSINE", index_name="dense_index", params={"M": 8, "efConstruction": 64}
)
client.create_collection(CUSTOM, schema=schema, index_params=params, consistency_level="Strong")
print(client.describe_collection(CUSTOM)["description"], mine(client.list_collections()))
for field in client.describe_collection(CUSTOM)["fields"]:
    print(field["name"], field["type"].name, sorted(field["params"].items(), key=str))
index = client.describe_index(CUSTOM, "dense_index")
assert index
print(index["field_name"], index["index_type"], index["metric_type"])
client.insert(
    CUSTOM,
    [
        {
            "name": f"n{i}",
            "year": 2000 + i,
            "rate": i / 3,
            "tags": ["a", f"t{i}"],
            "info": {"i": i, "deep": [1, {"x": None}]},
            "dense": vector(4),
        }
        for i in range(10)
    ],
)
client.flush(CUSTOM)
print(client.get_collection_stats(CUSTOM))
for row in client.query(CUSTOM, filter='name in ["n2", "n3"]', output_fields=["name", "year", "rate", "tags", "info"]):
    print(row["name"], row["year"], round(row["rate"], 6), list(row["tags"]), row["info"])
hits = client.search(
    CUSTOM, [vector(4)], anns_field="dense", limit=3, output_fields=["year"], search_params={"params": {"ef": 32}}
)
print([(hit.id, round(hit["distance"], 4), hit["entity"]["year"]) for hit in hits[0]])

print("7. release, load, rename, drop")
client.release_collection(CUSTOM)
print(client.get_load_state(CUSTOM)["state"].name)
client.load_collection(CUSTOM)
print(client.get_load_state(CUSTOM)["state"].name)
client.rename_collection(CUSTOM, CUSTOM + "_2")
print(client.has_collection(CUSTOM), client.has_collection(CUSTOM + "_2"))
for name in (QUICK, CUSTOM + "_2"):
    client.drop_collection(name)
client.drop_collection("congruence_never_there")
print(mine(client.list_collections()))
client.close()

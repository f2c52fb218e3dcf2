"""The PyMilvus tutorial flow on `MilvusClient`, with the import changed.

    python examples/tutorial_client.py                          # Milvus Lite, ./tutorial.db
    python examples/tutorial_client.py http://localhost:19530   # a Milvus server

Replace `vectorm` by `pymilvus` in the import, and it prints the same.
"""

import sys

import numpy as np

from vectorm import DataType, MilvusClient

URI = sys.argv[1] if len(sys.argv) > 1 else "./tutorial.db"
QUICK, FILMS = "tutorial_quick", "tutorial_films"
random = np.random.default_rng(2)


def vector(dim: int) -> list[float]:
    return [float(x) for x in random.random(dim)]


client = MilvusClient(uri=URI)
for name in (QUICK, FILMS):
    client.drop_collection(name)

# Quick set-up: a key `id`, a field `vector`, an index, loaded; further keys of a row are stored as they are.
client.create_collection(QUICK, dimension=8, consistency_level="Strong")
rows = [{"id": i, "vector": vector(8), "color": ["red", "green", "blue"][i % 3]} for i in range(500)]
print("inserted:", client.insert(QUICK, rows)["insert_count"])

# Search, with and without a filter.
found = client.search(QUICK, [rows[7]["vector"]], limit=3, output_fields=["color"])
print("near:", [(hit["id"], round(hit["distance"], 3), hit["entity"]["color"]) for hit in found[0]])
found = client.search(QUICK, [rows[7]["vector"]], filter='color == "red"', limit=3, output_fields=["color"])
print("near and red:", [(hit["id"], hit["entity"]["color"]) for hit in found[0]])

# Upsert replaces the row of a key; get reads by key; query reads by filter.
client.upsert(QUICK, [{"id": 7, "vector": vector(8), "color": "violet"}])
print("got:", client.get(QUICK, ids=[7], output_fields=["color"])[0]["color"])
print("violet:", [row["id"] for row in client.query(QUICK, filter='color == "violet"', output_fields=["id"])])

# Delete by key and by filter.
client.delete(QUICK, ids=[0, 1])
client.delete(QUICK, filter='color == "green"')
print("green left:", client.query(QUICK, filter='color == "green"', output_fields=["count(*)"])[0]["count(*)"])

# A schema and an index of one's own.
schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
schema.add_field("title", DataType.VARCHAR, is_primary=True, max_length=100)
schema.add_field("year", DataType.INT64)
schema.add_field("plot", DataType.FLOAT_VECTOR, dim=4)
index_params = client.prepare_index_params()
index_params.add_index("plot", index_type="HNSW", metric_type="COSINE", params={"M": 16, "efConstruction": 100})
client.create_collection(FILMS, schema=schema, index_params=index_params, consistency_level="Strong")
client.insert(FILMS, [{"title": f"Film {i}", "year": 1950 + i, "plot": vector(4)} for i in range(50)])
found = client.search(FILMS, [vector(4)], anns_field="plot", filter="year >= 1980", limit=2, output_fields=["year"])
print("films:", [(hit.id, hit["entity"]["year"]) for hit in found[0]])
print("by title:", client.get(FILMS, ids=["Film 3"], output_fields=["year"])[0]["year"])

# A partition holds a part of the rows.
client.create_partition(FILMS, "silent")
client.insert(FILMS, [{"title": "Nosferatu", "year": 1922, "plot": vector(4)}], partition_name="silent")
rows_there = client.query(FILMS, filter="year < 1930", partition_names=["silent"], output_fields=["title"])
print("silent:", [row["title"] for row in rows_there])

for name in (QUICK, FILMS):
    client.drop_collection(name)
print("dropped:", not client.has_collection(QUICK))
client.close()

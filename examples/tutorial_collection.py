"""The PyMilvus tutorial flow on `connections` and `Collection`, with the import changed.

    python examples/tutorial_collection.py                          # Milvus Lite, ./tutorial.db
    python examples/tutorial_collection.py http://localhost:19530   # a Milvus server

Replace `vectorm` by `pymilvus` in the import, and it prints the same.
"""

import sys

import numpy as np

from vectorm import Collection, CollectionSchema, DataType, FieldSchema, connections, utility

URI = sys.argv[1] if len(sys.argv) > 1 else "./tutorial.db"
NAME, DIM = "tutorial_books", 16
random = np.random.default_rng(1)

# Connect. Every call takes `using=` to name another alias than "default".
connections.connect(alias="default", uri=URI)
print("aliases:", [alias for alias, _ in connections.list_connections()])
if utility.has_collection(NAME):
    utility.drop_collection(NAME)

# A collection: the server makes the keys.
fields = [
    FieldSchema("id", DataType.INT64, is_primary=True, auto_id=True),
    FieldSchema("title", DataType.VARCHAR, max_length=100),
    FieldSchema("pages", DataType.INT64),
    FieldSchema("embedding", DataType.FLOAT_VECTOR, dim=DIM),
]
books = Collection(NAME, CollectionSchema(fields, description="books of the tutorial"), consistency_level="Strong")
print("created:", books.name, "|", [field.name for field in books.schema.fields])

# Insert by columns, in the order of the fields without the key.
titles = [f"Book {i}" for i in range(1000)]
pages = random.integers(50, 900, len(titles)).tolist()
embeddings = random.random((len(titles), DIM)).tolist()
inserted = books.insert([titles, pages, embeddings])
books.flush()
print("inserted:", inserted.insert_count, "| stored:", books.num_entities)

# Index and load: a collection is searched in memory.
books.create_index("embedding", {"index_type": "IVF_FLAT", "metric_type": "L2", "params": {"nlist": 64}})
books.load()
print("index:", books.indexes[0].field_name, books.indexes[0].params["index_type"], "|", utility.loading_progress(NAME))

# Search the nearest books to two of them, and among the long ones only.
search_params = {"metric_type": "L2", "params": {"nprobe": 64}}
for hits in books.search(embeddings[:2], "embedding", search_params, limit=3, output_fields=["title", "pages"]):
    print("near:", [(hit.entity.get("title"), round(hit.distance, 3)) for hit in hits])
long_ones = books.search(
    embeddings[:1], "embedding", search_params, limit=3, expr="pages > 800", output_fields=["pages"]
)
print("near and long:", [(hit.entity.get("pages"), round(hit.distance, 3)) for hit in long_ones[0]])

# Query by key, delete by key.
first, second = inserted.primary_keys[0], inserted.primary_keys[1]
rows = books.query(f"id in [{first}, {second}]", output_fields=["title"])
print("queried:", sorted(row["title"] for row in rows))
books.delete(f"id in [{first}]")
print("left:", [row["title"] for row in books.query(f"id in [{first}, {second}]", output_fields=["title"])])

# Release the memory, drop, disconnect.
books.release()
utility.drop_collection(NAME)
print("dropped:", not utility.has_collection(NAME))
connections.disconnect("default")

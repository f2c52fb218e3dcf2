"""Hybrid search of two vector fields, and full-text search; for engines that have them."""

import random
import sys
from typing import Any

from vectorm import (
    AnnSearchRequest,
    Collection,
    DataType,
    Function,
    FunctionType,
    MilvusClient,
    RRFRanker,
    WeightedRanker,
    connections,
)

URI = sys.argv[1]
NAME = "congruence_hybrid"
generator = random.Random(5)
client = MilvusClient(uri=URI)
schema = client.create_schema(enable_dynamic_field=False)
schema.add_field("id", DataType.INT64, is_primary=True)
schema.add_field("text", DataType.VARCHAR, max_length=200, enable_analyzer=True, enable_match=True)
schema.add_field("dense", DataType.FLOAT_VECTOR, dim=4)
schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
schema.add_field("note", DataType.VARCHAR, max_length=20, nullable=True)
schema.add_field("grade", DataType.INT64, default_value=7)
schema.add_function(Function("bm25", FunctionType.BM25, ["text"], ["sparse"]))
params = client.prepare_index_params()
params.add_index("dense", index_type="FLAT", metric_type="COSINE")
params.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
client.create_collection(NAME, schema=schema, index_params=params)
words = ["red fox", "quick brown fox", "lazy dog", "red dog and brown dog", "nothing at all", "a fox, a dog, a fox"]
rows: list[dict[str, Any]] = [
    {"id": i, "text": text, "dense": [generator.random() for _ in range(4)]} for i, text in enumerate(words)
]
rows[0]["note"] = "first"
rows[1]["note"] = None
rows[2]["grade"] = 1
print(client.insert(NAME, rows[:1])["insert_count"], client.insert(NAME, rows[1:2])["insert_count"])
for row in rows[2:]:
    client.insert(NAME, [row])
print([f["name"] for f in client.describe_collection(NAME)["functions"]])
print(
    sorted(
        (row["id"], row["note"], row["grade"])
        for row in client.query(NAME, filter="id >= 0", output_fields=["note", "grade"])
        if row["note"]
    )
)
print(
    sorted(
        (row["id"], row["note"] is None, row["grade"])
        for row in client.query(NAME, filter="id >= 0", output_fields=["note", "grade"])
    )
)
print(sorted(row["id"] for row in client.query(NAME, filter="note is null", output_fields=["id"])))

print("1. full text")
hits = client.search(NAME, ["fox"], anns_field="sparse", limit=5, output_fields=["text"])
print([(hit["id"], round(hit["distance"], 3), hit["entity"]["text"]) for hit in hits[0]])
print(sorted(row["id"] for row in client.query(NAME, filter='text_match(text, "dog")', output_fields=["id"])))

print("2. hybrid")
dense = AnnSearchRequest([rows[0]["dense"]], "dense", {"metric_type": "COSINE"}, limit=5)
sparse = AnnSearchRequest(["brown fox"], "sparse", {"metric_type": "BM25"}, limit=5, expr="id > 0")
for ranker in (RRFRanker(), RRFRanker(10), WeightedRanker(0.8, 0.3)):
    hits = client.hybrid_search(NAME, [dense, sparse], ranker, limit=4, output_fields=["text"])
    print([(hit["id"], round(hit["distance"], 4), hit["entity"]["text"]) for hit in hits[0]])
connections.connect(uri=URI)
for hits_of_query in Collection(NAME).hybrid_search([dense, sparse], RRFRanker(), limit=3, output_fields=["text"]):
    print([(hit.id, round(hit.distance, 4), hit.entity.get("text")) for hit in hits_of_query])

print("3. group by")
hits = client.search(
    NAME, [rows[0]["dense"]], anns_field="dense", limit=6, group_by_field="grade", output_fields=["grade"]
)
print(sorted((hit["id"], hit["entity"]["grade"]) for hit in hits[0]))
client.drop_collection(NAME)

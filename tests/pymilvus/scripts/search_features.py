"""Rankers as functions, function chains, groups of several hits, times in a zone; for engines that have them."""

import random
import sys
from importlib import import_module
from typing import Any

from vectorm import (
    AnnSearchRequest,
    Collection,
    DataType,
    Function,
    FunctionChain,
    FunctionChainStage,
    FunctionScore,
    FunctionType,
    MilvusClient,
    connections,
)

# By its name, so that both libraries' are tried.
chains: Any = import_module(f"{FunctionChain.__module__.partition('.')[0]}.function_chain")
col, fn = chains.col, chains.fn

URI = sys.argv[1]
NAME = "congruence_features"
generator = random.Random(8)
client = MilvusClient(uri=URI)
schema = client.create_schema(enable_dynamic_field=False)
schema.add_field("id", DataType.INT64, is_primary=True)
schema.add_field("year", DataType.INT64)
schema.add_field("color", DataType.VARCHAR, max_length=20)
schema.add_field("at", DataType.TIMESTAMPTZ)
schema.add_field("dense", DataType.FLOAT_VECTOR, dim=4)
schema.add_field("other", DataType.FLOAT_VECTOR, dim=4)
params = client.prepare_index_params()
params.add_index("dense", index_type="FLAT", metric_type="COSINE")
params.add_index("other", index_type="FLAT", metric_type="L2")
client.create_collection(NAME, schema=schema, index_params=params)


def vector() -> list[float]:
    return [generator.random() for _ in range(4)]


rows: list[dict[str, Any]] = [
    {
        "id": i,
        "year": 2000 + i,
        "color": ["red", "green", "blue"][i % 3],
        "at": f"2026-01-{i + 1:02d}T23:30:00Z",
        "dense": vector(),
        "other": vector(),
    }
    for i in range(30)
]
client.insert(NAME, rows)
query = [rows[0]["dense"]]


def show(hits: Any) -> None:
    print([(hit["id"], round(hit["distance"], 4), hit["entity"].get("color")) for hit in hits[0]])


def decay(curve: str, **more: Any) -> Function:
    settings = {"reranker": "decay", "function": curve, "origin": 2010, "scale": 5, "offset": 1, "decay": 0.4, **more}
    return Function("fresh", FunctionType.RERANK, ["year"], params=settings)


boost = Function("new", FunctionType.RERANK, [], params={"reranker": "boost", "filter": "year > 2020", "weight": 1.5})
red = Function("red", FunctionType.RERANK, [], params={"reranker": "boost", "filter": 'color == "red"', "weight": 0.5})

print("1. rankers")
for ranker in (
    decay("gauss"),
    decay("exp"),
    decay("linear"),
    boost,
    FunctionScore([boost, red], {"boost_mode": "Sum"}),
):
    show(client.search(NAME, query, anns_field="dense", limit=6, ranker=ranker, output_fields=["color"]))
    show(client.search(NAME, query, anns_field="other", limit=6, ranker=ranker, offset=1))
connections.connect(uri=URI)
found = Collection(NAME).search(query, "dense", {"metric_type": "COSINE"}, 4, ranker=boost)
print([(hit.id, round(hit.distance, 4)) for hit in found[0]])

print("2. rankers of hybrid searches")
arms = [
    AnnSearchRequest(query, "dense", {"metric_type": "COSINE"}, limit=20),
    AnnSearchRequest([rows[1]["other"]], "other", {"metric_type": "L2"}, limit=20, expr="year > 2003"),
]
rrf = Function("rrf", FunctionType.RERANK, [], params={"reranker": "rrf", "k": 30})
weighted = Function("w", FunctionType.RERANK, [], params={"reranker": "weighted", "weights": [0.3, 0.7]})
for ranker in (rrf, weighted, decay("gauss"), decay("exp", score_mode="sum")):
    show(client.hybrid_search(NAME, arms, ranker, limit=5, output_fields=["color"]))

print("3. chains")
chain = (
    FunctionChain(FunctionChainStage.L2_RERANK, name="fresh and near")
    .map("fresh", fn.decay(col("year"), function="linear", origin=2015, scale=10))
    .map("$score", fn.num_combine(col("$score"), col("fresh"), mode="weighted", weights=[0.5, 0.5]))
    .map("$score", fn.round_decimal(col("$score"), decimal=3))
    .sort(col("$score"), tie_break_col="$id")
    .limit(5, offset=1)
)
show(client.search(NAME, query, anns_field="dense", limit=20, function_chains=chain, output_fields=["color"]))

print("4. groups")
grouped = client.search(
    NAME,
    query,
    anns_field="dense",
    limit=3,
    group_by_field="color",
    group_size=2,
    strict_group_size=True,
    output_fields=["color"],
)
show(grouped)

print("5. times")
zone: dict[str, Any] = {"timezone": "Asia/Shanghai"}
print(
    [hit["entity"] for hit in client.search(NAME, query, anns_field="dense", limit=2, output_fields=["at"], **zone)[0]]
)
print(client.query(NAME, filter="id < 2", output_fields=["at"], **zone)[0])
print(client.get(NAME, [3], output_fields=["at"], timezone="America/New_York")[0])
print(client.query(NAME, filter="id < 2", output_fields=["at"], time_fields="year,day,hour", **zone)[0])
client.drop_collection(NAME)

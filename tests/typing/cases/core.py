"""PyMilvus's names. A line marked `# error` is one in both checkers; no other line is."""

from typing import Any

import numpy as np
from typing_extensions import assert_type

from vectorm import (
    AnnSearchRequest,
    AsyncMilvusClient,
    Collection,
    CollectionSchema,
    DataType,
    FieldSchema,
    Function,
    FunctionType,
    Hit,
    Hits,
    IndexParams,
    MilvusClient,
    MutationResult,
    RRFRanker,
    SearchResult,
    WeightedRanker,
    utility,
)
from vectorm.errors import CollectionNotExistException, MilvusException

# What can be done.
client = MilvusClient("./docs.db", timeout=3)
schema = client.create_schema(auto_id=False, enable_dynamic_field=True)
assert_type(schema, CollectionSchema)
schema.add_field("id", DataType.INT64, is_primary=True)
schema.add_field("v", DataType.FLOAT_VECTOR, dim=4)
schema.add_function(Function("bm25", FunctionType.BM25, "body", "words"))
indexes = client.prepare_index_params()
assert_type(indexes, IndexParams)
indexes.add_index("v", index_type="HNSW", metric_type="L2", params={"M": 8})
client.create_collection("docs", schema=schema, index_params=indexes, consistency_level="Strong")
client.create_collection("quick", dimension=4)
assert_type(client.insert("docs", [{"id": 1, "v": np.zeros(4)}]), dict[str, Any])
found = client.search("docs", [[0.0] * 4], limit=3, filter="id > 1", output_fields=["id"])
assert_type(found, SearchResult)
assert_type(found[0], Hits)
assert_type(found[0][0], Hit)
assert_type(found[0][0].distance, float)
assert_type(client.query("docs", ids=[1])[0], dict[str, Any])
assert_type(client.has_collection("docs"), bool)
assert_type(client.list_collections(), list[str])
arms = [AnnSearchRequest([[0.0]], "v", {"metric_type": "L2"}, limit=3, expr="id > 1")]
assert_type(client.hybrid_search("docs", arms, RRFRanker(60), limit=3), SearchResult)
client.hybrid_search("docs", arms, WeightedRanker(0.7, 0.3))
fields = [FieldSchema("id", DataType.INT64, is_primary=True), FieldSchema("v", DataType.FLOAT_VECTOR, dim=4)]
docs = Collection("docs", CollectionSchema(fields, description="d"))
assert_type(docs.insert([[1], [[0.0] * 4]]), MutationResult)
assert_type(docs.num_entities, int)
assert_type(docs.is_loaded, bool)
assert_type(utility.has_collection("docs"), bool)


async def good() -> None:
    aio = AsyncMilvusClient("./docs.db")
    assert_type(await aio.search("docs", [[0.0]]), SearchResult)
    assert_type(await aio.has_collection("docs"), bool)
    await aio.close()


try:
    client.drop_collection("docs")
except CollectionNotExistException as error:
    assert_type(error.message, str)
except MilvusException as error:
    assert_type(error.code, int)

# What cannot.
MilvusClient(url="./docs.db")  # error: call-arg | reportCallIssue
MilvusClient(3)  # error: arg-type | reportArgumentType
MilvusClient("./docs.db", timeout="3")  # error: arg-type | reportArgumentType
client.creat_collection("docs")  # error: attr-defined | reportAttributeAccessIssue
client.create_collection()  # error: call-arg | reportCallIssue
client.create_collection("docs", dimension="4")  # error: arg-type | reportArgumentType
client.create_collection("docs", dim=4)  # error: call-arg | reportCallIssue
client.create_collection("docs", schema=fields)  # error: arg-type | reportArgumentType
client.insert("docs")  # error: call-arg | reportCallIssue
client.insert("docs", 3)  # error: arg-type | reportArgumentType
client.insert("docs", [{"id": 1}], partition="a")  # error: call-arg | reportCallIssue
client.search("docs", [[0.0]], limit="3")  # error: arg-type | reportArgumentType
client.search("docs", [[0.0]], limits=3)  # error: call-arg | reportCallIssue
client.search("docs", [[0.0]], filter=["id > 1"])  # error: arg-type | reportArgumentType
client.search("docs", [[0.0]], output_field=["id"])  # error: call-arg | reportCallIssue
client.query("docs", expr="id > 1")  # error: call-arg | reportCallIssue
client.query("docs", ids={"id": 1})  # error: arg-type | reportArgumentType
client.has_collection(3)  # error: arg-type | reportArgumentType
client.hybrid_search("docs", [[0.0]], RRFRanker())  # error: list-item | reportArgumentType
client.hybrid_search("docs", arms, ranker="rrf")  # error: arg-type | reportArgumentType
client.drop_collection(["a", "b"])  # error: arg-type | reportArgumentType
schema.add_field("id", "INT64", primary=True)  # error: arg-type,call-arg | reportCallIssue
schema.add_field("id")  # error: call-arg | reportCallIssue
schema.add_field("id", DataType.INT64, is_primary="yes")  # error: arg-type | reportArgumentType
indexes.add_index(3)  # error: arg-type | reportArgumentType
indexes.add_index("v", "HNSW", metrics="L2")  # error: call-arg | reportCallIssue
FieldSchema("id", DataType.INT46)  # error: attr-defined | reportAttributeAccessIssue
FieldSchema("id", DataType.INT64, primary=True)  # error: call-arg | reportCallIssue
FieldSchema(DataType.INT64)  # error: arg-type,call-arg | reportCallIssue
CollectionSchema("id")  # error: arg-type | reportArgumentType
Collection("docs", fields)  # error: arg-type | reportArgumentType
Function("bm25", "BM25", "body", "words", param={})  # error: arg-type,call-arg | reportCallIssue
AnnSearchRequest([[0.0]], "v", limit=3)  # error: call-arg | reportCallIssue
RRFRanker(k="60")  # error: arg-type | reportArgumentType
WeightedRanker("0.7")  # error: arg-type | reportArgumentType
_ = docs.insert([[1]]).inserted  # error: attr-defined | reportAttributeAccessIssue
_ = docs.num_entities()  # error: operator | reportCallIssue
utility.has_colection("docs")  # error: attr-defined | reportAttributeAccessIssue
utility.has_collection(3)  # error: arg-type | reportArgumentType


async def bad() -> None:
    aio = AsyncMilvusClient("./docs.db")
    aio.search("docs", [[0.0]])[0]  # error: index | reportIndexIssue
    await aio.search("docs", [[0.0]], limits=3)  # error: call-arg | reportCallIssue
    with AsyncMilvusClient("./docs.db"):  # error: attr-defined | reportGeneralTypeIssues
        pass

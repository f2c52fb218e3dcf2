"""Types that no engine at hand has: structs, texts, namespaces, external collections, operations on arrays."""

from typing import Any

import numpy as np

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)

CHUNKS: list[dict[str, Any]] = [
    {
        "id": 1,
        "vector": [0.0, 1.0],
        "chunks": [
            {"text": "a", "page": 1, "body": "b", "score": 0.5, "dense": [0.1, 0.2], "bits": b"\x01"},
            {"text": "ü", "page": 2, "body": "", "score": 1.5, "dense": [0.3, 0.4], "bits": b"\xff"},
        ],
    },
    {"id": 2, "vector": [1.0, 0.0], "chunks": []},
]


def struct(lib: Any, **options: Any) -> Any:
    types = lib.DataType
    made = lib.MilvusClient.create_struct_field_schema(**options)
    made.add_field("text", types.VARCHAR, max_length=100, description="what it says")
    made.add_field("page", types.INT16)
    made.add_field("body", types.VARCHAR, max_length=9, enable_analyzer=True, analyzer_params={"type": "english"})
    made.add_field("score", types.FLOAT)
    made.add_field("dense", types.FLOAT_VECTOR, dim=2, mmap_enabled=True)
    made.add_field("bits", types.BINARY_VECTOR, dim=8)
    return made


def docs(lib: Any, client: Any, *, nullable: bool = False, **options: Any) -> None:
    """A collection `docs` with structs, that the server tells of from now on."""
    types = lib.DataType
    schema = client.create_schema(**options)
    schema.add_field("id", types.INT64, is_primary=True)
    schema.add_field("vector", types.FLOAT_VECTOR, dim=2)
    schema.add_field("tags", types.ARRAY, element_type=types.VARCHAR, max_capacity=8, max_length=20, nullable=True)
    schema.add_field(
        "chunks", types.ARRAY, element_type=types.STRUCT, struct_schema=struct(lib), max_capacity=8, nullable=nullable
    )
    client.create_collection("docs", schema=schema)


@CASES.client
def create_with_structs(lib: Any, client: Any) -> None:
    docs(lib, client)


@CASES.client
def create_with_nullable_structs(lib: Any, client: Any) -> None:
    types = lib.DataType
    schema = client.create_schema(enable_namespace=True)
    schema.add_field("id", types.INT64, is_primary=True)
    schema.add_field("vector", types.FLOAT_VECTOR, dim=2)
    schema.add_field(
        "chunks",
        types.ARRAY,
        element_type=types.STRUCT,
        struct_schema=struct(lib, description="of the struct"),
        max_capacity=4,
        nullable=True,
        description="of the field",
        mmap_enabled=True,
        warmup="sync",
    )
    client.create_collection("structs", schema=schema)


@CASES.client
def create_with_struct_fields_of_their_own(lib: Any, client: Any) -> None:
    made = struct(lib)
    made.name, made.max_capacity = "chunks", 3
    schema = client.create_schema()
    schema.add_field("id", lib.DataType.INT64, is_primary=True)
    schema.add_field("vector", lib.DataType.FLOAT_VECTOR, dim=2)
    schema.add_struct_field(made)
    client.create_collection("structs", schema=schema)


@CASES.client
def create_with_texts(lib: Any, client: Any) -> None:
    types = lib.DataType
    schema = client.create_schema()
    schema.add_field("id", types.INT64, is_primary=True)
    analyzers = {"by_field": "language", "analyzers": {"default": {"tokenizer": "icu"}}}
    schema.add_field("language", types.VARCHAR, max_length=8)
    schema.add_field("body", types.TEXT, enable_analyzer=True, multi_analyzer_params=analyzers, enable_match="true")
    schema.add_field("sparse", types.SPARSE_FLOAT_VECTOR, warmup="disable")
    schema.add_field("dense", types.FLOAT_VECTOR, dim="4", mmap_enabled=False)
    schema.add_field("hashes", types.BINARY_VECTOR, dim=64)
    of = lib.FunctionType
    schema.add_function(lib.Function("bm25", of.BM25, "body", "sparse", "words"))
    embed = {"provider": "openai", "model_name": "m", "dim": 4, "nested": {"a": [1]}}
    schema.add_function(lib.Function("embed", of.TEXTEMBEDDING, ["language"], ["dense"], params=embed))
    schema.add_function(lib.Function("hash", of.MINHASH, ["body"], ["hashes"], params={"num_hashes": 2}))
    client.create_collection("texts_too", schema=schema)


@CASES.client
def create_external(lib: Any, client: Any) -> None:
    schema = client.create_schema(external_source="s3://bucket/rows", external_spec='{"format": "parquet"}')
    schema.add_field("vector", lib.DataType.FLOAT_VECTOR, dim=2, external_field="embedding")
    schema.add_field("title", lib.DataType.VARCHAR, max_length=10, external_field="name")
    client.create_collection("outside", schema=schema)


@CASES.client
def create_with_numpy_defaults(lib: Any, client: Any) -> None:
    types = lib.DataType
    schema = client.create_schema()
    schema.add_field("id", types.INT64, is_primary=True)
    schema.add_field("vector", types.FLOAT_VECTOR, dim=2)
    schema.add_field("small", types.INT8, default_value=np.int8(3))
    schema.add_field("size", types.INT32, default_value=np.int32(3))
    schema.add_field("big", types.INT64, default_value=np.int64(3))
    schema.add_field("single", types.FLOAT, default_value=np.float32(1.5))
    schema.add_field("double", types.DOUBLE, default_value=np.float64(2.5))
    client.create_collection("defaults", schema=schema)


@CASES.client
def insert_structs(lib: Any, client: Any) -> None:
    docs(lib, client)
    client.insert("docs", CHUNKS)


@CASES.client
def insert_null_structs(lib: Any, client: Any) -> None:
    docs(lib, client, nullable=True)
    client.insert("docs", [*CHUNKS, {"id": 3, "vector": [0.0, 0.0], "chunks": None}, {"id": 4, "vector": [0.0, 0.0]}])


@CASES.client
def insert_structs_of_arrays(lib: Any, client: Any) -> None:
    docs(lib, client)
    dense, bits = np.array([0.1, 0.2], np.float32), np.array([7], np.uint8)
    given = {"text": "a", "page": 1, "body": "b", "score": 0.5, "dense": dense, "bits": bits.tobytes()}
    client.insert("docs", [{"id": 1, "vector": dense, "chunks": [given], "tags": None}])


@CASES.client
def insert_into_a_namespace(lib: Any, client: Any) -> None:
    client.insert("plain", [{"id": 1, "vector": [0.1, 0.2]}], namespace="blue")


@CASES.client
def insert_nulls_in_every_vector(lib: Any, client: Any) -> None:
    types = lib.DataType
    schema = client.create_schema()
    schema.add_field("id", types.INT64, is_primary=True)
    for name in ("FLOAT_VECTOR", "FLOAT16_VECTOR", "BFLOAT16_VECTOR", "INT8_VECTOR"):
        schema.add_field(name.lower(), getattr(types, name), dim=2, nullable=True)
    schema.add_field("sparse", types.SPARSE_FLOAT_VECTOR, nullable=True)
    client.create_collection("nulls", schema=schema)
    vectors: dict[str, Any] = {
        "float_vector": [1.0, 2.0],
        "float16_vector": np.array([1, 2], np.float16),
        "bfloat16_vector": bytes(4),
        "int8_vector": np.array([1, 2], np.int8),
        "sparse": {1: 0.5},
    }
    client.insert("nulls", [{"id": 1, **vectors}, {"id": 2}, {"id": 3, **dict.fromkeys(vectors)}])


@CASES.client
def upsert_structs(lib: Any, client: Any) -> None:
    docs(lib, client)
    client.upsert("docs", CHUNKS)


@CASES.client
def upsert_structs_alone(lib: Any, client: Any) -> None:
    docs(lib, client)
    client.upsert("docs", [{"id": 1, "chunks": CHUNKS[0]["chunks"]}], partial_update=True)


@CASES.client
def upsert_with_operations(lib: Any, client: Any) -> None:
    docs(lib, client)
    client.upsert("docs", [{"id": 1, "tags": ["a"]}], field_ops={"tags": lib.FieldOp.array_append()})
    client.upsert("docs", [{"id": 1, "tags": ["a"]}], field_ops={"tags": "array_remove"})
    client.upsert("docs", [{"id": 1, "tags": ["a"]}], field_ops={"tags": lib.FieldOpType.ARRAY_APPEND})
    client.upsert("docs", [{"id": 1, "tags": ["a"]}], field_ops={"tags": lib.FieldOp.replace()}, partial_update=True)


@CASES.client
def upsert_parts_of_dynamic_rows(lib: Any, client: Any) -> None:
    docs(lib, client, enable_dynamic_field=True)
    client.upsert("docs", [{"id": 1, "tags": ["a"], "color": "red"}, {"id": 2, "tags": None}], partial_update=True)
    client.upsert("docs", [{"id": 1, "tags": ["a"]}], partial_update=True)


def embedding_list(lib: Any, vectors: Any, **options: Any) -> Any:
    return lib.client.embedding_list.EmbeddingList(vectors, **options)


@CASES.client
def search_lists(lib: Any, client: Any) -> None:
    docs(lib, client)
    queries = [embedding_list(lib, [[0.1, 0.2], [0.3, 0.4]]), embedding_list(lib, np.ones((1, 2), np.float32))]
    params = {"metric_type": "MAX_SIM_COSINE"}
    client.search("docs", queries, anns_field="chunks[dense]", limit=2, search_params=params, output_fields=["chunks"])


@CASES.client
def search_lists_of_bits(lib: Any, client: Any) -> None:
    docs(lib, client)
    queries = [embedding_list(lib, [b"\x01", b"\x02"], dtype="uint8")]
    client.search("docs", queries, anns_field="chunks[bits]", search_params={"metric_type": "MAX_SIM_HAMMING"})


@CASES.client
def search_elements(lib: Any, client: Any) -> None:
    docs(lib, client)
    client.search("docs", [[0.1, 0.2]], anns_field="chunks[dense]", search_params={"metric_type": "COSINE"})


@CASES.client
def hybrid_search_of_lists(lib: Any, client: Any) -> None:
    docs(lib, client)
    lists = embedding_list(lib, [[0.1, 0.2]])
    requests = [
        lib.AnnSearchRequest([lists], "chunks[dense]", {"metric_type": "MAX_SIM_IP"}, 3),
        lib.AnnSearchRequest([[0.1, 0.2]], "vector", {"metric_type": "L2"}, 3),
    ]
    client.hybrid_search("docs", requests, lib.RRFRanker(), limit=3)


@CASES.client
def index_of_a_struct(lib: Any, client: Any) -> None:
    docs(lib, client)
    indexes = client.prepare_index_params()
    indexes.add_index("chunks[dense]", index_type="HNSW", metric_type="MAX_SIM_COSINE", params={"M": 8})
    indexes.add_index("chunks[page]", index_type="STL_SORT")
    client.create_index("docs", indexes)


@CASES.orm
def collection_with_structs(lib: Any) -> None:
    types = lib.DataType
    made = struct(lib)
    made.name, made.max_capacity = "chunks", 3
    fields = [
        lib.FieldSchema("id", types.INT64, is_primary=True),
        lib.FieldSchema("vector", types.FLOAT_VECTOR, dim=2),
    ]
    schema = lib.CollectionSchema(fields, "with structs", [made], enable_dynamic_field=True)
    films = lib.Collection("films", schema)
    films.insert([{**CHUNKS[0], "color": "red"}, CHUNKS[1]])
    films.upsert(CHUNKS)

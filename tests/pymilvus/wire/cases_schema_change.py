"""Fields and functions of collections that exist."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.client
def add_field(lib: Any, client: Any) -> None:
    client.add_collection_field("plain", "year", lib.DataType.INT64, nullable=True)
    client.add_collection_field(
        "plain", "title", lib.DataType.VARCHAR, "of a film", nullable=True, default_value="none", max_length=20
    )
    client.add_collection_field(
        "plain", "tags", lib.DataType.ARRAY, nullable=True, element_type=lib.DataType.INT32, max_capacity=5
    )
    client.add_collection_field("plain", "other", lib.DataType.FLOAT_VECTOR, desc="one more", dim=8, nullable=True)


@CASES.client
def add_field_of_an_external_collection(lib: Any, client: Any) -> None:
    """The server says that only the older call does it."""
    client.add_collection_field("external", "year", lib.DataType.INT64, nullable=True)


@CASES.client
def add_struct_field(lib: Any, client: Any) -> None:
    struct = client.create_struct_field_schema()
    struct.add_field("text", lib.DataType.VARCHAR, max_length=100)
    struct.add_field("vector", lib.DataType.FLOAT_VECTOR, dim=4)
    client.add_collection_struct_field("plain", "chunks", struct, 10, "parts of it")
    client.add_collection_struct_field("plain", "mapped", struct, 3, mmap_enabled=True)
    assert struct.name == ""


@CASES.client
def drop_field(lib: Any, client: Any) -> None:
    client.drop_collection_field("plain", "year")
    client.drop_collection_field("plain", field_id=105)


@CASES.client
def alter_field(lib: Any, client: Any) -> None:
    client.alter_collection_field("plain", "title", {"max_length": 200})
    client.alter_collection_field("plain", "title", {"mmap.enabled": True})


@CASES.client
def function_field(lib: Any, client: Any) -> None:
    function = lib.Function("words", lib.FunctionType.BM25, "title", "sparse", "of titles")
    field = client.create_field_schema("sparse", lib.DataType.SPARSE_FLOAT_VECTOR)
    params = {"bm25_k1": 1.2, "inverted_index_algo": "DAAT_MAXSCORE"}
    index = client.prepare_index_params("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=params)
    client.add_function_field("plain", field, function, index)
    client.drop_function_field("plain", "words")


@CASES.client
def functions(lib: Any, client: Any) -> None:
    params = {"provider": "openai", "model_name": "m", "dim": 8}
    function = lib.Function("embed", lib.FunctionType.TEXTEMBEDDING, ["title"], ["vector"], params=params)
    client.add_collection_function("plain", function)
    client.alter_collection_function("plain", "embed", function)
    client.drop_collection_function("plain", "embed")

"""The collections that the server knows, made with the names of whichever library is asked."""

from collections.abc import Callable
from typing import Any

Build = Callable[[Any], Any]


def plain(lib: Any) -> Any:
    """A key and a vector."""
    schema = lib.MilvusClient.create_schema()
    schema.add_field("id", lib.DataType.INT64, is_primary=True)
    schema.add_field("vector", lib.DataType.FLOAT_VECTOR, dim=2)
    return schema


def dynamic(lib: Any) -> Any:
    """Undeclared keys."""
    schema = lib.MilvusClient.create_schema(enable_dynamic_field=True)
    schema.add_field("id", lib.DataType.INT64, is_primary=True)
    schema.add_field("vector", lib.DataType.FLOAT_VECTOR, dim=2)
    return schema


def auto(lib: Any) -> Any:
    """Keys made by the server."""
    schema = lib.MilvusClient.create_schema(auto_id=True)
    schema.add_field("id", lib.DataType.INT64, is_primary=True, auto_id=True)
    schema.add_field("title", lib.DataType.VARCHAR, max_length=100)
    schema.add_field("vector", lib.DataType.FLOAT_VECTOR, dim=2)
    return schema


def text_key(lib: Any) -> Any:
    """VARCHAR keys."""
    schema = lib.MilvusClient.create_schema()
    schema.add_field("key", lib.DataType.VARCHAR, is_primary=True, max_length=64)
    schema.add_field("vector", lib.DataType.FLOAT_VECTOR, dim=2)
    return schema


def scalars(lib: Any) -> Any:
    """Every scalar type."""
    types = lib.DataType
    schema = lib.MilvusClient.create_schema(description="all scalars")
    schema.add_field("id", types.INT64, is_primary=True)
    for name in ("BOOL", "INT8", "INT16", "INT32", "INT64", "FLOAT", "DOUBLE", "JSON"):
        schema.add_field(f"f_{name.lower()}", getattr(types, name), description=f"of type {name}")
    schema.add_field("f_varchar", types.VARCHAR, max_length=200)
    schema.add_field("f_geometry", types.GEOMETRY)
    schema.add_field("f_timestamptz", types.TIMESTAMPTZ)
    schema.add_field("vector", types.FLOAT_VECTOR, dim=2)
    return schema


def arrays(lib: Any) -> Any:
    """Arrays of every element type."""
    types = lib.DataType
    schema = lib.MilvusClient.create_schema()
    schema.add_field("id", types.INT64, is_primary=True)
    for name in ("BOOL", "INT8", "INT16", "INT32", "INT64", "FLOAT", "DOUBLE"):
        schema.add_field(f"a_{name.lower()}", types.ARRAY, element_type=getattr(types, name), max_capacity=8)
    schema.add_field("a_varchar", types.ARRAY, element_type=types.VARCHAR, max_capacity=8, max_length=20)
    schema.add_field("vector", types.FLOAT_VECTOR, dim=2)
    return schema


def vectors(lib: Any) -> Any:
    """Every vector type."""
    types = lib.DataType
    schema = lib.MilvusClient.create_schema()
    schema.add_field("id", types.INT64, is_primary=True)
    schema.add_field("v_float", types.FLOAT_VECTOR, dim=4)
    schema.add_field("v_binary", types.BINARY_VECTOR, dim=16)
    schema.add_field("v_float16", types.FLOAT16_VECTOR, dim=4)
    schema.add_field("v_bfloat16", types.BFLOAT16_VECTOR, dim=4)
    schema.add_field("v_int8", types.INT8_VECTOR, dim=4)
    schema.add_field("v_sparse", types.SPARSE_FLOAT_VECTOR)
    return schema


def optional(lib: Any) -> Any:
    """Nulls and defaults."""
    types = lib.DataType
    schema = lib.MilvusClient.create_schema()
    schema.add_field("id", types.INT64, is_primary=True)
    schema.add_field("n_bool", types.BOOL, nullable=True)
    schema.add_field("n_int32", types.INT32, nullable=True)
    schema.add_field("n_float", types.FLOAT, nullable=True)
    schema.add_field("n_varchar", types.VARCHAR, max_length=50, nullable=True)
    schema.add_field("n_json", types.JSON, nullable=True)
    schema.add_field("n_array", types.ARRAY, element_type=types.INT64, max_capacity=4, nullable=True)
    schema.add_field("d_bool", types.BOOL, default_value=True)
    schema.add_field("d_int8", types.INT8, default_value=7)
    schema.add_field("d_int64", types.INT64, default_value=77)
    schema.add_field("d_float", types.FLOAT, default_value=1.5)
    schema.add_field("d_double", types.DOUBLE, default_value=2.5)
    schema.add_field("d_varchar", types.VARCHAR, max_length=50, default_value="none", nullable=True)
    schema.add_field("vector", types.FLOAT_VECTOR, dim=2)
    return schema


def texts(lib: Any) -> Any:
    """Full-text search: a BM25 function over an analyzed text."""
    types = lib.DataType
    schema = lib.MilvusClient.create_schema(auto_id=True)
    schema.add_field("id", types.INT64, is_primary=True, auto_id=True)
    analyzer = {"tokenizer": "standard", "filter": ["lowercase"]}
    schema.add_field(
        "body", types.VARCHAR, max_length=1000, enable_analyzer=True, analyzer_params=analyzer, enable_match=True
    )
    schema.add_field("sparse", types.SPARSE_FLOAT_VECTOR)
    schema.add_field("dense", types.FLOAT_VECTOR, dim=2)
    schema.add_function(
        lib.Function("bm25", lib.FunctionType.BM25, input_field_names=["body"], output_field_names=["sparse"])
    )
    return schema


def keyed(lib: Any) -> Any:
    """A partition key and a clustering key."""
    types = lib.DataType
    schema = lib.MilvusClient.create_schema()
    schema.add_field("id", types.INT64, is_primary=True)
    schema.add_field("tenant", types.VARCHAR, max_length=40, is_partition_key=True)
    schema.add_field("year", types.INT32, is_clustering_key=True)
    schema.add_field("vector", types.FLOAT_VECTOR, dim=2)
    return schema


SCHEMAS: dict[str, Build] = {
    "plain": plain,
    "dynamic": dynamic,
    "auto": auto,
    "auto_given": auto,
    "text_key": text_key,
    "scalars": scalars,
    "arrays": arrays,
    "vectors": vectors,
    "optional": optional,
    "texts": texts,
    "keyed": keyed,
}
"""By the name of the collection."""

PROPERTIES = {"auto_given": {"allow_insert_auto_id": "true"}}
"""Those of the collections that have some."""

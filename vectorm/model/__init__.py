"""Models: pydantic classes whose objects are rows of a collection."""

from vectorm.model.adapters import register_adapter
from vectorm.model.base import Model
from vectorm.model.declare import field, vector
from vectorm.model.embed import Embed, register_embedder
from vectorm.model.function import BM25, MinHash, TextEmbedding
from vectorm.model.index import (
    AUTOINDEX,
    BIN_FLAT,
    BIN_IVF_FLAT,
    BITMAP,
    DISKANN,
    FLAT,
    HNSW,
    INVERTED,
    IVF_FLAT,
    IVF_PQ,
    IVF_SQ8,
    MINHASH_LSH,
    SCANN,
    SPARSE_INVERTED_INDEX,
    STL_SORT,
    TRIE,
)
from vectorm.model.keys import content_hash, snowflake
from vectorm.model.mapped import Mapped
from vectorm.model.struct_array import Struct
from vectorm.model.types import (
    BFloat16Vector,
    BinaryVector,
    Float16Vector,
    Float32,
    Float64,
    FloatVector,
    Geometry,
    Int8,
    Int8Vector,
    Int16,
    Int32,
    Int64,
    LongText,
    SparseVector,
    Timestamptz,
)
from vectorm.model.uuid7 import uuid7

__all__ = [
    "AUTOINDEX",
    "BIN_FLAT",
    "BIN_IVF_FLAT",
    "BITMAP",
    "BM25",
    "DISKANN",
    "FLAT",
    "HNSW",
    "INVERTED",
    "IVF_FLAT",
    "IVF_PQ",
    "IVF_SQ8",
    "MINHASH_LSH",
    "SCANN",
    "SPARSE_INVERTED_INDEX",
    "STL_SORT",
    "TRIE",
    "BFloat16Vector",
    "BinaryVector",
    "Embed",
    "Float16Vector",
    "Float32",
    "Float64",
    "FloatVector",
    "Geometry",
    "Int8",
    "Int8Vector",
    "Int16",
    "Int32",
    "Int64",
    "LongText",
    "Mapped",
    "MinHash",
    "Model",
    "SparseVector",
    "Struct",
    "TextEmbedding",
    "Timestamptz",
    "content_hash",
    "field",
    "register_adapter",
    "register_embedder",
    "snowflake",
    "uuid7",
    "vector",
]

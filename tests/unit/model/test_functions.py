"""Functions of the server, analyzers, keys and storage of fields: the schema that PyMilvus sends for the same."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from pymilvus import DataType, Function, FunctionType, MilvusClient
from pymilvus.client.prepare import Prepare
from pymilvus.grpc_gen import milvus_pb2, schema_pb2

from vectorm.errors import ParamError, SchemaNotReadyException, Unsupported
from vectorm.model import (
    BM25,
    MINHASH_LSH,
    BinaryVector,
    FloatVector,
    Int8Vector,
    Mapped,
    MinHash,
    Model,
    SparseVector,
    TextEmbedding,
    field,
    vector,
)
from vectorm.ops.supported import check_collection
from vectorm.query import search
from vectorm.spec.capabilities import capabilities_of
from vectorm.wire.collection import encode_create

LANGUAGES: dict[str, Any] = {
    "by_field": "language",
    "analyzers": {"en": {"type": "english"}, "default": {"tokenizer": "icu"}},
    "alias": {"eng": "en"},
}
EMBEDDING: dict[str, str | int] = {"credential": "key1", "dim": 4, "truncate": True}


class Page(Model, collection="pages", ttl=timedelta(hours=1), mmap=True, shards=2, consistency="Strong", partitions=8):
    id: Mapped[int] = field(primary_key=True)
    tenant: Mapped[str] = field(max_length=10, partition_key=True)
    language: Mapped[str] = field(max_length=8, clustering_key=True, mmap=False)
    body: Mapped[str] = field(max_length=500, enable_match=True, analyzer=LANGUAGES, warmup="sync")
    words: Mapped[SparseVector] = vector(function=BM25("body"))
    dense: Mapped[FloatVector] = vector(dim=4, function=TextEmbedding("body", "openai", "small", EMBEDDING), mmap=True)
    small: Mapped[Int8Vector] = vector(dim=4, function=TextEmbedding("body", "cohere", "v3"), warmup="disable")
    hashes: Mapped[BinaryVector] = vector(dim=64, function=MinHash("body", shingle_size=2, seed=7))


def pymilvus_schema() -> Any:
    client: Any = MilvusClient
    schema = client.create_schema()
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("tenant", DataType.VARCHAR, max_length=10, is_partition_key=True)
    schema.add_field("language", DataType.VARCHAR, max_length=8, is_clustering_key=True, mmap_enabled=False)
    analyzed = {"enable_analyzer": True, "enable_match": True, "multi_analyzer_params": LANGUAGES}
    schema.add_field("body", DataType.VARCHAR, max_length=500, warmup="sync", **analyzed)
    schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=4, mmap_enabled=True)
    schema.add_field("small", DataType.INT8_VECTOR, dim=4, warmup="disable")
    schema.add_field("hashes", DataType.BINARY_VECTOR, dim=64)
    of = FunctionType
    schema.add_function(Function("words_bm25", of.BM25, "body", "words"))
    params = {"provider": "openai", "model_name": "small", **EMBEDDING}
    schema.add_function(Function("dense_embedding", of.TEXTEMBEDDING, "body", "dense", params=params))
    params = {"provider": "cohere", "model_name": "v3"}
    schema.add_function(Function("small_embedding", of.TEXTEMBEDDING, "body", "small", params=params))
    params = {"num_hashes": 2, "shingle_size": 2, "token_level": "word", "seed": 7}
    schema.add_function(Function("hashes_minhash", of.MINHASH, "body", "hashes", params=params))
    return schema


def pairs(items: Any) -> dict[str, str]:
    """Parameters without the spellings that differ: `True` or `true`, blanks in JSON."""
    return {item.key: item.value.lower().replace(" ", "") for item in items}


def test_the_schema_is_what_pymilvus_sends() -> None:
    ours = milvus_pb2.CreateCollectionRequest.FromString(encode_create(Page.__spec__))
    prepare: Any = Prepare
    theirs = prepare.create_collection_request(
        "pages", pymilvus_schema(), properties={"collection.ttl.seconds": 3600, "mmap.enabled": True},
        num_shards=2, num_partitions=8, consistency_level="Strong",
    )  # fmt: skip
    assert pairs(ours.properties) == pairs(theirs.properties)
    for name in ("shards_num", "num_partitions", "consistency_level"):
        assert getattr(ours, name) == getattr(theirs, name)
    our_schema, their_schema = (schema_pb2.CollectionSchema.FromString(each.schema) for each in (ours, theirs))
    for our, their in zip(our_schema.fields, their_schema.fields, strict=True):
        assert pairs(our.type_params) == pairs(their.type_params), our.name
        our.ClearField("type_params")
        their.ClearField("type_params")
        assert our == their
    for our_function, their_function in zip(our_schema.functions, their_schema.functions, strict=True):
        assert pairs(our_function.params) == pairs(their_function.params)
        our_function.ClearField("params")
        their_function.ClearField("params")
        assert our_function == their_function


def test_indexes_of_functions() -> None:
    found = {index.field: (index.index_type, index.metric_type) for index in Page.__indexes__}
    assert found == {
        "words": ("SPARSE_INVERTED_INDEX", "BM25"),
        "dense": ("AUTOINDEX", "COSINE"),
        "small": ("AUTOINDEX", "COSINE"),
        "hashes": ("MINHASH_LSH", "MHJACCARD"),
    }
    with pytest.raises(ParamError, match="metric 'HAMMING' does not compare"):
        MINHASH_LSH(metric="HAMMING").build("hashes", Page.__spec__.vectors[-1].data_type)


def test_texts_are_searched_as_they_are() -> None:
    for column in (Page.dense, Page.hashes, Page.words):
        spec = search(column).near("a text").build(capabilities_of("3.0.0", "STANDALONE"))
        assert list(spec.vectors.values) == [b"a text"]


@pytest.mark.parametrize(
    ("build", "missing"),
    [
        ("v2.5.4", "functions that ask model services"),
        ("v2.6.4", "MinHash functions"),
        ("milvus_lite-3.2.2", "analyzers by language"),
    ],
)
def test_engines_without_a_function_refuse_it(build: str, missing: str) -> None:
    class Few(Model):
        id: Mapped[int] = field(primary_key=True)
        body: Mapped[str] = field(max_length=500)
        dense: Mapped[FloatVector] = vector(dim=4, function=TextEmbedding("body", "openai", "small"))
        hashes: Mapped[BinaryVector] = vector(dim=64, function=MinHash("body"))

    capabilities = capabilities_of(build, "embedded" if "lite" in build else "STANDALONE")
    spec = Page.__spec__ if "language" in missing else Few.__spec__
    with pytest.raises(Unsupported, match=missing):
        check_collection(capabilities, spec)


def test_mistakes() -> None:
    with pytest.raises(SchemaNotReadyException, match="TextEmbedding makes FLOAT_VECTOR or INT8_VECTOR, not SP"):

        class Wrong(Model):  # pyright: ignore[reportUnusedClass]
            id: Mapped[int] = field(primary_key=True)
            body: Mapped[str] = field()
            words: Mapped[SparseVector] = vector(function=TextEmbedding("body", "openai", "small"))

    with pytest.raises(SchemaNotReadyException, match=r"dim=40 of a MinHash is no multiple of 32"):

        class Odd(Model):  # pyright: ignore[reportUnusedClass]
            id: Mapped[int] = field(primary_key=True)
            body: Mapped[str] = field()
            hashes: Mapped[BinaryVector] = vector(dim=40, function=MinHash("body"))


@pytest.mark.parametrize("name", ["words", "dense", "small", "hashes"])
def test_what_the_server_computes_cannot_be_given(name: str) -> None:
    values: dict[str, Any] = {"id": 1, "tenant": "a", "language": "en", "body": "text"}
    page = Page.model_validate(values)
    for give in (lambda: Page.model_validate({**values, name: [1.0]}), lambda: setattr(page, name, None)):
        with pytest.raises(ValidationError, match=f"{name}\\n.*the server computes it: leave it out"):
            give()

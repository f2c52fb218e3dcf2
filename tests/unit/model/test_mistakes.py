"""Declaration mistakes: each raises when the class is made, names the field, and says what to write instead.

One line a mistake: the fields beside a key and a vector, what the message tells, and what its hint tells.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from vectorm.errors import SchemaNotReadyException
from vectorm.model import (
    BM25,
    FLAT,
    HNSW,
    INVERTED,
    STL_SORT,
    BinaryVector,
    Embed,
    FloatVector,
    Geometry,
    Int8,
    LongText,
    Mapped,
    MinHash,
    Model,
    SparseVector,
    Struct,
    TextEmbedding,
    Timestamptz,
    content_hash,
    field,
    vector,
)
from vectorm.model.meta import ModelMeta
from vectorm.model.struct_array import StructMeta

untyped_field: Any = field
untyped_vector: Any = vector
Cents = Annotated[Decimal, Field(decimal_places=2)]
NULLABLE: Any = FloatVector | None  # type: ignore[operator, unused-ignore]  # pyright: ignore[reportOperatorIssue]
KEY = (int, field(primary_key=True))
PLACE = (FloatVector, vector(dim=2))


class Color(Enum):
    RED = "red"


class Mixed(Enum):
    ONE = 1
    TWO = "two"


class Passage(Struct):
    text: Mapped[str] = field(max_length=10)
    vec: Mapped[FloatVector] = vector(dim=2)


class Author(BaseModel):
    name: str


class Unknown:
    pass


def declare(metaclass: Any, base: type[Any], **fields: Any) -> Any:
    """A class `Bad` with the given fields: `(type, field(...))`, or `(type,)` without either; None leaves one out."""
    mapped: Any = Mapped
    kept: dict[str, tuple[Any, ...]] = {name: given for name, given in fields.items() if given is not None}
    namespace = {
        "__annotations__": {name: mapped[given[0]] for name, given in kept.items()},
        "__module__": __name__,
        **{name: given[1] for name, given in kept.items() if len(given) > 1},
    }
    return metaclass("Bad", (base,), namespace)


FIELDS: dict[str, tuple[dict[str, Any], str, str]] = {
    # Types that Milvus does not have.
    "complex": ({"x": (complex,)}, "Bad.x: Milvus has no type for .*complex", "two fields of type float"),
    "set": ({"x": (set[int],)}, "Bad.x: Milvus has no type", r"Mapped\[list\[...\]\]"),
    "bare set": ({"x": (set,)}, "Bad.x: Milvus has no type", r"Mapped\[list\[...\]\]"),
    "bare list": ({"x": (list,)}, "Bad.x: Milvus has no type", r"Mapped\[list\[str\]\]"),
    "bare tuple": ({"x": (tuple,)}, "Bad.x: Milvus has no type", r"Mapped\[list"),
    "bytearray": ({"x": (bytearray,)}, "Bad.x: Milvus has no type", r"Mapped\[bytes\]"),
    "object": ({"x": (object,)}, "Bad.x: Milvus has no type", r"dict\[str, Any\]"),
    "only none": ({"x": (type(None),)}, "Bad.x: Milvus has no type", "None"),
    "bare ndarray": ({"x": (np.ndarray,)}, "Bad.x: Milvus has no type", r"Mapped\[FloatVector\] = vector"),
    "ndarray": ({"x": (NDArray[np.float32],)}, "Bad.x: Milvus has no type", r"Mapped\[FloatVector\] = vector"),
    "class": ({"x": (Unknown,)}, "Bad.x: Milvus has no type for .*Unknown", "register_adapter"),
    "list of class": ({"x": (list[Unknown],)}, "Bad.x: Milvus has no type", "of its elements: .*register_adapter"),
    "mixed enum": ({"x": (Mixed,)}, "Bad.x: Milvus has no type for .*Mixed", "its values are of several types"),
    "bare decimal": ({"x": (Decimal,)}, "Bad.x: Milvus has no type for .*Decimal", r"Field\(decimal_places=2\)"),
    "optional decimal": ({"x": (Decimal | None,)}, "Bad.x: Milvus has no type", r"Field\(decimal_places=2\)"),
    "list of decimal": ({"x": (list[Decimal],)}, "Bad.x: Milvus has no type", r"of its elements: .*decimal_places"),
    "list of geometry": ({"x": (list[Geometry],)}, "Bad.x: Milvus has no type", "an ARRAY holds no GEOMETRY"),
    "list of moments": ({"x": (list[Timestamptz],)}, "Bad.x: Milvus has no type", "an ARRAY holds no TIMESTAMPTZ"),
    "list of long text": ({"x": (list[LongText],)}, "Bad.x: Milvus has no type", "an ARRAY holds no TEXT"),
    "list of sparse": ({"x": (list[SparseVector],)}, "Bad.x: Milvus has no type", "an ARRAY holds no SPARSE_FLOAT"),
    "a struct alone": ({"x": (Passage,)}, "Bad.x: Milvus has no type", r"Mapped\[list\[Passage\]\]"),
    # Names.
    "filter word": ({"true": (int, field())}, "Bad.true: the name is a word of the filter language", ""),
    "method": ({"copy": (int, field())}, "Bad.copy: pydantic has a method of that name", "rename"),
    "extras": ({"extras": (dict[str, Any], field())}, "Bad.extras: the undeclared keys", "rename"),
    "private": ({"_x": (int, field())}, "Bad._x: a name that begins with _ is a private attribute", "rename"),
    "not ascii": ({"größe": (int, field())}, "Bad.größe: the name is a word", "ASCII"),
    # Keys.
    "no key": ({"id": None}, "Bad: no primary key", "default_factory=uuid7"),
    "two keys": ({"x": KEY}, "Bad: several primary keys: id, x", "one key field"),
    "float key": ({"id": (float, field(primary_key=True))}, "Bad.id: a primary key is int or str", r"Mapped\[int\]"),
    "long text key": ({"id": (LongText, field(primary_key=True))}, "Bad.id: a primary key is int or str, not TEXT", ""),
    "null key": ({"id": (int | None, field(primary_key=True))}, "Bad.id: a primary key is never null", "None` out"),
    "auto id": ({"x": (int, untyped_field(auto_id=True))}, "Bad.x: auto_id is for the primary key", "primary_key=True"),
    "float partitions": ({"x": (float, field(partition_key=True))}, "Bad.x: a partition key is int or str", "Mapped"),
    "null partitions": ({"x": (str | None, field(partition_key=True))}, "Bad.x: a partition key is", "Mapped"),
    "two partitions": (
        {"x": (int, field(partition_key=True)), "y": (int, field(partition_key=True))},
        "Bad: several partition keys: x, y",
        "one partition key",
    ),
    "JSON clusters": (
        {"x": (dict[str, Any], field(clustering_key=True))},
        "Bad.x: JSON cannot be a clustering",
        "text",
    ),
    "place clusters": ({"x": (Geometry, field(clustering_key=True))}, "Bad.x: GEOMETRY cannot be a clustering", "text"),
    # Vectors.
    "no vector": ({"place": None}, "Bad: no vector field", r"vector\(dim=...\)"),
    "vector as field": ({"x": (FloatVector, field())}, "Bad.x: is a vector", r"vector\(dim=...\)"),
    "field as vector": ({"x": (int, vector(dim=2))}, "Bad.x: is INT64, not a vector", r"Mapped\[FloatVector\]"),
    "structs as vector": ({"x": (list[Passage], vector(dim=2))}, "Bad.x: is ARRAY_OF_STRUCT, not a vector", "field"),
    "no dim": ({"x": (FloatVector, vector())}, "Bad.x: has no dim", r"vector\(dim=...\)"),
    "dim 0": ({"x": (FloatVector, vector(dim=0))}, "Bad.x: dim=0", "from 1 to 32,768"),
    "dim text": ({"x": (FloatVector, untyped_vector(dim="4"))}, "Bad.x: dim='4'", "a whole number"),
    "bits": ({"x": (BinaryVector, vector(dim=10))}, "Bad.x: .*not a multiple of 8", "counts bits"),
    "sparse dim": ({"x": (SparseVector, vector(dim=10))}, "Bad.x: a sparse vector has no dim", "leave dim out"),
    "embed bits": (
        {"x": (BinaryVector, vector(dim=8, embed=Embed("e", source="id")))},
        "Bad.x: an embedder makes float vectors, not BINARY_VECTOR",
        r"Mapped\[FloatVector\]",
    ),
    "embed nothing": (
        {"x": (FloatVector, vector(dim=2, embed=Embed("e", source="body")))},
        "Bad: field x is made from 'body', which is no field",
        "fields are id, place, x",
    ),
    "embed a number": (
        {"x": (FloatVector, vector(dim=2, embed=Embed("e", source="id")))},
        "Bad: field x is made from id, which is not text",
        r"Mapped\[str\]",
    ),
    "words of a number": (
        {"x": (SparseVector, vector(function=BM25("id")))},
        "Bad: field x is made from id, which is not text",
        r"Mapped\[str\]",
    ),
    # Sizes and indexes.
    "max_length": ({"x": (str, field(max_length=70_000))}, "Bad.x: max_length=70000", "65,535 bytes"),
    "length of int": ({"x": (int, field(max_length=7))}, "Bad.x: max_length is for text; the field is INT64", "out"),
    "length of TEXT": (
        {"x": (LongText, field(max_length=7))},
        "Bad.x: max_length is for text; the field is TEXT",
        "out",
    ),
    "length text": ({"x": (str, untyped_field(max_length="7"))}, "Bad.x: max_length='7'", "whole number"),
    "capacity": ({"x": (list[int], field(max_capacity=5_000))}, "Bad.x: max_capacity=5000", "4,096 elements"),
    "capacity of str": ({"x": (str, field(max_capacity=5))}, "Bad.x: max_capacity is for lists", "leave it out"),
    "analyzed int": (
        {"x": (int, field(enable_match=True))},
        "Bad.x: analyzers are for text; the field is INT64",
        "out",
    ),
    "analyzed place": ({"x": (Geometry, field(enable_match=True))}, "Bad.x: analyzers are for text", "leave"),
    "index class": (
        {"x": (FloatVector, untyped_vector(dim=2, index=HNSW))},
        "Bad.x: index=HNSW is a class",
        r"HNSW\(\)",
    ),
    "index text": ({"x": (int, untyped_field(index="INVERTED"))}, "Bad.x: index='INVERTED' is no index", "HNSW"),
    "graph of text": ({"x": (str, untyped_field(index=HNSW()))}, "Bad: field x: HNSW cannot index VARCHAR", ""),
    "index of TEXT": ({"x": (LongText, field(index=INVERTED()))}, "Bad: field x: INVERTED cannot index TEXT", ""),
    "sorted text": ({"x": (str, field(index=STL_SORT()))}, "Bad: field x: STL_SORT cannot index VARCHAR", ""),
    "metric": (
        {"x": (FloatVector, vector(dim=2, index=FLAT(metric="HAMMING")))},
        "Bad: field x: metric 'HAMMING' does not compare FLOAT_VECTOR",
        "COSINE, L2, IP",
    ),
    "metric of structs": (
        {"x": (FloatVector, vector(dim=2, index=FLAT(metric="MAX_SIM_COSINE")))},
        "Bad: field x: metric 'MAX_SIM_COSINE' does not compare",
        "COSINE, L2, IP",
    ),
    # Default values.
    "bare default": ({"x": (int, 3)}, "Bad.x: has a bare default value", r"field\(default=3\)"),
    "two defaults": (
        {"x": (int, untyped_field(default=1, default_factory=int))},
        "Bad.x: has a default and a default_factory",
        "leave one out",
    ),
    "text default": (
        {"x": (int, untyped_field(default="1"))},
        "Bad.x: default='1' does not fit: it is str",
        "annotated",
    ),
    "large default": ({"x": (Int8, untyped_field(default=300))}, "Bad.x: default=300 does not fit", "annotated type"),
    "text for a day": (
        {"x": (date, untyped_field(default="2020-01-01"))},
        "Bad.x: default=.*it is str, not date",
        "type",
    ),
    "naive default": (
        {"x": (datetime, untyped_field(default=datetime(2020, 1, 1)))},
        "Bad.x: default=.*no time zone",
        "",
    ),
    "float for cents": ({"x": (Cents, untyped_field(default=1.5))}, "Bad.x: default=1.5 .*float, not Decimal", "type"),
    "parts of cents": ({"x": (Cents, field(default=Decimal("0.001")))}, "Bad.x: default=.*2 decimal places", "type"),
    "name of a member": ({"x": (Color, untyped_field(default="red"))}, "Bad.x: default='red' .*str, not Color", "type"),
    "no place": ({"x": (Geometry, untyped_field(default="here"))}, "Bad.x: default='here' does not fit", "annotated"),
    "null default": (
        {"x": (int, untyped_field(default=None))},
        "Bad.x: default=None, but it is never null",
        r"\| None",
    ),
    "null vector": ({"x": (FloatVector, vector(dim=2, default=None))}, "Bad.x: default=None", r"\| None"),
    "no factory": (
        {"x": (list[str], untyped_field(default_factory=[]))},
        "Bad.x: default_factory=.*cannot be called",
        "",
    ),
    "server default": (
        {"x": (int, untyped_field(default=1, server_default="1"))},
        "Bad.x: server_default='1' does not fit: it is str, not int",
        "annotated type",
    ),
    "server default of JSON": (
        {"x": (dict[str, Any], untyped_field(server_default={}))},
        "Bad.x: the server has no default values for JSON",
        "default_factory=",
    ),
    "server default of a list": (
        {"x": (list[str], untyped_field(server_default=[]))},
        "Bad.x: the server has no default values for ARRAY",
        "default_factory=",
    ),
    "server default of TEXT": (
        {"x": (LongText, untyped_field(server_default="x"))},
        "Bad.x: the server has no default values for TEXT",
        "default=",
    ),
    # Keys made of content.
    "hash of nothing there": (
        {"id": (str, field(primary_key=True, default_factory=content_hash("url")))},
        "Bad: the key id is made of 'url', which is no other field",
        "fields are id, place",
    ),
    "hash of itself": (
        {"id": (str, field(primary_key=True, default_factory=content_hash("id")))},
        "Bad: the key id is made of 'id', which is no other field",
        "fields are",
    ),
    "hash of a vector": (
        {"id": (str, field(primary_key=True, default_factory=content_hash("place")))},
        "Bad: the key id is made of place, which is FLOAT_VECTOR",
        "texts, whole numbers or bool",
    ),
    "hash of floats": (
        {"id": (str, field(primary_key=True, default_factory=content_hash("x"))), "x": (float, field())},
        "Bad: the key id is made of x, which is DOUBLE",
        "texts, whole numbers or bool",
    ),
    "hash as int": (
        {"id": (int, untyped_field(primary_key=True, default_factory=content_hash("x"))), "x": (str, field())},
        r"Bad.id: content_hash\(\) makes text keys",
        r"Mapped\[str\]",
    ),
    "hash that is no key": (
        {"x": (str, field(default_factory=content_hash("y"))), "y": (str, field())},
        r"Bad.x: content_hash\(\) makes text keys",
        "primary_key=True",
    ),
    "short hash": (
        {"id": (str, field(primary_key=True, default_factory=content_hash("x"), max_length=32)), "x": (str, field())},
        "Bad.id: max_length=32 of a key by content_hash",
        "64 characters",
    ),
    # Functions of the server, embedders and analyzers.
    "words in dense": (
        {"t": (str, field()), "x": (FloatVector, vector(dim=2, function=BM25("t")))},
        "Bad.x: BM25 makes SPARSE_FLOAT_VECTOR, not FLOAT_VECTOR",
        r"Mapped\[SparseVector\]",
    ),
    "embedding in sparse": (
        {"t": (str, field()), "x": (SparseVector, vector(function=TextEmbedding("t", "openai", "m")))},
        "Bad.x: TextEmbedding makes FLOAT_VECTOR or INT8_VECTOR, not SPARSE",
        r"Mapped\[FloatVector\]",
    ),
    "embedding without dim": (
        {"t": (str, field()), "x": (FloatVector, vector(function=TextEmbedding("t", "openai", "m")))},
        "Bad.x: has no dim",
        "dim=",
    ),
    "hashes of odd size": (
        {"t": (str, field()), "x": (BinaryVector, vector(dim=40, function=MinHash("t")))},
        "Bad.x: dim=40 of a MinHash is no multiple of 32",
        "32 times the hashes",
    ),
    "two makers": (
        {
            "t": (str, field()),
            "x": (
                FloatVector,
                untyped_vector(dim=2, embed=Embed("e", source="t"), function=TextEmbedding("t", "openai", "m")),
            ),
        },
        "Bad.x: is made by an embedder and by TextEmbedding",
        "leave one out",
    ),
    "function of nothing there": (
        {"x": (BinaryVector, vector(dim=64, function=MinHash("t")))},
        "Bad: field x is made from 't', which is no field",
        "fields are",
    ),
    "function of numbers": (
        {"t": (int, field()), "x": (FloatVector, vector(dim=2, function=TextEmbedding("t", "openai", "m")))},
        "Bad: field x is made from t, which is not text",
        r"Mapped\[str\]",
    ),
    "languages by nothing there": (
        {"x": (str, field(analyzer={"by_field": "lang", "analyzers": {}}))},
        "Bad: field x: the analyzers are chosen by 'lang', which is no text field",
        "name one",
    ),
    "languages by number": (
        {"n": (int, field()), "x": (str, field(analyzer={"by_field": "n", "analyzers": {}}))},
        "Bad: field x: the analyzers are chosen by 'n', which is no text field",
        "name one",
    ),
    # Lists of structs.
    "null structs": (
        {"x": (list[Passage] | None, field(default=None))},
        "Bad.x: a list of structs is never null",
        "empty",
    ),
    "many structs": ({"x": (list[Passage], field(max_capacity=5_000))}, "Bad.x: max_capacity=5000", "4,096"),
    "indexed structs": (
        {"x": (list[Passage], field(index=INVERTED()))},
        "Bad.x: an index goes on a field of the structs",
        "declare it in Passage",
    ),
    "structs as key": (
        {"x": (list[Passage], field(partition_key=True))},
        "Bad.x: a partition key is int or str",
        "int",
    ),
    "words of structs": ({"x": (list[Passage], field(enable_match=True))}, "Bad.x: analyzers are for text", "leave"),
}

STRUCTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "no field": ({}, "Bad: a struct needs a field", "text: Mapped"),
    "JSON": ({"x": (dict[str, Any],)}, "Bad.x: a struct cannot hold JSON", "bool, numbers, text and dense vectors"),
    "list": ({"x": (list[str],)}, "Bad.x: a struct cannot hold ARRAY", "dense vectors"),
    "model": ({"x": (Author,)}, "Bad.x: a struct cannot hold JSON", "dense vectors"),
    "structs": ({"x": (list[Passage],)}, "Bad.x: a struct cannot hold ARRAY_OF_STRUCT", "dense vectors"),
    "place": ({"x": (Geometry,)}, "Bad.x: a struct cannot hold GEOMETRY", "dense vectors"),
    "long text": ({"x": (LongText,)}, "Bad.x: a struct cannot hold TEXT", "dense vectors"),
    "sparse": ({"x": (SparseVector, vector())}, "Bad.x: a struct cannot hold SPARSE_FLOAT_VECTOR", "dense vectors"),
    "null": ({"x": (int | None,)}, "Bad.x: a value in a struct is never null", "None` out"),
    "null vector": (
        {"x": (NULLABLE, vector(dim=2, default=None))},
        "Bad.x: a value in a struct is never",
        "",
    ),
    "key": ({"x": KEY}, "Bad.x: primary_key is for fields of models", "leave it out"),
    "partitions": ({"x": (int, field(partition_key=True))}, "Bad.x: partition_key is for fields of models", "leave"),
    "clusters": ({"x": (int, field(clustering_key=True))}, "Bad.x: clustering_key is for fields of models", "leave"),
    "server default": (
        {"x": (int, field(default=1, server_default=1))},
        "Bad.x: server_default is for fields",
        "leave",
    ),
    "embedder": (
        {"x": (FloatVector, vector(dim=2, embed=Embed("e", source="t")))},
        "Bad.x: embed is for fields of models",
        "leave",
    ),
    "no dim": ({"x": (FloatVector, vector())}, "Bad.x: has no dim", "dim="),
    "vector as field": ({"x": (FloatVector, field())}, "Bad.x: is a vector", r"vector\(dim"),
    "metric": (
        {"x": (FloatVector, vector(dim=2, index=HNSW(metric="COSINE")))},
        r"Bad: field structs\[x\]: metric 'COSINE' does not compare FLOAT_VECTOR",
        "MAX_SIM_COSINE, MAX_SIM_L2, MAX_SIM_IP",
    ),
    "unknown type": ({"x": (complex,)}, "Bad.x: Milvus has no type for", "float"),
    "bare default": ({"x": (int, 3)}, "Bad.x: has a bare default value", r"field\(default=3\)"),
}


def check(make: Callable[[], Any], told: str, hint: str) -> None:
    with pytest.raises(SchemaNotReadyException, match=told) as caught:
        make()
    assert caught.match(hint)


@pytest.mark.parametrize(("fields", "told", "hint"), FIELDS.values(), ids=FIELDS)
def test_fields_of_models(fields: dict[str, Any], told: str, hint: str) -> None:
    check(lambda: declare(ModelMeta, Model, **{"id": KEY, "place": PLACE, **fields}), told, hint)


@pytest.mark.parametrize(("fields", "told", "hint"), STRUCTS.values(), ids=STRUCTS)
def test_fields_of_structs(fields: dict[str, Any], told: str, hint: str) -> None:
    check(lambda: declare(StructMeta, Struct, **fields), told, hint)


def test_what_is_no_mistake() -> None:
    """The table fails for the mistakes, and not for how its classes are made."""
    assert declare(ModelMeta, Model, id=KEY, place=PLACE, x=(list[Passage], field(max_capacity=2))).__spec__.structs
    assert declare(StructMeta, Struct, x=(int, field(default=1)), v=PLACE)(v=[1, 2]).x == 1
    assert len(FIELDS) + len(STRUCTS) >= 100

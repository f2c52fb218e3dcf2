"""What declarations become, and what they must not be."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Literal, cast

import pytest

from tests.unit.model.library import Doc, Point
from vectorm.enums import ConsistencyLevel, DataType, FunctionType
from vectorm.errors import SchemaNotReadyException
from vectorm.model import (
    FLAT,
    HNSW,
    INVERTED,
    IVF_PQ,
    SPARSE_INVERTED_INDEX,
    BFloat16Vector,
    BinaryVector,
    Float16Vector,
    Float32,
    FloatVector,
    Int8Vector,
    Int16,
    Int32,
    Mapped,
    Model,
    SparseVector,
    field,
    register_adapter,
    vector,
)
from vectorm.model.index import search_params
from vectorm.model.meta import ModelMeta
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import FieldSpec
from vectorm.spec.index import IndexSpec


def spec_of(model: type[Model], name: str) -> FieldSpec:
    found = model.__spec__.find(name)
    assert found is not None
    return found


def test_field_types() -> None:
    class Every(Model):
        id: Mapped[int] = field(primary_key=True)
        b: Mapped[bool]
        i16: Mapped[Int16]
        i32: Mapped[Int32 | None]
        f: Mapped[Float32]
        d: Mapped[float]
        s: Mapped[str]
        lit: Mapped[Literal["a", "b"]]
        numbers: Mapped[list[int]]
        anything: Mapped[Any]
        rows: Mapped[list[dict[str, Any]]]
        f32: Mapped[FloatVector] = vector(dim=2)
        f16: Mapped[Float16Vector] = vector(dim=2)
        b16: Mapped[BFloat16Vector] = vector(dim=2)
        i8: Mapped[Int8Vector] = vector(dim=2)
        bits: Mapped[BinaryVector] = vector(dim=16)
        sparse: Mapped[SparseVector] = vector()

    types = {each.name: each.data_type.name for each in Every.__spec__.fields}
    assert types == {
        "id": "INT64",
        "b": "BOOL",
        "i16": "INT16",
        "i32": "INT32",
        "f": "FLOAT",
        "d": "DOUBLE",
        "s": "VARCHAR",
        "lit": "VARCHAR",
        "numbers": "ARRAY",
        "anything": "JSON",
        "rows": "JSON",
        "f32": "FLOAT_VECTOR",
        "f16": "FLOAT16_VECTOR",
        "b16": "BFLOAT16_VECTOR",
        "i8": "INT8_VECTOR",
        "bits": "BINARY_VECTOR",
        "sparse": "SPARSE_FLOAT_VECTOR",
    }
    assert [each.name for each in Every.__spec__.fields if each.nullable] == ["i32"]
    assert (spec_of(Every, "s").max_length, spec_of(Every, "numbers").max_capacity) == (65_535, 4_096)
    indexes = {each.field: (each.index_type, each.metric_type) for each in Every.__indexes__}
    assert indexes["f32"] == ("AUTOINDEX", "COSINE")
    assert indexes["bits"] == ("BIN_FLAT", "HAMMING")
    assert indexes["sparse"] == ("SPARSE_INVERTED_INDEX", "IP")


def test_field_options() -> None:
    title, tags, refs = spec_of(Doc, "title"), spec_of(Doc, "tags"), spec_of(Doc, "refs")
    assert (title.max_length, title.nullable) == (20, False)
    assert (tags.element_type, tags.max_length, tags.max_capacity) == (DataType.VARCHAR, 8, 4)
    assert refs.max_length == 36
    assert spec_of(Doc, "year").nullable
    assert spec_of(Doc, "id").is_primary
    assert spec_of(Point, "id").auto_id
    assert spec_of(Doc, "sparse").is_function_output


def test_full_text_search() -> None:
    (function,) = Doc.__spec__.functions
    assert (function.type, function.inputs, function.outputs) == (FunctionType.BM25, ("body",), ("sparse",))
    assert spec_of(Doc, "body").params == {"enable_analyzer": "true"}


def test_indexes() -> None:
    assert Doc.__indexes__ == (
        IndexSpec(
            field="dense",
            index_type="HNSW",
            metric_type="COSINE",
            name="dense",
            params={"M": 16, "efConstruction": 200},
        ),
        IndexSpec(field="sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", name="sparse"),
    )
    bm25 = SPARSE_INVERTED_INDEX(metric="BM25", k1=1.2, b=0.75).build("s", DataType.SPARSE_FLOAT_VECTOR)
    assert bm25.params == {"bm25_k1": 1.2, "bm25_b": 0.75}
    assert IVF_PQ(m=4).build("v", DataType.FLOAT_VECTOR).params == {"nlist": 128, "m": 4, "nbits": 8}
    assert search_params("HNSW") == {"ef"}
    with pytest.raises(TypeError, match="efc"):
        HNSW(efc=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def test_class_options() -> None:
    class Shop(
        Model,
        collection="shops",
        description="all shops",
        consistency="Strong",
        shards=2,
        partitions=8,
        properties={"collection.ttl.seconds": 60, "mmap.enabled": True},
        dynamic=True,
    ):
        id: Mapped[int] = field(primary_key=True, description="number")
        town: Mapped[str] = field(partition_key=True, index=INVERTED(name="by_town"), max_length=9)
        text: Mapped[str] = field(enable_match=True, analyzer={"type": "english"})
        age: Mapped[int] = field(default=1, server_default=7)
        v: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"), description="place")

    spec: CollectionSpec = Shop.__spec__
    assert (spec.name, spec.description, spec.enable_dynamic_field) == ("shops", "all shops", True)
    assert (spec.num_shards, spec.num_partitions, spec.consistency_level) == (2, 8, ConsistencyLevel.STRONG)
    assert spec.properties == {"collection.ttl.seconds": "60", "mmap.enabled": "true"}
    assert spec_of(Shop, "town").is_partition_key
    assert spec_of(Shop, "age").default == 7
    assert json.loads(spec_of(Shop, "text").params["analyzer_params"]) == {"type": "english"}
    assert [(each.name, each.index_type) for each in Shop.__indexes__] == [("by_town", "INVERTED"), ("v", "FLAT")]


def test_a_type_of_the_application() -> None:
    class Money(Decimal):
        pass

    with pytest.raises(SchemaNotReadyException, match="register_adapter"):
        declare(price=(Money, field()))
    register_adapter(Money, DataType.VARCHAR, store=str, load=Money, max_length=30)
    assert spec_of(declare(price=(Money, field())), "price").max_length == 30


untyped_field: Any = field
KEY = (int, field(primary_key=True))
PARTITION = (int, field(partition_key=True))
PLACE = (FloatVector, vector(dim=2))


def declare(name: str = "Bad", options: dict[str, Any] | None = None, **fields: Any) -> type[Model]:
    """A model with a key, a vector and the given fields: `(type, field(...))`; None leaves one out."""
    mapped: Any = Mapped
    body = {"id": KEY, "place": PLACE, **fields}
    kept: dict[str, tuple[Any, object]] = {each: given for each, given in body.items() if given is not None}
    namespace = {
        "__annotations__": {each: mapped[kind] for each, (kind, _) in kept.items()},
        "__module__": __name__,
        **{each: declared for each, (_, declared) in kept.items()},
    }
    metaclass: Any = ModelMeta
    made: type[Model] = metaclass(name, (Model,), namespace, **(options or {}))
    return made


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"colection": "x"}, "unknown class option colection.*collection"),
        ({"consistency": "Very"}, "unknown consistency 'Very'.*Strong"),
        ({"partitions": 4}, "partitions= counts"),
    ],
)
def test_class_options_that_cannot_be(options: dict[str, Any], told: str) -> None:
    with pytest.raises(SchemaNotReadyException, match=told):
        declare(options=options)


def test_a_field_must_be_mapped() -> None:
    namespace = {"__annotations__": {"title": str}, "__module__": __name__}
    metaclass: Any = ModelMeta
    with pytest.raises(SchemaNotReadyException, match=r"Plain.title: is annotated str.*title: Mapped\[str\]"):
        metaclass("Plain", (Model,), namespace)


def test_marks_for_type_checkers_are_no_options() -> None:
    for make in (field, vector):
        with pytest.raises(SchemaNotReadyException, match="leave it out"):
            cast("Callable[..., object]", make)(init=False)


def test_options_of_a_base_are_inherited() -> None:
    class Base(Model, abstract=True, consistency="Strong", description="d", shards=2, properties={"a": 1, "b": 2}):
        id: Mapped[int] = field(primary_key=True)
        v: Mapped[FloatVector] = vector(dim=2)

    class Left(Base, collection="left"):
        pass

    class Right(Left, description="r", properties={"a": 3}):
        pass

    left, right = Left.__spec__, Right.__spec__
    assert (left.consistency_level, left.num_shards) == (right.consistency_level, right.num_shards)
    assert (left.consistency_level, left.num_shards) == (ConsistencyLevel.STRONG, 2)
    assert (left.name, left.description, left.properties) == ("left", "d", {"a": "1", "b": "2"})
    assert (right.name, right.description, right.properties) == ("right", "r", {"a": "3", "b": "2"})


def test_fields_of_a_base_that_is_no_model() -> None:
    class Stamp:
        created: Mapped[int] = field(default=0)

    metaclass: Any = ModelMeta
    with pytest.raises(
        SchemaNotReadyException, match=r"Doc.created: is declared in a base.*Base\(Model, abstract=True\)"
    ):
        metaclass("Doc", (Stamp, Point), {"__module__": __name__})

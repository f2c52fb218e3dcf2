"""`StructFieldSchema` and `CollectionSchema` with structs, beside PyMilvus's."""

from collections.abc import Callable
from typing import Any

import pymilvus
import pytest

import vectorm
from vectorm import CollectionSchema, DataType, FieldOp, FieldOpType, FieldSchema, StructFieldSchema
from vectorm.client.field_ops import FieldOps, field_ops_of
from vectorm.client.specs import collection_spec, schema_of
from vectorm.errors import FieldTypeException, ParamError, PrimaryKeyException, SchemaNotReadyException

KEY = FieldSchema("id", DataType.INT64, is_primary=True)


def struct(lib: Any = vectorm, **options: Any) -> Any:
    made = lib.StructFieldSchema(**options)
    made.add_field("text", lib.DataType.VARCHAR, max_length=10, description="words")
    made.add_field("dense", lib.DataType.FLOAT_VECTOR, dim=2, mmap_enabled=True)
    return made


def schema(lib: Any = vectorm, **options: Any) -> Any:
    made = lib.CollectionSchema([lib.FieldSchema("id", lib.DataType.INT64, is_primary=True)], "docs")
    wanted = {"struct_schema": struct(lib), "max_capacity": 3, **options}
    return made.add_field("chunks", lib.DataType.ARRAY, element_type=lib.DataType.STRUCT, **wanted)


@pytest.mark.parametrize(
    "options", [{}, {"nullable": True, "description": "pieces", "mmap_enabled": True, "warmup": "sync"}]
)
def test_as_in_pymilvus(options: dict[str, Any]) -> None:
    ours, theirs = schema(**options), schema(pymilvus, **options)
    assert ours.to_dict() == theirs.to_dict()
    (one,), (other,) = ours.struct_fields, theirs.struct_fields
    names = ("name", "description", "nullable", "params", "dtype", "max_capacity")
    assert [getattr(one, name) for name in names] == [getattr(other, name) for name in names]
    again = [lib.CollectionSchema.construct_from_dict(each.to_dict()) for lib, each in
             ((vectorm, ours), (pymilvus, theirs))]  # fmt: skip
    assert again[0].to_dict() == again[1].to_dict()
    assert StructFieldSchema.construct_from_dict(one.to_dict()) == one


def test_the_way_to_the_spec_and_back() -> None:
    made = schema(nullable=True, description="pieces", warmup="sync")
    assert schema_of(collection_spec("docs", made, {})) == made


def test_adding_leaves_the_struct_as_it_is() -> None:
    given = struct()
    made = CollectionSchema([KEY])
    made.add_field("a", DataType.ARRAY, element_type=DataType.STRUCT, struct_schema=given, max_capacity=1)
    made.add_field("b", DataType.ARRAY, element_type=DataType.STRUCT, struct_schema=given, max_capacity=2)
    assert (given.name, given.max_capacity) == ("", None)
    assert [(each.name, each.max_capacity) for each in made.struct_fields] == [("a", 1), ("b", 2)]


def keyed(flag: str) -> StructFieldSchema:
    made = StructFieldSchema()
    options: Any = {flag: True}
    made.add_field("a", DataType.INT64, **options)
    return made


REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: schema(struct_schema=None), "field chunks: an ARRAY of STRUCT needs struct_schema"),
    (lambda: schema(max_capacity=None), "field chunks: an ARRAY of STRUCT needs max_capacity"),
    (lambda: schema(struct_schema=StructFieldSchema()).verify(), "struct field chunks: a struct needs at least one"),
    (lambda: schema(struct_schema=struct().add_field("text", DataType.BOOL)).verify(), "field text is declared twice"),
    (lambda: schema(struct_schema=keyed("is_primary")).verify(), "field a cannot be a primary key"),
    (lambda: schema(struct_schema=keyed("nullable")).verify(), "set nullable on the struct field"),
    (lambda: CollectionSchema([KEY], struct_fields=[struct()]).verify(), "max_capacity is missing"),
    (lambda: struct().add_field("x", DataType.ARRAY), "field x: a struct cannot hold a field of type ARRAY"),
    (lambda: struct(nullable="yes"), "nullable must be a bool, not str"),
    (lambda: struct(description=1), "description must be a str, not int"),
    (lambda: CollectionSchema([KEY], external_source="s3://a", auto_id=True), "external collection has no auto_id"),
]


@pytest.mark.parametrize(("make", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_what_is_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ParamError, match=message):
        make()


def test_other_refusals() -> None:
    with pytest.raises(FieldTypeException, match="struct fields are StructFieldSchema, not FieldSchema"):
        CollectionSchema([KEY], struct_fields=[KEY])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    with pytest.raises(SchemaNotReadyException, match="field id is declared twice"):
        schema().add_field("id", DataType.BOOL).verify()
    with pytest.raises(TypeError, match=r"add_field\(\) has no keyword `max_lenght`: did you mean `max_length`\?"):
        struct().add_field("x", DataType.VARCHAR, max_lenght=1)


def test_external_collections_need_no_key() -> None:
    made = CollectionSchema(
        [FieldSchema("v", DataType.FLOAT_VECTOR, dim=2, external_field="e")], external_source="s3://"
    )
    made.verify()
    assert made.to_dict()["fields"][0]["external_field"] == "e"
    assert schema_of(collection_spec("docs", made, {})) == made
    made.external_source = ""
    with pytest.raises(PrimaryKeyException):
        made.verify()


def test_operations_by_every_name() -> None:
    append = FieldOpType.ARRAY_APPEND
    given: FieldOps = {"a": FieldOp.array_append(), "b": "Array_Append", "c": 1, "d": append}
    assert field_ops_of(given) == dict.fromkeys("abcd", append)
    assert field_ops_of({"a": None, "b": "replace", "c": FieldOp.replace()}) == {}
    assert field_ops_of({"a": FieldOp.array_remove()}) == {"a": FieldOpType.ARRAY_REMOVE}
    for wrong in ("append", 3, True, 1.5):
        with pytest.raises(ParamError, match="is none of replace, array_append, array_remove"):
            field_ops_of({"a": wrong})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]

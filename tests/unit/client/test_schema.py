"""Schemas: what they refuse, how they read, and that they survive the way to the server's spec and back."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from vectorm import CollectionSchema, DataType, FieldSchema, Function, FunctionType, MilvusClient
from vectorm.client.options import CollectionOptions, FieldOptions
from vectorm.client.specs import collection_spec, schema_of
from vectorm.enums import ConsistencyLevel
from vectorm.errors import MilvusException, ParamError, SchemaNotReadyException
from vectorm.spec.field import UNSET

KEY = FieldSchema("id", DataType.INT64, is_primary=True)
VECTOR = FieldSchema("v", DataType.FLOAT_VECTOR, dim=4)


def full() -> CollectionSchema:
    schema = MilvusClient.create_schema("all of it", enable_dynamic_field=True)
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=36)
    schema.add_field(
        "text", DataType.VARCHAR, max_length=200, enable_analyzer=True, analyzer_params={"type": "english"}
    )
    schema.add_field("tenant", DataType.INT64, is_partition_key=True, description="who")
    schema.add_field("year", DataType.INT16, nullable=True, default_value=2000)
    schema.add_field("tags", DataType.ARRAY, element_type=DataType.VARCHAR, max_capacity=4, max_length=9)
    schema.add_field("info", DataType.JSON, nullable=True)
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=8, mmap_enabled=True)
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_function(Function("bm25", FunctionType.BM25, "text", "sparse", params={"bm25_k1": 1.2}))
    return schema


def test_a_schema_survives_the_spec() -> None:
    spec = collection_spec("docs", full(), CollectionOptions())
    again = schema_of(spec)
    assert collection_spec("docs", again, CollectionOptions()) == spec
    assert [field.name for field in again.fields] == [field.name for field in full().fields]
    assert again.functions == [Function("bm25", FunctionType.BM25, "text", "sparse", params={"bm25_k1": "1.2"})]


def test_the_spec_has_all_properties() -> None:
    options: CollectionOptions = {
        "consistency_level": "Strong",
        "num_shards": 2,
        "num_partitions": 7,
        "properties": {"collection.ttl.seconds": 60, "mmap.enabled": True},
    }
    spec = collection_spec("docs", full(), options)
    fields = {field.name: field for field in spec.fields}
    assert spec.enable_dynamic_field
    assert spec.consistency_level is ConsistencyLevel.STRONG
    assert (spec.num_shards, spec.num_partitions) == (2, 7)
    assert spec.properties == {"collection.ttl.seconds": "60", "mmap.enabled": "true"}
    assert fields["id"].is_primary
    assert fields["id"].max_length == 36
    assert fields["text"].params == {"enable_analyzer": "true", "analyzer_params": '{"type":"english"}'}
    assert fields["tenant"].is_partition_key
    assert fields["tenant"].description == "who"
    assert fields["year"].default == 2000
    assert fields["info"].default is UNSET
    assert (fields["tags"].element_type, fields["tags"].max_capacity) == (DataType.VARCHAR, 4)
    assert (fields["dense"].dim, fields["dense"].params) == (8, {"mmap.enabled": "true"})
    assert fields["sparse"].is_function_output
    assert spec.functions[0].params == {"bm25_k1": "1.2"}


def test_to_dict_and_back() -> None:
    assert CollectionSchema.construct_from_dict(full().to_dict()) == full()
    assert str(full()) == str(full().to_dict())
    assert copy.deepcopy(full()) == full()
    assert full() != CollectionSchema([KEY, VECTOR])
    assert len(full()) == 8


def test_a_dict_of_the_server_may_have_unknown_parameters() -> None:
    field = FieldSchema.construct_from_dict({"name": "v", "type": 101, "params": {"dim": 4, "new.param": "x"}})
    assert field.params == {"dim": 4, "new.param": "x"}


def test_fields_have_their_properties() -> None:
    field = FieldSchema("tags", DataType.ARRAY, "words", element_type=DataType.VARCHAR, max_capacity=4, max_length=9)
    assert (field.name, field.dtype, field.description) == ("tags", DataType.ARRAY, "words")
    assert (field.max_capacity, field.max_length, field.dim) == (4, 9, None)
    assert field.params == {"max_capacity": 4, "max_length": 9}
    assert str(VECTOR) == "{'name': 'v', 'description': '', 'type': <DataType.FLOAT_VECTOR: 101>, 'params': {'dim': 4}}"
    assert KEY.to_dict()["auto_id"] is False


def test_names_of_keys_may_be_given_to_the_schema() -> None:
    fields = [FieldSchema("a", DataType.INT64), FieldSchema("b", DataType.INT64), VECTOR]
    schema = CollectionSchema(fields, primary_field="a", partition_key_field="b", auto_id=True)
    assert schema.primary_field is not None
    assert (schema.primary_field.name, schema.auto_id) == ("a", True)
    assert schema.partition_key_field is not None
    assert not fields[0].is_primary, "the schema has fields of its own"


def test_auto_id_of_the_schema_marks_the_key_that_is_added_later() -> None:
    schema = MilvusClient.create_schema(auto_id=True)
    schema.add_field("id", DataType.INT64, is_primary=True)
    assert collection_spec("docs", schema.add_field("v", DataType.FLOAT_VECTOR, dim=2), {}).primary.auto_id
    schema.auto_id = False
    assert not collection_spec("docs", schema, {}).primary.auto_id


BAD_FIELDS: list[tuple[dict[str, Any], str]] = [
    ({"name": "f", "dtype": 77}, "field f: 77 is not a DataType"),
    ({"name": "f", "dtype": DataType.UNKNOWN}, "field f: .* is not a DataType"),
    ({"name": "f", "dtype": DataType.INT64, "is_primary": 1}, "is_primary must be a bool, not int"),
    ({"name": "f", "dtype": DataType.INT64, "auto_id": True}, "auto_id can only be set on the primary key field"),
    ({"name": "f", "dtype": DataType.INT64, "default_value": "x"}, "default_value is of type str; the field is INT64"),
    ({"name": "f", "dtype": DataType.INT64, "default_value": True}, "default_value is of type bool"),
    ({"name": "f", "dtype": DataType.INT64, "default_value": None}, "default_value is None, but .* not nullable"),
    ({"name": "f", "dtype": DataType.FLOAT_VECTOR, "dim": 2, "default_value": [1, 2]}, "cannot have a default_value"),
    ({"name": "f", "dtype": DataType.FLOAT_VECTOR, "dim": 2.5}, "dim must be an int, not float"),
    ({"name": "f", "dtype": DataType.VARCHAR, "max_length": "long"}, "max_length must be an int, not str"),
]


@pytest.mark.parametrize(("arguments", "message"), BAD_FIELDS)
def test_fields_that_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemaNotReadyException, match=message):
        FieldSchema(**arguments)


def function(inputs: str | list[str] = "t", outputs: str | list[str] = "v") -> Function:
    return Function("f", FunctionType.BM25, inputs, outputs)


TEXT = FieldSchema("t", DataType.VARCHAR, max_length=9)
SPARSE = FieldSchema("s", DataType.SPARSE_FLOAT_VECTOR)

BAD_SCHEMAS: list[tuple[Callable[[], object], str]] = [
    (lambda: CollectionSchema([VECTOR]), "no primary key field"),
    (lambda: CollectionSchema([KEY, KEY]), "field id is declared twice"),
    (lambda: CollectionSchema([KEY, FieldSchema("k", DataType.INT64, is_primary=True)]), "one primary key, not id, k"),
    (lambda: CollectionSchema([FieldSchema("k", DataType.DOUBLE, is_primary=True)]), "INT64 or VARCHAR, not DOUBLE"),
    (lambda: CollectionSchema([KEY], partition_key_field="no"), "partition_key_field is 'no', but the schema has no"),
    (lambda: CollectionSchema({"id": 1}), "fields of a schema must be a list, not dict"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    (lambda: CollectionSchema([{"name": "id"}]), "are FieldSchema, not dict"),  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    (lambda: CollectionSchema([KEY, TEXT]).add_field("k", DataType.INT64, is_primary=True), "not id, k"),
    (lambda: CollectionSchema([KEY, TEXT, VECTOR], functions=[function()]).verify(), "v to be SPARSE_FLOAT_VECTOR"),
    (
        lambda: CollectionSchema([KEY, SPARSE], functions=[function("id", "s")]).verify(),
        "id to be VARCHAR or TEXT, not INT64",
    ),
    (lambda: CollectionSchema([KEY], functions=[function()]).verify(), "function f: the schema has no field t"),
    (lambda: CollectionSchema([KEY, TEXT, SPARSE], functions=[function(["t", "id"], "s")]).verify(), "one input"),
    (lambda: function("t", "t"), "t is both input and output"),
    (lambda: function(["t", "t"]), "names a field twice"),
    (lambda: function(["t", 1]), "must be a str, not int"),  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    (lambda: Function("f", 99, "a"), "99 is not a FunctionType"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    (lambda: collection_spec("docs", CollectionSchema([KEY, VECTOR]), {"num_shards": 1, "shards_num": 1}), "not both"),
    (
        lambda: collection_spec("docs", CollectionSchema([KEY, VECTOR]), {"num_shards": 0}),
        "num_shards of collection docs",
    ),
    (lambda: collection_spec("docs", CollectionSchema([KEY, VECTOR]), {"consistency_level": "Stong"}), "'Stong' is no"),
]


@pytest.mark.parametrize(("make", "message"), BAD_SCHEMAS)
def test_schemas_that_are_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises((SchemaNotReadyException, ParamError), match=message) as caught:
        make()
    assert isinstance(caught.value, MilvusException)


def test_number_parameters_may_be_text() -> None:
    options: FieldOptions = {"dim": "8"}  # type: ignore[typeddict-item]  # pyright: ignore[reportAssignmentType]
    assert FieldSchema("v", DataType.FLOAT_VECTOR, **options).dim == 8

"""Differences between a wanted schema and a live one."""

from dataclasses import replace

import pytest
from typing_extensions import Any

from vectorm.enums import DataType
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.diff import differences
from vectorm.spec.field import FieldSpec
from vectorm.spec.struct_array import StructSpec

FIELDS = (
    FieldSpec(name="id", data_type=DataType.INT64, is_primary=True),
    FieldSpec(name="title", data_type=DataType.VARCHAR, max_length=100),
    FieldSpec(name="v", data_type=DataType.FLOAT_VECTOR, dim=4),
)
SPEC = CollectionSpec(name="docs", fields=FIELDS)


def test_the_same_schema_has_no_differences() -> None:
    assert differences(SPEC, replace(SPEC, description="told otherwise", num_shards=2)) == []


@pytest.mark.parametrize(
    ("position", "change", "sentence"),
    [
        (0, {"auto_id": True}, "field id: auto_id is False in the model and True in the collection"),
        (1, {"max_length": 50}, "field title: max_length is 100 in the model and 50 in the collection"),
        (1, {"nullable": True}, "field title: nullable is False in the model and True in the collection"),
        (2, {"dim": 8}, "field v: dim is 4 in the model and 8 in the collection"),
        (
            2,
            {"data_type": DataType.FLOAT16_VECTOR},
            "field v: data_type is FLOAT_VECTOR in the model and FLOAT16_VECTOR in the collection",
        ),
    ],
)
def test_each_changed_attribute_is_named(position: int, change: dict[str, Any], sentence: str) -> None:
    fields = list(FIELDS)
    fields[position] = replace(fields[position], **change)
    assert differences(SPEC, replace(SPEC, fields=tuple(fields))) == [sentence]


def test_missing_and_foreign_fields_and_the_dynamic_switch() -> None:
    other = FieldSpec(name="extra", data_type=DataType.BOOL)
    live = replace(SPEC, fields=(*FIELDS[:2], other), enable_dynamic_field=True)
    assert differences(SPEC, live) == [
        "field v (FLOAT_VECTOR) is missing in the collection",
        "field extra (BOOL) is in the collection only",
        "dynamic fields are off in the model and on in the collection",
    ]


def test_structs_are_compared_field_by_field() -> None:
    chunks = StructSpec(name="chunks", fields=FIELDS[1:], max_capacity=4)
    wanted = replace(SPEC, structs=(chunks,))
    assert differences(wanted, wanted) == []
    assert differences(wanted, SPEC) == ["field chunks (ARRAY of STRUCT) is missing in the collection"]
    assert differences(SPEC, wanted) == ["field chunks (ARRAY of STRUCT) is in the collection only"]
    other = replace(chunks, fields=(replace(FIELDS[2], dim=8), FIELDS[0]), max_capacity=8)
    assert differences(wanted, replace(SPEC, structs=(other,))) == [
        "field chunks: max_capacity is 4 in the model and 8 in the collection",
        "field chunks[title] (VARCHAR) is missing in the collection",
        "field chunks[v]: dim is 4 in the model and 8 in the collection",
        "field chunks[id] (INT64) is in the collection only",
    ]

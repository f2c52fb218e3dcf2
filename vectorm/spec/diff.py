"""How a live collection differs from the wanted schema."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from vectorm.enums import DataType
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import FieldSpec
from vectorm.spec.struct_array import StructSpec, join_path

_COMPARED = (
    "data_type",
    "is_primary",
    "auto_id",
    "dim",
    "max_length",
    "max_capacity",
    "element_type",
    "nullable",
    "is_partition_key",
)
"""Attributes that servers echo; descriptions and clustering keys are left out (Milvus Lite drops the latter)."""


def differences(wanted: CollectionSpec, actual: CollectionSpec) -> list[str]:
    """One sentence for each difference; empty when the collection serves the wanted schema."""
    return list(_differences(wanted, actual))


def _differences(wanted: CollectionSpec, actual: CollectionSpec) -> Iterator[str]:
    names = {field.name for field in wanted.fields}
    for field in wanted.fields:
        live = actual.find(field.name)
        if live is None:
            yield f"field {field.name} ({field.data_type.name}) is missing in the collection"
        else:
            yield from _field_differences(field, live)
    for field in actual.fields:
        if field.name not in names:
            yield f"field {field.name} ({field.data_type.name}) is in the collection only"
    yield from _struct_differences(wanted, actual)
    if wanted.enable_dynamic_field != actual.enable_dynamic_field:
        yield f"dynamic fields are {_on(wanted)} in the model and {_on(actual)} in the collection"


def _struct_differences(wanted: CollectionSpec, actual: CollectionSpec) -> Iterator[str]:
    for struct in wanted.structs:
        live = actual.find_struct(struct.name)
        if live is None:
            yield f"field {struct.name} (ARRAY of STRUCT) is missing in the collection"
        else:
            yield from _part_differences(struct, live)
    for struct in actual.structs:
        if wanted.find_struct(struct.name) is None:
            yield f"field {struct.name} (ARRAY of STRUCT) is in the collection only"


def _part_differences(wanted: StructSpec, actual: StructSpec) -> Iterator[str]:
    for name in ("max_capacity", "nullable"):
        ours, theirs = getattr(wanted, name), getattr(actual, name)
        if ours != theirs:
            yield f"field {wanted.name}: {name} is {ours} in the model and {theirs} in the collection"
    for field in wanted.fields:
        live, path = actual.find(field.name), join_path(wanted.name, field.name)
        if live is None:
            yield f"field {path} ({field.data_type.name}) is missing in the collection"
        else:
            yield from _field_differences(replace(field, name=path), live)
    for field in actual.fields:
        if wanted.find(field.name) is None:
            yield f"field {join_path(wanted.name, field.name)} ({field.data_type.name}) is in the collection only"


def _field_differences(wanted: FieldSpec, actual: FieldSpec) -> Iterator[str]:
    for name in _COMPARED:
        ours, theirs = getattr(wanted, name), getattr(actual, name)
        if theirs is None and wanted.data_type is DataType.ARRAY:
            continue  # Milvus Lite does not tell the max_length of elements
        if ours != theirs:
            yield f"field {wanted.name}: {name} is {_text(ours)} in the model and {_text(theirs)} in the collection"


def _text(value: Any) -> str:
    return str(getattr(value, "name", value))


def _on(spec: CollectionSpec) -> str:
    return "on" if spec.enable_dynamic_field else "off"
